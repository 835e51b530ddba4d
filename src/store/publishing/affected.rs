//! What items match, before and after a release; and which other items match something else because
//! of it (a mechanism moves under another parent, and its meetings with it).

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::text::Words;
use entity::{ItemId, ItemType};

use super::{content, keys, words};
use crate::store::error::StoreError;
use crate::store::items::{SpineItem, spine_items};
use crate::store::sql::Write;

/// The items that a release may touch, and their keys before it.
pub(super) struct Affected<'r> {
    changed: &'r HashMap<ItemType, Vec<ItemId>>,
    dependents: HashSet<ItemId>,
    before: HashMap<ItemId, Vec<String>>,
}

impl<'r> Affected<'r> {
    /// Looks before the release is applied.
    pub(super) async fn before(txn: &Write, changed: &'r HashMap<ItemType, Vec<ItemId>>) -> Result<Self, StoreError> {
        let dependents = dependents(txn, changed).await?;
        let ids: Vec<ItemId> = changed.values().flatten().chain(&dependents).copied().collect();
        Ok(Self { changed, dependents, before: keys::stored(txn, &ids).await? })
    }

    /// Looks again after it was applied, and stores the new keys.
    pub(super) async fn after(mut self, txn: &Write) -> Result<Keys, StoreError> {
        let changed: HashSet<ItemId> = self.changed.values().flatten().copied().collect();
        let new: Vec<ItemId> =
            dependents(txn, self.changed).await?.into_iter().filter(|id| !self.dependents.contains(id)).collect();
        self.before.extend(keys::stored(txn, &new).await?);
        self.dependents.extend(new);
        self.dependents.retain(|id| !changed.contains(id));
        let all: Vec<ItemId> = changed.iter().chain(&self.dependents).copied().collect();
        let after = keys::refresh(txn, &all).await?;
        Ok(Keys { before: self.before, after, dependents: self.dependents })
    }
}

/// Everything whose keys depend on what is changed, at first hand or through others.
async fn dependents(txn: &Write, changed: &HashMap<ItemType, Vec<ItemId>>) -> Result<HashSet<ItemId>, StoreError> {
    let mut all = HashSet::new();
    let mut frontier = changed.clone();
    while !frontier.is_empty() {
        let mut new = Vec::new();
        for (item_type, ids) in &frontier {
            new.extend(content::dependents(txn, *item_type, ids).await?.into_iter().filter(|id| all.insert(*id)));
        }
        frontier = HashMap::new();
        for item in spine_items(txn, &new).await?.into_values() {
            frontier.entry(item.item_type).or_default().push(item.id);
        }
    }
    Ok(all)
}

/// What items match before and after a release.
pub(super) struct Keys {
    before: HashMap<ItemId, Vec<String>>,
    after: HashMap<ItemId, Vec<String>>,
    dependents: HashSet<ItemId>,
}

impl Keys {
    pub(super) fn before(&self, item: ItemId) -> Words {
        words(&self.before, item)
    }

    pub(super) fn after(&self, item: ItemId) -> Words {
        words(&self.after, item)
    }

    /// The items that match something else though they were not changed themselves, by id.
    pub(super) async fn affected(&self, txn: &Write) -> Result<Vec<SpineItem>, StoreError> {
        let differs = |id: &ItemId| self.before.get(id) != self.after.get(id);
        let ids: BTreeSet<ItemId> = self.dependents.iter().copied().filter(differs).collect();
        let ids: Vec<ItemId> = ids.into_iter().collect();
        let mut spine = spine_items(txn, &ids).await?;
        Ok(ids.iter().filter_map(|id| spine.remove(id)).collect())
    }
}
