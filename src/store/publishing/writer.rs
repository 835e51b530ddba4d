//! Writing a release, in any number of batches:
//!
//! ```text
//!  begin ─► announce … ─► publish … ─► finish
//!  lock     ids, slugs,   resolve, normalise, check; then    cycles, keys of
//!           spine rows    details, edges, keys, journal      dependents, counter
//! ```
//!
//! A release by mutation is one batch, an import is many. What is kept between batches grows with
//! the number of documents and never with their size. Once there is a problem nothing more is
//! written, but everything is checked, so that all problems are said at once.

use std::collections::{HashMap, HashSet};

use entity::text::Words;
use entity::vocabulary::JournalAction;
use entity::{ItemId, ItemType, journal, record};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};

use super::apply::{self, ItemState, write_content, write_spine};
use super::prepare::{self, Prepared};
use super::refusals::Refusals;
use super::roster::{Arriving, Outgoing, Roster};
use super::settle::{self, ByType};
use super::watcher::{Changed, Step, Watcher};
use super::{content, lock_counter, withdrawal};
use crate::domain::area::Areas;
use crate::domain::documents::Document;
use crate::domain::instant::Instant;
use crate::domain::problem::{Problem, ProblemCode};
use crate::store::derivation::{self, Derivation};
use crate::store::error::StoreError;
use crate::store::items::{SpineItem, spine_items};
use crate::store::journal::RecordHead;
use crate::store::keys::{self, Refreshed};
use crate::store::search::{self, with_keys};
use crate::store::sql::Write;

/// One entry that a release added to the journal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Done {
    pub item: ItemId,
    pub action: JournalAction,
    item_type: ItemType,
}

/// A release being written.
pub(super) struct ReleaseWriter<'r> {
    txn: &'r Write,
    areas: &'r Areas,
    derivation: &'r Derivation,
    actor: &'r str,
    watcher: &'r mut dyn Watcher,
    /// Items settled at once.
    batch: usize,
    is_bulk: bool,
    before: RecordHead,
    at: i64,
    roster: Roster,
    refusals: Refusals,
    /// What was done, in the order of the journal.
    done: Vec<Done>,
    /// What may match something else since it was written, or without being written at all.
    dependents: HashSet<ItemId>,
}

/// What writing a release takes.
pub(super) struct Setting<'r> {
    pub txn: &'r Write,
    pub areas: &'r Areas,
    pub derivation: &'r Derivation,
    pub actor: &'r str,
    pub now: Instant,
    pub refusals: Refusals,
    pub batch: usize,
    /// Whether there may be so much to write that what can wait for the end is cheaper there.
    pub is_bulk: bool,
    pub watcher: &'r mut dyn Watcher,
}

impl<'r> ReleaseWriter<'r> {
    /// Locks the counter; every other publisher waits from here on.
    pub(super) async fn begin(setting: Setting<'r>) -> Result<Self, StoreError> {
        let Setting { txn, areas, derivation, actor, now, refusals, batch, is_bulk, watcher } = setting;
        let before = lock_counter(txn).await?;
        let at = Ord::max(now.0, before.last_at);
        let (roster, done, dependents) = (Roster::default(), Vec::new(), HashSet::new());
        Ok(Self {
            txn,
            areas,
            derivation,
            actor,
            watcher,
            batch,
            is_bulk,
            before,
            at,
            roster,
            refusals,
            done,
            dependents,
        })
    }

    /// Announces documents, and gives their ids. All must be announced before any is published.
    pub(super) async fn announce(&mut self, documents: &[Arriving]) -> Result<Vec<(usize, ItemId)>, StoreError> {
        let ids = self.roster.announce(self.txn, documents, (self.position(0), self.at), &mut self.refusals).await?;
        self.watcher.step(Step::Announced(documents.len()));
        Ok(ids)
    }

    /// Announces withdrawals, after the documents.
    pub(super) fn announce_withdrawals(&mut self, outgoing: &[Outgoing]) {
        self.roster.announce_withdrawals(outgoing, &mut self.refusals);
    }

    /// Refuses a change that cannot even be read.
    pub(super) fn refuse(&mut self, change: usize, problem: Problem) {
        self.roster.refuse_unidentified(change, problem, &mut self.refusals);
    }

