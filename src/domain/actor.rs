//! Who acts, and for whom: people, organizations, and areas acting as such.

use std::fmt;

use async_graphql::OneofObject;
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::identity::ItemRef;

/// Names who acts: a person, an organization, or an area acting as such.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, OneofObject)]
#[serde(rename_all = "camelCase")]
pub enum ActorRef {
    /// A person.
    Person(ItemRef),
    /// An organization.
    Organization(ItemRef),
    /// An area acting as such, by code.
    Area(String),
}

/// Names for whom somebody acts; those who act for the same are a delegation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, OneofObject)]
#[serde(rename_all = "camelCase")]
pub enum DelegationRef {
    /// An organization.
    Organization(ItemRef),
    /// An area, by code.
    Area(String),
}

/// Names who says something: a person or an organization.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, OneofObject)]
#[serde(rename_all = "camelCase")]
pub enum SpeakerRef {
    /// A person.
    Person(ItemRef),
    /// An organization.
    Organization(ItemRef),
}

impl SpeakerRef {
    /// The reference, with the name of its member and the content type it must lead to.
    pub fn item(&mut self) -> (&'static str, &mut ItemRef, ItemType) {
        match self {
            Self::Person(item) => ("person", item, ItemType::Person),
            Self::Organization(item) => ("organization", item, ItemType::Organization),
        }
    }

    /// The id, if this names an item by its id.
    pub fn id(&self) -> Option<ItemId> {
        match self {
            Self::Person(item) | Self::Organization(item) => item.id(),
        }
    }
}

impl ActorRef {
    /// The reference, if it is to an item, with the name of its member and the content type it must lead to.
    pub fn item(&mut self) -> Option<(&'static str, &mut ItemRef, ItemType)> {
        match self {
            Self::Person(item) => Some(("person", item, ItemType::Person)),
            Self::Organization(item) => Some(("organization", item, ItemType::Organization)),
            Self::Area(_) => None,
        }
    }

    /// The id, if this names an item by its id.
    pub fn id(&self) -> Option<ItemId> {
        match self {
            Self::Person(item) | Self::Organization(item) => item.id(),
            Self::Area(_) => None,
        }
    }

    /// The area's code, if it is one.
    pub fn area(&self) -> Option<&str> {
        match self {
            Self::Area(code) => Some(code),
            Self::Person(_) | Self::Organization(_) => None,
        }
    }
}

impl From<DelegationRef> for ActorRef {
    fn from(delegation: DelegationRef) -> Self {
        match delegation {
            DelegationRef::Organization(item) => Self::Organization(item),
            DelegationRef::Area(code) => Self::Area(code),
        }
    }
}

impl DelegationRef {
    /// The reference, if it is to an item, with the name of its member and the content type it must lead to.
    pub fn item(&mut self) -> Option<(&'static str, &mut ItemRef, ItemType)> {
        match self {
            Self::Organization(item) => Some(("organization", item, ItemType::Organization)),
            Self::Area(_) => None,
        }
    }

    /// The id, if this names an item by its id.
    pub fn id(&self) -> Option<ItemId> {
        match self {
            Self::Organization(item) => item.id(),
            Self::Area(_) => None,
        }
    }

    /// The area's code, if it is one.
    pub fn area(&self) -> Option<&str> {
        match self {
            Self::Area(code) => Some(code),
            Self::Organization(_) => None,
        }
    }
}

impl fmt::Display for ActorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(item) => write!(f, "the person with {item}"),
            Self::Organization(item) => write!(f, "the organization with {item}"),
            Self::Area(code) => write!(f, "the area `{code}`"),
        }
    }
}
