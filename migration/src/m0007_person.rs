//! People with their names and positions.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "person")
            .id("id")
            .text("nationalities")
            .text("biography")
            .text_or_null("image")
            .primary_key(&["id"])
            .referring_to_item("id")
            .create(manager)
            .await?;

        NewTable::new(manager, "person_name")
            .id("owner")
            .text("key")
            .number("ordinal")
            .text("full_name")
            .text_or_null("family")
            .text_or_null("given")
            .text("name_order")
            .text("language")
            .text_or_null("script")
            .text_or_null("reading")
            .text("kind")
            .text_or_null("start_date")
            .text_or_null("end_date")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .create(manager)
            .await?;

        NewTable::new(manager, "position")
            .id("owner")
            .text("key")
            .number("ordinal")
            .id("organization")
            .text("post")
            .text("title")
            .text_or_null("stated_title")
            .text_or_null("start_date")
            .text_or_null("end_date")
            .flag("is_acting")
            .number_or_null("number")
            .big("date_desc")
            .big("possibly_from")
            .big("certainly_from")
            .big("certainly_until")
            .big("possibly_until")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .referring_to_item("organization")
            .create(manager)
            .await?;
        create_index(manager, "position", "position_by_person", &["owner", "date_desc", "key"]).await?;
        let by_organization = ["organization", "date_desc", "owner", "key"];
        create_index(manager, "position", "position_by_organization", &by_organization).await?;
        // Whether somebody holds a position in one organization of many.
        create_index(manager, "position", "position_by_both", &["owner", "organization"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["position", "person_name", "person"]).await
    }
}
