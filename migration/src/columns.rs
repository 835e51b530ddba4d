//! The column types that all tables share. Text that is compared or ordered has byte order on both
//! databases (SQLite's default, `COLLATE "C"` on PostgreSQL), so results come in the same order.

use sea_orm_migration::prelude::{
    Alias, ColumnDef, DbErr, ForeignKey, ForeignKeyAction, Index, IndexCreateStatement, SchemaManager, Table,
    TableCreateStatement,
};
use sea_orm_migration::sea_orm::{ConnectionTrait as _, DbBackend};

/// A table under construction.
pub(crate) struct NewTable {
    name: &'static str,
    byte_order: Option<&'static str>,
    create: TableCreateStatement,
}

impl NewTable {
    pub(crate) fn new(manager: &SchemaManager<'_>, name: &'static str) -> Self {
        let byte_order = match manager.get_database_backend() {
            DbBackend::Postgres => Some("COLLATE \"C\""),
            _ => None,
        };
        let create = Table::create().table(Alias::new(name)).take();
        Self { name, byte_order, create }
    }

    fn column(mut self, mut column: ColumnDef, null: bool) -> Self {
        if !null {
            column.not_null();
        }
        self.create.col(column);
        self
    }

    /// A UUID: 16 bytes on both databases, in the same order.
    pub(crate) fn id(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(Alias::new(name)).uuid().take(), false)
    }

    pub(crate) fn id_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(Alias::new(name)).uuid().take(), true)
    }

    pub(crate) fn text(self, name: &'static str) -> Self {
        let column = self.text_column(name);
        self.column(column, false)
    }

    pub(crate) fn text_or_null(self, name: &'static str) -> Self {
        let column = self.text_column(name);
        self.column(column, true)
    }

    fn text_column(&self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(Alias::new(name)).text().take();
        if let Some(byte_order) = self.byte_order {
            column.extra(byte_order);
        }
        column
    }

    /// A small whole number.
    pub(crate) fn number(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(Alias::new(name)).integer().take(), false)
    }

    pub(crate) fn number_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(Alias::new(name)).integer().take(), true)
    }

    pub(crate) fn flag(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(Alias::new(name)).boolean().take(), false)
    }

    /// An instant in microseconds, a position, or a sort key.
    pub(crate) fn big(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(Alias::new(name)).big_integer().take(), false)
    }

    pub(crate) fn big_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(Alias::new(name)).big_integer().take(), true)
    }

    pub(crate) fn primary_key(mut self, columns: &[&'static str]) -> Self {
        let mut index = Index::create();
        for column in columns {
            index.col(Alias::new(*column));
        }
        self.create.primary_key(&mut index);
        self
    }

    /// A restricting foreign key to the spine.
    pub(crate) fn referring_to_item(mut self, column: &'static str) -> Self {
        let mut key = ForeignKey::create()
            .name(format!("fk_{}_{column}", self.name))
            .from(Alias::new(self.name), Alias::new(column))
            .to(Alias::new("item"), Alias::new("id"))
            .on_delete(ForeignKeyAction::Restrict)
            .take();
        self.create.foreign_key(&mut key);
        self
    }

    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.create).await
    }
}

fn index(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(Alias::new(table)).take();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}

pub(crate) async fn create_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    manager.create_index(index(table, name, columns)).await
}

pub(crate) async fn create_unique_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    manager.create_index(index(table, name, columns).unique().take()).await
}

/// Has PostgreSQL compress what is long in some columns by LZ4, if it knows it: that is read several times as fast as what it
/// compresses by itself, and takes as much room.
pub(crate) async fn compress_by_lz4(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for column in columns {
        let statement = format!(
            "DO $$ BEGIN \
               IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN \
                 ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4; \
               END IF; \
             END $$"
        );
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Drops tables with their indexes, in the given order.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, names: &[&'static str]) -> Result<(), DbErr> {
    for name in names {
        manager.drop_table(Table::drop().table(Alias::new(*name)).take()).await?;
    }
    Ok(())
}
