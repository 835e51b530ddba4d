//! One consistent view of the record: one connection and one read-only transaction, opened at the
//! first read and shared by everything that an operation resolves. Nothing that holds a snapshot
//! takes a second connection, so readers cannot wait for each other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sea_query::SelectStatement;
use sea_orm::{DatabaseTransaction, DbBackend, FromQueryResult, TransactionTrait as _};
use tokio::sync::{Mutex, OnceCell};

use super::attendances::AttendanceVersions;
use super::connect::Database;
use super::deadline::Deadline;
use super::error::StoreError;
use super::sql::{Rows, read};
use crate::domain::encounter::Attendances;

/// A view of the record at one moment.
#[derive(Debug)]
pub struct Snapshot {
    database: Database,
    versions: Arc<AttendanceVersions>,
    attendances: OnceCell<Arc<Attendances>>,
    transaction: Mutex<Option<DatabaseTransaction>>,
    deadline: Deadline,
    statements: AtomicU64,
}

impl Snapshot {
    pub(super) fn new(database: &Database, versions: &Arc<AttendanceVersions>) -> Self {
        Self {
            database: database.clone(),
            versions: versions.clone(),
            attendances: OnceCell::new(),
            transaction: Mutex::new(None),
            deadline: Deadline::default(),
            statements: AtomicU64::new(0),
        }
    }

    /// Who took part in what at this moment.
    pub(super) async fn attendances(&self) -> Result<Arc<Attendances>, StoreError> {
        self.attendances.get_or_try_init(|| self.versions.at(self)).await.cloned()
    }

    /// How many statements it has answered.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Ends the view and gives its connection back. Dropping it does so too, a little later.
    pub async fn close(&self) {
        if let Some(transaction) = self.transaction.lock().await.take()
            && let Err(error) = transaction.rollback().await
        {
            tracing::debug!(%error, "a read-only transaction could not be ended");
        }
    }
}

impl Rows for Snapshot {
    fn backend(&self) -> DbBackend {
        self.database.backend()
    }

    async fn rows<M: FromQueryResult + Send>(&self, select: SelectStatement) -> Result<Vec<M>, StoreError> {
        let mut transaction = self.transaction.lock().await;
        let transaction = match &mut *transaction {
            Some(open) => open,
            none => none.insert(self.deadline.while_taking(self.database.readers.begin()).await?),
        };
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.database.log.note(|| self.database.backend().build(&select));
        let running = self.deadline.running(self.database.statement_timeout);
        let found = read(transaction, &select).await;
        running.done();
        found
    }
}
