//! Publishing: the only way into the record. One transaction locks the counter, checks the release
//! against the record, applies it, and appends to the journal; then the new head is announced.
//!
//! ```text
//!  lock counter ─► prepare (identify, resolve, normalise, check) ─► apply ─► keys ─► append ─► commit
//!                     └─► Refused: every problem at once, nothing changed
//! ```
//!
//! Positions are handed out under the lock and become visible at commit, so they are gap-free and
//! visible in order; a number taken at INSERT would lose events to whoever reads in between.

mod affected;
pub(super) mod apply;
mod prepare;
mod withdrawal;

use std::collections::HashMap;

use entity::text::Words;
use entity::vocabulary::JournalAction;
use entity::{ItemId, ItemType, journal, record};
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{EntityTrait as _, QuerySelect as _, QueryTrait as _};

use super::access::EditorAccess;
use super::content;
use super::error::{Refusal, StoreError};
use super::journal::RecordHead;
use super::sql::{Rows as _, Write};
use super::{Store, keys};
use crate::domain::documents::Document;
use crate::domain::problem::{Problem, ProblemCode};
use apply::ItemState;
use prepare::Prepared;

/// One thing to do to the record.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a release is mostly documents")]
pub enum Change {
    /// Makes a document public, as a new item or in place of an item's earlier content.
    Publish {
        /// The content.
        document: Document,
        /// The revision that the editor saw; 0 for an item that does not exist yet.
        expected_revision: Option<i32>,
    },
    /// Ends an item's being public.
    Withdraw {
        /// The item.
        item: ItemId,
        /// The revision that the editor saw.
        expected_revision: Option<i32>,
        /// Whether to remove references to it from the items that refer to it.
        detach: bool,
    },
}

/// Changes that become public together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Release {
    /// The changes.
    pub changes: Vec<Change>,
}

/// What a release did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The record after it.
    pub head: RecordHead,
    /// What the journal says of it, in order; unchanged documents have no entry.
    pub entries: Vec<(ItemId, JournalAction)>,
    /// The item of each change, in the order of the changes.
    pub items: Vec<ItemId>,
}

impl Store {
    /// Publishes a release.
    pub async fn publish(&self, access: &EditorAccess, release: Release) -> Result<Outcome, StoreError> {
        let txn = Write::begin(&self.database).await?;
        let outcome = self.publish_in(&txn, access, release).await?;
        self.commit(txn, &outcome).await?;
        Ok(outcome)
    }

    /// Says what a release would do, and does nothing.
    pub async fn publish_dry(&self, access: &EditorAccess, release: Release) -> Result<Outcome, StoreError> {
        let txn = Write::begin(&self.database).await?;
        self.publish_in(&txn, access, release).await
    }

    pub(super) async fn commit(&self, txn: Write, outcome: &Outcome) -> Result<(), StoreError> {
        if txn.backend() == sea_orm::DbBackend::Postgres {
            // Only the position travels; whoever wakes reads the journal.
            txn.run_text(&format!("NOTIFY rapporteur, '{}'", outcome.head.position)).await?;
        }
        txn.commit().await?;
        self.advance_head(outcome.head.position);
        Ok(())
    }

    pub(super) async fn publish_in(
        &self,
        txn: &Write,
        access: &EditorAccess,
        release: Release,
    ) -> Result<Outcome, StoreError> {
        let before = lock_counter(txn).await?;
        let at = Ord::max(self.clock.now().0, before.last_at);
        let plan = prepare::prepare(txn, &self.areas, release).await?;
        let items = plan.items.clone();
        let entries = carry_out(txn, plan.prepared, before.position, at, access.actor()).await?;
        let position = entries.last().map_or(before.position, |entry| entry.position);
        let last_at = entries.last().map_or(before.last_at, |entry| entry.at);
        let head = RecordHead { record: before.record, position, last_at };
        let did = entries.iter().map(|entry| (entry.item, entry.action)).collect();
        append(txn, entries, head).await?;
        Ok(Outcome { head, entries: did, items })
    }
}

