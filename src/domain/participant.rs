//! Which participants a list has, and what a meeting's participants must be for it to be found.

use entity::ItemId;
use entity::roles::Roles;

use super::identity::area_id;

/// Whoever acts or is acted for, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A person or an organization.
    Item(ItemId),
    /// An area, by code.
    Area(String),
}

impl Party {
    /// What it goes by among those who met: an item's own id, for an area one made from its code.
    pub fn id(&self) -> ItemId {
        match self {
            Self::Item(id) => *id,
            Self::Area(code) => area_id(code),
        }
    }
}

/// Which participants: any of each list, all of the lists that have something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ParticipantFilter {
    /// These actors.
    pub actors: Vec<Party>,
    /// In one of these roles.
    pub roles: Roles,
    /// Acting for one of these.
    pub delegations: Vec<Party>,
    /// Whether the actor is named.
    pub named: Option<bool>,
}
