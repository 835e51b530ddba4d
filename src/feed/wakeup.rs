//! Noticing what other processes publish.
//!
//! SQLite: `PRAGMA data_version` on a connection of its own changes when another connection
//! commits. PostgreSQL: LISTEN, whose payload is ignored. In both cases the counter is polled
//! behind it, so a missed wake-up costs a moment and never an event.

use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{ConnectOptions as _, SqliteConnection};
use tokio_util::sync::CancellationToken;

use crate::store::Store;

/// Polls of the counter on PostgreSQL are this many times rarer than looks at a SQLite file.
const RARER: u32 = 5;

/// Watches until cancelled, and tells the store's followers when there is something new.
pub async fn watch(store: Store, every: Duration, cancelled: CancellationToken) {
    let watching = async {
        match store.database().file() {
            Some(file) => watch_file(&store, SqliteConnectOptions::new().filename(file), every).await,
            None => watch_notifications(&store, every * RARER).await,
        }
    };
    tokio::select! {
        () = cancelled.cancelled() => {}
        () = watching => {}
    }
}

async fn watch_file(store: &Store, options: SqliteConnectOptions, every: Duration) {
    let mut connection: Option<SqliteConnection> = None;
    let mut seen: Option<i64> = None;
    loop {
        tokio::time::sleep(every).await;
        let open = match &mut connection {
            Some(open) => open,
            none => match options.connect().await {
                Ok(new) => none.insert(new),
                Err(error) => {
                    tracing::warn!(%error, "the database file cannot be watched; trying again");
                    continue;
                }
            },
        };
        let version = sea_orm::sqlx::query_scalar("PRAGMA data_version").fetch_one(open).await;
        match version {
            Ok(version) if seen == Some(version) => {}
            // Seen only once the counter was read, so that a failure is made up for.
            Ok(version) => seen = refresh(store).await.then_some(version),
            Err(error) => {
                tracing::warn!(%error, "the database file cannot be watched; trying again");
                connection = None;
                seen = None;
            }
        }
    }
}

async fn watch_notifications(store: &Store, every: Duration) {
    let mut listener: Option<PgListener> = None;
    loop {
        if listener.is_none() {
            listener = listen(store).await;
        }
        match &mut listener {
            Some(listening) => {
                tokio::select! {
                    heard = listening.recv() => {
                        if let Err(error) = heard {
                            tracing::warn!(%error, "the database does not notify; polling until it does");
                            listener = None;
                        }
                    }
                    () = tokio::time::sleep(every) => {}
                }
            }
            None => tokio::time::sleep(every).await,
        }
        refresh(store).await;
    }
}

async fn listen(store: &Store) -> Option<PgListener> {
    let mut listener = PgListener::connect(store.database().url()).await.ok()?;
    listener.listen("rapporteur").await.ok()?;
    Some(listener)
}

/// Whether the counter could be read.
async fn refresh(store: &Store) -> bool {
    let read = store.refresh_head().await;
    if let Err(error) = &read {
        tracing::warn!(%error, "the record's counter cannot be read; trying again");
    }
    read.is_ok()
}
