//! The shortest ways between two parties, read from their attendances a step at a time, up to a bound.

use entity::ItemId;
use entity::attendance::PartyKind;

use super::encounters::{presences_at, presences_of};
use super::error::StoreError;
use super::sql::Rows;
use crate::domain::encounter::Encounters;
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
    /// More would have had to be read than may be.
    BoundReached,
}

/// The shortest ways from one party to another of the same sort, of at most so many steps, and how many
/// attendances were read for it: at most `bound`.
pub async fn ways(
    rows: &impl Rows,
    (kind, from, to): (PartyKind, ItemId, ItemId),
    question: &Encounters,
    max_steps: usize,
    bound: u64,
) -> Result<(Outcome, u64), StoreError> {
    let mut search = Search::new(from, to, max_steps, question.own_delegation);
    let mut read: u64 = 0;
    loop {
        let left = bound - read;
        let found = match search.ask() {
            Next::MeetingsOf(parties) => presences_of(rows, &parties, question, left + 1).await?,
            Next::PartiesAt(meetings) => presences_at(rows, &meetings, kind, left + 1).await?,
            Next::Found(ways) => return Ok((Outcome::Found(ways), read)),
            Next::TooFar => return Ok((Outcome::TooFar, read)),
            Next::NotConnected => return Ok((Outcome::NotConnected, read)),
        };
        if found.len() as u64 > left {
            return Ok((Outcome::BoundReached, bound));
        }
        read += found.len() as u64;
        let presence = |row: super::encounters::Presence| Presence {
            meeting: row.meeting,
            party: row.party,
            delegation: row.delegation,
        };
        search.tell(found.into_iter().map(presence).collect());
    }
}
