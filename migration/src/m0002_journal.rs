//! The journal and the record's counter.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, compress_by_lz4, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "record")
            .number("id")
            .id("record_id")
            .big("head")
            .big("last_at")
            .primary_key(&["id"])
            .create(manager)
            .await?;

        NewTable::new(manager, "journal")
            .big("position")
            .big("release")
            .id("item")
            .text("item_type")
            .text("slug")
            .text("action")
            .number("revision")
            .text_or_null("document")
            .number("document_version")
            .big("at")
            .text_or_null("actor")
            .text("keys_before")
            .text("keys_after")
            .id_or_null("merged_into")
            .primary_key(&["position"])
            .create(manager)
            .await?;
        compress_by_lz4(manager, "journal", &["document", "keys_before", "keys_after"]).await?;
        create_index(manager, "journal", "journal_by_item", &["item", "position"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["journal", "record"]).await
    }
}
