//! Names over time, of every content type that is renamed now and then.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::LocalizedText;

/// One name and the time it was valid.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "name")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The name's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// The name in the languages it has.
    pub name: LocalizedText,
    /// First day of validity, as a partial date; none when unknown.
    pub start_date: Option<String>,
    /// Last day of validity, as a partial date; none while it is valid.
    pub end_date: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
