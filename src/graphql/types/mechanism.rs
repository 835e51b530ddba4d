//! Mechanisms as clients see them: filter, order, fields and connections.

use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::{Frequency, MechanismKind, MechanismLevel, MechanismStatus};
use entity::{ItemType, mechanism};

use super::area::Area;
use super::coverage::Coverage;
use super::involvement::Involvement;
use super::item::Spine;
use super::link::{LIST_COST, Link, MechanismLink};
use super::meeting::{self, Meeting};
use super::name::DatedName;
use super::statement::Statement;
use super::text::{Localized, pick, pick_text};
use super::timeline::{TIMELINE_COST, Timeline};
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::domain::partial_date::PartialDate;
use crate::domain::query::{Direction, ItemQuery, Order, OrderField};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;
use crate::graphql::connection::{Connection, ContentObject, ItemConnection, filtered_cost, page_cost};
use crate::graphql::errors::{ApiError, ErrorCode};
use crate::graphql::inputs::{DuringInput, Groups, collation};
use crate::graphql::reader::{Reader, relation};
use crate::graphql::related::{MechanismRelations, conditions};
use crate::graphql::relations::Named;
use crate::store::StatementsFrom;
use crate::store::content::mechanism as stored;

/// Which mechanisms a list has: any of each list, all of the lists that are given. An empty list
/// restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "MechanismFilter")]
pub struct Filter {
    /// These mechanisms, and everything below them.
    pub mechanisms: Option<Vec<ItemRef>>,
    /// Directly below one of these mechanisms.
    pub parents: Option<Vec<ItemRef>>,
    /// In which one of these organizations is involved.
    pub organizations: Option<Vec<ItemRef>>,
    /// Counting in one of these counters.
    pub counters: Option<Vec<Entered<Slug>>>,
    /// With one of these topics.
    pub topics: Option<Vec<Entered<Slug>>>,
    /// At one of these levels.
    pub levels: Option<Vec<MechanismLevel>>,
    /// Of one of these kinds.
    pub kinds: Option<Vec<MechanismKind>>,
    /// With one of these areas as a party, by code; a group stands for any of its members.
    pub parties: Option<Vec<String>>,
    /// With one of these statuses.
    pub statuses: Option<Vec<MechanismStatus>>,
    /// Founded in this time.
    pub founded: Option<DuringInput>,
    /// What must hold for what it is related to.
    pub related: Option<MechanismRelations>,
    /// All of these too.
    pub and: Option<Vec<Filter>>,
    /// At least one of these.
    pub or: Option<Vec<Filter>>,
    /// Not this.
    pub not: Option<Box<Filter>>,
}

/// What mechanisms can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MechanismOrderField {
    /// The current name, as its authors gave it first, folded.
    Name,
    /// The founding date; the more exactly known first, unknown ones last either way.
    Founded,
    /// The first publication.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of mechanisms.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "MechanismOrder")]
pub struct OrderBy {
    /// By what.
    pub field: MechanismOrderField,
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
    groups.items::<Named>("mechanisms", ItemType::Mechanism, filter.mechanisms.as_deref(), MatchKey::mechanism).await?;
    groups.items::<Named>("parents", ItemType::Mechanism, filter.parents.as_deref(), MatchKey::parent).await?;
    let organizations = filter.organizations.as_deref();
    groups.items::<Named>("organizations", ItemType::Organization, organizations, MatchKey::organization).await?;
    groups.words("counters", filter.counters.as_deref(), MatchKey::counter)?;
    groups.words("topics", filter.topics.as_deref(), MatchKey::topic)?;
    groups.any("levels", filter.levels.as_deref(), |level| MatchKey::level(*level))?;
    groups.any("kinds", filter.kinds.as_deref(), MatchKey::kind)?;
    groups.areas("parties", filter.parties.as_deref(), MatchKey::party)?;
    groups.any("statuses", filter.statuses.as_deref(), MatchKey::status)?;
    let related = match filter.related {
        Some(related) => related.conditions(reader).await?,
        None => Vec::new(),
    };
    let conditions = conditions(reader, (filter.and, filter.or, filter.not), related).await?;
    let order = match order_by {
        None => Order::by(OrderField::Label, Direction::Asc),
        Some(order) => {
            let field = match order.field {
                MechanismOrderField::Name => OrderField::Label,
                MechanismOrderField::Founded => OrderField::Date,
                MechanismOrderField::PublishedAt => OrderField::PublishedAt,
                MechanismOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let query = ItemQuery {
        item_type: ItemType::Mechanism,
        matches: groups.into_matches(),
        having: Vec::new(),
        during: filter.founded.as_ref().map(|founded| founded.parse("founded")).transpose()?,
        conditions: Vec::new(),
        order,
    };
    Ok(query.restricted(conditions))
}

/// A consultative mechanism or programme under which meetings take place.
#[derive(Clone)]
pub struct Mechanism {
    spine: Spine,
}

impl ContentObject for Mechanism {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl Mechanism {
    async fn detail(&self) -> Result<mechanism::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "a mechanism has no details"))
    }
}

/// A consultative mechanism or programme under which meetings take place.
#[Object]
impl Mechanism {
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

