//! What a list or a search holds, counted along several dimensions.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use entity::vocabulary::{MechanismLevel, ParticipantRole};
use entity::{ItemId, ItemType};
use sea_orm::ActiveEnum;

use super::connection::ContentObject as _;
use super::errors::ApiError;
use super::reader::Reader;
use super::types::area::Area;
use super::types::item::Spine;
use super::types::mechanism::Mechanism;
use crate::domain::entered::Entered;
use crate::domain::locale::Locale;
use crate::domain::query::ItemQuery;
use crate::store::facets::{self, Counted, KeyCount};
use crate::store::search::Search;

/// What counting along a dimension is taken to cost.
const FACET_COST: usize = 1_000;
/// The most values of a dimension that are counted.
const MAX_VALUES: u64 = 100;

/// What a list or a search holds, counted along several dimensions. Each is counted only when asked for, the most
/// frequent 100 values of it.
pub struct Facets {
    reader: Reader,
    source: Source,
}

/// What is counted.
pub enum Source {
    /// A list.
    List(Arc<ItemQuery>),
    /// What a search finds.
    Search(Arc<Search>),
}

/// How many are of a content type.
#[derive(SimpleObject)]
pub struct CountByType {
    /// The content type.
    value: ItemType,
    /// How many.
    count: i64,
}

/// How many begin in a year.
#[derive(SimpleObject)]
pub struct CountByYear {
    /// The year; null for what has no date.
    value: Option<i32>,
    /// How many.
    count: i64,
}

/// How many are at a level.
#[derive(SimpleObject)]
pub struct CountByLevel {
    /// The level.
    value: MechanismLevel,
    /// How many.
    count: i64,
}

/// How many have a topic.
#[derive(SimpleObject)]
pub struct CountByTopic {
    /// The topic, a word of an open vocabulary.
    value: String,
    /// How many.
    count: i64,
}

/// How many belong to a mechanism, or to one below it.
#[derive(SimpleObject)]
pub struct CountByMechanism {
    /// The mechanism.
    mechanism: Mechanism,
    /// How many.
    count: i64,
}

/// How many are in an area, or in one below it.
#[derive(SimpleObject)]
pub struct CountByArea {
    /// The area.
    area: Area,
    /// How many.
    count: i64,
}

/// In how many somebody has a role.
#[derive(SimpleObject)]
pub struct CountByRole {
    /// The role.
    value: ParticipantRole,
    /// How many.
    count: i64,
}

/// How many can be read in a language.
#[derive(SimpleObject)]
pub struct CountByLocale {
    /// The language.
    value: Entered<Locale>,
    /// How many.
    count: i64,
}

impl Facets {
    /// Of a list or a search.
    pub fn new(reader: &Reader, source: Source) -> Self {
        Self { reader: reader.clone(), source }
    }

    fn counted(&self) -> Counted<'_> {
        match &self.source {
            Source::List(query) => Counted::List(query),
            Source::Search(search) => Counted::Search(search),
        }
    }

    async fn count<T>(&self, dimension: &str, value: impl Fn(&str, i64) -> Option<T>) -> Result<Vec<T>, ApiError> {
        let counts = facets::by_key(self.reader.snapshot(), self.counted(), dimension, MAX_VALUES);
        let counts = self.reader.direct(counts).await?;
        let named = |KeyCount { key, n }: KeyCount| value(key.split_once(':')?.1, n);
        Ok(counts.into_iter().filter_map(named).collect())
    }
}

/// The value of a closed vocabulary that is stored as this word.
fn word<V: ActiveEnum<Value = String>>(word: &str) -> Option<V> {
    V::try_from_value(&word.to_owned()).ok()
}

/// What a list or a search holds, counted along several dimensions. Each is counted only when asked for, the most
/// frequent 100 values of it.
#[Object]
impl Facets {
    /// By content type.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn types(&self) -> async_graphql::Result<Vec<CountByType>> {
        Ok(self.count("type", |value, count| Some(CountByType { value: word(value)?, count })).await?)
    }

    /// By the year in which it begins, the latest first, what is undated last. All years.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn years(&self) -> async_graphql::Result<Vec<CountByYear>> {
        let years = self.reader.direct(facets::by_year(self.reader.snapshot(), self.counted())).await?;
        let year = |(year, count): (Option<i16>, i64)| CountByYear { value: year.map(i32::from), count };
        Ok(years.into_iter().rev().map(year).collect())
    }

    /// By the level of the mechanism.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn levels(&self) -> async_graphql::Result<Vec<CountByLevel>> {
        Ok(self.count("level", |value, count| Some(CountByLevel { value: word(value)?, count })).await?)
    }

    /// By topic; something counts for each that it has itself.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn topics(&self) -> async_graphql::Result<Vec<CountByTopic>> {
        Ok(self.count("topic", |topic, count| Some(CountByTopic { value: topic.to_owned(), count })).await?)
    }

    /// By mechanism; something counts for the mechanism that it belongs to and for each above that.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn mechanisms(&self) -> async_graphql::Result<Vec<CountByMechanism>> {
        let counts = self.count("mechanism", |id, count| Some((id.parse::<ItemId>().ok()?, count))).await?;
        let spines = Spine::load_many(&self.reader, counts.iter().map(|(id, _)| *id)).await?;
        let mechanism = |((_, count), spine): (&(ItemId, i64), Option<_>)| {
            Some(CountByMechanism { mechanism: Mechanism::new(spine?), count: *count })
        };
        Ok(counts.iter().zip(spines).filter_map(mechanism).collect())
    }

    /// By area; something counts in each area that it is in.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn areas(&self) -> async_graphql::Result<Vec<CountByArea>> {
        let value = |code: &str, count| Some(CountByArea { area: Area::find(&self.reader, code)?, count });
        Ok(self.count("area", value).await?)
    }

    /// By role; a meeting counts for each role that somebody has in it.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn roles(&self) -> async_graphql::Result<Vec<CountByRole>> {
        Ok(self.count("role", |value, count| Some(CountByRole { value: word(value)?, count })).await?)
    }

    /// By the languages of the label.
    #[graphql(complexity = "FACET_COST.saturating_add(child_complexity)")]
    async fn locales(&self) -> async_graphql::Result<Vec<CountByLocale>> {
        Ok(self.count("locale", |tag, count| Some(CountByLocale { value: tag.into(), count })).await?)
    }
}
