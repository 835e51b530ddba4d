//! Who took part in meetings.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "participant")
            .id("owner")
            .text("key")
            .number("ordinal")
            .big("place")
            .id_or_null("actor_item")
            .text_or_null("actor_area")
            .text_or_null("stated_name")
            .text_or_null("stated_title")
            .number("roles")
            .id_or_null("delegation_item")
            .text_or_null("delegation_area")
            .number_or_null("protocol_order")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .referring_to_item("actor_item")
            .referring_to_item("delegation_item")
            .create(manager)
            .await?;
        create_index(manager, "participant", "participant_by_place", &["owner", "place", "key"]).await?;
        create_index(manager, "participant", "participant_by_actor", &["actor_item", "owner"]).await?;
        create_index(manager, "participant", "participant_by_delegation", &["delegation_item", "owner"]).await?;

        NewTable::new(manager, "appearance")
            .id("owner")
            .text("participant")
            .number("ordinal")
            .text("kind")
            .text_or_null("role")
            .text_or_null("session")
            .primary_key(&["owner", "participant", "ordinal"])
            .referring_to_item("owner")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["appearance", "participant"]).await
    }
}
