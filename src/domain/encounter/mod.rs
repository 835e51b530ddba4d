//! "Met" is a strong word: which of the meetings that two parties took part in count, and how
//! strongly.

mod attendances;
mod question;

use super::query::ItemQuery;
pub use attendances::{Attendances, Gathering};
pub use question::{Acquaintances, Met, Question, Shared, Weight};

/// The parties of one sort that a meeting may have for its parties to count as having met, if nothing
/// is said.
pub const LARGEST: i32 = 50;

/// On what grounds two parties are said to have met, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, async_graphql::Enum)]
#[graphql(name = "EncounterBasis")]
pub enum Basis {
    /// They took part in a bilateral meeting, a courtesy call, a visit or a talk.
    Direct,
    /// They did something in the same session of a meeting.
    SameSession,
    /// They took part in the same meeting.
    SameMeeting,
}

/// Which encounters count.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Encounters {
    /// In which meetings.
    pub meetings: ItemQuery,
    /// In meetings of at most so many parties of the sort.
    pub largest: i32,
    /// Whether those of one's own delegation count.
    pub own_delegation: bool,
    /// On which grounds; on any if empty.
    pub bases: Vec<Basis>,
}
