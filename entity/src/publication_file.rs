//! Files of publications.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;

/// One file of one publication.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication_file")]
pub struct Model {
    /// The publication.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The file's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// Where it is.
    pub url: String,
    /// Its media type.
    pub media_type: Option<String>,
    /// Tag of the language it is in.
    pub language: Option<String>,
    /// Its size in bytes.
    pub bytes: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
