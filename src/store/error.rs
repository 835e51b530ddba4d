//! What can go wrong in the store, classified once. Database errors are kept whole for the log;
//! what a client may see is decided by whoever answers it.

use sea_orm::{DbErr, RuntimeErr};

use crate::domain::cursor::CursorError;
use crate::domain::problem::Problem;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The release cannot be published; nothing was changed.
    #[error("the release was refused: {} problem(s), the first: {}", .0.len(), .0.first().map_or("", |r| &r.problem.message))]
    Refused(Vec<Refusal>),
    /// The import cannot be published; nothing was changed.
    #[error("the import was refused: {total} problem(s), the first: {}", .refusals.first().map_or("", |r| &r.problem.message))]
    ImportRefused {
        /// The first problems, by line.
        refusals: Vec<Refusal>,
        /// How many there are in all.
        total: usize,
    },
    /// A feed cursor cannot be used.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database does not answer.
    #[error("the database cannot be reached: {0}")]
    Unavailable(#[source] DbErr),
    /// Somebody else holds the database for longer than we wait.
    #[error("the database is locked by another process; try again: {0}")]
    Busy(#[source] DbErr),
    /// An import is running, and takes longer than we wait.
    #[error("an import is running; try again when it is done: {0}")]
    ImportRunning(#[source] DbErr),
    /// The database gave a statement up because it took too long.
    #[error("the database gave up after its time limit: {0}")]
    TooSlow(#[source] DbErr),
    /// The operation has read for as long as it may.
    #[error("the operation has read for as long as it may")]
    OutOfTime,
    /// The database belongs to something else.
    #[error("{0}")]
    NotOurs(String),
    /// The database was written by a newer version of this program.
    #[error("the database has schema change `{0}`, which this program does not know: run a newer rapporteur")]
    SchemaNewer(String),
    /// The database was written by an older version of this program.
    #[error("the database lacks schema change `{0}`: run `rapporteur migrate` first")]
    SchemaOlder(String),
    /// The record's tables were made by another version of this program, which ordered or searched differently.
    #[error(
        "the record's tables were made by other rules ({rules}) than this program's ({ours}): run `rapporteur migrate` first"
    )]
    MadeOtherwise {
        /// Those of the record.
        rules: String,
        /// Those of this program.
        ours: String,
    },
    /// The database holds something that this program would not have written.
    #[error("the database holds something unexpected: {0}")]
    Corrupt(String),
    /// A file or stream could not be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Anything else the database reports.
    #[error("the database reports: {0}")]
    Database(#[source] DbErr),
}

/// A problem of one change of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The index of the change in the release.
    pub change: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

impl StoreError {
    pub(super) fn refused(change: usize, problem: Problem) -> Self {
        Self::Refused(vec![Refusal { change, problem }])
    }

    pub(super) fn corrupt(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Corrupt(format!("{what}: {error}"))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error),
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
                match classify(cause) {
                    Blame::Connection => Self::Unavailable(error),
                    Blame::Lock => Self::Busy(error),
                    Blame::Time => Self::TooSlow(error),
                    Blame::NotADatabase => Self::NotOurs("the file is not a SQLite database".to_owned()),
                    Blame::Other => Self::Database(error),
                }
            }
            DbErr::Type(_) | DbErr::Json(_) => Self::Corrupt(error.to_string()),
            _ => Self::Database(error),
        }
    }
}

enum Blame {
    Connection,
    Lock,
    Time,
    NotADatabase,
    Other,
}

fn classify(error: &sea_orm::sqlx::Error) -> Blame {
    use sea_orm::sqlx::Error;
    match error {
        Error::Io(_) | Error::Tls(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed => {
            Blame::Connection
        }
        Error::Database(cause) => match cause.code().as_deref() {
            // SQLITE_BUSY and SQLITE_LOCKED with their extended codes; PostgreSQL lock_not_available,
            // serialization_failure and deadlock_detected.
            Some("5" | "6" | "261" | "262" | "517" | "773" | "55P03" | "40001" | "40P01") => Blame::Lock,
            // SQLITE_CANTOPEN, SQLITE_IOERR; PostgreSQL shutting down, starting up, out of connections.
            Some("14" | "10" | "57P01" | "57P02" | "57P03" | "53300" | "08006" | "08003") => Blame::Connection,
            // SQLITE_INTERRUPT, query_canceled: our time limit.
            Some("9" | "57014") => Blame::Time,
            Some("26") => Blame::NotADatabase,
            _ => Blame::Other,
        },
        _ => Blame::Other,
    }
}
