//! Which entries a reader sees, and as what. Judged on the match keys stored with the entry, so
//! replay and live decide alike, and so does every instance.

use entity::vocabulary::JournalAction;
use entity::{ItemId, ItemType};

use crate::domain::match_key::Matches;
use crate::store::Entry;

/// What an event means for whoever holds the items that match a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum FeedChange {
    /// The item matches now and did not before: add it.
    Entered,
    /// The item matched before and still does: replace it.
    Updated,
    /// The item matched before and no longer does: drop it.
    Left,
}

/// Which entries become events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What the item must match, before or after.
    pub matches: Matches,
    /// Only items that become public.
    pub only_published: bool,
}

/// One entry as a reader sees it, or a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The entry's position; of a checkpoint, how far everything was looked at.
    pub position: i64,
    /// Position of the journal's latest entry when this one was read.
    pub head: i64,
    /// What happened; nothing, if this is a checkpoint.
    pub happened: Option<Happened>,
}

/// What happened to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What was done to it.
    pub action: JournalAction,
    /// What that means under the reader's filter.
    pub change: FeedChange,
    /// The item.
    pub item: ItemId,
    /// Its content type.
    pub item_type: ItemType,
    /// Its revision afterwards.
    pub revision: i32,
    /// When, in microseconds since 1970 (UTC).
    pub at: i64,
    /// The item that took its place.
    pub merged_into: Option<ItemId>,
}

impl Event {
    /// Everything up to a position was looked at.
    pub fn checkpoint(position: i64, head: i64) -> Self {
        Self { position, head, happened: None }
    }
}

impl Filter {
    /// The entry as an event, if this filter lets it through.
    pub fn judge(&self, entry: &Entry, head: i64) -> Option<Event> {
        if self.only_published && entry.action != JournalAction::Published {
            return None;
        }
        // No keys at all means not public, which no filter matches, not even the empty one.
        let matched = |keys: &[String]| !keys.is_empty() && self.matches.accepts(keys);
        let change = match (matched(&entry.keys_before.0), matched(&entry.keys_after.0)) {
            (false, true) => FeedChange::Entered,
            (true, true) => FeedChange::Updated,
            (true, false) => FeedChange::Left,
            (false, false) => return None,
        };
        let happened = Happened {
            action: entry.action,
            change,
            item: entry.item,
            item_type: entry.item_type,
            revision: entry.revision,
            at: entry.at,
            merged_into: entry.merged_into,
        };
        Some(Event { position: entry.position, head: head.max(entry.position), happened: Some(happened) })
    }
}
