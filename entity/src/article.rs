//! Detail of an article. Its headline is the item's label.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::{LocalizedText, Words};

/// The one-valued fields of an article.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// The category it is filed under, from an open vocabulary.
    pub category: String,
    /// Its text, in Markdown.
    pub body: LocalizedText,
    /// When what it tells of happened, as a partial date.
    pub event_date: Option<String>,
    /// When the institution brought it out, as a partial date.
    pub published_on: Option<String>,
    /// Where it stands on the institution's own site.
    pub url: Option<String>,
    /// Codes of the areas it is about.
    pub areas: Words,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
