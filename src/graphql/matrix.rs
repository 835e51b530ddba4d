//! How often each of some parties met each other one, as a table for dashboards.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{ComplexObject, SimpleObject};
use entity::ItemId;
use entity::attendance::PartyKind;

use super::errors::ApiError;
use super::reader::Reader;
use super::relationships::{LINKS, WeightedLink};
use super::types::actor::Actor;
use crate::domain::encounter::{Encounters, Weight};
use crate::store;

/// How often some parties met each other.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct MeetingMatrix {
    /// Those who were asked about, in that order.
    parties: Vec<Actor>,
    /// In how many meetings the party of each row met the party of each column, both in the order of `parties`. The
    /// same from either side; 0 for a party and itself.
    counts: Vec<Vec<i64>>,
    #[graphql(skip)]
    links: Vec<WeightedLink>,
    /// The meetings that count have so many parties of this sort at most.
    largest_meeting: i32,
    /// Whether those who act for the same organization or area count.
    own_delegation: bool,
}

#[ComplexObject]
impl MeetingMatrix {
    /// Each two of them who met, most often first: the same once, with how they met.
    #[graphql(complexity = "LINKS.saturating_mul(child_complexity).saturating_add(1)")]
    async fn links(&self) -> &[WeightedLink] {
        &self.links
    }
}

impl MeetingMatrix {
    /// Reads the table of some parties: at least two of one sort, each once.
    pub(super) async fn read(
        reader: &Reader,
        parties: &[(PartyKind, ItemId)],
        question: Arc<Encounters>,
    ) -> Result<Self, ApiError> {
        let refused = |problem: &str| Err(ApiError::bad_input("among", problem));
        let [(kind, _), _, ..] = parties else { return refused("give at least two") };
        if parties.iter().any(|(other, _)| other != kind) {
            return refused("all must be of the same sort: people, organizations or areas");
        }
        let places: HashMap<ItemId, usize> =
            parties.iter().enumerate().map(|(place, (_, party))| (*party, place)).collect();
        if places.len() < parties.len() {
            return refused("one is given twice");
        }
        let ids: Vec<ItemId> = parties.iter().map(|(_, party)| *party).collect();
        let weights = reader.direct(store::weights(reader.snapshot(), &ids, &question)).await?;
        let mut counts = vec![vec![0; ids.len()]; ids.len()];
        for weight in &weights {
            let (one, other) = (places[&weight.one], places[&weight.other]);
            counts[one][other] = weight.meetings;
            counts[other][one] = weight.meetings;
        }
        let actors = futures_util::future::try_join_all(ids.iter().map(|party| Actor::of_party(reader, *party)));
        let actors: Option<Vec<Actor>> = actors.await?.into_iter().collect();
        let link = |weight: &Weight| {
            // The one that was named first comes first.
            let (one, other) = (weight.one, weight.other);
            let ends = if places[&one] < places[&other] { (one, other) } else { (other, one) };
            WeightedLink::new(reader, ends, weight.meetings, &question)
        };
        Ok(Self {
            parties: actors.ok_or_else(ApiError::internal)?,
            counts,
            links: weights.iter().map(link).collect(),
            largest_meeting: question.largest,
            own_delegation: question.own_delegation,
        })
    }
}