    /// What to show it as, in the language that suits best.
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

    /// What sort of mechanism it is.
    async fn kind(&self) -> async_graphql::Result<MechanismKind> {
        Ok(self.detail().await?.kind)
    }

    /// The level it meets at.
    async fn level(&self) -> async_graphql::Result<MechanismLevel> {
        Ok(self.detail().await?.level)
    }

    /// Whether it still meets.
    async fn status(&self) -> async_graphql::Result<MechanismStatus> {
        Ok(self.detail().await?.status)
    }

    /// Short form of its name, such as TFMM.
    async fn abbreviation(&self) -> async_graphql::Result<Option<String>> {
        Ok(self.detail().await?.abbreviation)
    }

    /// Its names over time, in the order of its authors.
    async fn names(&self) -> async_graphql::Result<Vec<DatedName>> {
        Ok(DatedName::of(&self.spine).await?)
    }

    /// Topics it deals with, from an open vocabulary.
    async fn topics(&self) -> async_graphql::Result<Vec<Entered<Slug>>> {
        Ok(self.detail().await?.topics.0.into_iter().map(Entered::from).collect())
    }

    /// The areas that are party to it, in its own order.
    async fn parties(&self) -> async_graphql::Result<Vec<Area>> {
        Ok(Area::parties_of(&self.spine).await?)
    }

    /// The organizations involved in it, in its own order.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn organizations(&self) -> async_graphql::Result<Vec<Involvement>> {
        Ok(Involvement::of(&self.spine).await?)
    }

    /// Its address on the web.
    async fn website(&self) -> async_graphql::Result<Option<Entered<WebAddress>>> {
        Ok(self.detail().await?.website.map(Entered::from))
    }

    /// The mechanism it belongs under.
    async fn parent(&self) -> async_graphql::Result<Option<Self>> {
        let Some(parent) = self.detail().await?.parent_id else { return Ok(None) };
        Ok(Spine::load(self.spine.reader(), parent).await?.map(Self::new))
    }

    /// The mechanisms directly below it.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn children(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<Filter>,
        #[graphql(desc = "In this order; by name if left out.")] order_by: Option<OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<Self>> {
        let reader = self.spine.reader();
        let query = query(reader, filter, order_by).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(reader, MatchKey::parent(self.spine.row().id), query, &arguments).await?)
    }

    /// The links it holds to other mechanisms.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn links(&self) -> async_graphql::Result<Vec<MechanismLink>> {
        Ok(Link::from(&self.spine).await?.into_iter().map(MechanismLink).collect())
    }

    /// The links that other mechanisms hold to it.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn linked_from(&self) -> async_graphql::Result<Vec<MechanismLink>> {
        Ok(Link::to(&self.spine).await?.into_iter().map(MechanismLink).collect())
    }

    /// How often it is meant to meet.
    async fn frequency(&self) -> async_graphql::Result<Option<Frequency>> {
        Ok(self.detail().await?.frequency)
    }

    /// When it was founded.
    async fn founded(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.founded.map(Entered::from))
    }

    /// The declared counter that it counts in, if any.
    async fn counter(&self) -> async_graphql::Result<Option<Entered<Slug>>> {
        Ok(self.detail().await?.counter.map(Entered::from))
    }

    /// What it is, in prose.
    async fn description(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        let description = self.detail().await?.description;
        pick_text(self.spine.reader(), &description, locales, fallback)
    }

    /// What it is, in prose, with the language it is in.
    async fn description_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        let description = self.detail().await?.description;
        pick(self.spine.reader(), &description, locales, fallback)
    }

    /// Its editions as a whole: numbers, gaps, and whose turn it was to host.
    #[graphql(complexity = "TIMELINE_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn timeline(&self) -> async_graphql::Result<Timeline> {
        Ok(Timeline::of(self.spine.reader(), self.spine.row().id).await?)
    }

    /// Its meetings.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn meetings(
        &self,
        #[graphql(desc = "Also the meetings of mechanisms below it.", default)] below: bool,
        #[graphql(desc = "Only these.")] filter: Option<meeting::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<meeting::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<Meeting>> {
        let reader = self.spine.reader();
        let query = meeting::query(reader, filter, order_by).await?;
        let id = self.spine.row().id;
        let parent = if below { MatchKey::mechanism(id) } else { MatchKey::edition_of(id) };
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(reader, parent, query, &arguments).await?)
    }
}

relation!(
    /// The details of mechanisms.
    Details, mechanism::Model, stored::details
);
