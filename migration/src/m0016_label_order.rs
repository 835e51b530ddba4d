//! The order of labels in the languages that have one, and by which rules the record's tables were made.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "label_order")
            .id("item")
            .text("item_type")
            .text("en")
            .text("zh")
            .text("ja")
            .text("ko")
            .primary_key(&["item"])
            .referring_to_item("item")
            .create(manager)
            .await?;
        create_index(manager, "label_order", "label_order_by_en", &["item_type", "en", "item"]).await?;
        create_index(manager, "label_order", "label_order_by_zh", &["item_type", "zh", "item"]).await?;
        create_index(manager, "label_order", "label_order_by_ja", &["item_type", "ja", "item"]).await?;
        create_index(manager, "label_order", "label_order_by_ko", &["item_type", "ko", "item"]).await?;
        let rules = "ALTER TABLE record ADD COLUMN derivation TEXT NOT NULL DEFAULT ''";
        manager.get_connection().execute_unprepared(rules).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE record DROP COLUMN derivation").await?;
        drop_tables(manager, &["label_order"]).await
    }
}
