//! Photos of articles.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::{Image, LocalizedText};

/// One photo of one article.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    /// The article.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The photo's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// What is written under it.
    pub caption: LocalizedText,
    /// Who took it.
    pub credit: Option<String>,
    /// What can be seen on it.
    pub alt: LocalizedText,
    /// The picture itself, if there is one.
    pub image: Option<Image>,
}

impl ActiveModelBehavior for ActiveModel {}
