//! Statements: what sources say of fields of items and of their parts.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::vocabulary::{Qualifier, StatementBasis};

/// One statement.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statement")]
pub struct Model {
    /// The item whose document holds it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The statement's key in that document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The key of the part of the document that it is about; empty if it is about the item itself.
    pub subject: String,
    /// Its place among the statements about the same, from 0.
    pub ordinal: i64,
    /// The field or measure it is about.
    pub field: String,
    /// The value as stated.
    pub value: Option<String>,
    /// The value as an exact decimal number.
    pub number: Option<String>,
    /// How the number is meant.
    pub qualifier: Option<Qualifier>,
    /// Whether the source says so, or somebody concluded it.
    pub basis: StatementBasis,
    /// Who says so.
    pub stated_by: Option<ItemId>,
    /// The passage.
    pub quote: Option<String>,
    /// Where in the source it is.
    pub location: Option<String>,
    /// The source, if it is an item.
    pub source_item: Option<ItemId>,
    /// The source, if it is a page on the web.
    pub source_url: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
