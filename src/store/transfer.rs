//! Export: the content of everything public, as documents in the order of content type and id.

use entity::{ItemId, item, journal};
use futures_util::Stream;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, Iterable as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::Store;
use super::error::StoreError;
use super::journal::Content;
use super::sql::Rows as _;
use crate::domain::documents::Document;

/// Documents read at once.
const BATCH: u64 = 500;

impl Store {
    /// Every public document, from one moment of the record, a batch at a time.
    pub fn export(&self) -> impl Stream<Item = Result<Document, StoreError>> + use<> {
        let snapshot = self.snapshot();
        async_stream::try_stream! {
            for item_type in entity::ItemType::iter() {
                let mut after: Option<ItemId> = None;
                loop {
                    let mut items = item::Entity::find()
                        .filter(item::Column::ItemType.eq(item_type))
                        .filter(item::Column::WithdrawnAt.is_null())
                        .order_by_asc(item::Column::Id)
                        .limit(BATCH);
                    if let Some(after) = after {
                        items = items.filter(item::Column::Id.gt(after));
                    }
                    let items: Vec<item::Model> = snapshot.rows(items.into_query()).await?;
                    let Some(last) = items.last() else { break };
                    after = Some(last.id);
                    let positions = items.iter().map(|item| item.content_position);
                    let contents = Content::find()
                        .filter(journal::Column::Position.is_in(positions))
                        .order_by_asc(journal::Column::Item);
                    let contents: Vec<Content> = snapshot.rows(contents.into_query()).await?;
                    for content in contents {
                        yield content.document()?;
                    }
                }
            }
            snapshot.close().await;
        }
    }
}