/// Locks the counter for the rest of the transaction; every other publisher waits here.
pub(super) async fn lock_counter(txn: &Write) -> Result<RecordHead, StoreError> {
    let select = record::Entity::find().lock_exclusive().into_query();
    let mut found: Vec<record::Model> = txn.rows(select).await?;
    let record = found.pop().ok_or_else(|| StoreError::Corrupt("the record has no identity".to_owned()))?;
    Ok(RecordHead { record: record.record_id, position: record.head, last_at: record.last_at })
}

/// Applies what was prepared and says what the journal must hold of it.
async fn carry_out(
    txn: &Write,
    prepared: Vec<Prepared>,
    head: i64,
    at: i64,
    actor: &str,
) -> Result<Vec<journal::Model>, StoreError> {
    let release = head + 1;
    let position = |index: usize| release + i64::try_from(index).unwrap_or(i64::MAX);
    let states: Vec<ItemState> =
        prepared.iter().enumerate().map(|(index, one)| one.state(position(index), at)).collect();
    let by_type = by_type(&prepared);
    let affected = affected::Affected::before(txn, &by_type).await?;
    apply::apply(txn, &states).await?;
    refuse_cycles(txn, &by_type, &prepared).await?;
    let keys = affected.after(txn).await?;

    let entry = |index: usize, item: ItemId, item_type: ItemType, slug: String, action: JournalAction| journal::Model {
        position: position(index),
        release,
        item,
        item_type,
        slug,
        action,
        revision: 0,
        document: None,
        document_version: Document::version(item_type),
        at,
        actor: Some(actor.to_owned()),
        keys_before: keys.before(item),
        keys_after: keys.after(item),
        merged_into: None,
    };
    let mut entries: Vec<journal::Model> = Vec::with_capacity(prepared.len());
    for (index, one) in prepared.into_iter().enumerate() {
        let entry = entry(index, one.id, one.item_type, one.slug, one.action);
        let document = one.document.map(|(_, json)| json);
        entries.push(journal::Model { revision: one.revision, document, ..entry });
    }
    for item in keys.affected(txn).await? {
        let entry = entry(entries.len(), item.id, item.item_type, item.slug, JournalAction::Affected);
        entries.push(journal::Model { revision: item.revision, ..entry });
    }
    Ok(entries)
}

fn by_type(prepared: &[Prepared]) -> HashMap<ItemType, Vec<ItemId>> {
    let mut by_type: HashMap<ItemType, Vec<ItemId>> = HashMap::new();
    for one in prepared {
        by_type.entry(one.item_type).or_default().push(one.id);
    }
    by_type
}

async fn refuse_cycles(
    txn: &Write,
    by_type: &HashMap<ItemType, Vec<ItemId>>,
    prepared: &[Prepared],
) -> Result<(), StoreError> {
    let mut refusals = Vec::new();
    for (item_type, ids) in by_type {
        for looping in content::in_cycle(txn, *item_type, ids).await? {
            let change = prepared.iter().find(|one| one.id == looping).map_or(0, |one| one.change);
            let message = "this would stand above itself: choose another parent";
            refusals.push(Refusal { change, problem: Problem::new("parent", ProblemCode::Cycle, message) });
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(StoreError::Refused(refusals)) }
}

async fn append(txn: &Write, entries: Vec<journal::Model>, head: RecordHead) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    txn.insert::<journal::Entity>(entries).await?;
    let update = Query::update()
        .table(record::Entity)
        .value(record::Column::Head, head.position)
        .value(record::Column::LastAt, head.last_at)
        .and_where(sea_orm::sea_query::Expr::col(record::Column::Id).eq(1))
        .take();
    txn.run_update(update).await?;
    Ok(())
}

/// Sorted words of stored keys; nothing for an item without any.
fn words(keys: &HashMap<ItemId, Vec<String>>, item: ItemId) -> Words {
    Words(keys.get(&item).cloned().unwrap_or_default())
}
