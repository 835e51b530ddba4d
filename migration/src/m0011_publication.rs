//! Publications with their files.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "publication")
            .id("id")
            .text("kind")
            .text("description")
            .text_or_null("issued")
            .text("languages")
            .text_or_null("isbn")
            .text_or_null("doi")
            .text_or_null("url")
            .primary_key(&["id"])
            .referring_to_item("id")
            .create(manager)
            .await?;

        NewTable::new(manager, "publication_file")
            .id("owner")
            .text("key")
            .number("ordinal")
            .text("url")
            .text_or_null("media_type")
            .text_or_null("language")
            .big_or_null("bytes")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["publication_file", "publication"]).await
    }
}
