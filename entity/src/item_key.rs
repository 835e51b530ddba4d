//! The match keys of what is public now: one row for each thing an item can be found by
//! (`kind:FORUM`, `area:JP`, `mechanism:<id>`), with the item's date keys repeated so that any one
//! key gives a page in date order by a single index seek.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::item::ItemType;

/// One match key of one item.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "item_key")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: ItemId,
    /// The key, `dimension:value`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The item's content type.
    pub item_type: ItemType,
    /// As in the spine.
    pub date_asc: i64,
    /// As in the spine.
    pub date_desc: i64,
    /// As in the spine.
    pub date_hi: i64,
    /// The spine row.
    #[sea_orm(belongs_to, from = "item", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
