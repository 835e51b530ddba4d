//! Names over time as clients see them.

use async_graphql::Object;
use entity::name::Model;

use super::item::Spine;
use super::text::{Localized, all, pick_text};
use crate::domain::entered::Entered;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::partial_date::PartialDate;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::Reader;
use crate::graphql::relations::Names;

/// A name and the time it was valid.
#[derive(Clone)]
pub struct DatedName {
    reader: Reader,
    row: Model,
}

impl DatedName {
    /// The names of an item, in the order of its authors.
    pub async fn of(spine: &Spine) -> Result<Vec<Self>, ApiError> {
        let reader = spine.reader();
        let names = reader.load::<Names>(spine.row().id).await?;
        Ok(names.into_iter().flatten().map(|row| Self { reader: reader.clone(), row }).collect())
    }
}

/// A name and the time it was valid.
#[Object]
impl DatedName {
    /// The name in the language that suits best.
    async fn name(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.row.name, locales, fallback)
    }

    /// The name in every language it has.
    async fn names(&self) -> Vec<Localized> {
        all(&self.row.name)
    }

    /// First day of validity, if known.
    async fn start_date(&self) -> Option<Entered<PartialDate>> {
        self.row.start_date.as_deref().map(Entered::from)
    }

    /// Last day of validity, inclusive; null while it is valid.
    async fn end_date(&self) -> Option<Entered<PartialDate>> {
        self.row.end_date.as_deref().map(Entered::from)
    }
}
