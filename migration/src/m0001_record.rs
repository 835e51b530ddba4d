//! The spine of the record: items, their slugs, match keys, references, links, names and parties.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "item")
            .id("id")
            .text("item_type")
            .text("slug")
            .text("label")
            .text("label_key")
            .big("date_asc")
            .big("date_desc")
            .big("date_hi")
            .big("published_at")
            .big("updated_at")
            .number("revision")
            .big("content_position")
            .big_or_null("withdrawn_at")
            .primary_key(&["id"])
            .create(manager)
            .await?;
        create_index(manager, "item", "item_by_date_asc", &["item_type", "date_asc", "id"]).await?;
        create_index(manager, "item", "item_by_date_desc", &["item_type", "date_desc", "id"]).await?;
        create_index(manager, "item", "item_by_label", &["item_type", "label_key", "id"]).await?;
        create_index(manager, "item", "item_by_published", &["item_type", "published_at", "id"]).await?;
        create_index(manager, "item", "item_by_updated", &["item_type", "updated_at", "id"]).await?;

        NewTable::new(manager, "slug")
            .text("item_type")
            .text("slug")
            .id("item")
            .primary_key(&["item_type", "slug"])
            .referring_to_item("item")
            .create(manager)
            .await?;
        create_index(manager, "slug", "slug_by_item", &["item"]).await?;

        NewTable::new(manager, "item_key")
            .id("item")
            .text("key")
            .text("item_type")
            .big("date_asc")
            .big("date_desc")
            .big("date_hi")
            .primary_key(&["item", "key"])
            .referring_to_item("item")
            .create(manager)
            .await?;
        create_index(manager, "item_key", "item_key_by_date_asc", &["item_type", "key", "date_asc", "item"]).await?;
        create_index(manager, "item_key", "item_key_by_date_desc", &["item_type", "key", "date_desc", "item"]).await?;

        NewTable::new(manager, "reference")
            .id("owner")
            .id("target")
            .text("field")
            .primary_key(&["owner", "target", "field"])
            .referring_to_item("owner")
            .referring_to_item("target")
            .create(manager)
            .await?;
        create_index(manager, "reference", "reference_by_target", &["target", "owner"]).await?;

        NewTable::new(manager, "link")
            .id("owner")
            .text("key")
            .number("ordinal")
            .text("kind")
            .id("target")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .referring_to_item("target")
            .create(manager)
            .await?;
        create_index(manager, "link", "link_by_target", &["target", "owner", "key"]).await?;
        NewTable::new(manager, "name")
            .id("owner")
            .text("key")
            .number("ordinal")
            .text("name")
            .text_or_null("start_date")
            .text_or_null("end_date")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .create(manager)
            .await?;

        NewTable::new(manager, "party")
            .id("owner")
            .number("ordinal")
            .text("area")
            .primary_key(&["owner", "ordinal"])
            .referring_to_item("owner")
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["party", "name", "link", "reference", "item_key", "slug", "item"]).await
    }
}
