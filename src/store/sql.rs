//! The two things statements are run on: a reader's snapshot and a writer's transaction. What only
//! reads is written once, against [`Rows`], and works on both.

use std::future::Future;

use entity::ItemId;

use sea_orm::sea_query::{
    DeleteStatement, Expr, InsertStatement, OnConflict, Query, SelectStatement, SimpleExpr, UpdateStatement,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryTrait as _, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};

use super::connect::Database;
use super::error::StoreError;

/// Rows inserted by one statement: far below the parameter limits of both databases.
const INSERT_CHUNK: usize = 500;

/// KiB of pages that a SQLite connection keeps once it has much to write.
const MUCH_CACHE: u32 = 256 << 10;

/// Keys given to one statement: far below the parameter limits of both databases.
const KEYS_CHUNK: usize = 10_000;
/// Lists that are longer are seldom asked for.
const PADDED: usize = 128;

/// Something that answers SELECT statements from one consistent view.
pub trait Rows: Sync {
    /// Which database answers.
    fn backend(&self) -> DbBackend;

    /// The rows of a statement.
    fn rows<M: FromQueryResult + Send>(
        &self,
        select: SelectStatement,
    ) -> impl Future<Output = Result<Vec<M>, StoreError>> + Send;

    /// The rows that a statement finds for many keys: one statement for up to 10,000 of them, none
    /// for none. It asks whether something is among the keys, as some may be there several times.
    fn rows_for<K: Clone + Send + Sync, M: FromQueryResult + Send>(
        &self,
        keys: &[K],
        select: impl Fn(&[K]) -> SelectStatement + Send + Sync,
    ) -> impl Future<Output = Result<Vec<M>, StoreError>> + Send {
        self.rows_for_each(keys, move |keys| select(&padded(keys)))
    }

    /// The same, where each key is there once.
    fn rows_for_each<K: Sync, M: FromQueryResult + Send>(
        &self,
        keys: &[K],
        select: impl Fn(&[K]) -> SelectStatement + Send + Sync,
    ) -> impl Future<Output = Result<Vec<M>, StoreError>> + Send {
        async move {
            let mut all = Vec::new();
            for chunk in keys.chunks(KEYS_CHUNK) {
                all.extend(self.rows(select(chunk)).await?);
            }
            Ok(all)
        }
    }
}

/// A list with the last of it repeated, up to a power of two. A statement for other numbers is another text, and would
/// have to be prepared on each connection for each of them.
pub(super) fn padded<K: Clone>(keys: &[K]) -> Vec<K> {
    let mut keys = keys.to_vec();
    if let (1..=PADDED, Some(last)) = (keys.len(), keys.last().cloned()) {
        keys.resize(keys.len().next_power_of_two(), last);
    }
    keys
}

/// A writing transaction. Dropped without [`Write::commit`], it is rolled back.
#[derive(Debug)]
pub(super) struct Write {
    transaction: DatabaseTransaction,
    database: Database,
}

