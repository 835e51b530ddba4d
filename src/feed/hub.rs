//! The latest journal entries, in memory, for everybody who follows live: a change is read once for
//! all of them. Whoever is further behind reads the journal.
//!
//! ```text
//!   position   1 ............ first ═══════════ last        head
//!              └─ journal ──┘ └── tail (bounded) ┘ └ read once, then part of the tail
//! ```

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::watch;

use crate::store::{Entry, Store, StoreError, entries_after};
use crate::sync::lock;

/// Entries read at once.
const BATCH: u64 = 256;
/// Entries that the tail keeps.
const TAIL: usize = 1_024;

/// What a hub reads: entries in commit order, and the position of the latest.
pub trait Log: Clone + Send + Sync + 'static {
    /// The position of the latest entry known so far, as it advances.
    fn head(&self) -> watch::Receiver<i64>;

    /// Entries after a position, in order and without gaps, at most `limit`.
    fn entries_after(&self, position: i64, limit: u64) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;
}

impl Log for Store {
    fn head(&self) -> watch::Receiver<i64> {
        Self::head(self)
    }

    async fn entries_after(&self, position: i64, limit: u64) -> Result<Vec<Entry>, StoreError> {
        let snapshot = self.snapshot();
        let entries = entries_after(&snapshot, position, limit).await;
        snapshot.close().await;
        entries
    }
}

/// A log and its tail. Cheap to clone; all clones share the tail.
#[derive(Clone, Debug)]
pub struct Hub<L = Store>(Arc<Inner<L>>);

#[derive(Debug)]
struct Inner<L> {
    log: L,
    batch: u64,
    tail: Mutex<Tail>,
    /// Held while the tail grows, so that everybody who waits for the same entries reads them once.
    growing: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Tail {
    /// The position before its first entry.
    before: i64,
    entries: VecDeque<Arc<Entry>>,
    kept: usize,
}

impl<L: Log> Hub<L> {
    /// A hub over a log.
    pub fn new(log: L) -> Self {
        Self::with_bounds(log, BATCH, TAIL)
    }

    /// A hub that reads and keeps at most so many entries.
    pub fn with_bounds(log: L, batch: u64, kept: usize) -> Self {
        let tail = Mutex::new(Tail { before: 0, entries: VecDeque::new(), kept });
        Self(Arc::new(Inner { log, batch, tail, growing: tokio::sync::Mutex::default() }))
    }

    /// The position of the latest entry known so far, as it advances.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.0.log.head()
    }

    /// The next entries after a position, at least one if there is any.
    pub async fn after(&self, position: i64) -> Result<Vec<Arc<Entry>>, StoreError> {
        if let Some(entries) = self.tail().after(position, self.0.batch) {
            return Ok(entries);
        }
        if position < self.tail().before {
            let entries = self.0.log.entries_after(position, self.0.batch).await?;
            return Ok(entries.into_iter().map(Arc::new).collect());
        }
        let _growing = self.0.growing.lock().await;
        if let Some(entries) = self.tail().after(position, self.0.batch) {
            return Ok(entries);
        }
        let entries = self.0.log.entries_after(position, self.0.batch).await?;
        let entries: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
        self.tail().extend(position, &entries);
        Ok(entries)
    }

    fn tail(&self) -> MutexGuard<'_, Tail> {
        lock(&self.0.tail)
    }
}

impl Tail {
    /// What it has after a position; none if it does not reach so far back or forth.
    fn after(&self, position: i64, most: u64) -> Option<Vec<Arc<Entry>>> {
        let skipped = usize::try_from(position.checked_sub(self.before)?).ok()?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let entries: Vec<_> = self.entries.iter().skip(skipped).take(most).cloned().collect();
        (!entries.is_empty()).then_some(entries)
    }

    /// Adds what follows a position. Entries that do not join on begin a new tail.
    fn extend(&mut self, after: i64, entries: &[Arc<Entry>]) {
        let last = self.entries.back().map_or(self.before, |entry| entry.position);
        if after > last {
            self.entries.clear();
            self.before = after;
        } else if after < last {
            // Others have gone on meanwhile, from a newer place.
            return;
        }
        self.entries.extend(entries.iter().cloned());
        while self.entries.len() > self.kept
            && let Some(oldest) = self.entries.pop_front()
        {
            self.before = oldest.position;
        }
    }
}
