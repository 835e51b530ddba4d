//! Areas that are party to an item, in the order in which it names them.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;

/// One party.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "party")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// Its place in the document's list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    /// The area's code.
    pub area: String,
}

impl ActiveModelBehavior for ActiveModel {}
