//! The shortest ways between two parties, found in memory a step at a time, up to a bound.

use entity::ItemId;
use entity::attendance::PartyKind;
use rustc_hash::FxHashSet;

use super::encounters::selected;
use super::error::StoreError;
use super::snapshot::Snapshot;
use crate::domain::encounter::{Encounters, Question};
use crate::domain::paths::{Next, Presence, Search, Ways};

/// What came of looking for ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The shortest ones.
    Found(Ways<ItemId>),
    /// There is none of so many steps.
    TooFar,
    /// There is none at all.
    NotConnected,
    /// More would have had to be looked at than may be.
    BoundReached,
}

/// The shortest ways from one party to another of the same sort, of at most so many steps, and how many
/// attendances were looked at for it: at most `bound`.
pub async fn ways(
    snapshot: &Snapshot,
    (kind, from, to): (PartyKind, ItemId, ItemId),
    encounters: &Encounters,
    max_steps: usize,
    bound: usize,
) -> Result<(Outcome, usize), StoreError> {
    let attendances = snapshot.attendances().await?;
    let (Some(from), Some(to)) = (attendances.number_of(from), attendances.number_of(to)) else {
        return Ok((Outcome::NotConnected, 0));
    };
    let mut question = Question { attendances: &attendances, encounters, selected: None };
    let mut search = Search::new(from, to, max_steps, encounters.own_delegation);
    let mut read = 0;
    loop {
        let left = bound - read;
        let found: Vec<Presence<u32>> = match search.ask() {
            Next::MeetingsOf(parties) => {
                if !encounters.meetings.selects_all() {
                    let meetings: FxHashSet<ItemId> = attendances.meetings_of_numbers(&parties).collect();
                    question.selected = Some(selected(snapshot, meetings, encounters).await?);
                }
                question.presences_of(&parties).take(left + 1).collect()
            }
            Next::PartiesAt(meetings) => question.presences_at(&meetings, kind).take(left + 1).collect(),
            Next::Found(ways) => {
                let ways = ways.named(|number| attendances.id_of(number));
                let ways = ways.ok_or_else(|| StoreError::Corrupt("a party on a way has no id".to_owned()))?;
                return Ok((Outcome::Found(ways), read));
            }
            Next::TooFar => return Ok((Outcome::TooFar, read)),
            Next::NotConnected => return Ok((Outcome::NotConnected, read)),
        };
        if found.len() > left {
            return Ok((Outcome::BoundReached, bound));
        }
        read += found.len();
        search.tell(found);
    }
}
