//! Detail of a publication. Its title is the item's label.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::{LocalizedText, Words};
use crate::vocabulary::PublicationKind;

/// The one-valued fields of a publication.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// Its kind.
    pub kind: PublicationKind,
    /// What it is, in prose.
    pub description: LocalizedText,
    /// When it was issued, as a partial date.
    pub issued: Option<String>,
    /// Tags of the languages it exists in.
    pub languages: Words,
    /// Its ISBN.
    pub isbn: Option<String>,
    /// Its DOI.
    pub doi: Option<String>,
    /// The page about it.
    pub url: Option<String>,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
