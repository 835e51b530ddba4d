//! Positions: the posts that people hold or held in organizations.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::LocalizedText;

/// One position of one person.
///
/// Its time is kept as four civil minutes, so that whether it was held at some time is a comparison:
/// possibly from the first minute its start could be and certainly from the first minute of the last
/// day it could be, likewise for its end; unknown and open ends are the smallest and largest numbers.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "position")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The position's key in the person's document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// The organization.
    pub organization: ItemId,
    /// The post within the organization, the same for all its holders.
    pub post: String,
    /// What the post is called.
    pub title: LocalizedText,
    /// What the source calls it.
    pub stated_title: Option<String>,
    /// First day, as a partial date; none when unknown.
    pub start_date: Option<String>,
    /// Last day, inclusive, as a partial date; none while it is held, or when unknown.
    pub end_date: Option<String>,
    /// Whether it is held for the time being only.
    pub is_acting: bool,
    /// Which holder of the post this is, from 1, if stated.
    pub number: Option<i32>,
    /// Sort key of its start, latest first; unknown last.
    pub date_desc: i64,
    /// First minute at which it might have been held.
    pub possibly_from: i64,
    /// First minute of the day from which it was surely held.
    pub certainly_from: i64,
    /// Minute until which it was surely held (exclusive).
    pub certainly_until: i64,
    /// Minute until which it might have been held (exclusive).
    pub possibly_until: i64,
}

impl ActiveModelBehavior for ActiveModel {}
