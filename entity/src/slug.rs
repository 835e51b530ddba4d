//! Every slug that was ever published, and the item it belongs to for ever.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::item::ItemType;

/// One slug.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slug")]
pub struct Model {
    /// The content type within which the slug is unique.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_type: ItemType,
    /// The slug.
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    /// Its owner.
    pub item: ItemId,
}

impl ActiveModelBehavior for ActiveModel {}
