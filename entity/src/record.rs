//! The one row that says which record this is and how far its journal has come.

use sea_orm::entity::prelude::*;

/// The record's identity and counter. Publishing locks this row first.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The identity of this record; cursors carry it.
    pub record_id: Uuid,
    /// Position of the journal's latest entry; 0 when empty.
    pub head: i64,
    /// Instant of that entry, in microseconds since 1970 (UTC).
    pub last_at: i64,
    /// By which rules the record's tables were made from its journal.
    pub derivation: String,
}

impl ActiveModelBehavior for ActiveModel {}
