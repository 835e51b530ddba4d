//! Match keys: the things an item can be found by. Filters of lists and of the feed are judged on
//! them alone, so a list and a stream with the same filter can never disagree.

use std::collections::HashSet;
use std::fmt;

use entity::ItemId;
use sea_orm::ActiveEnum;

/// One key, `dimension:value`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatchKey(String);

impl MatchKey {
    fn new(dimension: &str, value: impl fmt::Display) -> Self {
        Self(format!("{dimension}:{value}"))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, for storing.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Its content type.
    pub fn item_type(value: entity::ItemType) -> Self {
        Self::new("type", value.to_value())
    }

    /// Its kind, a word of its content type's vocabulary.
    pub fn kind<K: ActiveEnum<Value = String>>(value: &K) -> Self {
        Self::new("kind", value.to_value())
    }

    /// Its status.
    pub fn status<S: ActiveEnum<Value = String>>(value: &S) -> Self {
        Self::new("status", value.to_value())
    }

    /// The level of a mechanism, or of the mechanism a meeting belongs to.
    pub fn level(value: entity::vocabulary::MechanismLevel) -> Self {
        Self::new("level", value.to_value())
    }

    /// A topic.
    pub fn topic(value: &str) -> Self {
        Self::new("topic", value)
    }

    /// An area it takes place in, or one that contains it.
    pub fn area(code: &str) -> Self {
        Self::new("area", code)
    }

    /// A role in which somebody takes part in it.
    pub fn role(value: entity::vocabulary::ParticipantRole) -> Self {
        Self::new("role", value.to_value())
    }

    /// An area that takes part in it as such, or for which somebody does.
    pub fn taking_part(code: &str) -> Self {
        Self::new("taking-part", code)
    }

    /// An area that is a party to it.
    pub fn party(code: &str) -> Self {
        Self::new("party", code)
    }

    /// A mechanism it is, belongs under or concerns, at any depth.
    pub fn mechanism(id: ItemId) -> Self {
        Self::new("mechanism", id)
    }

    /// The mechanism it is an edition of.
    pub fn edition_of(id: ItemId) -> Self {
        Self::new("edition-of", id)
    }

    /// An organization it is or belongs to, at any depth; or one that takes part in it, or in which it has a post.
    pub fn organization(id: ItemId) -> Self {
        Self::new("organization", id)
    }

    /// A person it is, or who takes part in it or is shown or named in it.
    pub fn person(id: ItemId) -> Self {
        Self::new("person", id)
    }

    /// A post it holds or held.
    pub fn post(slug: &str) -> Self {
        Self::new("post", slug)
    }

    /// A part of a person's name, folded.
    pub fn name(part: &str) -> Self {
        Self::new("name", part)
    }

    /// An area it sits in, or one that contains it.
    pub fn seat(code: &str) -> Self {
        Self::new("seat", code)
    }

    /// The item of its own content type directly above it.
    pub fn parent(id: ItemId) -> Self {
        Self::new("parent", id)
    }

    /// A meeting it is, or concerns.
    pub fn meeting(id: ItemId) -> Self {
        Self::new("meeting", id)
    }

    /// The category it is filed under.
    pub fn category(value: &str) -> Self {
        Self::new("category", value)
    }

    /// An item it is about, mentions or shows.
    pub fn concerns(id: ItemId) -> Self {
        Self::new("concerns", id)
    }

    /// An item it is about.
    pub fn about(id: ItemId) -> Self {
        Self::new("about", id)
    }

    /// An item it mentions.
    pub fn mentions(id: ItemId) -> Self {
        Self::new("mentions", id)
    }

    /// Somebody who can be seen on a photo of it.
    pub fn depicts(id: ItemId) -> Self {
        Self::new("depicts", id)
    }

    /// A language it exists in.
    pub fn language(tag: &str) -> Self {
        Self::new("language", tag)
    }

    /// A meeting it is an outcome of.
    pub fn outcome_of(id: ItemId) -> Self {
        Self::new("outcome-of", id)
    }

    /// An organization that publishes it.
    pub fn published_by(id: ItemId) -> Self {
        Self::new("published-by", id)
    }

    /// Who brought it out, as it is written.
    pub fn outlet(name: &str) -> Self {
        Self::new("outlet", name)
    }

    /// A counter it counts in, or declares.
    pub fn counter(value: &str) -> Self {
        Self::new("counter", value)
    }

    /// A language it can be read in.
    pub fn locale(tag: &str) -> Self {
        Self::new("locale", tag)
    }
}

/// A condition on match keys: one of each group. No group matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Matches(pub Vec<Vec<MatchKey>>);

impl Matches {
    /// Adds a group of which at least one must be among an item's keys.
    #[must_use]
    pub fn and_one_of(mut self, group: impl IntoIterator<Item = MatchKey>) -> Self {
        let mut known = HashSet::new();
        let group: Vec<MatchKey> = group.into_iter().filter(|key| known.insert(key.clone())).collect();
        // What is asked for twice need not be looked up twice.
        if !self.0.contains(&group) {
            self.0.push(group);
        }
        self
    }

    /// Whether something with these keys matches.
    pub fn accepts(&self, keys: &[String]) -> bool {
        self.0.iter().all(|group| group.iter().any(|wanted| keys.contains(&wanted.0)))
    }
}
