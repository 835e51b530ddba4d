//! The journal: append-only, one row for each thing that was done to the record.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::item::ItemType;
use crate::text::Words;
use crate::vocabulary::JournalAction;

/// One entry of the journal.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    /// Its place: 1, 2, 3 … without gaps, visible in order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// Position of the first entry of its release; entries of one release share it.
    pub release: i64,
    /// The item.
    pub item: ItemId,
    /// Its content type.
    pub item_type: ItemType,
    /// The slug the item goes by since this entry.
    pub slug: String,
    /// What was done.
    pub action: JournalAction,
    /// The item's revision after it.
    pub revision: i32,
    /// The normalised document as canonical JSON; none for withdrawals and affected items.
    pub document: Option<String>,
    /// The shape of the document.
    pub document_version: i32,
    /// When, in microseconds since 1970 (UTC); never decreases along the journal.
    pub at: i64,
    /// Who, by the name of their token; never public.
    pub actor: Option<String>,
    /// What the item matched before.
    pub keys_before: Words,
    /// What it matches since.
    pub keys_after: Words,
    /// For a merge, the item that took its place.
    pub merged_into: Option<ItemId>,
}

impl ActiveModelBehavior for ActiveModel {}
