//! Which participants a list has, and what a meeting's participants must be for it to be found.

use entity::ItemId;
use entity::roles::Roles;

/// Whoever acts or is acted for, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// A person or an organization.
    Item(ItemId),
    /// An area, by code.
    Area(String),
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
