//! Places as clients see them.

use async_graphql::Object;
use entity::text::LocalizedText;

use super::area::Area;
use super::text::pick_text;
use crate::domain::entered::Entered;
use crate::domain::locale::{Fallback, Locale};
use crate::graphql::reader::Reader;

/// Where a meeting takes place, or where an organization sits.
#[derive(Clone)]
pub struct Place {
    reader: Reader,
    venue: LocalizedText,
    city: LocalizedText,
    area: Option<String>,
}

impl Place {
    /// A place of which at least one thing is known.
    pub fn new(reader: Reader, venue: LocalizedText, city: LocalizedText, area: Option<String>) -> Self {
        Self { reader, venue, city, area }
    }
}

/// Where a meeting takes place, or where an organization sits.
#[Object]
impl Place {
    /// The venue, if stated.
    async fn venue(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.venue, locales, fallback)
    }

    /// The city, if stated.
    async fn city(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.city, locales, fallback)
    }

    /// The area, the most exact one that is known.
    async fn area(&self) -> Option<Area> {
        self.area.as_deref().and_then(|code| Area::find(&self.reader, code))
    }
}
