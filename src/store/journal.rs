//! Reading the journal: the record's head, entries in order, and the current content of items.

use std::collections::HashMap;

use entity::{ItemId, ItemType, item, journal, record};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, Iterable as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
};
use uuid::Uuid;

use super::error::StoreError;
use super::sql::Rows;
use crate::domain::documents::Document;
use crate::domain::instant::Instant;

/// One entry of the journal.
pub type Entry = journal::Model;

/// Which record this is, and how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordHead {
    /// The record's identity.
    pub record: Uuid,
    /// Position of the latest entry; 0 when there is none.
    pub position: i64,
    /// Instant of the latest entry, in microseconds since 1970.
    pub last_at: i64,
}

/// Which record this is, and how far it has come.
pub async fn record_head(rows: &impl Rows) -> Result<RecordHead, StoreError> {
    let mut found: Vec<record::Model> = rows.rows(record::Entity::find().into_query()).await?;
    let record = found.pop().ok_or_else(|| StoreError::Corrupt("the record has no identity".to_owned()))?;
    Ok(RecordHead { record: record.record_id, position: record.head, last_at: record.last_at })
}

/// Entries after a position, in order, at most `limit`; without their documents, which can be large.
pub async fn entries_after(rows: &impl Rows, position: i64, limit: u64) -> Result<Vec<Entry>, StoreError> {
    let columns = journal::Column::iter().filter(|column| !matches!(column, journal::Column::Document));
    let select = journal::Entity::find()
        .select_only()
        .columns(columns)
        .expr_as(Expr::val(None::<String>), "document")
        .filter(journal::Column::Position.gt(position))
        .order_by_asc(journal::Column::Position)
        .limit(limit);
    rows.rows(select.into_query()).await
}

/// When the entry at a position was made; none if there is no such entry.
pub async fn entry_time(rows: &impl Rows, position: i64) -> Result<Option<Instant>, StoreError> {
    #[derive(FromQueryResult)]
    struct Time {
        at: i64,
    }
    let select = journal::Entity::find()
        .select_only()
        .column(journal::Column::At)
        .filter(journal::Column::Position.eq(position));
    let found: Vec<Time> = rows.rows(select.into_query()).await?;
    Ok(found.first().map(|time| Instant(time.at)))
}

/// The latest published document of each of these items, with its canonical JSON, whether or not they are public now.
pub(super) async fn latest_documents(
    rows: &impl Rows,
    ids: &[ItemId],
) -> Result<HashMap<ItemId, (String, Document)>, StoreError> {
    let with_json = |content: Content| {
        let document = content.document()?;
        Ok((content.item, (content.document.unwrap_or_default(), document)))
    };
    latest_contents(rows, ids).await?.into_iter().map(with_json).collect()
}

/// What was published last of each of these items, whether or not they are public now.
pub(super) async fn latest_contents(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<Content>, StoreError> {
    let select = |ids: &[ItemId]| {
        let positions = item::Entity::find()
            .select_only()
            .column(item::Column::ContentPosition)
            .filter(item::Column::Id.is_in(ids.iter().copied()));
        Content::find().filter(journal::Column::Position.in_subquery(positions.into_query())).into_query()
    };
    rows.rows_for(ids, select).await
}

/// What an entry holds of its item.
#[derive(Debug, FromQueryResult)]
pub struct Content {
    /// Of which entry.
    pub(super) position: i64,
    /// Of which item.
    pub(super) item: ItemId,
    item_type: ItemType,
    document: Option<String>,
}

impl Content {
    /// The contents of entries.
    pub(super) fn find() -> Select<journal::Entity> {
        use journal::Column::{Document, Item, ItemType, Position};
        journal::Entity::find().select_only().columns([Position, Item, ItemType, Document])
    }

    /// Bytes of the document.
    pub fn length(&self) -> usize {
        self.document.as_ref().map_or(0, String::len)
    }

    /// The document.
    pub fn document(&self) -> Result<Document, StoreError> {
        let Self { position, item_type, document, .. } = self;
        let missing = || StoreError::Corrupt(format!("journal entry {position} should hold a document"));
        Document::from_canonical(*item_type, document.as_deref().ok_or_else(missing)?)
            .map_err(|error| StoreError::corrupt(&format!("journal entry {position}"), error))
    }
}
