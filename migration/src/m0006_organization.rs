//! Organizations.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "organization")
            .id("id")
            .text("kind")
            .text_or_null("abbreviation")
            .id_or_null("parent_id")
            .text_or_null("area")
            .text("place_venue")
            .text("place_city")
            .text_or_null("place_area")
            .text_or_null("website")
            .text_or_null("founded")
            .text_or_null("dissolved")
            .text("description")
            .primary_key(&["id"])
            .referring_to_item("id")
            .referring_to_item("parent_id")
            .create(manager)
            .await?;
        create_index(manager, "organization", "organization_by_parent", &["parent_id", "id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["organization"]).await
    }
}
