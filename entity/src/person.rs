//! Detail of a person.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::{Image, LocalizedText, Words};

/// The one-valued fields of a person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// Codes of the areas whose national a source says they are.
    pub nationalities: Words,
    /// Who they are, in prose.
    pub biography: LocalizedText,
    /// Their picture.
    pub image: Option<Image>,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
