//! Who met whom: the named parties of the meetings that were held, and of their sessions.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "attendance")
            .id("meeting")
            .number("kind")
            .id("party")
            .id("delegation")
            .number("roles")
            .number("size")
            .flag("direct")
            .big("date_asc")
            .big("date_desc")
            .big("date_hi")
            // Also the index from a meeting to everybody who met there.
            .primary_key(&["meeting", "kind", "party", "delegation"])
            .referring_to_item("meeting")
            .create(manager)
            .await?;

        NewTable::new(manager, "session_attendance")
            .id("meeting")
            .id("party")
            .text("session")
            .primary_key(&["meeting", "party", "session"])
            .referring_to_item("meeting")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["session_attendance", "attendance"]).await
    }
}
