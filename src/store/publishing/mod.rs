//! Publishing: the only way into the record. One transaction locks the counter, announces what takes
//! part, checks it against the record, writes it with its journal entries, and settles what depends
//! on all of it; then the new head is announced.
//!
//! ```text
//!  lock counter ─► announce ─► prepare ─► apply, append ─► cycles, keys ─► commit
//!                  ids, slugs  resolve, normalise, check                    └─► Refused: every problem
//!                              └────── batch by batch ──┘                       at once, nothing changed
//! ```
//!
//! Positions are handed out under the lock and become visible at commit, so they are gap-free and
//! visible in order; a number taken at INSERT would lose events to whoever reads in between.

pub(super) mod apply;
mod import;
mod prepare;
mod refusals;
mod roster;
mod settle;
mod watcher;
mod withdrawal;
mod writer;

use entity::vocabulary::JournalAction;
use entity::{ItemId, record};
use sea_orm::{EntityTrait as _, QuerySelect as _, QueryTrait as _};

use super::Store;
use super::access::EditorAccess;
use super::content;
use super::error::StoreError;
use super::journal::RecordHead;
use super::sql::{Rows as _, Write};
use crate::domain::documents::Document;
pub use import::{ImportOptions, Imported, Line, Lines};
use refusals::Refusals;
use roster::{Arriving, Outgoing};
pub use watcher::{Changed, Step, Watcher};
use writer::{ReleaseWriter, Setting};

/// Items handled at once where a release is not read in batches.
const BATCH: usize = 1_000;

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
        self.commit(txn, outcome.head).await?;
        Ok(outcome)
    }

    /// Says what a release would do, and does nothing.
    pub async fn publish_dry(&self, access: &EditorAccess, release: Release) -> Result<Outcome, StoreError> {
        let txn = Write::begin(&self.database).await?;
        self.publish_in(&txn, access, release).await
    }

    pub(super) async fn commit(&self, txn: Write, head: RecordHead) -> Result<(), StoreError> {
        if txn.backend() == sea_orm::DbBackend::Postgres {
            // Only the position travels; whoever wakes reads the journal.
            txn.run_text(&format!("NOTIFY rapporteur, '{}'", head.position)).await?;
        }
        txn.commit().await?;
        self.advance_head(head.position);
        Ok(())
    }

    /// Writes a release as one batch.
    pub(super) async fn publish_in(
        &self,
        txn: &Write,
        access: &EditorAccess,
        release: Release,
    ) -> Result<Outcome, StoreError> {
        let mut items = vec![ItemId(uuid::Uuid::nil()); release.changes.len()];
        let (mut arriving, mut outgoing) = (Vec::new(), Vec::new());
        for (change, what) in release.changes.into_iter().enumerate() {
            match what {
                Change::Publish { document, expected_revision } => {
                    arriving.push(Arriving { change, document, expected_revision });
                }
                Change::Withdraw { item, detach, expected_revision } => {
                    items[change] = item;
                    outgoing.push(Outgoing { change, item, detach, expected_revision });
                }
            }
        }
        let setting = Setting {
            txn,
            areas: &self.areas,
            derivation: &self.derivation,
            actor: access.actor(),
            now: self.clock.now(),
            refusals: Refusals::default(),
            batch: BATCH,
            is_bulk: false,
            watcher: &mut (),
        };
        let mut writer = ReleaseWriter::begin(setting).await?;
        for (change, item) in writer.announce(&arriving).await? {
            items[change] = item;
        }
        writer.announce_withdrawals(&outgoing);
        writer.publish(arriving).await?;
        writer.withdraw(outgoing).await?;
        let (head, done) = writer.finish().await?;
        Ok(Outcome { head, entries: done.into_iter().map(|done| (done.item, done.action)).collect(), items })
    }
}

/// Locks the counter for the rest of the transaction; every other publisher waits here.
pub(super) async fn lock_counter(txn: &Write) -> Result<RecordHead, StoreError> {
    let select = record::Entity::find().lock_exclusive().into_query();
    let mut found: Vec<record::Model> = txn.wait_for(select).await?;
    let record = found.pop().ok_or_else(|| StoreError::Corrupt("the record has no identity".to_owned()))?;
    Ok(RecordHead { record: record.record_id, position: record.head, last_at: record.last_at })
}
