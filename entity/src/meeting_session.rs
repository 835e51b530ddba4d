//! Sessions of a meeting.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::LocalizedText;
use crate::vocabulary::SessionKind;

/// One session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_session")]
pub struct Model {
    /// The meeting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The session's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// Its number as stated.
    pub number: Option<i32>,
    /// Its kind, if stated.
    pub kind: Option<SessionKind>,
    /// Its title.
    pub title: LocalizedText,
    /// Whom it was for, if stated, such as `youth`.
    pub audience: Option<String>,
    /// First day, as a partial date.
    pub start_date: Option<String>,
    /// Last day, inclusive, as a partial date.
    pub end_date: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
