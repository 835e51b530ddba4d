//! The desk: drafts, editors' tokens and idempotency keys.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, create_unique_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "draft")
            .id("id")
            .text("item_type")
            .number("draft_revision")
            .text("document")
            .big("saved_at")
            .text("saved_by")
            .primary_key(&["id"])
            .create(manager)
            .await?;
        create_index(manager, "draft", "draft_by_saved", &["saved_at", "id"]).await?;

        NewTable::new(manager, "token")
            .text("hash")
            .text("name")
            .big("created_at")
            .big_or_null("revoked_at")
            .primary_key(&["hash"])
            .create(manager)
            .await?;
        create_unique_index(manager, "token", "token_by_name", &["name"]).await?;

        NewTable::new(manager, "publish_key")
            .text("actor")
            .text("key")
            .text("request")
            .big("position")
            .primary_key(&["actor", "key"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["publish_key", "token", "draft"]).await
    }
}
