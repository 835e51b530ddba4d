//! A question for a list of items: which, and in which order. The same for every content type.

use entity::ItemType;

use super::collation::Collation;
use super::condition::{Condition, Edge};
use super::dates::During;
use super::match_key::Matches;
use super::participant::ParticipantFilter;
use super::position::PositionFilter;

/// The property that a list is ordered by; ties are broken by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderField {
    /// The principal date (a meeting's start, a mechanism's founding); the more exactly known first, undated last.
    Date,
    /// The label: by code point as its authors gave it first, folded, or in the order of a language.
    Label,
    /// The instant of first publication.
    PublishedAt,
    /// The instant of the latest change.
    UpdatedAt,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, async_graphql::Enum)]
pub enum Direction {
    /// Smallest, earliest first.
    Asc,
    /// Largest, latest first.
    Desc,
}

/// An order of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// By what.
    pub field: OrderField,
    /// Which end first.
    pub direction: Direction,
    /// The language whose order labels come in; by code point if there is none. Nothing else has one.
    pub collation: Option<Collation>,
}

impl Order {
    /// The order by a property; of labels by code point.
    pub fn by(field: OrderField, direction: Direction) -> Self {
        Self { field, direction, collation: None }
    }

    /// The same order, of labels as in a language.
    #[must_use]
    pub fn collated(self, collation: Option<Collation>) -> Self {
        Self { collation: collation.filter(|_| self.field == OrderField::Label), ..self }
    }

    /// A short name that cursors carry, so that one made for another order is recognised: `-date`, `label`, or
    /// `label@zh:` and the version of the collation.
    pub fn name(self) -> String {
        let sign = if self.direction == Direction::Desc { "-" } else { "" };
        let field = match self.field {
            OrderField::Date => "date",
            OrderField::Label => "label",
            OrderField::PublishedAt => "published",
            OrderField::UpdatedAt => "updated",
        };
        match self.collation {
            None => format!("{sign}{field}"),
            Some(collation) => format!("{sign}{field}@{}:{}", collation.tag(), Collation::VERSION),
        }
    }
}

/// An edge that an item must have: one that meets the whole of the condition at once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Having {
    /// A position that a person holds or held.
    Position(PositionFilter),
    /// A position that somebody holds or held in an organization.
    PositionIn(PositionFilter),
    /// A participant of a meeting.
    Participant(ParticipantFilter),
}

/// Which items, in which order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemQuery {
    /// The content type.
    pub item_type: ItemType,
    /// What they must match.
    pub matches: Matches,
    /// What they must have.
    pub having: Vec<Having>,
    /// When they must be.
    pub during: Option<During>,
    /// What else must hold.
    pub conditions: Vec<Condition>,
    /// In which order.
    pub order: Order,
}

impl ItemQuery {
    /// Whether every public item of the content type is in the list.
    pub fn selects_all(&self) -> bool {
        self.matches.0.is_empty() && self.having.is_empty() && self.during.is_none() && self.conditions.is_empty()
    }

    /// The same list, of what also meets these conditions. Keys that all must have become keys to begin
    /// reading from.
    #[must_use]
    pub fn restricted(mut self, conditions: Vec<Condition>) -> Self {
        for condition in conditions {
            match condition {
                Condition::All(parts) => self = self.restricted(parts),
                Condition::Key(keys) => self.matches.0.push(keys),
                other => self.conditions.push(other),
            }
        }
        self
    }

    /// What it takes to be in the list, as one condition.
    pub fn into_condition(self) -> Condition {
        let keys = self.matches.0.into_iter().map(Condition::Key);
        let edges =
            self.having.into_iter().map(|having| Condition::Edge(Edge { having, other: None, otherwise: false }));
        let during = self.during.map(Condition::During);
        Condition::All(keys.chain(edges).chain(during).chain(self.conditions).collect())
    }
}
