//! Detail of an indicator. Its name is the item's label.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::LocalizedText;
use crate::vocabulary::{Counted, Frequency};

/// The one-valued fields of an indicator.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// What it measures, in prose.
    pub description: LocalizedText,
    /// What it is about, from an open vocabulary.
    pub topic: Option<String>,
    /// What is counted in.
    pub unit: String,
    /// The power of ten that values are to be multiplied by.
    pub multiplier: i32,
    /// How often it is observed.
    pub frequency: Option<Frequency>,
    /// The counter of mechanisms that its observations declare.
    pub counter: Option<String>,
    /// What the counter counts.
    pub counts: Option<Counted>,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