    /// Publishes announced documents.
    pub(super) async fn publish(&mut self, documents: Vec<Arriving>) -> Result<(), StoreError> {
        let count = documents.len();
        let (prepared, announced) =
            prepare::prepare(self.txn, self.areas, &mut self.roster, documents, &mut self.refusals).await?;
        self.write(prepared, announced).await?;
        self.watcher.step(Step::Published(count));
        Ok(())
    }

    /// Withdraws items, after the documents were published.
    pub(super) async fn withdraw(&mut self, outgoing: Vec<Outgoing>) -> Result<(), StoreError> {
        let prepared =
            withdrawal::prepare(self.txn, self.areas, &mut self.roster, outgoing, &mut self.refusals).await?;
        self.write(prepared, HashMap::new()).await
    }

    /// Settles what depends on the whole release, and moves the counter. Everything that is wrong
    /// with the release is said here.
    pub(super) async fn finish(mut self) -> Result<(RecordHead, Vec<Done>), StoreError> {
        self.refusals.verdict()?;
        self.refuse_cycles().await?;
        if self.is_bulk {
            search::write_terms(self.txn, self.position(0)).await?;
        }
        self.settle_dependents().await?;
        if self.done.is_empty() {
            return Ok((self.before, self.done));
        }
        let head = RecordHead { position: self.position(self.done.len()) - 1, last_at: self.at, ..self.before };
        let update = Query::update()
            .table(record::Entity)
            .value(record::Column::Head, head.position)
            .value(record::Column::LastAt, head.last_at)
            .and_where(Expr::col(record::Column::Id).eq(1))
            .take();
        self.txn.run_update(update).await?;
        Ok((head, self.done))
    }

    /// The position of an entry of this release.
    fn position(&self, index: usize) -> i64 {
        self.before.position + 1 + i64::try_from(index).unwrap_or(i64::MAX)
    }

    async fn write(
        &mut self,
        prepared: Vec<Prepared>,
        announced: HashMap<ItemId, SpineItem>,
    ) -> Result<(), StoreError> {
        if !self.refusals.is_empty() || prepared.is_empty() {
            return Ok(());
        }
        // Of what did not exist nothing is written yet, and nothing depended on it.
        let existing = by_type(prepared.iter().filter(|one| one.before.is_some()).map(|one| (one.item_type, one.id)));
        self.dependents.extend(settle::dependents(self.txn, &existing).await?);

        let ids: Vec<ItemId> = prepared.iter().map(|one| one.id).collect();
        let written = by_type(prepared.iter().map(|one| (one.item_type, one.id)));
        let (states, mut entries) = self.describe(prepared);
        write_spine(self.txn, &states, &announced).await?;
        for (item_type, ids) in &existing {
            content::erase(self.txn, *item_type, ids).await?;
            derivation::erase(self.txn, ids).await?;
        }
        write_content(self.txn, self.derivation, &states).await?;
        let searched = apply::entries(self.derivation, &states);
        drop(states);

        let mut keys = keys::refresh(self.txn, &ids).await?;
        let searched = with_keys(searched, &keys);
        if self.is_bulk {
            search::write_much(self.txn, searched).await?;
        } else {
            search::write(self.txn, searched).await?;
        }
        for entry in &mut entries {
            let keys = keys.remove(&entry.item).unwrap_or_default();
            (entry.keys_before, entry.keys_after) = (Words(keys.before), Words(keys.after));
        }
        self.txn.insert::<journal::Entity>(entries).await?;
        // Earlier batches may have what matches something else by this one.
        self.dependents.extend(settle::dependents(self.txn, &written).await?);
        for id in &ids {
            self.dependents.remove(id);
        }
        Ok(())
    }

