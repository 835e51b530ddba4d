//! Mechanisms, and the organizations involved in them.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "mechanism")
            .id("id")
            .text("kind")
            .text("level")
            .text("status")
            .text_or_null("abbreviation")
            .text("topics")
            .id_or_null("parent_id")
            .text_or_null("frequency")
            .text_or_null("founded")
            .text_or_null("counter")
            .text("description")
            .text_or_null("website")
            .primary_key(&["id"])
            .referring_to_item("id")
            .referring_to_item("parent_id")
            .create(manager)
            .await?;
        create_index(manager, "mechanism", "mechanism_by_parent", &["parent_id", "id"]).await?;
        create_index(manager, "mechanism", "mechanism_by_counter", &["counter", "id"]).await?;

        NewTable::new(manager, "involvement")
            .id("owner")
            .text("key")
            .big("ordinal")
            .id("organization")
            .text("role")
            .text_or_null("party")
            .text_or_null("start_date")
            .text_or_null("end_date")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .referring_to_item("organization")
            .create(manager)
            .await?;
        let by_organization = ["organization", "ordinal", "owner", "key"];
        create_index(manager, "involvement", "involvement_by_organization", &by_organization).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["involvement", "mechanism"]).await
    }
}