impl Write {
    pub(super) async fn begin(database: &Database) -> Result<Self, StoreError> {
        let options = TransactionOptions {
            // Taking the write lock at once: a transaction that first reads and then upgrades fails
            // at once when another one wrote in between.
            sqlite_transaction_mode: (database.backend() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        match database.writers.begin_with_options(options).await.map_err(StoreError::from) {
            Ok(transaction) => Ok(Self { transaction, database: database.clone() }),
            // A file can always be reached; it is the one writing connection that is taken.
            Err(StoreError::Unavailable(cause)) if database.file().is_some() => {
                Err(database.blame(StoreError::Busy(cause)).await)
            }
            Err(error) => Err(database.blame(error).await),
        }
    }

    /// The rows of a statement that waits for other writers.
    pub(super) async fn wait_for<M: FromQueryResult + Send>(
        &self,
        lock: SelectStatement,
    ) -> Result<Vec<M>, StoreError> {
        match self.rows(lock).await {
            Ok(rows) => Ok(rows),
            Err(error) => Err(self.database.blame(error).await),
        }
    }

    /// Prepares for more than a page cache holds: a page that is dropped before the end is written
    /// more than once, and is looked for in all that was written since.
    pub(super) async fn expect_much(&self) -> Result<(), StoreError> {
        match self.backend() {
            DbBackend::Sqlite => self.run_text(&format!("PRAGMA cache_size = -{MUCH_CACHE}")).await,
            _ => Ok(()),
        }
    }

    /// Has the database look at tables that have grown within this transaction. PostgreSQL takes a
    /// table that it has not looked at for one with few distinct keys, and reads it whole; SQLite
    /// follows the indexes anyway. A table that somebody else is working on is left out.
    pub(super) async fn gather_statistics(&self, tables: &[&str]) -> Result<(), StoreError> {
        match self.backend() {
            DbBackend::Postgres => self.run_text(&format!("ANALYZE (SKIP_LOCKED) {}", tables.join(", "))).await,
            _ => Ok(()),
        }
    }

    /// Runs a statement that is only there for what it does.
    pub(super) async fn run_select(&self, select: SelectStatement) -> Result<(), StoreError> {
        self.transaction.query_one(&select).await?;
        Ok(())
    }

    /// The connection, for the migrations.
    pub(super) fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }

    /// Inserts whole rows.
    pub(super) async fn insert<E>(&self, rows: Vec<E::Model>) -> Result<(), StoreError>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
    {
        self.insert_or::<E>(rows, None).await
    }

    /// Inserts whole rows; what happens to those that exist already is said by `existing`.
    pub(super) async fn upsert<E>(&self, rows: Vec<E::Model>, existing: OnConflict) -> Result<(), StoreError>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
    {
        self.insert_or::<E>(rows, Some(existing)).await
    }

    async fn insert_or<E>(&self, rows: Vec<E::Model>, existing: Option<OnConflict>) -> Result<(), StoreError>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
    {
        let mut rows = rows.into_iter();
        loop {
            let chunk: Vec<_> =
                rows.by_ref().take(INSERT_CHUNK).map(|row| row.into_active_model().reset_all()).collect();
            if chunk.is_empty() {
                return Ok(());
            }
            let mut insert = E::insert_many(chunk);
            if let Some(existing) = &existing {
                insert = insert.on_conflict(existing.clone());
            }
            self.transaction.execute(&insert.into_query()).await?;
        }
    }

    /// Inserts what no entity has a shape for.
    pub(super) async fn run_insert(&self, insert: InsertStatement) -> Result<(), StoreError> {
        self.transaction.execute(&insert).await?;
        Ok(())
    }

    pub(super) async fn run_update(&self, update: UpdateStatement) -> Result<u64, StoreError> {
        Ok(self.transaction.execute(&update).await?.rows_affected())
    }

    /// Deletes the rows of a table in which a column has one of these ids.
    pub(super) async fn delete_for<C: ColumnTrait>(&self, column: C, ids: &[ItemId]) -> Result<(), StoreError> {
        for chunk in ids.chunks(KEYS_CHUNK) {
            let table = C::EntityName::default();
            let named = column.is_in(chunk.iter().copied());
            self.run_delete(Query::delete().from_table(table).and_where(named).take()).await?;
        }
        Ok(())
    }

    pub(super) async fn run_delete(&self, delete: DeleteStatement) -> Result<u64, StoreError> {
        Ok(self.transaction.execute(&delete).await?.rows_affected())
    }

    /// Runs a statement without parameters.
    pub(super) async fn run_text(&self, sql: &str) -> Result<(), StoreError> {
        self.transaction.execute_unprepared(sql).await?;
        Ok(())
    }
}

impl Rows for Write {
    fn backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn rows<M: FromQueryResult + Send>(&self, select: SelectStatement) -> Result<Vec<M>, StoreError> {
        read(&self.transaction, &select).await
    }
}

/// That there is something, looked up for each row by itself. PostgreSQL would otherwise take it for one more table
/// to join, and read that whole if it takes the rows to be many; an offset, which skips nothing, keeps it apart.
pub(super) fn looked_up(backend: DbBackend, mut select: SelectStatement) -> SimpleExpr {
    if backend == DbBackend::Postgres {
        select.offset(0);
    }
    Expr::exists(select)
}

/// The number that a statement finds, as `n`.
pub(super) async fn single_number(rows: &impl Rows, select: SelectStatement) -> Result<i64, StoreError> {
    #[derive(FromQueryResult)]
    struct Number {
        n: i64,
    }
    let found: Vec<Number> = rows.rows(select).await?;
    Ok(found.first().map_or(0, |found| found.n))
}

pub(super) async fn read<M: FromQueryResult>(
    transaction: &DatabaseTransaction,
    select: &SelectStatement,
) -> Result<Vec<M>, StoreError> {
    let rows = transaction.query_all(select).await?;
    rows.iter().map(|row| M::from_query_result(row, "")).collect::<Result<_, _>>().map_err(StoreError::from)
}
