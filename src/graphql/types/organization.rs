//! Organizations as clients see them: filter, order, fields and connections.

use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::OrganizationKind;
use entity::{ItemType, organization};

use super::area::Area;
use super::attended::AttendedMeetingConnection;
use super::coverage::Coverage;
use super::encounter::EncounterFilter;
use super::involvement::Involvement;
use super::item::Spine;
use super::link::LIST_COST;
use super::meeting;
use super::met::{MET_COST, MetConnection};
use super::name::DatedName;
use super::place::Place;
use super::position::{self, HeldInput, Position};
use super::publication::{self, Publication};
use super::statement::Statement;
use super::text::{Localized, pick, pick_text};
use crate::domain::dates::Certainty;
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::domain::partial_date::PartialDate;
use crate::domain::participant::Party;
use crate::domain::query::{Direction, ItemQuery, Order, OrderField};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;
use crate::graphql::connection::{Connection, ContentObject, ItemConnection, filtered_cost, page_cost};
use crate::graphql::errors::{ApiError, ErrorCode};
use crate::graphql::inputs::{DuringInput, Groups, collation, found_ids};
use crate::graphql::reader::{Reader, relation};
use crate::graphql::related::{OrganizationRelations, conditions};
use crate::graphql::relations::Named;
use crate::store::content::mechanism::involvements::InvolvementsOfOrganization;
use crate::store::content::organization as stored;
use crate::store::content::person::positions::PositionsInOrganization;
use crate::store::{StatementsBy, StatementsFrom};

/// Which organizations a list has: any of each list, all of the lists that are given. An empty list
/// restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "OrganizationFilter")]
pub struct Filter {
    /// These organizations, and everything below them.
    pub organizations: Option<Vec<ItemRef>>,
    /// Directly below one of these organizations.
    pub parents: Option<Vec<ItemRef>>,
    /// Of one of these kinds.
    pub kinds: Option<Vec<OrganizationKind>>,
    /// Governing, representing or belonging to one of these areas, by code; a country includes its
    /// subdivisions, a group its members.
    pub areas: Option<Vec<String>>,
    /// Sitting in one of these areas, by code, likewise.
    pub seats: Option<Vec<String>>,
    /// Founded in this time.
    pub founded: Option<DuringInput>,
    /// What must hold for what it is related to.
    pub related: Option<OrganizationRelations>,
    /// All of these too.
    pub and: Option<Vec<Filter>>,
    /// At least one of these.
    pub or: Option<Vec<Filter>>,
    /// Not this.
    pub not: Option<Box<Filter>>,
}

/// What organizations can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrganizationOrderField {
    /// The current name, as its authors gave it first, folded.
    Name,
    /// The founding date; the more exactly known first, unknown ones last either way.
    Founded,
    /// The first publication.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of organizations.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "OrganizationOrder")]
pub struct OrderBy {
    /// By what.
    pub field: OrganizationOrderField,
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
    let organization = ItemType::Organization;
    let mut groups = Groups::new(reader);
    groups
        .items::<Named>("organizations", organization, filter.organizations.as_deref(), MatchKey::organization)
        .await?;
    groups.items::<Named>("parents", organization, filter.parents.as_deref(), MatchKey::parent).await?;
    groups.areas("areas", filter.areas.as_deref(), MatchKey::area)?;
    groups.areas("seats", filter.seats.as_deref(), MatchKey::seat)?;
    groups.any("kinds", filter.kinds.as_deref(), MatchKey::kind)?;
    let related = match filter.related {
        Some(related) => related.conditions(reader).await?,
        None => Vec::new(),
    };
    let conditions = conditions(reader, (filter.and, filter.or, filter.not), related).await?;
    let order = match order_by {
        None => Order::by(OrderField::Label, Direction::Asc),
        Some(order) => {
            let field = match order.field {
                OrganizationOrderField::Name => OrderField::Label,
                OrganizationOrderField::Founded => OrderField::Date,
                OrganizationOrderField::PublishedAt => OrderField::PublishedAt,
                OrganizationOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let query = ItemQuery {
        item_type: organization,
        matches: groups.into_matches(),
        having: Vec::new(),
        during: filter.founded.as_ref().map(|founded| founded.parse("founded")).transpose()?,
        conditions: Vec::new(),
        order,
    };
    Ok(query.restricted(conditions))
}

/// A body that meets, is met, or hosts: a ministry, a province, a board, a think-tank.
#[derive(Clone)]
pub struct Organization {
    spine: Spine,
}

impl ContentObject for Organization {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl Organization {
    async fn detail(&self) -> Result<organization::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "an organization has no details"))
    }
}

/// A body that meets, is met, or hosts: a ministry, a province, a board, a think-tank. One that was
/// renamed is one organization with dated names.
#[Object]
impl Organization {
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

    /// The statements that it makes.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn statements_made(
        &self,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<Statement>> {
        let arguments = PageArguments { first, after, last, before };
        self.spine.statement_page::<StatementsBy>(&arguments).await
    }

