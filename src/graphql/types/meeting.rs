//! Meetings as clients see them: filter, order, fields and connections.

use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::{AttendanceMode, MechanismLevel, MeetingKind, MeetingStatus};
use entity::{ItemId, ItemType, meeting, meeting_place, meeting_session};

use super::area::Area;
use super::coverage::Coverage;
use super::item::{Spine, instant};
use super::link::{LIST_COST, Link, MeetingLink};
use super::mechanism::Mechanism;
use super::participant::{self, Participant};
use super::place::Place;
use super::publication::{self, Publication};
use super::session::Session;
use super::statement::Statement;
use super::text::{Localized, all, pick, pick_text};
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::domain::partial_date::PartialDate;
use crate::domain::query::{Direction, Having, ItemQuery, Order, OrderField};
use crate::domain::slug::Slug;
use crate::graphql::connection::{Connection, ContentObject, ItemConnection, filtered_cost, page_cost};
use crate::graphql::errors::{ApiError, ErrorCode};
use crate::graphql::inputs::{DuringInput, Groups, collation};
use crate::graphql::reader::{Reader, relation};
use crate::graphql::related::{MeetingRelations, conditions};
use crate::graphql::relations::Named;
use crate::store::StatementsFrom;
use crate::store::content::meeting as stored;
use crate::store::content::meeting::participants::ParticipantsOfMeeting;

/// Which meetings a list has: any of each list, all of the lists that are given. An empty list
/// restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "MeetingFilter")]
pub struct Filter {
    /// Of these mechanisms, or of those below them.
    pub mechanisms: Option<Vec<ItemRef>>,
    /// In one of these areas, by code; a country includes its subdivisions, a group its members.
    pub areas: Option<Vec<String>>,
    /// At one of these levels.
    pub levels: Option<Vec<MechanismLevel>>,
    /// Of one of these kinds.
    pub kinds: Option<Vec<MeetingKind>>,
    /// With one of these areas as a party, by code; a group stands for any of its members.
    pub parties: Option<Vec<String>>,
    /// With one of these statuses.
    pub statuses: Option<Vec<MeetingStatus>>,
    /// In which one of these people takes part.
    pub people: Option<Vec<ItemRef>>,
    /// In which one of these organizations takes part, or somebody for it.
    pub organizations: Option<Vec<ItemRef>>,
    /// With a participant that meets all of this at once.
    pub participant: Option<participant::Filter>,
    /// In this time.
    pub during: Option<DuringInput>,
    /// What must hold for what it is related to.
    pub related: Option<MeetingRelations>,
    /// All of these too.
    pub and: Option<Vec<Filter>>,
    /// At least one of these.
    pub or: Option<Vec<Filter>>,
    /// Not this.
    pub not: Option<Box<Filter>>,
}

/// What meetings can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MeetingOrderField {
    /// The start; the more exactly known first, undated ones last either way.
    StartDate,
    /// The title, as its authors gave it first, folded.
    Title,
    /// The first publication.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of meetings.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "MeetingOrder")]
pub struct OrderBy {
    /// By what.
    pub field: MeetingOrderField,
    /// Which end first.
    #[graphql(default_with = "Direction::Asc")]
    pub direction: Direction,
    /// The language that titles are ordered as in: en, zh (by pinyin), ja (by kana) or ko. By code point, as
    /// their authors gave them first, if left out or any other.
    pub locale: Option<Entered<Locale>>,
}

/// The question that a filter and an order ask.
pub async fn query(reader: &Reader, filter: Option<Filter>, order_by: Option<OrderBy>) -> Result<ItemQuery, ApiError> {
    let filter = filter.unwrap_or_default();
    let mut groups = Groups::new(reader);
    groups.items::<Named>("mechanisms", ItemType::Mechanism, filter.mechanisms.as_deref(), MatchKey::mechanism).await?;
    groups.items::<Named>("people", ItemType::Person, filter.people.as_deref(), MatchKey::person).await?;
    let organizations = filter.organizations.as_deref();
    groups.items::<Named>("organizations", ItemType::Organization, organizations, MatchKey::organization).await?;
    let mut having = Vec::new();
    if let Some(participant) = filter.participant {
        let participant = participant.parse(reader).await?;
        participant::leading_keys(&mut groups, &participant, reader).await?;
        having.push(Having::Participant(participant));
    }
    groups.areas("areas", filter.areas.as_deref(), MatchKey::area)?;
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
        None => Order::by(OrderField::Date, Direction::Desc),
        Some(order) => {
            let field = match order.field {
                MeetingOrderField::StartDate => OrderField::Date,
                MeetingOrderField::Title => OrderField::Label,
                MeetingOrderField::PublishedAt => OrderField::PublishedAt,
                MeetingOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let query = ItemQuery {
        item_type: ItemType::Meeting,
        matches: groups.into_matches(),
        having,
        during: filter.during.as_ref().map(|during| during.parse("during")).transpose()?,
        conditions: Vec::new(),
        order,
    };
    Ok(query.restricted(conditions))
}

/// A meeting: an edition of a mechanism, or one that belongs to none, such as a courtesy call.
#[derive(Clone)]
pub struct Meeting {
    spine: Spine,
}

impl ContentObject for Meeting {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl Meeting {
    /// The item.
    pub fn item(&self) -> ItemId {
        self.spine.row().id
    }

    async fn detail(&self) -> Result<meeting::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "a meeting has no details"))
    }

    async fn neighbour(&self, which: impl Fn(&stored::Neighbours) -> Option<ItemId>) -> Result<Option<Self>, ApiError> {
        let reader = self.spine.reader();
        let neighbours = reader.load::<Neighbours>(self.spine.row().id).await?;
        let Some(id) = neighbours.as_ref().and_then(which) else { return Ok(None) };
        Ok(Spine::load(reader, id).await?.map(Self::new))
    }
}

