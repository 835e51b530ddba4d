//! What every item has, once. Content types are plain objects that hold a [`Spine`] and delegate to
//! it.

use async_graphql::ID;
use entity::{ItemId, statement};

use super::coverage::Coverage;
use super::statement::Statement;
use super::text::{Localized, pick, pick_text};
use crate::domain::entered::Entered;
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::graphql::connection::Connection;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::Reader;
use crate::graphql::relations::Spines;
use crate::store::{EdgeList, SpineItem};

/// An item's spine row and the operation's view of the record.
#[derive(Clone)]
pub struct Spine {
    reader: Reader,
    row: SpineItem,
}

impl Spine {
    /// The spine of a public item.
    pub fn new(reader: Reader, row: SpineItem) -> Self {
        Self { reader, row }
    }

    /// The spine of an item, if it is public.
    pub async fn load(reader: &Reader, id: ItemId) -> Result<Option<Self>, ApiError> {
        Ok(reader.load::<Spines>(id).await?.map(|row| Self::new(reader.clone(), row)))
    }

    /// The spines of several items, in their order, of those that are public.
    pub async fn load_many(
        reader: &Reader,
        ids: impl IntoIterator<Item = ItemId>,
    ) -> Result<Vec<Option<Self>>, ApiError> {
        let rows = reader.load_many::<Spines>(ids).await?.into_iter();
        Ok(rows.map(|row| row.map(|row| Self::new(reader.clone(), row))).collect())
    }

    /// The operation's view of the record.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The spine row.
    pub fn row(&self) -> &SpineItem {
        &self.row
    }

    /// The opaque id.
    pub fn id(&self) -> ID {
        ID(self.row.id.to_string())
    }

    /// The label in the best language.
    pub fn label(
        &self,
        locales: Option<Vec<Entered<Locale>>>,
        fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.row.label, locales, fallback)
    }

    /// The label in the best language, with that language.
    pub fn label_text(
        &self,
        locales: Option<Vec<Entered<Locale>>>,
        fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        pick(&self.reader, &self.row.label, locales, fallback)
    }

    /// The statements about the item.
    pub async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        Ok(Statement::about(&self.reader, self.row.id, "").await?)
    }

    /// A page of the statements that the item makes, or is the source of.
    pub async fn statement_page<L: EdgeList<Row = statement::Model, Filter = ()>>(
        &self,
        arguments: &PageArguments,
    ) -> async_graphql::Result<Connection<Statement>> {
        Ok(Connection::of_edges::<L>(&self.reader, self.row.id, (), arguments).await?)
    }

    /// What there is to read about the item.
    pub fn coverage(&self) -> Coverage {
        Coverage::new(self.reader.clone(), MatchKey::concerns(self.row.id))
    }

    /// The instant of the first publication.
    pub fn published_at(&self) -> Entered<Instant> {
        instant(self.row.published_at)
    }

    /// The instant of the latest change.
    pub fn updated_at(&self) -> Entered<Instant> {
        instant(self.row.updated_at)
    }
}

/// A stored instant as a scalar.
pub fn instant(microseconds: i64) -> Entered<Instant> {
    Instant(microseconds).to_string().into()
}
