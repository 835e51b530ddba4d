//! The desk: documents being worked on. Nothing public reads this table.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::item::ItemType;

/// One draft; at most one for each item.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    /// The item it is, or will become.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// Its content type.
    pub item_type: ItemType,
    /// Number of times it was saved.
    pub draft_revision: i32,
    /// The document as entered, as JSON.
    pub document: String,
    /// When it was saved, in microseconds since 1970 (UTC).
    pub saved_at: i64,
    /// The name of the token that saved it.
    pub saved_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
