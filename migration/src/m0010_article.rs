//! Articles with their photos.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "article")
            .id("id")
            .text("category")
            .text("body")
            .text_or_null("event_date")
            .text_or_null("published_on")
            .text_or_null("url")
            .text("areas")
            .primary_key(&["id"])
            .referring_to_item("id")
            .create(manager)
            .await?;

        NewTable::new(manager, "photo")
            .id("owner")
            .text("key")
            .number("ordinal")
            .text("caption")
            .text_or_null("credit")
            .text("alt")
            .text_or_null("image")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .create(manager)
            .await?;

        NewTable::new(manager, "depiction")
            .id("owner")
            .text("photo")
            .number("ordinal")
            .id_or_null("actor_item")
            .text_or_null("actor_area")
            .primary_key(&["owner", "photo", "ordinal"])
            .referring_to_item("owner")
            .referring_to_item("actor_item")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["depiction", "photo", "article"]).await
    }
}