    /// What the record and the journal must hold of changes, which come next in the journal.
    fn describe(&mut self, prepared: Vec<Prepared>) -> (Vec<ItemState>, Vec<journal::Model>) {
        let mut states = Vec::with_capacity(prepared.len());
        let mut entries = Vec::with_capacity(prepared.len());
        for mut one in prepared {
            let Prepared { id: item, item_type, action, .. } = one;
            let position = self.position(self.done.len());
            let previous = one.previous.take();
            let (state, document) = one.state(position, self.at);
            self.watcher.changed(&Changed {
                item_type,
                slug: &state.slug,
                action,
                previous: previous.as_deref(),
                document: document.as_deref(),
            });
            let described = Described { item, item_type, slug: state.slug.clone(), action, revision: state.revision };
            entries.push(journal::Model { document, ..self.entry(position, described) });
            self.roster.enter(item, self.done.len());
            self.done.push(Done { item, action, item_type });
            states.push(state);
        }
        (states, entries)
    }

    fn entry(&self, position: i64, described: Described) -> journal::Model {
        let Described { item, item_type, slug, action, revision } = described;
        journal::Model {
            position,
            release: self.position(0),
            item,
            item_type,
            slug,
            action,
            revision,
            document: None,
            document_version: Document::version(item_type),
            at: self.at,
            actor: Some(self.actor.to_owned()),
            keys_before: Words::default(),
            keys_after: Words::default(),
            merged_into: None,
        }
    }

    async fn refuse_cycles(&mut self) -> Result<(), StoreError> {
        for chunk in self.done.chunks(self.batch) {
            for (item_type, ids) in by_type(chunk.iter().map(|done| (done.item_type, done.item))) {
                for looping in content::in_cycle(self.txn, item_type, &ids).await? {
                    let change = self.roster.change_of(looping).unwrap_or_default();
                    let message = "this would stand above itself: choose another parent";
                    self.refusals.add(change, Problem::new("parent", ProblemCode::Cycle, message));
                }
            }
        }
        self.refusals.verdict()
    }

    /// Makes the keys of what depends on the release anew. What the release changed has said so in its
    /// entry, which is corrected; what it did not change gets an entry if it matches something else.
    async fn settle_dependents(&mut self) -> Result<(), StoreError> {
        let mut dependents: Vec<ItemId> = std::mem::take(&mut self.dependents).into_iter().collect();
        dependents.sort_unstable();
        for chunk in dependents.chunks(self.batch) {
            let mut keys = keys::refresh(self.txn, chunk).await?;
            keys.retain(|_, keys| keys.before != keys.after);
            self.derivation.follow_keys(self.txn, &keys).await?;
            let mut corrections = Vec::new();
            for (id, keys) in &mut keys {
                if let Some(entry) = self.roster.entry_of(*id) {
                    corrections.push((self.position(entry), Words(std::mem::take(&mut keys.after))));
                }
            }
            settle::correct_journal(self.txn, corrections).await?;
            keys.retain(|id, _| self.roster.entry_of(*id).is_none());
            self.add_affected(keys).await?;
            self.watcher.step(Step::Settled { items: chunk.len(), of: dependents.len() });
        }
        Ok(())
    }

    async fn add_affected(&mut self, mut keys: HashMap<ItemId, Refreshed>) -> Result<(), StoreError> {
        let mut affected: Vec<ItemId> = keys.keys().copied().collect();
        affected.sort_unstable();
        let mut spine = spine_items(self.txn, &affected).await?;
        let mut entries = Vec::with_capacity(affected.len());
        for item in affected {
            let (Some(row), Some(keys)) = (spine.remove(&item), keys.remove(&item)) else { continue };
            let (item_type, action) = (row.item_type, JournalAction::Affected);
            let position = self.position(self.done.len());
            self.done.push(Done { item, action, item_type });
            let described = Described { item, item_type, slug: row.slug, action, revision: row.revision };
            let (keys_before, keys_after) = (Words(keys.before), Words(keys.after));
            entries.push(journal::Model { keys_before, keys_after, ..self.entry(position, described) });
        }
        self.txn.insert::<journal::Entity>(entries).await
    }
}

/// What an entry says of its item.
struct Described {
    item: ItemId,
    item_type: ItemType,
    slug: String,
    action: JournalAction,
    revision: i32,
}

fn by_type(items: impl Iterator<Item = (ItemType, ItemId)>) -> ByType {
    let mut by_type = ByType::new();
    for (item_type, id) in items {
        by_type.entry(item_type).or_default().push(id);
    }
    by_type
}
