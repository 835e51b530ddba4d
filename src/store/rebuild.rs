//! Rebuilding the record from the journal: `replay(journal) == record`, row for row.
//!
//! An item's content comes from its latest entry that has any; older entries give only metadata, so
//! older content can be erased. Nothing is looked up, nothing is timed, nothing is random. Items are
//! read from the journal a batch at a time, by id, so memory does not grow with the record.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::vocabulary::JournalAction;
use entity::{ItemId, ItemType, journal};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::access::EditorAccess;
use super::derivation::state_rules;
use super::error::StoreError;
use super::journal::Content;
use super::publishing::apply::{ItemState, claim_slugs, entries, write_content, write_spine};
use super::publishing::lock_counter;
use super::search::with_keys;
use super::sql::{Rows as _, Write};
use super::{Store, keys, search};
use crate::domain::documents::{Checked, Document};

/// Items handled at once.
const BATCH: u64 = 500;

/// The tables of the record, those that refer first.
pub(super) const RECORD_TABLES: [&str; 32] = [
    "item_key",
    "search_entry",
    "label_order",
    "reference",
    "link",
    "name",
    "party",
    "subject",
    "statement",
    "depiction",
    "photo",
    "article",
    "observation",
    "indicator",
    "media_item",
    "publication_file",
    "publication",
    "slug",
    "involvement",
    "mechanism",
    "session_attendance",
    "attendance",
    "appearance",
    "participant",
    "position",
    "person_name",
    "person",
    "organization",
    "meeting_session",
    "meeting_place",
    "meeting",
    "item",
];

/// What an entry says besides its content.
#[derive(FromQueryResult)]
struct Metadata {
    position: i64,
    item: ItemId,
    item_type: ItemType,
    slug: String,
    action: JournalAction,
    revision: i32,
    at: i64,
}

impl Store {
    /// Throws the record's tables away and makes them again from the journal. Readers see the old
    /// record until it is done. Returns how many items the journal knows.
    pub async fn rebuild(&self, _: &EditorAccess) -> Result<usize, StoreError> {
        let txn = Write::begin(&self.database).await?;
        let items = self.rebuild_in(&txn).await?;
        txn.commit().await?;
        Ok(items)
    }

    /// Rebuilds within a transaction.
    pub(super) async fn rebuild_in(&self, txn: &Write) -> Result<usize, StoreError> {
        lock_counter(txn).await?;
        txn.expect_much().await?;
        for table in RECORD_TABLES {
            txn.run_text(&format!("DELETE FROM {table}")).await?;
        }
        search::clear(txn).await?;
        // Spine rows of all before content of any, because content refers to other items; what they are found by
        // last, because it depends on other items' content.
        let mut items = 0;
        let mut last = None;
        while let Some(ids) = items_after(txn, &mut last).await? {
            items += ids.len();
            let (mut states, slugs) = fold(txn, &ids).await?;
            self.load_documents(txn, &mut states).await?;
            write_spine(txn, &states, &HashMap::new()).await?;
            claim_slugs(txn, slugs.into_iter()).await?;
        }
        while let Some(ids) = items_after(txn, &mut last).await? {
            let (mut states, _) = fold(txn, &ids).await?;
            self.load_documents(txn, &mut states).await?;
            write_content(txn, &self.derivation, &states).await?;
        }
        while let Some(ids) = items_after(txn, &mut last).await? {
            let keys = keys::refresh(txn, &ids).await?;
            let (mut states, _) = fold(txn, &ids).await?;
            self.load_documents(txn, &mut states).await?;
            search::write_much(txn, with_keys(entries(&self.derivation, &states), &keys)).await?;
        }
        search::write_terms(txn, 0).await?;
        search::settle(txn, items).await?;
        state_rules(txn).await?;
        Ok(items)
    }

    async fn load_documents(&self, txn: &Write, batch: &mut [ItemState]) -> Result<(), StoreError> {
        let public = batch.iter_mut().filter(|state| state.withdrawn_at.is_none());
        let mut wanted: BTreeMap<i64, &mut ItemState> = public.map(|state| (state.content_position, state)).collect();
        let select = Content::find().filter(journal::Column::Position.is_in(wanted.keys().copied()));
        let contents: Vec<Content> = txn.rows(select.into_query()).await?;
        for content in contents {
            let position = content.position;
            let checked = self.checked(position, content.document()?)?;
            if let Some(state) = wanted.get_mut(&position) {
                state.document = Some(checked);
            }
        }
        Ok(())
    }

    fn checked(&self, position: i64, document: Document) -> Result<Checked<Document>, StoreError> {
        document.check(&self.areas).map_err(|problems| {
            let first = problems.first().map_or("", |problem| problem.message.as_str());
            StoreError::Corrupt(format!("journal entry {position} does not pass its own check: {first}"))
        })
    }
}

#[derive(FromQueryResult)]
struct Named {
    item: ItemId,
}

/// The next items that the journal names, by id; after the last ones, `None`, and then the first again.
async fn items_after(txn: &Write, last: &mut Option<ItemId>) -> Result<Option<Vec<ItemId>>, StoreError> {
    let mut select = journal::Entity::find()
        .select_only()
        .column(journal::Column::Item)
        .distinct()
        .order_by_asc(journal::Column::Item)
        .limit(BATCH);
    if let Some(last) = last {
        select = select.filter(journal::Column::Item.gt(*last));
    }
    let found: Vec<Named> = txn.rows(select.into_query()).await?;
    *last = found.last().map(|named| named.item);
    Ok(last.map(|_| found.into_iter().map(|named| named.item).collect()))
}

type Slugs = HashSet<(ItemType, String, ItemId)>;

/// Folds what the journal says of some items, besides their content, into the latest state of each.
async fn fold(txn: &Write, ids: &[ItemId]) -> Result<(Vec<ItemState>, Slugs), StoreError> {
    use journal::Column::{Action, At, Item, ItemType, Position, Revision, Slug};
    let mut states: BTreeMap<ItemId, ItemState> = BTreeMap::new();
    let mut slugs = HashSet::new();
    let select = journal::Entity::find()
        .select_only()
        .columns([Position, Item, ItemType, Slug, Action, Revision, At])
        .filter(Item.is_in(ids.iter().copied()))
        // There is one for each move of something above, and they say nothing here.
        .filter(Action.ne(JournalAction::Affected))
        .order_by_asc(Item)
        .order_by_asc(Position);
    let entries: Vec<Metadata> = txn.rows(select.into_query()).await?;
    for entry in entries {
        slugs.insert((entry.item_type, entry.slug.clone(), entry.item));
        fold_entry(&mut states, entry);
    }
    Ok((states.into_values().collect(), slugs))
}

fn fold_entry(states: &mut BTreeMap<ItemId, ItemState>, entry: Metadata) {
    let state = states.entry(entry.item).or_insert_with(|| ItemState {
        id: entry.item,
        item_type: entry.item_type,
        slug: String::new(),
        published_at: entry.at,
        updated_at: entry.at,
        revision: 0,
        content_position: entry.position,
        withdrawn_at: None,
        document: None,
    });
    match entry.action {
        JournalAction::Published | JournalAction::Updated => {
            state.withdrawn_at = None;
            state.content_position = entry.position;
        }
        JournalAction::Withdrawn | JournalAction::Merged => state.withdrawn_at = Some(entry.at),
        JournalAction::Affected => return,
    }
    state.slug = entry.slug;
    state.updated_at = entry.at;
    state.revision = entry.revision;
}
