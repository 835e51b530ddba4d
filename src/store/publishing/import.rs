//! Importing: a release of any size. Its documents are read twice, a batch at a time, so that they
//! may refer to each other in any order and are never all in memory.

use entity::vocabulary::JournalAction;

use super::refusals::Refusals;
use super::roster::Arriving;
use super::watcher::Watcher;
use super::writer::{ReleaseWriter, Setting};
use crate::domain::documents::Document;
use crate::domain::problem::Problem;
use crate::store::Store;
use crate::store::access::EditorAccess;
use crate::store::error::StoreError;
use crate::store::import_flag::ImportFlag;
use crate::store::journal::RecordHead;
use crate::store::rebuild::RECORD_TABLES;
use crate::store::search;
use crate::store::sql::Write;

/// Bytes of documents handled at once, however few documents these are.
const BATCH_BYTES: usize = 4 << 20;

/// After so many documents the database looks at what they are searched by; after fewer it does so when it likes.
const MANY: usize = 1_000;

/// A line of an import.
#[derive(Debug)]
pub struct Line {
    /// Its number, by which refusals name it.
    pub number: usize,
    /// How long it is.
    pub bytes: usize,
    /// The document it holds, or why it cannot be read.
    pub document: Result<Document, Problem>,
}

/// The lines of an import, which are read twice.
pub trait Lines {
    /// Begins again with the first line.
    fn rewind(&mut self) -> Result<(), StoreError>;

    /// The next line; none at the end. What is found must be the same both times.
    fn next(&mut self) -> Result<Option<Line>, StoreError>;
}

/// How to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// Whether to change nothing in the end.
    pub dry_run: bool,
    /// Documents handled at once.
    pub batch: usize,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self { dry_run: false, batch: 1_000 }
    }
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The record after it.
    pub head: RecordHead,
    /// Items that became public.
    pub published: usize,
    /// Items whose content was replaced.
    pub updated: usize,
    /// Documents that say what is public already.
    pub unchanged: usize,
    /// Items that match something else because of others.
    pub affected: usize,
}

impl Store {
    /// Publishes documents in one release, however many they are.
    pub async fn import(
        &self,
        access: &EditorAccess,
        options: ImportOptions,
        lines: &mut impl Lines,
        watcher: &mut dyn Watcher,
    ) -> Result<Imported, StoreError> {
        let txn = Write::begin(&self.database).await?;
        let setting = Setting {
            txn: &txn,
            areas: &self.areas,
            derivation: &self.derivation,
            actor: access.actor(),
            now: self.clock.now(),
            refusals: Refusals::of_an_import(),
            batch: options.batch,
            is_bulk: true,
            watcher,
        };
        let mut writer = ReleaseWriter::begin(setting).await?;
        let flag = ImportFlag::raise(&self.database, &txn).await?;
        txn.expect_much().await?;
        let (mut documents, mut growth) = (0, Growth::default());
        lines.rewind()?;
        while let Some(batch) = next_batch(lines, options.batch, |line, problem| writer.refuse(line, problem))? {
            documents += batch.len();
            writer.announce(&batch).await?;
            if growth.is_worth_a_look() {
                txn.gather_statistics(&["item", "slug"]).await?;
            }
        }
        lines.rewind()?;
        // What cannot be read was refused when it was read first.
        let mut growth = Growth::default();
        while let Some(batch) = next_batch(lines, options.batch, |_, _| {})? {
            writer.publish(batch).await?;
            if growth.is_worth_a_look() {
                txn.gather_statistics(&RECORD_TABLES).await?;
            }
        }
        let (head, done) = writer.finish().await?;
        if done.len() > MANY && !options.dry_run {
            search::settle(&txn, done.len()).await?;
        }
        let count = |action| done.iter().filter(|done| done.action == action).count();
        let (published, updated) = (count(JournalAction::Published), count(JournalAction::Updated));
        let affected = count(JournalAction::Affected);
        let imported = Imported { head, published, updated, unchanged: documents - published - updated, affected };
        // Lowered first: who gets the lock next may be an import too.
        flag.lower()?;
        if !options.dry_run {
            self.commit(txn, head).await?;
        }
        Ok(imported)
    }
}

/// Says when the database should look at the tables again: once there is something to see, and then
/// whenever there is twice as much.
#[derive(Default)]
struct Growth {
    batches: usize,
}

impl Growth {
    /// Counts a batch.
    fn is_worth_a_look(&mut self) -> bool {
        self.batches += 1;
        self.batches >= 4 && self.batches.is_power_of_two()
    }
}

/// The next documents, some of which may be none; `None` at the end.
fn next_batch(
    lines: &mut impl Lines,
    documents: usize,
    mut unreadable: impl FnMut(usize, Problem),
) -> Result<Option<Vec<Arriving>>, StoreError> {
    let (mut batch, mut bytes, mut ended) = (Vec::new(), 0, false);
    while batch.len() < documents && bytes < BATCH_BYTES {
        let Some(Line { number, bytes: length, document }) = lines.next()? else {
            ended = true;
            break;
        };
        bytes += length;
        match document {
            Ok(document) => batch.push(Arriving { change: number, document, expected_revision: None }),
            Err(problem) => unreadable(number, problem),
        }
    }
    Ok((!ended || !batch.is_empty()).then_some(batch))
}
