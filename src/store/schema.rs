//! The state of the database: empty, ours and current, older, newer, made by other rules, or somebody else's.

use std::collections::HashSet;

use entity::record;
use migration::Migrator;
use migration::sea_orm_migration::MigratorTrait as _;
use sea_orm::{ConnectionTrait as _, DbBackend, EntityTrait as _, QueryTrait as _, Statement};
use uuid::Uuid;

use super::Store;
use super::derivation::{Derivation, state_rules};
use super::error::StoreError;
use super::sql::{Rows as _, Write};
use crate::clock;

/// PostgreSQL's advisory lock under which the schema is changed.
const MIGRATION_LOCK: i64 = 0x5241_5050;

/// What the database holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing at all.
    Empty,
    /// Exactly the changes this program knows.
    Current,
    /// Not yet this change.
    Lacks(String),
    /// All changes, but a record that was made by these other rules.
    MadeOtherwise(String),
}

/// What migrating did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The names of the changes that were applied.
    pub applied: Vec<String>,
    /// Of how many items the record was made anew, if it was.
    pub rebuilt: Option<usize>,
}

impl Store {
    /// Brings the schema up to date, gives a new record its identity, and makes the tables of one that
    /// has something anew, as new ones, and those of new rules, are filled by what was published before.
    pub async fn migrate(&self) -> Result<Migrated, StoreError> {
        let before = match self.schema_state().await? {
            State::Current => return Ok(Migrated::default()),
            State::Empty => HashSet::new(),
            State::Lacks(_) | State::MadeOtherwise(_) => self.applied_changes().await?.into_iter().collect(),
        };
        // One transaction: the schema and the record's identity come together or not at all, and of
        // two instances that start on one empty database the second waits and finds it done.
        let txn = Write::begin(&self.database).await?;
        if txn.backend() == DbBackend::Postgres {
            txn.run_text(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
        }
        Migrator::up(txn.connection(), None).await?;
        let known: Vec<record::Model> = txn.rows(record::Entity::find().into_query()).await?;
        if known.is_empty() {
            let record_id = Uuid::from_bytes(clock::random_secret()[..16].try_into().unwrap_or_default());
            txn.insert::<record::Entity>(vec![record::Model {
                id: 1,
                record_id,
                head: 0,
                last_at: 0,
                derivation: Derivation::rules(),
            }])
            .await?;
        }
        let rebuilt = match known.first() {
            Some(record) if record.head > 0 => Some(self.rebuild_in(&txn).await?),
            _ => None,
        };
        state_rules(&txn).await?;
        txn.commit().await?;
        let applied = self.applied_changes().await?.into_iter().filter(|change| !before.contains(change)).collect();
        Ok(Migrated { applied, rebuilt })
    }

    pub(super) async fn require_current_schema(&self) -> Result<(), StoreError> {
        match self.schema_state().await? {
            State::Current => Ok(()),
            State::Empty => Err(StoreError::SchemaOlder(known_changes().remove(0))),
            State::Lacks(change) => Err(StoreError::SchemaOlder(change)),
            State::MadeOtherwise(rules) => Err(StoreError::MadeOtherwise { rules, ours: Derivation::rules() }),
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
        if let Some(missing) = known.into_iter().find(|change| !applied.contains(change)) {
            return Ok(State::Lacks(missing));
        }
        let made_by = self.texts("SELECT derivation FROM record").await?;
        let other = made_by.into_iter().find(|rules| *rules != Derivation::rules());
        Ok(other.map_or(State::Current, State::MadeOtherwise))
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