    /// What sort of organization it is.
    async fn kind(&self) -> async_graphql::Result<OrganizationKind> {
        Ok(self.detail().await?.kind)
    }

    /// Its names over time, in the order of its authors.
    async fn names(&self) -> async_graphql::Result<Vec<DatedName>> {
        Ok(DatedName::of(&self.spine).await?)
    }

    /// Short form of its name, such as TCS.
    async fn abbreviation(&self) -> async_graphql::Result<Option<String>> {
        Ok(self.detail().await?.abbreviation)
    }

    /// The organization it belongs to.
    async fn parent(&self) -> async_graphql::Result<Option<Self>> {
        let Some(parent) = self.detail().await?.parent_id else { return Ok(None) };
        Ok(Spine::load(self.spine.reader(), parent).await?.map(Self::new))
    }

    /// The organizations that belong directly to it: boards, departments, offices.
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

    /// Those of their sort whom it met, most often first: in meetings that were held, by name, and not
    /// as one delegation. Large meetings are left out unless asked for.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity).saturating_add(MET_COST)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn shared_meetings_with(
        &self,
        #[graphql(desc = "Only this organization.")] organization: Option<ItemRef>,
        #[graphql(desc = "Only these encounters.")] filter: Option<EncounterFilter>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<MetConnection<Self>> {
        let reader = self.spine.reader();
        let arguments = PageArguments { first, after, last, before };
        let only = match organization {
            Some(other) => found_ids(reader, "organization", ItemType::Organization, &[other]).await?.pop(),
            None => None,
        };
        Ok(MetConnection::of(reader, self.spine.row().id, only, filter, &arguments).await?)
    }

    /// The meetings that it took part in, or somebody for it, the latest first if no order is given.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn meetings(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<meeting::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<meeting::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<AttendedMeetingConnection> {
        let arguments = PageArguments { first, after, last, before };
        let id = self.spine.row().id;
        let who = (MatchKey::organization(id), Party::Item(id));
        Ok(AttendedMeetingConnection::of(self.spine.reader(), who, filter, order_by, &arguments).await?)
    }

    /// The mechanisms it is involved in, and how.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn involvements(
        &self,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<Involvement>> {
        let arguments = PageArguments { first, after, last, before };
        let reader = self.spine.reader();
        Ok(Connection::of_edges::<InvolvementsOfOrganization>(reader, self.spine.row().id, (), &arguments).await?)
    }

    /// The posts that people hold or held in it, the latest first.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    async fn positions(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<position::Filter>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<Position>> {
        let reader = self.spine.reader();
        let filter = filter.unwrap_or_default().parse(reader).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(Connection::of_edges::<PositionsInOrganization>(reader, self.spine.row().id, filter, &arguments).await?)
    }

    /// The posts that were held in it at a time, the latest first; at most 100.
    #[graphql(complexity = "page_cost(None, None, child_complexity)")]
    async fn positions_at(
        &self,
        #[graphql(desc = "The day, month or year.")] date: Entered<PartialDate>,
        #[graphql(desc = "Only these posts, such as `secretary-general`.")] posts: Option<Vec<Entered<Slug>>>,
        #[graphql(
            desc = "CERTAIN: surely throughout it. POSSIBLE: perhaps for some of it.",
            default_with = "Certainty::Certain"
        )]
        certainty: Certainty,
    ) -> async_graphql::Result<Vec<Position>> {
        let held = Some(HeldInput { on: date, certainty });
        let filter = position::Filter { posts, held, organizations: None };
        position::all::<PositionsInOrganization>(&self.spine, filter.parse(self.spine.reader()).await?).await
    }

    /// What it publishes.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn publications(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<publication::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<publication::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<Publication>> {
        let reader = self.spine.reader();
        let query = publication::query(reader, filter, order_by).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(reader, MatchKey::published_by(self.spine.row().id), query, &arguments).await?)
    }

    /// The area that it governs, represents or belongs to.
    async fn area(&self) -> async_graphql::Result<Option<Area>> {
        let area = self.detail().await?.area;
        Ok(area.and_then(|code| Area::find(self.spine.reader(), &code)))
    }

    /// Where it sits, if stated.
    async fn place(&self) -> async_graphql::Result<Option<Place>> {
        let organization::Model { place_venue, place_city, place_area, .. } = self.detail().await?;
        let unstated = place_venue.0.is_empty() && place_city.0.is_empty() && place_area.is_none();
        let place = || Place::new(self.spine.reader().clone(), place_venue, place_city, place_area);
        Ok((!unstated).then(place))
    }

    /// Its address on the web.
    async fn website(&self) -> async_graphql::Result<Option<Entered<WebAddress>>> {
        Ok(self.detail().await?.website.map(Entered::from))
    }

    /// When it was founded.
    async fn founded(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.founded.map(Entered::from))
    }

    /// Its last day, inclusive; null while it exists, or if unknown.
    async fn dissolved(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.dissolved.map(Entered::from))
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
}

relation!(
    /// The details of organizations.
    Details, organization::Model, stored::details
);
