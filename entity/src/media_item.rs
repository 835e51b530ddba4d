//! Detail of a media item. Its title is the item's label.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::Words;
use crate::vocabulary::MediaItemKind;

/// The one-valued fields of a media item.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_item")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// Its kind.
    pub kind: MediaItemKind,
    /// Who brought it out.
    pub outlet: String,
    /// Where it is.
    pub url: Option<String>,
    /// When it was brought out, as a partial date.
    pub date: Option<String>,
    /// Tags of the languages it is in.
    pub languages: Words,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
