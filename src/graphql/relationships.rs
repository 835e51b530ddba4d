//! Questions about how parties are related: the shortest ways from one to another through meetings, who
//! stands around somebody, and how often each two of some met.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Enum, Object, SimpleObject};
use entity::ItemId;
use entity::attendance::PartyKind;

use super::connection::filtered_cost;
use super::errors::ApiError;
use super::inputs::found_parties;
use super::matrix::MeetingMatrix;
use super::reader::Reader;
use super::types::actor::Actor;
use super::types::encounter::{Encounter, EncounterFilter};
use crate::domain::actor::ActorRef;
use crate::domain::encounter::{Encounters, Weight};
use crate::domain::page::{MAX_PAGE, PageError};
use crate::domain::participant::Party;
use crate::store;
use crate::store::paths::{self, Outcome};

/// The most steps that a way may have.
const MAX_HOPS: i32 = 6;
/// Attendances that may be looked at to find ways.
const READ_LIMIT: usize = 200_000;
/// What looking for ways, or around somebody, is taken to cost, whatever is found.
const SEARCH_COST: usize = 50_000;
/// The links that everybody in a network or matrix is taken to have.
pub(super) const LINKS: usize = 50;

/// Questions about how parties are related.
#[derive(Default)]
pub struct Relationships;

#[Object]
impl Relationships {
    /// The shortest ways from one person to another, or from one organization or area to another, through
    /// meetings that both ends of each step took part in.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, None, child_complexity).saturating_add(SEARCH_COST)")]
    async fn meeting_path(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where the way begins.")] from: ActorRef,
        #[graphql(desc = "Where it ends: somebody else of the same sort.")] to: ActorRef,
        #[graphql(desc = "The most steps it may have, 1 to 6.", default = 4)] max_hops: i32,
        #[graphql(desc = "Only through these meetings.")] filter: Option<EncounterFilter>,
        #[graphql(desc = "At most so many ways of the same length, 1 to 100.", default = 10)] first: Option<i32>,
    ) -> async_graphql::Result<MeetingPaths> {
        let reader = Reader::of(ctx)?;
        let first = page_size(first, 10)?;
        let max_steps = usize::try_from(max_hops).ok().filter(|_| (1..=MAX_HOPS).contains(&max_hops));
        let max_steps =
            max_steps.ok_or_else(|| ApiError::bad_input("maxHops", format!("it must be from 1 to {MAX_HOPS}")))?;
        let (kind, from) = party(reader, "from", from).await?;
        let (other_kind, to) = party(reader, "to", to).await?;
        if kind != other_kind {
            let problem = "it must be of the same sort as `from`: two people, two organizations or two areas";
            return Err(ApiError::bad_input("to", problem).into());
        }
        if from == to {
            return Err(ApiError::bad_input("to", "it is the same as `from`").into());
        }
        let question = filter.unwrap_or_default().parse(reader).await?;
        if !question.bases.is_empty() {
            let problem = "ways cannot be told apart by it; restrict `meetings` to `kinds` instead";
            return Err(ApiError::bad_input("bases", problem).into());
        }
        let search = paths::ways(reader.snapshot(), (kind, from, to), &question, max_steps, READ_LIMIT);
        let (outcome, read) = reader.direct(search).await?;
        Ok(MeetingPaths::new(reader, &question, outcome, (read, first)))
    }

    /// Who stands around a person, an organization or an area, by whom they met: those who can be reached
    /// in the fewest steps, of these those who were met most often.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, None, child_complexity).saturating_add(SEARCH_COST)")]
    async fn network(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who stands in the middle.")] around: ActorRef,
        #[graphql(desc = "How many steps to go, 1 or 2.", default = 1)] hops: i32,
        #[graphql(desc = "Only through these meetings.")] filter: Option<EncounterFilter>,
        #[graphql(desc = "At most so many besides the one in the middle, 1 to 100.", default = 20)] first: Option<i32>,
    ) -> async_graphql::Result<Network> {
        let reader = Reader::of(ctx)?;
        let first = page_size(first, 20)?;
        if !(1..=2).contains(&hops) {
            return Err(ApiError::bad_input("hops", "it must be 1 or 2").into());
        }
        let (_, middle) = party(reader, "around", around).await?;
        let question = filter.unwrap_or_default().parse(reader).await?;
        Ok(Network::read(reader, middle, (hops, first), question).await?)
    }

