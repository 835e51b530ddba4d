//! What items are about: the items that articles, publications and media items concern, and how.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::vocabulary::SubjectRelation;

/// One item that another one concerns.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subject")]
pub struct Model {
    /// The item that concerns the other.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// How.
    #[sea_orm(primary_key, auto_increment = false)]
    pub relation: SubjectRelation,
    /// Its place in the document's list, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    /// The item that is concerned.
    pub target: ItemId,
}

impl ActiveModelBehavior for ActiveModel {}
