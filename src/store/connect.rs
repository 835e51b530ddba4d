//! Opening the database: a pool of readers and a pool of writers, with the pragmas and session
//! settings that the rest relies on.
//!
//! SQLite has one writer connection, so that writers of this process queue here and not at the
//! file's lock; PostgreSQL has several, and the counter row is the queue.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database as Orm, DatabaseConnection, DbBackend, DbErr};

use super::deadline;
use super::error::StoreError;
use super::statement_log::StatementLog;
use crate::config::DatabaseSettings;

/// Marks a SQLite file as ours ("RAPP").
const APPLICATION_ID: u32 = 0x5241_5050;

/// A reader that nobody used for so long is asked whether it still leads anywhere. A roundtrip before every
/// question would be felt; a writer is asked each time, as a lost release is worse than a lost answer.
const TESTED_AFTER: Duration = Duration::from_secs(1);

/// A database's address, which may hold a password and is never printed.
#[derive(Clone)]
struct Address(String);

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address")
    }
}

/// The pools of one database.
#[derive(Clone, Debug)]
pub struct Database {
    pub(super) readers: DatabaseConnection,
    pub(super) writers: DatabaseConnection,
    backend: DbBackend,
    file: Option<PathBuf>,
    address: Address,
    /// How long one reading statement may take.
    pub(super) statement_timeout: Duration,
    pub(super) operation_timeout: Duration,
    pub(super) log: StatementLog,
}

impl Database {
    pub(super) async fn open(settings: &DatabaseSettings) -> Result<Self, StoreError> {
        if let Some(path) = settings.sqlite_path() {
            Self::open_sqlite(path, settings).await
        } else {
            Self::open_postgres(settings).await
        }
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.backend
    }

    /// What was asked of snapshots, while somebody listens.
    pub fn statements(&self) -> &StatementLog {
        &self.log
    }

    /// The SQLite file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Its address, for what needs a connection of its own, such as LISTEN.
    pub fn url(&self) -> &str {
        &self.address.0
    }

    async fn open_sqlite(path: &Path, settings: &DatabaseSettings) -> Result<Self, StoreError> {
        claim_sqlite_file(path).await?;
        let wait = Duration::from_millis(settings.busy_timeout_ms);
        let pool = |connections: u32, query_only: &'static str| {
            let file = path.to_owned();
            let mut options = options("sqlite://", connections, settings);
            options.map_sqlx_sqlite_opts(move |sqlite| {
                sqlite
                    .filename(&file)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Normal)
                    .foreign_keys(true)
                    .busy_timeout(wait)
                    .pragma("query_only", query_only)
            });
            options
        };
        let writers = connect_pool(pool(1, "0")).await?;
        let mut readers = pool(settings.max_connections, "1");
        readers.test_before_acquire(false);
        // Only readers have a deadline: a writer may work through a long import.
        readers.map_sqlx_sqlite_pool_opts(|pool| {
            pool.after_connect(|connection, _| deadline::ask(connection)).before_acquire(|connection, _| {
                let asked = deadline::ask(connection);
                Box::pin(async move { asked.await.map(|()| true) })
            })
        });
        let readers = connect_pool(readers).await?;
        Ok(Self {
            readers,
            writers,
            backend: DbBackend::Sqlite,
            file: Some(path.to_owned()),
            address: Address(settings.url.clone()),
            statement_timeout: Duration::from_millis(settings.statement_timeout_ms),
            operation_timeout: Duration::from_millis(settings.operation_timeout_ms),
            log: StatementLog::default(),
        })
    }

    async fn open_postgres(settings: &DatabaseSettings) -> Result<Self, StoreError> {
        let pool = |connections: u32, session: Vec<(&'static str, String)>| {
            let mut options = options(&settings.url, connections, settings);
            options.map_sqlx_postgres_opts(move |postgres| postgres.options(session.clone()));
            options
        };
        let timeout = |ms: u64| ("statement_timeout", ms.to_string());
        let mut readers = pool(
            settings.max_connections,
            vec![
                ("default_transaction_isolation", "repeatable read".to_owned()),
                ("default_transaction_read_only", "on".to_owned()),
                // How often a key or a term occurs decides how it is looked for.
                ("plan_cache_mode", "force_custom_plan".to_owned()),
                timeout(settings.statement_timeout_ms),
            ],
        );
        readers.test_before_acquire_if_idle_for(TESTED_AFTER);
        let readers = connect_pool(readers).await?;
        // A writer may wait its turn at the counter, then work through a long import.
        let writers = pool(
            settings.max_writers,
            vec![
                ("default_transaction_isolation", "read committed".to_owned()),
                ("lock_timeout", settings.busy_timeout_ms.to_string()),
                timeout(0),
            ],
        );
        let writers = connect_pool(writers).await?;
        Ok(Self {
            readers,
            writers,
            backend: DbBackend::Postgres,
            file: None,
            address: Address(settings.url.clone()),
            statement_timeout: Duration::from_millis(settings.statement_timeout_ms),
            operation_timeout: Duration::from_millis(settings.operation_timeout_ms),
            log: StatementLog::default(),
        })
    }
}

fn options(url: &str, connections: u32, settings: &DatabaseSettings) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_millis(settings.acquire_timeout_ms))
        .sqlx_logging(false);
    options
}

/// Opens a pool whose connections stay open until it is closed.
///
/// Closing those that are old or idle is left out: the task of sqlx that does it counts the idle ones without
/// regard to a connection that is given back and taken again meanwhile. It may read -1 as the greatest number there
/// is, and then looks for that many idle connections without ever pausing, on a processor of its own, for ever.
pub async fn connect_pool(options: impl Into<ConnectOptions>) -> Result<DatabaseConnection, DbErr> {
    let mut options = options.into();
    options.idle_timeout(None).max_lifetime(None);
    #[expect(clippy::disallowed_methods, reason = "this is the one door")]
    Orm::connect(options).await
}

/// Refuses a file that is not ours before anything is written to it; marks a new one as ours.
async fn claim_sqlite_file(path: &Path) -> Result<(), StoreError> {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    const APPLICATION_ID_AT: usize = 68;
    let mut header = Vec::new();
    match std::fs::File::open(path) {
        Ok(file) => {
            file.take(100).read_to_end(&mut header)?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    if header.is_empty() {
        // Written outside of WAL mode, so that the mark is in the file itself from the start.
        let connect = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let unavailable =
            |error| StoreError::Unavailable(DbErr::Conn(sea_orm::RuntimeErr::SqlxError(std::sync::Arc::new(error))));
        let mut connection = connect.connect().await.map_err(unavailable)?;
        let mark = format!("PRAGMA application_id = {APPLICATION_ID}");
        sea_orm::sqlx::raw_sql(sea_orm::sqlx::AssertSqlSafe(mark))
            .execute(&mut connection)
            .await
            .map_err(unavailable)?;
        return Ok(());
    }
    if !header.starts_with(MAGIC) {
        return Err(StoreError::NotOurs(format!(
            "`{}` is not a SQLite database: name another file in `database.url`",
            path.display()
        )));
    }
    let mark = header.get(APPLICATION_ID_AT..APPLICATION_ID_AT + 4).and_then(|bytes| bytes.try_into().ok());
    if mark.map(u32::from_be_bytes) != Some(APPLICATION_ID) {
        return Err(StoreError::NotOurs(format!(
            "`{}` is a SQLite database of another application: name another file in `database.url`",
            path.display()
        )));
    }
    Ok(())
}