/// A meeting: an edition of a mechanism, or one that belongs to none, such as a courtesy call.
#[Object]
impl Meeting {
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

    /// The mechanism it is an edition of.
    async fn mechanism(&self) -> async_graphql::Result<Option<Mechanism>> {
        let Some(mechanism) = self.detail().await?.mechanism_id else { return Ok(None) };
        Ok(Spine::load(self.spine.reader(), mechanism).await?.map(Mechanism::new))
    }

    /// Its number within the mechanism.
    async fn edition(&self) -> async_graphql::Result<Option<i32>> {
        Ok(self.detail().await?.edition)
    }

    /// The edition before it: by number if it has one, else by date.
    async fn previous_edition(&self) -> async_graphql::Result<Option<Self>> {
        Ok(self.neighbour(|neighbours| neighbours.previous).await?)
    }

    /// The edition after it: by number if it has one, else by date.
    async fn next_edition(&self) -> async_graphql::Result<Option<Self>> {
        Ok(self.neighbour(|neighbours| neighbours.next).await?)
    }

    /// What sort of meeting it is.
    async fn kind(&self) -> async_graphql::Result<MeetingKind> {
        Ok(self.detail().await?.kind)
    }

    /// Its title in the language that suits best.
    async fn title(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        self.spine.label(locales, fallback)
    }

    /// Its title with the language it is in.
    async fn title_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        self.spine.label_text(locales, fallback)
    }

    /// Its title in every language it has.
    async fn titles(&self) -> Vec<Localized> {
        all(&self.spine.row().label)
    }

    /// Its theme in the language that suits best.
    async fn theme(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        let theme = self.detail().await?.theme;
        pick_text(self.spine.reader(), &theme, locales, fallback)
    }

    /// Its theme with the language it is in.
    async fn theme_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        let theme = self.detail().await?.theme;
        pick(self.spine.reader(), &theme, locales, fallback)
    }

    /// Its first day, as exactly as it is known.
    async fn start_date(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.start_date.map(Entered::from))
    }

    /// Its last day, inclusive; null if unstated.
    async fn end_date(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.end_date.map(Entered::from))
    }

    /// The instant it starts, if known.
    async fn starts_at(&self) -> async_graphql::Result<Option<Entered<Instant>>> {
        Ok(self.detail().await?.starts_at.map(instant))
    }

    /// The instant it ends, if known.
    async fn ends_at(&self) -> async_graphql::Result<Option<Entered<Instant>>> {
        Ok(self.detail().await?.ends_at.map(instant))
    }

    /// The IANA name of the time zone it takes place in.
    async fn time_zone(&self) -> async_graphql::Result<Option<String>> {
        Ok(self.detail().await?.time_zone)
    }

    /// Whether it has taken place.
    async fn status(&self) -> async_graphql::Result<MeetingStatus> {
        Ok(self.detail().await?.status)
    }

    /// How people attend, if stated.
    async fn attendance_mode(&self) -> async_graphql::Result<Option<AttendanceMode>> {
        Ok(self.detail().await?.attendance_mode)
    }

    /// Where it takes place.
    async fn places(&self) -> async_graphql::Result<Vec<Place>> {
        let reader = self.spine.reader();
        let places = reader.load::<Places>(self.spine.row().id).await?;
        let place = |row: meeting_place::Model| Place::new(reader.clone(), row.venue, row.city, row.area);
        Ok(places.into_iter().flatten().map(place).collect())
    }

    /// The areas that meet, in the order in which the meeting names them.
    async fn parties(&self) -> async_graphql::Result<Vec<Area>> {
        Ok(Area::parties_of(&self.spine).await?)
    }

    /// Its sessions, in their order.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn sessions(&self) -> async_graphql::Result<Vec<Session>> {
        let reader = self.spine.reader();
        let sessions = reader.load::<Sessions>(self.spine.row().id).await?;
        Ok(sessions.into_iter().flatten().map(|row| Session::new(reader.clone(), row)).collect())
    }

    /// Who takes part: by protocol where that is known, then as the authors named them.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    async fn participants(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<participant::Filter>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<Participant>> {
        let reader = self.spine.reader();
        let filter = filter.unwrap_or_default().parse(reader).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(Connection::of_edges::<ParticipantsOfMeeting>(reader, self.item(), filter, &arguments).await?)
    }

    /// The documents that came out of it.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn outcomes(
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
        Ok(ItemConnection::under(reader, MatchKey::outcome_of(self.spine.row().id), query, &arguments).await?)
    }

    /// The links it holds to meetings that it comes before, beside or under.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn links(&self) -> async_graphql::Result<Vec<MeetingLink>> {
        Ok(Link::from(&self.spine).await?.into_iter().map(MeetingLink).collect())
    }

    /// The links that other meetings hold to it, by their dates.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn linked_from(&self) -> async_graphql::Result<Vec<MeetingLink>> {
        Ok(Link::to(&self.spine).await?.into_iter().map(MeetingLink).collect())
    }
}

relation!(
    /// The details of meetings.
    pub Details, meeting::Model, stored::details
);
relation!(
    /// The places of meetings.
    Places, Vec<meeting_place::Model>, stored::places
);
relation!(
    /// The sessions of meetings.
    pub Sessions, Vec<meeting_session::Model>, stored::sessions
);
relation!(
    /// The editions before and after meetings.
    Neighbours, stored::Neighbours, stored::neighbours
);
