//! Typed links between items of the same content type, kept by their owner and readable from both ends.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;

/// One link.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link")]
pub struct Model {
    /// The item whose document holds the link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The link's key in that document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// A word of the owner's link vocabulary.
    pub kind: String,
    /// The item it leads to.
    pub target: ItemId,
}

impl ActiveModelBehavior for ActiveModel {}
