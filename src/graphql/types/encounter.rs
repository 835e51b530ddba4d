//! Two parties who met: how often, when, under which mechanisms, in which roles, on what grounds, and
//! the meetings themselves.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_graphql::{InputObject, Object};
use entity::ItemId;
use entity::roles::Roles;
use entity::vocabulary::ParticipantRole;

use super::actor::Actor;
use super::attended::participants_as;
use super::item::Spine;
use super::link::LIST_COST;
use super::mechanism::Mechanism;
use super::meeting::{self, Details, Meeting};
use super::participant::Participant;
use crate::domain::cursor::EdgeCursor;
use crate::domain::encounter::{Basis, Encounters, LARGEST, Shared};
use crate::domain::page::PageArguments;
use crate::graphql::connection::{ContentObject as _, PageInfo, page_cost};
use crate::graphql::errors::ApiError;
use crate::graphql::reader::{Reader, Relation};
use crate::store::{self, Page, Snapshot, StoreError};

/// The parties of one sort that a meeting may have at most if everybody is to have met everybody.
const MOST: i32 = 1_000;

/// Which meetings count as having met. Only meetings that were held do, and only those who are named
/// in them.
#[derive(Clone, Debug, InputObject)]
pub struct EncounterFilter {
    /// Only in these meetings.
    pub meetings: Option<meeting::Filter>,
    /// Only on one of these grounds; on any if left out or empty.
    pub bases: Option<Vec<Basis>>,
    /// Only in meetings that so many took part in at most: people of people, organizations of
    /// organizations, areas of areas; 2 to 1,000. In larger ones not everybody meets everybody.
    #[graphql(default_with = "LARGEST")]
    pub largest_meeting: i32,
    /// Whether those who act for the same organization or area count.
    #[graphql(default)]
    pub own_delegation: bool,
}

impl Default for EncounterFilter {
    fn default() -> Self {
        Self { meetings: None, bases: None, largest_meeting: LARGEST, own_delegation: false }
    }
}

impl EncounterFilter {
    /// The question that it asks.
    pub async fn parse(self, reader: &Reader) -> Result<Arc<Encounters>, ApiError> {
        if !(2..=MOST).contains(&self.largest_meeting) {
            return Err(ApiError::bad_input("largestMeeting", format!("it must be from 2 to {MOST}")));
        }
        let mut bases = self.bases.unwrap_or_default();
        bases.sort_unstable();
        bases.dedup();
        Ok(Arc::new(Encounters {
            meetings: meeting::query(reader, self.meetings, None).await?,
            largest: self.largest_meeting,
            own_delegation: self.own_delegation,
            bases,
        }))
    }
}

/// Two parties who met.
#[derive(Clone)]
pub struct Encounter {
    reader: Reader,
    from: ItemId,
    to: ItemId,
    question: Arc<Encounters>,
}

impl Encounter {
    /// What there is to say of two parties.
    pub fn new(reader: &Reader, (from, to): (ItemId, ItemId), question: &Arc<Encounters>) -> Self {
        Self { reader: reader.clone(), from, to, question: question.clone() }
    }

    async fn shared(&self) -> Result<Arc<Vec<Shared>>, ApiError> {
        let key = (self.from, self.to, self.question.clone());
        Ok(self.reader.load::<SharedMeetings>(key).await?.unwrap_or_default())
    }

    async fn meeting(&self, shared: Option<&Shared>) -> async_graphql::Result<Option<Meeting>> {
        let Some(shared) = shared else { return Ok(None) };
        Ok(Spine::load(&self.reader, shared.meeting).await?.map(Meeting::new))
    }

    async fn roles(&self, of: impl Fn(&Shared) -> Roles) -> Result<Vec<ParticipantRole>, ApiError> {
        let shared = self.shared().await?;
        Ok(Roles(shared.iter().fold(0, |all, shared| all | of(shared).0)).iter().collect())
    }
}

/// Two parties who met: how often, when, in which roles, on what grounds, and where it is recorded.
#[Object]
impl Encounter {
    /// Who met.
    async fn from(&self) -> async_graphql::Result<Option<Actor>> {
        Ok(Actor::of_party(&self.reader, self.from).await?)
    }

    /// Whom they met.
    async fn to(&self) -> async_graphql::Result<Option<Actor>> {
        Ok(Actor::of_party(&self.reader, self.to).await?)
    }

    /// In how many meetings.
    async fn count(&self) -> async_graphql::Result<i64> {
        Ok(i64::try_from(self.shared().await?.len()).unwrap_or(i64::MAX))
    }

    /// The strongest grounds on which they are said to have met; null if they did not.
    async fn basis(&self) -> async_graphql::Result<Option<Basis>> {
        Ok(self.shared().await?.iter().map(|shared| shared.basis).min())
    }

    /// The first meeting whose date is known.
    async fn first_meeting(&self) -> async_graphql::Result<Option<Meeting>> {
        let shared = self.shared().await?;
        let first = shared.iter().filter(|shared| shared.date_asc != i64::MAX);
        let first = first.min_by_key(|shared| (shared.date_asc, shared.meeting));
        self.meeting(first).await
    }

    /// The last meeting whose date is known.
    async fn last_meeting(&self) -> async_graphql::Result<Option<Meeting>> {
        let shared = self.shared().await?;
        let last = shared.first().filter(|shared| shared.date_desc != i64::MAX);
        self.meeting(last).await
    }

