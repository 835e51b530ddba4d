//! Search: the place of each public item, and its terms: in a full-text table on SQLite, in a table of terms
//! and places on PostgreSQL.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::{ConnectionTrait as _, DbBackend};

use crate::columns::{NewTable, compress_by_lz4, create_unique_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "search_entry")
            .id("item")
            .big("place")
            .primary_key(&["item"])
            .referring_to_item("item")
            .create(manager)
            .await?;
        create_unique_index(manager, "search_entry", "search_entry_by_place", &["place"]).await?;
        let statements: &[&str] = match manager.get_database_backend() {
            DbBackend::Postgres => &[
                "ALTER TABLE search_entry ADD COLUMN terms TEXT[] COLLATE \"C\" NOT NULL",
                "CREATE TABLE search_term (term TEXT COLLATE \"C\" NOT NULL, place BIGINT NOT NULL, PRIMARY KEY (term, place))",
                // Which items have several terms, in no order. What is new in it is read from beginning to end.
                "CREATE INDEX search_entry_by_terms ON search_entry USING gin (terms) WITH (gin_pending_list_limit = 1024)",
                // How often a term occurs decides how it is read, and frequent ones are some thousands.
                "ALTER TABLE search_term ALTER COLUMN term SET STATISTICS 1000",
            ],
            // Rows are named by their place, so what matches comes in that order. Terms come ready made, with
            // blanks between; where they stand in a text is not kept.
            _ => &["CREATE VIRTUAL TABLE search_index USING fts5(\
                      terms, content='', contentless_delete=1, detail=none, tokenize='ascii')"],
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        compress_by_lz4(manager, "search_entry", &["terms"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let terms = match manager.get_database_backend() {
            DbBackend::Postgres => "search_term",
            _ => "search_index",
        };
        drop_tables(manager, &[terms, "search_entry"]).await
    }
}
