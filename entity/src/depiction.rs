//! Who can be seen on photos.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;

/// Somebody on a photo.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "depiction")]
pub struct Model {
    /// The article.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The photo's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub photo: String,
    /// Its place among those on the photo, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    /// The person or organization, if it is one.
    pub actor_item: Option<ItemId>,
    /// The code of the area, if it is one.
    pub actor_area: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
