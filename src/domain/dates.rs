//! The interval a thing covers, and the keys that order things by it.
//!
//! Order is by first minute, the more exactly known first, undated last in either direction. All of
//! that is folded into one number per direction, so that a page is one ascending index range.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::partial_date::{MINUTES_PER_DAY, PartialDate};

/// Sort keys of an interval, kept in the spine and beside every match key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateKeys {
    /// Ascending in time.
    pub asc: i64,
    /// Descending in time.
    pub desc: i64,
    /// Civil minute at which the interval has surely ended (exclusive).
    pub hi: i64,
}

/// Room for the precision below a minute in a sort key.
const PRECISIONS: i64 = 4;

impl DateKeys {
    /// The keys of something without a date: after everything else.
    pub const UNDATED: Self = Self { asc: i64::MAX, desc: i64::MAX, hi: i64::MAX };

    /// The keys of something that begins on `start` and ends on `end`, or on `start` if that is all
    /// that is known.
    pub fn of(start: Option<PartialDate>, end: Option<PartialDate>) -> Self {
        let Some(start) = start else { return Self::UNDATED };
        let precision = start.precision() as i64;
        Self {
            asc: start.lo() * PRECISIONS + precision,
            desc: -start.lo() * PRECISIONS + precision,
            hi: end.unwrap_or(start).hi(),
        }
    }
}

/// The year in which something begins that has this `asc` key; none if it is undated.
pub fn year_of(asc: i64) -> Option<i16> {
    let days = i32::try_from(asc.div_euclid(PRECISIONS * MINUTES_PER_DAY)).ok()?;
    Date::constant(1970, 1, 1).checked_add(days.days()).ok().map(Date::year)
}

/// A stretch of civil time to look in: from a minute until before another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct During {
    /// First minute inside, if bounded.
    pub from: Option<i64>,
    /// First minute after it, if bounded.
    pub until: Option<i64>,
    /// Whether something that might lie outside counts.
    pub certainty: Certainty,
}

/// What it takes to be inside a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, async_graphql::Enum)]
pub enum Certainty {
    /// The whole of it surely lies inside.
    #[default]
    Certain,
    /// Some of it might lie inside.
    Possible,
}

/// Smallest `asc` key of what begins at `minute` or later.
pub fn asc_key_from(minute: i64) -> i64 {
    minute.saturating_mul(PRECISIONS)
}

/// Smallest `desc` key of what begins before `minute`.
pub fn desc_key_before(minute: i64) -> i64 {
    1_i64.saturating_sub(minute).saturating_mul(PRECISIONS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entered::Parsed as _;

    fn keys(start: &str) -> DateKeys {
        DateKeys::of(PartialDate::parse(start).ok(), None)
    }

    #[test]
    fn the_more_exactly_known_comes_first_and_the_undated_last_both_ways() {
        let day = keys("2025-01-01");
        let month = keys("2025-01");
        let later = keys("2025-02");
        assert!(day.asc < month.asc && month.asc < later.asc && later.asc < DateKeys::UNDATED.asc);
        assert!(later.desc < day.desc && day.desc < month.desc && month.desc < DateKeys::UNDATED.desc);
    }

    #[test]
    fn a_bound_divides_both_orders_at_the_same_place() {
        let bound = PartialDate::parse("2025-02").map_or(0, PartialDate::lo);
        for (date, before) in [
            ("2024", true),
            ("2025", true),
            ("2025-01-31", true),
            ("2025-02", false),
            ("2025-02-01", false),
            ("2026", false),
        ] {
            let keys = keys(date);
            assert_eq!(keys.asc < asc_key_from(bound), before, "{date}");
            assert_eq!(keys.desc >= desc_key_before(bound), before, "{date}");
        }
        assert!(desc_key_before(i64::MIN) > 0 && desc_key_before(i64::MAX) < 0);
    }

    #[test]
    fn a_key_tells_its_year() {
        for date in ["0001", "1969-12-31", "1970", "2024-02-29", "2025-12", "9999-12-31"] {
            assert_eq!(year_of(keys(date).asc), date[..4].parse().ok(), "{date}");
        }
        assert_eq!(year_of(DateKeys::UNDATED.asc), None);
    }

    #[test]
    fn an_exact_end_closes_a_vague_start() {
        let date = |text: &str| PartialDate::parse(text).ok();
        assert_eq!(DateKeys::of(date("2025"), date("2025-03")).hi, date("2025-03").map_or(0, PartialDate::hi));
        assert_eq!(DateKeys::of(date("2025-03"), date("2025")).hi, date("2025").map_or(0, PartialDate::hi));
    }
}
