//! Detail of an organization.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::text::LocalizedText;
use crate::vocabulary::OrganizationKind;

/// The one-valued fields of an organization.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// Its kind.
    pub kind: OrganizationKind,
    /// Short form of its name, such as `TCS`.
    pub abbreviation: Option<String>,
    /// The organization it belongs to.
    pub parent_id: Option<ItemId>,
    /// Code of the area it governs, represents or belongs to.
    pub area: Option<String>,
    /// The building it sits in.
    pub place_venue: LocalizedText,
    /// The city it sits in.
    pub place_city: LocalizedText,
    /// Code of the area it sits in.
    pub place_area: Option<String>,
    /// Its address on the web.
    pub website: Option<String>,
    /// When it was founded, as a partial date.
    pub founded: Option<String>,
    /// Its last day, inclusive, as a partial date.
    pub dissolved: Option<String>,
    /// What it is, in prose.
    pub description: LocalizedText,
    /// The spine row.
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub spine: BelongsTo<super::item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
