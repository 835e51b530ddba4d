//! The batched reads that belong to no one content type.

use std::collections::HashMap;
use std::sync::Arc;

use entity::{ItemType, name, party};

use super::reader::{Reader, Relation, relation};
use crate::domain::identity::ItemRef;
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageRequest;
use crate::domain::query::ItemQuery;
use crate::store::{self, Linked, Page, Snapshot, SpineItem, StoreError};

relation!(
    /// The spine rows of public items.
    pub Spines, SpineItem, store::spine_items
);

/// The public items that references name.
pub struct Named;

impl Relation for Named {
    type Key = (ItemType, ItemRef);
    type Value = SpineItem;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, SpineItem>, StoreError> {
        store::find_many(snapshot, keys).await
    }

    fn learned(reader: &Reader, found: &HashMap<Self::Key, SpineItem>) {
        for spine in found.values() {
            reader.know::<Spines>(spine.id, spine.clone());
        }
    }
}

/// The items that references name, whether they are public or were.
pub struct NamedEver;

impl Relation for NamedEver {
    type Key = (ItemType, ItemRef);
    type Value = SpineItem;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, SpineItem>, StoreError> {
        store::find_many_ever(snapshot, keys).await
    }
}

relation!(
    /// The links that items hold.
    pub LinksFrom, Vec<Linked>, store::links_from
);

relation!(
    /// The links that lead to items.
    pub LinksTo, Vec<Linked>, store::links_to
);

relation!(
    /// The names of items over time.
    pub Names,
    Vec<name::Model>,
    store::names
);

relation!(
    /// The areas that are party to items.
    pub Parties,
    Vec<party::Model>,
    store::parties
);

/// Pages of what hangs under parents. Equal questions under many parents are one statement.
pub struct ChildPages;

impl Relation for ChildPages {
    type Key = (MatchKey, Arc<ItemQuery>, Arc<PageRequest>);
    type Value = Page;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Page>, StoreError> {
        let mut by_question: HashMap<_, Vec<MatchKey>> = HashMap::new();
        for (parent, query, request) in keys {
            by_question.entry((query.clone(), request.clone())).or_default().push(parent.clone());
        }
        let mut all = HashMap::new();
        for ((query, request), parents) in by_question {
            let pages = store::pages_by_parent(snapshot, &parents, &query, &request).await?;
            all.extend(pages.into_iter().map(|(parent, page)| ((parent, query.clone(), request.clone()), page)));
        }
        Ok(all)
    }
}

/// How much hangs under parents.
pub struct ChildCounts;

impl Relation for ChildCounts {
    type Key = (MatchKey, Arc<ItemQuery>);
    type Value = i64;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, i64>, StoreError> {
        let mut by_query: HashMap<Arc<ItemQuery>, Vec<MatchKey>> = HashMap::new();
        for (parent, query) in keys {
            by_query.entry(query.clone()).or_default().push(parent.clone());
        }
        let mut all = HashMap::new();
        for (query, parents) in by_query {
            let counts = store::count_by_parent(snapshot, &parents, &query).await?;
            all.extend(counts.into_iter().map(|(parent, count)| ((parent, query.clone()), count)));
        }
        Ok(all)
    }
}
