//! Whom somebody met: a list with those met most often first.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Object, OutputType, TypeName};
use entity::ItemId;

use super::actor::Actor;
use super::area::Area;
use super::encounter::{Encounter, EncounterFilter};
use super::organization::Organization;
use super::person::Person;
use crate::domain::cursor::EdgeCursor;
use crate::domain::encounter::{Acquaintances, Encounters, Met};
use crate::domain::page::PageArguments;
use crate::graphql::connection::PageInfo;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::{Reader, Relation};
use crate::store::{self, MetBy, Page, Snapshot, StoreError};

/// What finding out whom somebody met is taken to cost, however little of it is shown.
pub const MET_COST: usize = 200;
/// What the cursors of the list are called.
const LIST: &str = "met";

/// Somebody who can meet others of their sort.
pub trait MeetingParty: OutputType + Clone {
    /// This sort of actor.
    fn of_actor(actor: Actor) -> Option<Self>;
}

macro_rules! meeting_party {
    ($($Type:ident),*) => {$(
        impl MeetingParty for $Type {
            fn of_actor(actor: Actor) -> Option<Self> {
                match actor {
                    Actor::$Type(party) => Some(party),
                    _ => None,
                }
            }
        }
    )*};
}

meeting_party!(Person, Organization, Area);

/// A page of those whom somebody met.
pub struct MetConnection<T> {
    reader: Reader,
    party: ItemId,
    count: i64,
    question: Arc<Encounters>,
    edges: Vec<MetEdge<T>>,
    has_previous: bool,
    has_next: bool,
}

/// Somebody who was met.
#[derive(Clone)]
pub struct MetEdge<T> {
    cursor: String,
    node: T,
    encounter: Encounter,
}

impl<T: MeetingParty> MetConnection<T> {
    /// Those whom a party met, or the one of them that is asked for.
    pub async fn of(
        reader: &Reader,
        party: ItemId,
        only: Option<ItemId>,
        filter: Option<EncounterFilter>,
        arguments: &PageArguments,
    ) -> Result<Self, ApiError> {
        let request = arguments.parse_with(|text| EdgeCursor::decode(text, LIST))?;
        let question = filter.unwrap_or_default().parse(reader).await?;
        let met = reader.load::<MetByParty>(((party, only), question.clone())).await?.unwrap_or_default();
        let Page { rows, has_previous, has_next } = Page::cut(met.range(&request), &request);
        let actors = rows.iter().map(|met| Actor::of_party(reader, met.other));
        let actors = futures_util::future::try_join_all(actors).await?;
        let edge = |(met, actor): (&Met, Option<Actor>)| {
            let encounter = Encounter::new(reader, (party, met.other), &question);
            Some(MetEdge { cursor: met.place().encode(LIST), node: T::of_actor(actor?)?, encounter })
        };
        let edges = rows.iter().zip(actors).filter_map(edge).collect();
        Ok(Self { reader: reader.clone(), party, count: met.count(), question, edges, has_previous, has_next })
    }
}

/// A page of those whom somebody met, most often first.
#[Object(name_type)]
impl<T: MeetingParty> MetConnection<T> {
    /// The rows with their cursors, and what there is to say of how they met.
    async fn edges(&self) -> &[MetEdge<T>] {
        &self.edges
    }

    /// Who was met, for those who need no more.
    async fn nodes(&self) -> Vec<T> {
        self.edges.iter().map(|edge| edge.node.clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo::new((self.has_previous, self.has_next), &self.edges, |edge| &edge.cursor)
    }

    /// How many were met.
    async fn total_count(&self) -> i64 {
        self.count
    }

    /// The meetings that count have so many parties of this sort at most.
    async fn largest_meeting(&self) -> i32 {
        self.question.largest
    }

    /// How many of the party's meetings are left out for their size: of those that are asked about, and of a
    /// kind in which somebody could have been met on these grounds.
    async fn meetings_left_out(&self) -> async_graphql::Result<i64> {
        let key = (self.party, self.question.clone());
        Ok(self.reader.load::<LeftOut>(key).await?.unwrap_or(0))
    }

    /// Whether those who act for the same organization or area count.
    async fn own_delegation(&self) -> bool {
        self.question.own_delegation
    }
}

/// Somebody who was met.
#[Object(name_type)]
impl<T: MeetingParty> MetEdge<T> {
    /// The row's place in the list; give it to `after` or `before`.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// Who was met.
    async fn node(&self) -> &T {
        &self.node
    }

    /// How they met.
    #[graphql(flatten)]
    async fn encounter(&self) -> &Encounter {
        &self.encounter
    }
}

impl<T: OutputType> TypeName for MetConnection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("Met{}Connection", <T as OutputType>::type_name()).into()
    }
}

impl<T: OutputType> TypeName for MetEdge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("Met{}Edge", <T as OutputType>::type_name()).into()
    }
}

/// Those whom parties met. Equal questions about many parties are answered at once.
struct MetByParty;

impl Relation for MetByParty {
    type Key = (MetBy, Arc<Encounters>);
    type Value = Arc<Acquaintances>;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut by_question: HashMap<&Arc<Encounters>, Vec<MetBy>> = HashMap::new();
        for (met_by, question) in keys {
            by_question.entry(question).or_default().push(*met_by);
        }
        let mut all = HashMap::new();
        for (question, wanted) in by_question {
            let found = store::met(snapshot, &wanted, question).await?;
            all.extend(found.into_iter().map(|(met_by, met)| ((met_by, question.clone()), Arc::new(met))));
        }
        Ok(all)
    }
}

/// How many meetings of parties are left out for their size.
struct LeftOut;

impl Relation for LeftOut {
    type Key = (ItemId, Arc<Encounters>);
    type Value = i64;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, i64>, StoreError> {
        let mut by_question: HashMap<_, Vec<ItemId>> = HashMap::new();
        for (party, question) in keys {
            by_question.entry(question.clone()).or_default().push(*party);
        }
        let mut all = HashMap::new();
        for (question, parties) in by_question {
            let counts = store::count_left_out(snapshot, &parties, &question).await?;
            all.extend(counts.into_iter().map(|(party, n)| ((party, question.clone()), n)));
        }
        Ok(all)
    }
}