    /// How often each of some areas, organizations or people met each other one.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), None, None, child_complexity).saturating_add(SEARCH_COST)")]
    async fn meeting_matrix(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who: 2 to 100 of the same sort.")] among: Vec<ActorRef>,
        #[graphql(desc = "Only these encounters.")] filter: Option<EncounterFilter>,
    ) -> async_graphql::Result<MeetingMatrix> {
        let reader = Reader::of(ctx)?;
        let kinds: Vec<PartyKind> = among.iter().map(kind_of).collect();
        let parties = found_parties(reader, "among", among).await?;
        let parties: Vec<(PartyKind, ItemId)> = kinds.into_iter().zip(parties.iter().map(Party::id)).collect();
        let question = filter.unwrap_or_default().parse(reader).await?;
        Ok(MeetingMatrix::read(reader, &parties, question).await?)
    }
}

fn page_size(first: Option<i32>, default: i32) -> Result<usize, ApiError> {
    let first = first.unwrap_or(default);
    let size = usize::try_from(first).ok().filter(|_| (1..=MAX_PAGE).contains(&first));
    size.ok_or_else(|| PageError::Size { argument: "first" }.into())
}

async fn party(reader: &Reader, argument: &str, actor: ActorRef) -> Result<(PartyKind, ItemId), ApiError> {
    let kind = kind_of(&actor);
    let found = found_parties(reader, argument, [actor]).await?;
    let party = found.first().ok_or_else(ApiError::internal)?;
    Ok((kind, party.id()))
}

fn kind_of(actor: &ActorRef) -> PartyKind {
    match actor {
        ActorRef::Person(_) => PartyKind::Person,
        ActorRef::Organization(_) => PartyKind::Organization,
        ActorRef::Area(_) => PartyKind::Area,
    }
}

/// What came of looking for ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PathOutcome {
    /// There are ways.
    Found,
    /// There is none of `maxHops` steps or fewer.
    TooFar,
    /// There is none, however long.
    NotConnected,
    /// More attendances would have had to be read than may be: there may be a way. Restrict the
    /// meetings.
    BoundReached,
}

/// The shortest ways between two parties.
#[derive(SimpleObject)]
pub struct MeetingPaths {
    /// What came of looking for them.
    outcome: PathOutcome,
    /// How many steps each has; null unless there are any.
    hops: Option<i32>,
    /// How many there are, all of the same length.
    total_count: i64,
    /// Some of them: the same ones each time, by the ids on the way.
    paths: Vec<MeetingPath>,
    /// How many attendances were read to find them.
    read: i64,
    /// How many may be read.
    read_limit: i64,
    /// The meetings that count have so many parties of this sort at most.
    largest_meeting: i32,
    /// Whether those who act for the same organization or area count.
    own_delegation: bool,
}

/// A way from one party to another.
pub struct MeetingPath {
    hops: Vec<Encounter>,
}

/// A way from one party to another.
#[Object]
impl MeetingPath {
    /// Its steps, each with the meetings that are its evidence.
    #[graphql(complexity = "6 * child_complexity + 1")]
    async fn hops(&self) -> &[Encounter] {
        &self.hops
    }
}

impl MeetingPaths {
    fn new(reader: &Reader, question: &Arc<Encounters>, outcome: Outcome, (read, first): (usize, usize)) -> Self {
        let path = |way: Vec<ItemId>| MeetingPath {
            hops: way.windows(2).map(|step| Encounter::new(reader, (step[0], step[1]), question)).collect(),
        };
        let (outcome, ways) = match outcome {
            Outcome::Found(ways) => (PathOutcome::Found, Some(ways)),
            Outcome::TooFar => (PathOutcome::TooFar, None),
            Outcome::NotConnected => (PathOutcome::NotConnected, None),
            Outcome::BoundReached => (PathOutcome::BoundReached, None),
        };
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            outcome,
            hops: ways.as_ref().and_then(|ways| i32::try_from(ways.steps).ok()),
            total_count: ways.as_ref().map_or(0, |ways| i64::try_from(ways.count()).unwrap_or(i64::MAX)),
            paths: ways.iter().flat_map(|ways| ways.list(first)).map(path).collect(),
            read: number(read),
            read_limit: number(READ_LIMIT),
            largest_meeting: question.largest,
            own_delegation: question.own_delegation,
        }
    }
}

