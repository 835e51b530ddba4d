//! People as clients see them: filter, order, fields and connections.

use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::PersonNameKind;
use entity::{ItemType, person, person_name};

use super::area::Area;
use super::attended::AttendedMeetingConnection;
use super::coverage::Coverage;
use super::encounter::EncounterFilter;
use super::image::Image;
use super::item::Spine;
use super::link::LIST_COST;
use super::meeting;
use super::met::{MET_COST, MetConnection};
use super::position::{self, HeldInput, Position};
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
use crate::domain::person_name::{NameParts, NameStyle, sought_parts};
use crate::domain::position::PositionFilter;
use crate::domain::query::{Direction, Having, ItemQuery, Order, OrderField};
use crate::domain::slug::Slug;
use crate::graphql::connection::{Connection, ContentObject, filtered_cost, page_cost};
use crate::graphql::errors::{ApiError, ErrorCode};
use crate::graphql::inputs::{Groups, collation, found_ids};
use crate::graphql::reader::{Reader, relation};
use crate::graphql::related::{PersonRelations, conditions};
use crate::graphql::relations::Named;
use crate::store::content::person as stored;
use crate::store::content::person::positions::PositionsOfPerson;
use crate::store::{StatementsBy, StatementsFrom};

/// Which people a list has: any of each list, all of what is given. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "PersonFilter")]
pub struct Filter {
    /// With all these words in one or several of their names: family or given name, in any script,
    /// whatever the case, accents and hyphens. Whole words; of Chinese, Japanese and Korean names any
    /// piece.
    pub name: Option<String>,
    /// Who hold or held a post in one of these organizations.
    pub organizations: Option<Vec<ItemRef>>,
    /// Connected with one of these areas, by code: as its nationals, where a source says so, or by a
    /// post in an organization of it. A country includes its subdivisions, a group its members.
    pub areas: Option<Vec<String>>,
    /// With a position that meets all of this at once.
    pub position: Option<position::Filter>,
    /// What must hold for what it is related to.
    pub related: Option<PersonRelations>,
    /// All of these too.
    pub and: Option<Vec<Filter>>,
    /// At least one of these.
    pub or: Option<Vec<Filter>>,
    /// Not this.
    pub not: Option<Box<Filter>>,
}

/// What people can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PersonOrderField {
    /// The name, as its authors gave it first, folded.
    Name,
    /// The first publication.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of people.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "PersonOrder")]
pub struct OrderBy {
    /// By what.
    pub field: PersonOrderField,
    /// Which end first.
    #[graphql(default_with = "Direction::Asc")]
    pub direction: Direction,
    /// The language that names are ordered as in, family names first: en, zh (by pinyin), ja (as they are
    /// read, where that is stated) or ko. By code point, as their authors gave them first, if left out or any
    /// other.
    pub locale: Option<Entered<Locale>>,
}

