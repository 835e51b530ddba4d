//! Who refers to whom, for every content type: reverse edges, refusals to withdraw, dependants.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;

/// One reference from a field of one item to another item.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reference")]
pub struct Model {
    /// The item that refers.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The item referred to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub target: ItemId,
    /// The path of the referring field in the owner's document, such as `links/0/target`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
}

impl ActiveModelBehavior for ActiveModel {}
