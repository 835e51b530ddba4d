//! The roles of a participant as one number, so that both databases can ask for any of several.

use sea_orm::{DeriveValueType, Iterable as _};

use crate::vocabulary::ParticipantRole;

/// A set of roles: a bit for each, in the order of the vocabulary. New roles are added at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, DeriveValueType)]
pub struct Roles(pub i32);

impl Roles {
    /// The roles, in the order of the vocabulary.
    pub fn iter(self) -> impl Iterator<Item = ParticipantRole> {
        ParticipantRole::iter().filter(move |role| self.0 & bit(*role) != 0)
    }
}

impl FromIterator<ParticipantRole> for Roles {
    fn from_iter<I: IntoIterator<Item = ParticipantRole>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |set, role| set | bit(role)))
    }
}

fn bit(role: ParticipantRole) -> i32 {
    1 << (role as i32)
}
