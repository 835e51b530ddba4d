//! Meetings with their places and sessions.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::columns::{NewTable, create_index, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new(manager, "meeting")
            .id("id")
            .id_or_null("mechanism_id")
            .number_or_null("edition")
            .big("date_asc")
            .text("kind")
            .text("title")
            .text("theme")
            .text_or_null("start_date")
            .text_or_null("end_date")
            .big_or_null("starts_at")
            .big_or_null("ends_at")
            .text_or_null("time_zone")
            .text("status")
            .text_or_null("attendance_mode")
            .primary_key(&["id"])
            .referring_to_item("id")
            .referring_to_item("mechanism_id")
            .create(manager)
            .await?;
        create_index(manager, "meeting", "meeting_by_edition", &["mechanism_id", "edition", "id"]).await?;
        create_index(manager, "meeting", "meeting_by_date", &["mechanism_id", "date_asc", "id"]).await?;

        NewTable::new(manager, "meeting_place")
            .id("owner")
            .text("key")
            .number("ordinal")
            .text("venue")
            .text("city")
            .text_or_null("area")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .create(manager)
            .await?;

        NewTable::new(manager, "meeting_session")
            .id("owner")
            .text("key")
            .number("ordinal")
            .number_or_null("number")
            .text_or_null("kind")
            .text("title")
            .text_or_null("audience")
            .text_or_null("start_date")
            .text_or_null("end_date")
            .primary_key(&["owner", "key"])
            .referring_to_item("owner")
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["meeting_session", "meeting_place", "meeting"]).await
    }
}