/// The question that a filter and an order ask.
pub async fn query(reader: &Reader, filter: Option<Filter>, order_by: Option<OrderBy>) -> Result<ItemQuery, ApiError> {
    let filter = filter.unwrap_or_default();
    let mut groups = Groups::new(reader);
    if let Some(name) = &filter.name {
        groups.all("name", sought_parts(name), |part| MatchKey::name(&part))?;
    }
    let organizations = filter.organizations.as_deref();
    groups.items::<Named>("organizations", ItemType::Organization, organizations, MatchKey::organization).await?;
    groups.areas("areas", filter.areas.as_deref(), MatchKey::area)?;
    let mut having = Vec::new();
    if let Some(position) = &filter.position {
        let position = position.parse(reader).await?;
        // The keys say the same less exactly, and lead there by an index.
        groups.any_key(position.organizations.iter().copied().map(MatchKey::organization));
        groups.any_key(position.posts.iter().map(|post| MatchKey::post(post)));
        having.push(Having::Position(position));
    }
    let related = match filter.related {
        Some(related) => related.conditions(reader).await?,
        None => Vec::new(),
    };
    let conditions = conditions(reader, (filter.and, filter.or, filter.not), related).await?;
    let order = match order_by {
        None => Order::by(OrderField::Label, Direction::Asc),
        Some(order) => {
            let field = match order.field {
                PersonOrderField::Name => OrderField::Label,
                PersonOrderField::PublishedAt => OrderField::PublishedAt,
                PersonOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let (item_type, matches) = (ItemType::Person, groups.into_matches());
    let query = ItemQuery { item_type, matches, having, during: None, conditions: Vec::new(), order };
    Ok(query.restricted(conditions))
}

/// Somebody with a name: who meets, speaks, or holds a post.
#[derive(Clone)]
pub struct Person {
    spine: Spine,
}

impl ContentObject for Person {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl Person {
    async fn detail(&self) -> Result<person::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "a person has no details"))
    }

    async fn displayed(
        &self,
        style: NameStyle,
        locales: Option<Vec<Entered<Locale>>>,
        fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        let Some(chosen) = pick(self.spine.reader(), &self.spine.row().label, locales, fallback)? else {
            return Ok(None);
        };
        let names = self.name_rows().await?;
        let of_label =
            |name: &&person_name::Model| name.full_name == chosen.value && name.language == chosen.locale.text();
        let name = names.iter().find(of_label);
        let value = name.map_or_else(|| chosen.value.clone(), |name| parts_of(name).display(style));
        Ok(Some(Localized { value, ..chosen }))
    }

    async fn name_rows(&self) -> Result<Vec<person_name::Model>, ApiError> {
        Ok(self.spine.reader().load::<Names>(self.spine.row().id).await?.unwrap_or_default())
    }
}

fn parts_of(name: &person_name::Model) -> NameParts<'_> {
    NameParts {
        full: &name.full_name,
        family: name.family.as_deref(),
        given: name.given.as_deref(),
        order: name.name_order,
        reading: name.reading.as_deref(),
    }
}

/// Somebody with a name: who meets, speaks, or holds a post.
#[Object]
impl Person {
    /// Opaque id, the same everywhere.
    pub async fn id(&self) -> ID {
        self.spine.id()
    }

    /// Its content type.
    pub async fn item_type(&self) -> ItemType {
        self.spine.row().item_type
    }

    /// Their readable name in addresses.
    pub async fn slug(&self) -> Entered<Slug> {
        self.spine.row().slug.as_str().into()
    }

    /// What to show them as, in the language that suits best: their name as the source writes it.
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

    /// When they were first published.
    pub async fn published_at(&self) -> Entered<Instant> {
        self.spine.published_at()
    }

    /// When what is public of them last changed.
    pub async fn updated_at(&self) -> Entered<Instant> {
        self.spine.updated_at()
    }

    /// How often they were published.
    pub async fn revision(&self) -> i32 {
        self.spine.row().revision
    }

