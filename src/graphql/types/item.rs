//! What every item has, once. Content types are plain objects that hold a [`Spine`] and delegate to
//! it.

use async_graphql::ID;

use super::text::{Localized, pick, pick_text};
use crate::domain::entered::Entered;
use crate::domain::instant::Instant;
use crate::domain::locale::Locale;
use crate::graphql::reader::Reader;
use crate::store::SpineItem;

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
    pub fn label(&self, locales: Option<Vec<Entered<Locale>>>) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.row.label, locales)
    }

    /// The label in the best language, with that language.
    pub fn label_text(&self, locales: Option<Vec<Entered<Locale>>>) -> async_graphql::Result<Option<Localized>> {
        pick(&self.reader, &self.row.label, locales)
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
