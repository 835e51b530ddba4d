//! The record, the journal and the desk in a database. All SQL of the service is here.
//!
//! Reading goes through a [`Snapshot`]: one connection, one read-only transaction, one moment of
//! the record. Publishing goes through [`Store::publish`]: one writing transaction that locks the
//! counter, checks, applies and appends. Nothing here knows GraphQL output types.

mod access;
mod attendances;
mod beginning;
mod condition;
mod connect;
pub mod content;
mod deadline;
mod derivation;
mod desk;
mod edge_page;
mod edges;
mod encounters;
mod error;
pub mod facets;
mod import_flag;
mod items;
mod journal;
mod keys;
mod page;
pub mod paths;
mod plan;
mod publishing;
mod rebuild;
mod schema;
pub mod search;
mod snapshot;
mod sql;
mod statement_log;
mod statements;
mod tokens;
mod transfer;

use std::sync::Arc;

use tokio::sync::watch;

use self::attendances::AttendanceVersions;
use self::derivation::Derivation;
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::domain::area::Areas;
use crate::domain::instant::Instant;
use crate::domain::search::Analyzer;

pub use access::EditorAccess;
pub use connect::{Database, connect_pool};
pub use desk::{Draft, DraftPublish, DraftSave, drafts, latest_drafts};
pub use edge_page::{EdgeList, edge_counts, edge_pages, edges_by_key};
pub use edges::{Linked, links_from, links_to, names, parties};
pub use encounters::{MetBy, count_left_out, met, reached, shared, weights};
pub use error::{Refusal, StoreError};
pub use items::{SpineItem, find_many, find_many_ever, spine_items};
pub use journal::{Content, Entry, RecordHead, entries_after, entry_time, record_head};
pub use page::{Page, PageRow, count, count_by_parent, page, pages_by_parent};
pub use publishing::{Change, Changed, ImportOptions, Imported, Line, Lines, Outcome, Release, Step, Watcher};
pub use schema::Migrated;
pub use snapshot::Snapshot;
pub use sql::Rows;
pub use statement_log::StatementLog;
pub use statements::{StatementsBy, StatementsFrom, Subject, statements};
pub use tokens::TokenInfo;

/// The store of one record.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    areas: Arc<Areas>,
    derivation: Arc<Derivation>,
    attendances: Arc<AttendanceVersions>,
    clock: Clock,
    head: watch::Sender<i64>,
}

impl Store {
    /// Opens the database and makes sure that it is this program's and of its schema. An empty one
    /// is migrated; one with an older schema is refused until `rapporteur migrate` has run.
    pub async fn open(settings: &DatabaseSettings, areas: Arc<Areas>, clock: Clock) -> Result<Self, StoreError> {
        let store = Self::connect(settings, areas, clock).await?;
        if store.schema_state().await? == schema::State::Empty {
            store.migrate().await?;
        }
        store.require_current_schema().await?;
        store.refresh_head().await?;
        Ok(store)
    }

    /// Connects without looking at the schema.
    pub async fn connect(settings: &DatabaseSettings, areas: Arc<Areas>, clock: Clock) -> Result<Self, StoreError> {
        let database = Database::open(settings).await?;
        let derivation = Arc::new(Derivation::new()?);
        let (attendances, head) = (Arc::default(), watch::Sender::new(0));
        Ok(Self { database, areas, derivation, attendances, clock, head })
    }

    /// A view of the record as it is when first read from.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(&self.database, &self.attendances)
    }

    /// The same for an operation of somebody who must not hold it for long.
    pub fn operation_snapshot(&self) -> Snapshot {
        self.snapshot().for_at_most(self.database.operation_timeout)
    }

    /// Reads who took part in what, so that the first who asks about it need not wait.
    pub async fn read_attendances(&self) -> Result<(), StoreError> {
        let snapshot = self.snapshot();
        let read = snapshot.attendances().await;
        snapshot.close().await;
        read.map(|_| ())
    }

    /// The areas that the record knows.
    pub fn areas(&self) -> &Arc<Areas> {
        &self.areas
    }

    /// What turns texts and questions into the terms that are searched.
    pub fn analyzer(&self) -> &Arc<Analyzer> {
        &self.derivation.analyzer
    }

    /// The position of the latest journal entry known to this process, as it advances.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    /// Looks up the journal's latest entry, which another process may have written.
    pub async fn refresh_head(&self) -> Result<i64, StoreError> {
        Ok(self.read_head().await?.position)
    }

    /// Looks up which record this is, and how far it has come.
    pub async fn read_head(&self) -> Result<RecordHead, StoreError> {
        let snapshot = self.snapshot();
        let head = record_head(&snapshot).await;
        snapshot.close().await;
        let head = head?;
        self.advance_head(head.position);
        Ok(head)
    }

    /// The time now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    fn advance_head(&self, head: i64) {
        self.head.send_if_modified(|known| {
            let newer = head > *known;
            *known = head.max(*known);
            newer
        });
    }

    /// Closes every connection, once those in use are given back.
    pub async fn close(&self) {
        for pool in [&self.database.readers, &self.database.writers] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "a connection could not be closed");
            }
        }
    }

    /// The database, for those who watch it for changes.
    pub fn database(&self) -> &Database {
        &self.database
    }
}
