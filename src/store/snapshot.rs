//! One consistent view of the record: one connection and one read-only transaction, opened at the
//! first read and shared by everything that an operation resolves. Nothing that holds a snapshot
//! takes a second connection, so readers cannot wait for each other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, FromQueryResult, TransactionTrait as _};
use tokio::sync::{Mutex, OnceCell};

use super::attendances::AttendanceVersions;
use super::connect::Database;
use super::deadline::Deadline;
use super::error::StoreError;
use super::sql::{Rows, read};
use crate::domain::encounter::Attendances;
use crate::sync::lock;

/// An operation may take longer by one part in so many.
const SLACK: u32 = 10;

/// A view of the record at one moment.
#[derive(Debug)]
pub struct Snapshot {
    database: Database,
    versions: Arc<AttendanceVersions>,
    attendances: OnceCell<Arc<Attendances>>,
    transaction: Mutex<Option<Open>>,
    deadline: Deadline,
    /// How long it may be read from.
    at_most: Option<Duration>,
    /// What is read for everybody, and so counts for nobody.
    common: std::sync::Mutex<Common>,
    statements: AtomicU64,
}

#[derive(Debug)]
struct Open {
    transaction: DatabaseTransaction,
    since: Instant,
    /// Whether a statement was given up: PostgreSQL answers nothing after it, so SQLite does not either.
    was_given_up: bool,
    /// How long PostgreSQL gives each statement.
    limit: Duration,
}

/// Reading of what other operations need too.
#[derive(Debug, Default)]
struct Common {
    /// When it began, if it goes on.
    since: Option<Instant>,
    /// How long it has taken before.
    took: Duration,
}

impl Common {
    fn time(&self) -> Duration {
        self.took + self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// Ends when this is dropped.
struct ReadingCommon<'s>(&'s Snapshot);

impl Drop for ReadingCommon<'_> {
    fn drop(&mut self) {
        let mut common = lock(&self.0.common);
        common.took = common.time();
        common.since = None;
    }
}

impl Snapshot {
    pub(super) fn new(database: &Database, versions: &Arc<AttendanceVersions>) -> Self {
        Self {
            database: database.clone(),
            versions: versions.clone(),
            attendances: OnceCell::new(),
            transaction: Mutex::new(None),
            deadline: Deadline::default(),
            at_most: None,
            common: std::sync::Mutex::default(),
            statements: AtomicU64::new(0),
        }
    }

    /// The same, to be read from for so long.
    #[must_use]
    pub(super) fn for_at_most(self, time: Duration) -> Self {
        Self { at_most: Some(time), ..self }
    }

    /// Who took part in what at this moment. Where that must be read first, everybody who asks waits for the one who
    /// reads it, however long that takes.
    pub(super) async fn attendances(&self) -> Result<Arc<Attendances>, StoreError> {
        let read = || async {
            let _common = self.reading_common();
            self.versions.at(self).await
        };
        self.attendances.get_or_try_init(read).await.cloned()
    }

    fn reading_common(&self) -> ReadingCommon<'_> {
        lock(&self.common).since = Some(Instant::now());
        ReadingCommon(self)
    }

    /// How many statements it has answered.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Ends the view and gives its connection back. Dropping it does so too, a little later.
    pub async fn close(&self) {
        if let Some(open) = self.transaction.lock().await.take()
            && let Err(error) = open.transaction.rollback().await
        {
            tracing::debug!(%error, "a read-only transaction could not be ended");
        }
    }

    /// How long the next statement may take.
    async fn time_for_a_statement(&self, open: &mut Open) -> Result<Duration, StoreError> {
        let usual = self.database.statement_timeout;
        if open.was_given_up {
            return Err(StoreError::OutOfTime);
        }
        let Some(at_most) = self.at_most else { return Ok(usual) };
        let (is_common, common) = {
            let common = lock(&self.common);
            (common.since.is_some(), common.time())
        };
        let left = (at_most + common).saturating_sub(open.since.elapsed());
        if left.is_zero() && !is_common {
            return Err(StoreError::OutOfTime);
        }
        let most = if is_common { usual } else { left.min(usual) };
        // Said again only where it makes a difference: each time is a roundtrip.
        let is_near = open.limit.checked_sub(most).is_some_and(|over| over <= at_most / SLACK);
        if !is_near && self.database.backend() == DbBackend::Postgres {
            // Zero would mean that there is no limit.
            let limit = format!("SET LOCAL statement_timeout = {}", most.as_millis().max(1));
            open.transaction.execute_unprepared(&limit).await?;
            open.limit = most;
        }
        Ok(most)
    }
}

impl Rows for Snapshot {
    fn backend(&self) -> DbBackend {
        self.database.backend()
    }

    async fn rows<M: FromQueryResult + Send>(&self, select: SelectStatement) -> Result<Vec<M>, StoreError> {
        let mut open = self.transaction.lock().await;
        let open = match &mut *open {
            Some(open) => open,
            none => {
                let transaction = self.deadline.while_taking(self.database.readers.begin()).await?;
                let limit = self.database.statement_timeout;
                none.insert(Open { transaction, since: Instant::now(), was_given_up: false, limit })
            }
        };
        let most = self.time_for_a_statement(open).await?;
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.database.log.note(|| self.database.backend().build(&select));
        let running = self.deadline.running(most);
        let found = read(&open.transaction, &select).await;
        running.done();
        open.was_given_up = matches!(found, Err(StoreError::TooSlow(_)));
        found
    }
}
