//! What sources say, and what items are about.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "statement")
            .id("owner")
            .text("key")
            .text("subject")
            .big("ordinal")
            .text("field")
            .text_or_null("value")
            .text_or_null("number")
            .text_or_null("qualifier")
            .text("basis")
            .id_or_null("stated_by")
            .text_or_null("quote")
            .text_or_null("location")
            .id_or_null("source_item")
            .text_or_null("source_url")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .referring_to_item("stated_by")
            .referring_to_item("source_item")
            .create(manager)
            .await?;
        let by_subject = ["owner", "subject", "ordinal"];
        create_index(manager, "statement", "statement_by_subject", &by_subject).await?;
        let by_speaker = ["stated_by", "ordinal", "owner", "key"];
        create_index(manager, "statement", "statement_by_speaker", &by_speaker).await?;
        let by_source = ["source_item", "ordinal", "owner", "key"];
        create_index(manager, "statement", "statement_by_source", &by_source).await?;

        NewTable::new(manager, "subject")
            .id("owner")
            .text("relation")
            .number("ordinal")
            .id("target")
            .primary_key(&["owner", "relation", "ordinal"])
            .referring_to_item("owner")
            .referring_to_item("target")
            .create(manager)
            .await?;
        create_index(manager, "subject", "subject_by_target", &["target", "owner"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["subject", "statement"]).await
    }
}
