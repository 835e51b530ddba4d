//! Detail of a mechanism: a consultative mechanism or programme under which meetings take place.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::{LocalizedText, Words};
use crate::vocabulary::{Frequency, MechanismKind, MechanismLevel, MechanismStatus};

/// The one-valued fields of a mechanism.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mechanism")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// Its kind.
    pub kind: MechanismKind,
    /// The level it meets at.
    pub level: MechanismLevel,
    /// Whether it still meets.
    pub status: MechanismStatus,
    /// Short form of its name, such as `TFMM`.
    pub abbreviation: Option<String>,
    /// Topics it deals with, from an open vocabulary.
    pub topics: Words,
    /// The mechanism it belongs under.
    pub parent_id: Option<ItemId>,
    /// How often it is meant to meet.
    pub frequency: Option<Frequency>,
    /// When it was founded, as a partial date.
    pub founded: Option<String>,
    /// The declared counter it counts in, if any.
    pub counter: Option<String>,
    /// What it is, in prose.
    pub description: LocalizedText,
    /// Its address on the web.
    pub website: Option<String>,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