    /// The mechanisms under which they met, the latest first.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn mechanisms(&self) -> async_graphql::Result<Vec<Mechanism>> {
        let shared = self.shared().await?;
        let details = self.reader.load_many::<Details>(shared.iter().map(|shared| shared.meeting)).await?;
        let mut known = BTreeSet::new();
        let mechanisms = details.into_iter().flatten().filter_map(|detail| detail.mechanism_id);
        let mechanisms: Vec<ItemId> = mechanisms.filter(|mechanism| known.insert(*mechanism)).collect();
        let spines = Spine::load_many(&self.reader, mechanisms).await?;
        Ok(spines.into_iter().flatten().map(Mechanism::new).collect())
    }

    /// In which roles `from` took part.
    #[graphql(name = "fromRoles")]
    async fn roles_of_first(&self) -> async_graphql::Result<Vec<ParticipantRole>> {
        Ok(self.roles(|shared| shared.own_roles).await?)
    }

    /// In which roles `to` took part.
    #[graphql(name = "toRoles")]
    async fn roles_of_second(&self) -> async_graphql::Result<Vec<ParticipantRole>> {
        Ok(self.roles(|shared| shared.other_roles).await?)
    }

    /// The meetings that both took part in, the latest first, undated ones last.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn meetings(
        &self,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<SharedMeetingConnection> {
        let arguments = PageArguments { first, after, last, before };
        let request = arguments.parse_with(|text| EdgeCursor::decode(text, LIST)).map_err(ApiError::from)?;
        let shared = self.shared().await?;
        let range = request.range(shared.iter().cloned(), |shared| (shared.date_desc, shared.meeting));
        let page = Page::cut(range, &request);
        let spines = Spine::load_many(&self.reader, page.rows.iter().map(|shared| shared.meeting)).await?;
        let edge = |(shared, spine): (Shared, Option<Spine>)| {
            let (node, cursor) = (Meeting::new(spine?), shared.place().encode(LIST));
            Some(SharedMeetingEdge { encounter: self.clone(), cursor, shared, node })
        };
        Ok(SharedMeetingConnection {
            edges: page.rows.into_iter().zip(spines).filter_map(edge).collect(),
            has_previous: page.has_previous,
            has_next: page.has_next,
            count: i64::try_from(shared.len()).unwrap_or(i64::MAX),
        })
    }
}

/// What the cursors of the list are called.
const LIST: &str = "sharedMeetings";

/// A page of the meetings that two parties took part in.
pub struct SharedMeetingConnection {
    edges: Vec<SharedMeetingEdge>,
    has_previous: bool,
    has_next: bool,
    count: i64,
}

/// A page of the meetings that two parties took part in.
#[Object]
impl SharedMeetingConnection {
    /// The rows with their cursors, and how both took part.
    async fn edges(&self) -> &[SharedMeetingEdge] {
        &self.edges
    }

    /// The meetings, for those who need no more.
    async fn nodes(&self) -> Vec<Meeting> {
        self.edges.iter().map(|edge| edge.node.clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo::new((self.has_previous, self.has_next), &self.edges, |edge| &edge.cursor)
    }

    /// How many meetings the whole list has.
    async fn total_count(&self) -> i64 {
        self.count
    }
}

/// A meeting that two parties took part in.
pub struct SharedMeetingEdge {
    encounter: Encounter,
    shared: Shared,
    cursor: String,
    node: Meeting,
}

impl SharedMeetingEdge {
    async fn participants(&self, party: ItemId) -> Result<Vec<Participant>, ApiError> {
        let reader = &self.encounter.reader;
        participants_as(reader, self.shared.meeting, Actor::party(reader, party)).await
    }
}

/// A meeting that two parties took part in.
#[Object]
impl SharedMeetingEdge {
    /// The row's place in the list; give it to `after` or `before`.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The meeting.
    async fn node(&self) -> &Meeting {
        &self.node
    }

    /// On what grounds they are said to have met there.
    async fn basis(&self) -> Basis {
        self.shared.basis
    }

    /// How `from` took part: as themselves, or by others who acted for them.
    #[graphql(name = "fromParticipants")]
    async fn participants_of_first(&self) -> async_graphql::Result<Vec<Participant>> {
        Ok(self.participants(self.encounter.from).await?)
    }

    /// How `to` took part: as themselves, or by others who acted for them.
    #[graphql(name = "toParticipants")]
    async fn participants_of_second(&self) -> async_graphql::Result<Vec<Participant>> {
        Ok(self.participants(self.encounter.to).await?)
    }
}

/// The meetings that pairs of parties took part in. Equal questions of many pairs are one statement.
struct SharedMeetings;

impl Relation for SharedMeetings {
    type Key = (ItemId, ItemId, Arc<Encounters>);
    type Value = Arc<Vec<Shared>>;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut by_question: HashMap<&Arc<Encounters>, Vec<(ItemId, ItemId)>> = HashMap::new();
        for (from, to, question) in keys {
            by_question.entry(question).or_default().push((*from, *to));
        }
        let mut all = HashMap::new();
        for (question, pairs) in by_question {
            let found = store::shared(snapshot, &pairs, question).await?;
            all.extend(found.into_iter().map(|((from, to), shared)| ((from, to, question.clone()), Arc::new(shared))));
        }
        Ok(all)
    }
}
