//! The state of the database's schema: empty, ours and current, older, newer, or somebody else's.

use std::collections::HashSet;

use entity::record;
use migration::Migrator;
use migration::sea_orm_migration::MigratorTrait as _;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait as _, DbBackend, EntityTrait as _, Statement};
use uuid::Uuid;

use super::Store;
use super::error::StoreError;
use crate::clock;

/// What the database holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing at all.
    Empty,
    /// Exactly the changes this program knows.
    Current,
    /// Not yet this change.
    Lacks(String),
}

impl Store {
    /// Brings the schema up to date and gives a new record its identity. Returns the names of the
    /// changes that were applied.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let before = match self.schema_state().await? {
            State::Current => return Ok(Vec::new()),
            State::Empty => HashSet::new(),
            State::Lacks(_) => self.applied_changes().await?.into_iter().collect(),
        };
        Migrator::up(&self.database.writers, None).await?;
        if record::Entity::find_by_id(1).one(&self.database.writers).await?.is_none() {
            let record_id = Uuid::from_bytes(clock::random_secret()[..16].try_into().unwrap_or_default());
            let record = record::ActiveModel { id: Set(1), record_id: Set(record_id), head: Set(0), last_at: Set(0) };
            record.insert(&self.database.writers).await?;
        }
        Ok(self.applied_changes().await?.into_iter().filter(|change| !before.contains(change)).collect())
    }

    pub(super) async fn require_current_schema(&self) -> Result<(), StoreError> {
        match self.schema_state().await? {
            State::Current => Ok(()),
            State::Empty => Err(StoreError::SchemaOlder(known_changes().remove(0))),
            State::Lacks(change) => Err(StoreError::SchemaOlder(change)),
        }
    }

    pub(super) async fn schema_state(&self) -> Result<State, StoreError> {
        let tables = self.tables().await?;
        if !tables.iter().any(|table| table == "seaql_migrations") {
            return match tables.first() {
                None => Ok(State::Empty),
                Some(foreign) => Err(StoreError::NotOurs(format!(
                    "the database has a table `{foreign}` and was not made by rapporteur: \
                     name an empty database in `database.url`"
                ))),
            };
        }
        let known = known_changes();
        let applied = self.applied_changes().await?;
        if let Some(unknown) = applied.iter().find(|change| !known.contains(change)) {
            return Err(StoreError::SchemaNewer(unknown.clone()));
        }
        match known.into_iter().find(|change| !applied.contains(change)) {
            Some(missing) => Ok(State::Lacks(missing)),
            None => Ok(State::Current),
        }
    }

    async fn applied_changes(&self) -> Result<Vec<String>, StoreError> {
        self.texts("SELECT version FROM seaql_migrations ORDER BY version").await
    }

    async fn tables(&self) -> Result<Vec<String>, StoreError> {
        self.texts(match self.database.backend() {
            DbBackend::Postgres => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
            }
            _ => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
        })
        .await
    }

    async fn texts(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let statement = Statement::from_string(self.database.backend(), sql);
        let rows = self.database.writers.query_all_raw(statement).await?;
        rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>().map_err(StoreError::from)
    }
}

fn known_changes() -> Vec<String> {
    Migrator::migrations().iter().map(|change| change.name().to_owned()).collect()
}
