//! Indicators with their observations.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "indicator")
            .id("id")
            .text("description")
            .text_or_null("topic")
            .text("unit")
            .number("multiplier")
            .text_or_null("frequency")
            .text_or_null("counter")
            .text_or_null("counts")
            .primary_key(&["id"])
            .referring_to_item("id")
            .create(manager)
            .await?;
        create_index(manager, "indicator", "indicator_by_counter", &["counter", "id"]).await?;

        NewTable::new(manager, "observation")
            .id("owner")
            .text("key")
            .number("ordinal")
            .text("area")
            .text("period")
            .text("value")
            .text("status")
            .text_or_null("vintage")
            .big("date_asc")
            .big("date_desc")
            .big("date_hi")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .create(manager)
            .await?;
        create_index(manager, "observation", "observation_by_period", &["owner", "date_desc", "key"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["observation", "indicator"]).await
    }
}
