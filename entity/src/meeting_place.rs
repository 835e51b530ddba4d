//! Places of a meeting.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::LocalizedText;

/// One place.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_place")]
pub struct Model {
    /// The meeting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The place's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// The venue, if stated.
    pub venue: LocalizedText,
    /// The city, if stated.
    pub city: LocalizedText,
    /// The area's code, if stated.
    pub area: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
