//! Detail of a meeting.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::LocalizedText;
use crate::vocabulary::{AttendanceMode, MeetingKind, MeetingStatus};

/// The one-valued fields of a meeting.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// The mechanism it is an edition of, if any.
    pub mechanism_id: Option<ItemId>,
    /// Its edition number within the mechanism, if it has one.
    pub edition: Option<i32>,
    /// As in the spine, repeated for the order of editions.
    pub date_asc: i64,
    /// Its kind.
    pub kind: MeetingKind,
    /// Its title.
    pub title: LocalizedText,
    /// Its theme, if it has one.
    pub theme: LocalizedText,
    /// First day, as a partial date; none if unstated.
    pub start_date: Option<String>,
    /// Last day, inclusive, as a partial date; none if unstated.
    pub end_date: Option<String>,
    /// Instant of its start if known, in microseconds since 1970 (UTC).
    pub starts_at: Option<i64>,
    /// Instant of its end if known, in microseconds since 1970 (UTC).
    pub ends_at: Option<i64>,
    /// IANA name of the zone its times are meant in.
    pub time_zone: Option<String>,
    /// Whether it has taken place.
    pub status: MeetingStatus,
    /// How people attend, if stated.
    pub attendance_mode: Option<AttendanceMode>,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
