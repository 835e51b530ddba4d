//! Indicators as clients see them: filter, order and fields.

use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::{Counted, Frequency};
use entity::{ItemType, indicator};

use super::coverage::Coverage;
use super::item::Spine;
use super::link::LIST_COST;
use super::observation::{self, Observation};
use super::statement::Statement;
use super::text::{Localized, pick, pick_text};
use crate::domain::entered::Entered;
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::domain::query::{Direction, ItemQuery, Order, OrderField};
use crate::domain::slug::Slug;
use crate::graphql::connection::{Connection, ContentObject, filtered_cost, page_cost};
use crate::graphql::errors::{ApiError, ErrorCode};
use crate::graphql::inputs::{Groups, collation};
use crate::graphql::reader::{Reader, relation};
use crate::graphql::related::conditions;
use crate::store::StatementsFrom;
use crate::store::content::indicator as stored;
use crate::store::content::indicator::observations::ObservationsOfIndicator;

/// Which indicators a list has: any of each list, all of what is given. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "IndicatorFilter")]
pub struct Filter {
    /// On one of these topics.
    pub topics: Option<Vec<Entered<Slug>>>,
    /// Declaring one of these counters.
    pub counters: Option<Vec<Entered<Slug>>>,
    /// With an observation of one of these areas, by code; a country includes its subdivisions, a group its
    /// members.
    pub areas: Option<Vec<String>>,
    /// All of these too.
    pub and: Option<Vec<Filter>>,
    /// At least one of these.
    pub or: Option<Vec<Filter>>,
    /// Not this.
    pub not: Option<Box<Filter>>,
}

/// What indicators can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum IndicatorOrderField {
    /// The name, as its authors gave it first, folded.
    Name,
    /// The first publication in this record.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of indicators.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "IndicatorOrder")]
pub struct OrderBy {
    /// By what.
    pub field: IndicatorOrderField,
    /// Which end first.
    #[graphql(default_with = "Direction::Asc")]
    pub direction: Direction,
    /// The language that names are ordered as in: en, zh (by pinyin), ja (by kana) or ko. By code point, as
    /// their authors gave them first, if left out or any other.
    pub locale: Option<Entered<Locale>>,
}

/// The question that a filter and an order ask.
pub async fn query(reader: &Reader, filter: Option<Filter>, order_by: Option<OrderBy>) -> Result<ItemQuery, ApiError> {
    let filter = filter.unwrap_or_default();
    let mut groups = Groups::new(reader);
    groups.words("topics", filter.topics.as_deref(), MatchKey::topic)?;
    groups.words("counters", filter.counters.as_deref(), MatchKey::counter)?;
    groups.areas("areas", filter.areas.as_deref(), MatchKey::area)?;
    let conditions = conditions(reader, (filter.and, filter.or, filter.not), Vec::new()).await?;
    let order = match order_by {
        None => Order::by(OrderField::Label, Direction::Asc),
        Some(order) => {
            let field = match order.field {
                IndicatorOrderField::Name => OrderField::Label,
                IndicatorOrderField::PublishedAt => OrderField::PublishedAt,
                IndicatorOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let query = ItemQuery {
        item_type: ItemType::Indicator,
        matches: groups.into_matches(),
        having: Vec::new(),
        during: None,
        conditions: Vec::new(),
        order,
    };
    Ok(query.restricted(conditions))
}

/// A statistic: something measured or declared, area by area and period by period.
#[derive(Clone)]
pub struct Indicator {
    spine: Spine,
}

impl ContentObject for Indicator {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl Indicator {
    async fn detail(&self) -> Result<indicator::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "an indicator has no details"))
    }
}

/// A statistic: something measured or declared, area by area and period by period.
#[Object]
impl Indicator {
    /// Opaque id, the same everywhere.
    pub async fn id(&self) -> ID {
        self.spine.id()
    }

    /// Its content type.
    pub async fn item_type(&self) -> ItemType {
        self.spine.row().item_type
    }

    /// Its readable name in addresses.
    pub async fn slug(&self) -> Entered<Slug> {
        self.spine.row().slug.as_str().into()
    }

    /// What to show it as, in the language that suits best: its name.
    pub async fn label(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        self.spine.label(locales, fallback)
    }

    /// The label with the language it is in.
    pub async fn label_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        self.spine.label_text(locales, fallback)
    }

    /// When it was first published.
    pub async fn published_at(&self) -> Entered<Instant> {
        self.spine.published_at()
    }

    /// When what is public of it last changed.
    pub async fn updated_at(&self) -> Entered<Instant> {
        self.spine.updated_at()
    }

    /// How often it was published.
    pub async fn revision(&self) -> i32 {
        self.spine.row().revision
    }

    /// What sources say of it, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    pub async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        self.spine.statements().await
    }

    /// The statements whose source it is.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    pub async fn source_of(
        &self,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<Statement>> {
        let arguments = PageArguments { first, after, last, before };
        self.spine.statement_page::<StatementsFrom>(&arguments).await
    }

    /// What there is to read about it.
    async fn coverage(&self) -> Coverage {
        self.spine.coverage()
    }

    /// Its name, in the language that suits best.
    async fn name(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        self.spine.label(locales, fallback)
    }

    /// What it measures, in prose.
    async fn description(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(self.spine.reader(), &self.detail().await?.description, locales, fallback)
    }

    /// What it measures, in prose, with the language it is in.
    async fn description_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        pick(self.spine.reader(), &self.detail().await?.description, locales, fallback)
    }

    /// What it is about, from an open vocabulary.
    async fn topic(&self) -> async_graphql::Result<Option<Entered<Slug>>> {
        Ok(self.detail().await?.topic.map(Entered::from))
    }

    /// What is counted in: `COUNT`, `PERCENT`, `USD`, `PERSONS`.
    async fn unit(&self) -> async_graphql::Result<String> {
        Ok(self.detail().await?.unit)
    }

    /// The power of ten that values are to be multiplied by: 6 for millions.
    async fn multiplier(&self) -> async_graphql::Result<i32> {
        Ok(self.detail().await?.multiplier)
    }

    /// How often it is observed, if stated.
    async fn frequency(&self) -> async_graphql::Result<Option<Frequency>> {
        Ok(self.detail().await?.frequency)
    }

    /// The counter of mechanisms that its observations declare, if they do.
    async fn counter(&self) -> async_graphql::Result<Option<Entered<Slug>>> {
        Ok(self.detail().await?.counter.map(Entered::from))
    }

    /// What the counter counts.
    async fn counts(&self) -> async_graphql::Result<Option<Counted>> {
        Ok(self.detail().await?.counts)
    }

    /// What was observed, the latest period first.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    async fn observations(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<observation::Filter>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<Observation>> {
        let reader = self.spine.reader();
        let filter = filter.unwrap_or_default().parse(reader)?;
        let arguments = PageArguments { first, after, last, before };
        Ok(Connection::of_edges::<ObservationsOfIndicator>(reader, self.spine.row().id, filter, &arguments).await?)
    }
}

relation!(
    /// The details of indicators.
    Details,
    indicator::Model,
    stored::details
);
