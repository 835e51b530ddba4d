//! When a position was held, and which positions a list has.

use entity::ItemId;

use super::dates::Certainty;
use super::partial_date::{MINUTES_PER_DAY, PartialDate};

/// The time a position was held, as civil minutes; unknown and open ends are the smallest and
/// largest numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// First minute at which it might have been held.
    pub possibly_from: i64,
    /// First minute of the day from which it was surely held.
    pub certainly_from: i64,
    /// Minute until which it was surely held (exclusive).
    pub certainly_until: i64,
    /// Minute until which it might have been held (exclusive).
    pub possibly_until: i64,
}

impl Tenure {
    /// The time from a first to a last day. Without a last day it is still held, or nobody knows;
    /// without a first day it is nowhere certain.
    pub fn of(start: Option<PartialDate>, end: Option<PartialDate>) -> Self {
        Self {
            possibly_from: start.map_or(i64::MIN, PartialDate::lo),
            certainly_from: start.map_or(i64::MAX, |start| start.hi() - MINUTES_PER_DAY),
            certainly_until: end.map_or(i64::MAX, |end| end.lo() + MINUTES_PER_DAY),
            possibly_until: end.map_or(i64::MAX, PartialDate::hi),
        }
    }
}

/// A moment, or what is known of one, at which a position must have been held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HeldAt {
    /// The day, month or year.
    pub date: PartialDate,
    /// CERTAIN: throughout it. POSSIBLE: perhaps for some of it.
    pub certainty: Certainty,
}

/// Which positions: any of each list, all of the lists that have something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PositionFilter {
    /// In these organizations.
    pub organizations: Vec<ItemId>,
    /// These posts.
    pub posts: Vec<String>,
    /// Held then.
    pub held: Option<HeldAt>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entered::Parsed as _;

    #[test]
    fn a_tenure_is_certain_between_the_latest_start_and_the_earliest_end() {
        let date = |text: &str| PartialDate::parse(text).ok();
        let at = |text: &str| date(text).map_or(0, PartialDate::lo);
        let term = Tenure::of(date("2017-09"), date("2019-08"));
        assert_eq!((term.possibly_from, term.certainly_from), (at("2017-09-01"), at("2017-09-30")));
        assert_eq!((term.certainly_until, term.possibly_until), (at("2019-08-02"), at("2019-09-01")));
        let exact = Tenure::of(date("2023-09-01"), None);
        assert_eq!((exact.possibly_from, exact.certainly_from), (at("2023-09-01"), at("2023-09-01")));
        assert_eq!((exact.certainly_until, exact.possibly_until), (i64::MAX, i64::MAX));
        assert_eq!(Tenure::of(None, None).certainly_from, i64::MAX);
    }
}
