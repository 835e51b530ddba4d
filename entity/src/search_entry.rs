//! Where each public item stands among those that match a search equally well. The terms themselves are
//! in a table that each database has in its own way.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;

/// The place of one item.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_entry")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: ItemId,
    /// Larger places come first; no two items have the same.
    pub place: i64,
}

impl ActiveModelBehavior for ActiveModel {}