/// Who stands around somebody, ready to be drawn.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Network {
    /// The one in the middle, then those who are nearest and were met most often.
    nodes: Vec<NetworkNode>,
    #[graphql(skip)]
    links: Vec<WeightedLink>,
    /// Whether there are others within so many steps who are not shown.
    has_more: bool,
    /// The meetings that count have so many parties of this sort at most.
    largest_meeting: i32,
    /// Whether those who act for the same organization or area count.
    own_delegation: bool,
}

/// Somebody in a network.
#[derive(SimpleObject)]
pub struct NetworkNode {
    /// Who.
    actor: Actor,
    /// How many steps from the middle.
    hops: i32,
    /// In how many meetings they met those who are a step nearer; 0 for the one in the middle.
    weight: i64,
}

/// Two who met, and how often.
pub struct WeightedLink {
    weight: i64,
    encounter: Encounter,
}

/// Two who met, and how often.
#[Object]
impl WeightedLink {
    /// In how many meetings.
    async fn weight(&self) -> i64 {
        self.weight
    }

    /// How they met.
    #[graphql(flatten)]
    async fn encounter(&self) -> &Encounter {
        &self.encounter
    }
}

impl WeightedLink {
    pub(super) fn new(reader: &Reader, ends: (ItemId, ItemId), weight: i64, question: &Arc<Encounters>) -> Self {
        Self { weight, encounter: Encounter::new(reader, ends, question) }
    }
}

#[ComplexObject]
impl Network {
    /// Each two of them who met, most often first.
    #[graphql(complexity = "LINKS.saturating_mul(child_complexity).saturating_add(1)")]
    async fn links(&self) -> &[WeightedLink] {
        &self.links
    }
}

impl Network {
    async fn read(
        reader: &Reader,
        middle: ItemId,
        (hops, first): (i32, usize),
        question: Arc<Encounters>,
    ) -> Result<Self, ApiError> {
        let snapshot = reader.snapshot();
        let mut placed: Vec<(ItemId, i32, i64)> = vec![(middle, 0, 0)];
        let mut known = vec![middle];
        let mut has_more = false;
        for hop in 1..=hops {
            let left = first + 1 - known.len();
            let from: Vec<ItemId> =
                placed.iter().filter(|(_, reached, _)| *reached == hop - 1).map(|(party, ..)| *party).collect();
            let mut further = reader.direct(store::reached(snapshot, &from, &known, (&question, left + 1))).await?;
            has_more = further.len() > left;
            further.truncate(left);
            known.extend(further.iter().map(|met| met.other));
            placed.extend(further.into_iter().map(|met| (met.other, hop, met.meetings)));
            if has_more {
                break;
            }
        }
        let weights = reader.direct(store::weights(snapshot, &known, &question)).await?;
        let actors =
            futures_util::future::try_join_all(placed.iter().map(|(party, ..)| Actor::of_party(reader, *party)));
        let nodes: Vec<NetworkNode> = placed
            .iter()
            .zip(actors.await?)
            .filter_map(|((_, hops, weight), actor)| Some(NetworkNode { actor: actor?, hops: *hops, weight: *weight }))
            .collect();
        // Links lead away from the middle where they can.
        let steps: BTreeMap<ItemId, i32> = placed.iter().map(|(party, hops, _)| (*party, *hops)).collect();
        let link = |Weight { one, other, meetings }: Weight| {
            let ends = if steps.get(&other) < steps.get(&one) { (other, one) } else { (one, other) };
            WeightedLink::new(reader, ends, meetings, &question)
        };
        Ok(Self {
            nodes,
            links: weights.into_iter().map(link).collect(),
            has_more,
            largest_meeting: question.largest,
            own_delegation: question.own_delegation,
        })
    }
}
