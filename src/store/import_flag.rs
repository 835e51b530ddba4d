//! Telling an import from any other writer, so that whoever waits for it in vain can be told.
//!
//! SQLite: a lock on a file beside the database, which the system releases when the process ends,
//! however it ends. PostgreSQL: an advisory lock that lasts as long as the transaction.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, Query, SelectStatement};
use sea_orm::{ConnectionTrait as _, DbErr};

use super::connect::Database;
use super::error::StoreError;
use super::sql::Write;

/// The advisory lock, as its two halves ("RAPP", "IMPO").
const ADVISORY: (i32, i32) = (0x5241_5050, 0x494d_504f);

/// An import is running, for as long as this is kept.
#[derive(Debug)]
pub(super) struct ImportFlag(Option<(PathBuf, File)>);

impl ImportFlag {
    /// Says so to everybody. The counter must be locked, so that there is one import at a time.
    pub(super) async fn raise(database: &Database, txn: &Write) -> Result<Self, StoreError> {
        let Some(path) = database.file().map(beside) else {
            txn.run_select(advisory_lock()).await?;
            return Ok(Self(None));
        };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        file.lock()?;
        Ok(Self(Some((path, file))))
    }

    /// Ends it, before the transaction ends.
    pub(super) fn lower(mut self) -> Result<(), StoreError> {
        self.0.take().map_or(Ok(()), |(path, _)| Ok(std::fs::remove_file(path)?))
    }
}

impl Drop for ImportFlag {
    fn drop(&mut self) {
        // A file that stays is not locked any more, and says nothing.
        if let Some((path, _)) = self.0.take()
            && let Err(error) = std::fs::remove_file(path)
        {
            tracing::debug!(%error, "the file of an import could not be removed");
        }
    }
}

impl Database {
    /// What kept us waiting: an import, if one is running.
    pub(super) async fn blame(&self, error: StoreError) -> StoreError {
        match error {
            // Those who wait may take every connection there is for writing.
            StoreError::Busy(cause) | StoreError::Unavailable(cause @ DbErr::ConnectionAcquire(_))
                if self.is_importing().await =>
            {
                StoreError::ImportRunning(cause)
            }
            other => other,
        }
    }

    async fn is_importing(&self) -> bool {
        match self.file().map(beside) {
            Some(path) => is_locked(&path),
            None => matches!(self.readers.query_one(&advisory_lock_is_held()).await, Ok(Some(_))),
        }
    }
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-import");
    name.into()
}

fn is_locked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn advisory_lock() -> SelectStatement {
    let lock = Func::cust(Alias::new("pg_advisory_xact_lock")).args([Expr::val(ADVISORY.0), Expr::val(ADVISORY.1)]);
    Query::select().expr(lock).take()
}

fn advisory_lock_is_held() -> SelectStatement {
    let column = |name: &'static str| Expr::col(Alias::new(name));
    let this_database = Query::select()
        .expr(column("oid"))
        .from(Alias::new("pg_database"))
        .and_where(column("datname").eq(Func::cust(Alias::new("current_database"))))
        .take();
    Query::select()
        .expr(Expr::val(1))
        .from(Alias::new("pg_locks"))
        .and_where(column("locktype").eq("advisory"))
        .and_where(column("database").in_subquery(this_database))
        .and_where(column("classid").cast_as(Alias::new("bigint")).eq(i64::from(ADVISORY.0)))
        .and_where(column("objid").cast_as(Alias::new("bigint")).eq(i64::from(ADVISORY.1)))
        .and_where(column("granted"))
        .take()
}