    /// What sources say of them, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    pub async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        self.spine.statements().await
    }

    /// The statements whose source they are.
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

    /// What there is to read about them.
    async fn coverage(&self) -> Coverage {
        self.spine.coverage()
    }

    /// The statements that they make.
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

    /// Their name in a style, in the language that suits best.
    async fn display_name(
        &self,
        #[graphql(desc = "How to write it.", default_with = "NameStyle::FamilyUpperFirst")] style: NameStyle,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        Ok(self.displayed(style, locales, fallback).await?.map(|name| name.value))
    }

    /// Their name in a style, with the language it is in.
    async fn display_name_text(
        &self,
        #[graphql(desc = "How to write it.", default_with = "NameStyle::FamilyUpperFirst")] style: NameStyle,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        self.displayed(style, locales, fallback).await
    }

    /// Their names, in the order of the authors.
    async fn names(&self) -> async_graphql::Result<Vec<PersonName>> {
        Ok(self.name_rows().await?.into_iter().map(PersonName).collect())
    }

    /// The areas whose national a source says they are.
    async fn nationalities(&self) -> async_graphql::Result<Vec<Area>> {
        let codes = self.detail().await?.nationalities.0;
        Ok(codes.iter().filter_map(|code| Area::find(self.spine.reader(), code)).collect())
    }

    /// Who they are, in prose.
    async fn biography(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(self.spine.reader(), &self.detail().await?.biography, locales, fallback)
    }

    /// Who they are, in prose, with the language it is in.
    async fn biography_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        pick(self.spine.reader(), &self.detail().await?.biography, locales, fallback)
    }

    /// Their picture, if there is one.
    async fn image(&self) -> async_graphql::Result<Option<Image>> {
        Ok(self.detail().await?.image.map(Image::from))
    }

    /// Those of their sort whom they met, most often first: in meetings that were held, by name, and not
    /// as one delegation. Large meetings are left out unless asked for.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity).saturating_add(MET_COST)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn shared_meetings_with(
        &self,
        #[graphql(desc = "Only this person.")] person: Option<ItemRef>,
        #[graphql(desc = "Only these encounters.")] filter: Option<EncounterFilter>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<MetConnection<Self>> {
        let reader = self.spine.reader();
        let arguments = PageArguments { first, after, last, before };
        let only = match person {
            Some(other) => found_ids(reader, "person", ItemType::Person, &[other]).await?.pop(),
            None => None,
        };
        Ok(MetConnection::of(reader, self.spine.row().id, only, filter, &arguments).await?)
    }

    /// The meetings that they took part in, the latest first if no order is given.
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
        let who = (MatchKey::person(id), Party::Item(id));
        Ok(AttendedMeetingConnection::of(self.spine.reader(), who, filter, order_by, &arguments).await?)
    }

    /// The posts they hold or held, the latest first.
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
        Ok(Connection::of_edges::<PositionsOfPerson>(reader, self.spine.row().id, filter, &arguments).await?)
    }

    /// The posts they held at a time, the latest first; at most 100.
    #[graphql(complexity = "page_cost(None, None, child_complexity)")]
    async fn positions_at(
        &self,
        #[graphql(desc = "The day, month or year.")] date: Entered<PartialDate>,
        #[graphql(
            desc = "CERTAIN: surely throughout it. POSSIBLE: perhaps for some of it.",
            default_with = "Certainty::Certain"
        )]
        certainty: Certainty,
    ) -> async_graphql::Result<Vec<Position>> {
        let held = HeldInput { on: date, certainty }.parse("date")?;
        let filter = PositionFilter { held: Some(held), ..PositionFilter::default() };
        position::all::<PositionsOfPerson>(&self.spine, filter).await
    }
}

/// A name of a person.
#[derive(Clone)]
pub struct PersonName(person_name::Model);

/// A name of a person.
#[Object]
impl PersonName {
    /// The whole name, as the source writes it.
    async fn full(&self) -> &str {
        &self.0.full_name
    }

    /// The family name, if there is one and it is known.
    async fn family(&self) -> Option<&str> {
        self.0.family.as_deref()
    }

    /// The given name, if it is known.
    async fn given(&self) -> Option<&str> {
        self.0.given.as_deref()
    }

    /// Which of them the whole name begins with.
    async fn order(&self) -> entity::vocabulary::NameOrder {
        self.0.name_order
    }

    /// The name in a style.
    async fn display(&self, #[graphql(desc = "How to write it.")] style: NameStyle) -> String {
        parts_of(&self.0).display(style)
    }

    /// The language it is written in.
    async fn language(&self) -> Entered<Locale> {
        self.0.language.as_str().into()
    }

    /// ISO 15924 code of the script it is written in, if stated.
    async fn script(&self) -> Option<&str> {
        self.0.script.as_deref()
    }

    /// How it is read, such as in kana, if stated.
    async fn reading(&self) -> Option<&str> {
        self.0.reading.as_deref()
    }

    /// What sort of name it is.
    async fn kind(&self) -> PersonNameKind {
        self.0.kind
    }

    /// First day of validity, if known.
    async fn start_date(&self) -> Option<Entered<PartialDate>> {
        self.0.start_date.as_deref().map(Entered::from)
    }

    /// Last day of validity, inclusive; null while it is valid.
    async fn end_date(&self) -> Option<Entered<PartialDate>> {
        self.0.end_date.as_deref().map(Entered::from)
    }
}

relation!(
    /// The details of people.
    Details,
    person::Model,
    stored::details
);
relation!(
    /// The names of people.
    Names,
    Vec<person_name::Model>,
    stored::names
);
