//! Partial dates: `2026`, `2025-12`, `2025-08-22`. Civil text, never shifted by a time zone.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::entered::Parsed;

/// Minutes of a civil day.
pub const MINUTES_PER_DAY: i64 = 24 * 60;

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

/// A civil date known to the year, month or day.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    first_day: Date,
    precision: Precision,
}

impl PartialDate {
    /// How exactly the date is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Civil minutes since 1970-01-01T00:00 at which the date begins.
    pub fn lo(self) -> i64 {
        minutes(self.first_day)
    }

    /// Civil minutes since 1970-01-01T00:00 at which the date has ended (exclusive).
    pub fn hi(self) -> i64 {
        let next = match self.precision {
            Precision::Day => self.first_day.checked_add(1.day()),
            Precision::Month => self.first_day.checked_add(1.month()),
            Precision::Year => self.first_day.checked_add(1.year()),
        };
        // The calendar ends with the year 9999; what would begin after it ends with its last day.
        next.map_or_else(|_| minutes(Date::MAX) + MINUTES_PER_DAY, minutes)
    }
}

fn minutes(day: Date) -> i64 {
    let days = Date::constant(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()));
    days * MINUTES_PER_DAY
}

impl Parsed for PartialDate {
    fn parse(text: &str) -> Result<Self, String> {
        let refusal = || format!("`{text}` is not a date: write YYYY, YYYY-MM or YYYY-MM-DD with a day that exists");
        let mut parts = text.split('-');
        let mut number = |digits: usize| -> Option<Result<i16, String>> {
            let part = parts.next()?;
            let well_formed = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            Some(part.parse().ok().filter(|_| well_formed).ok_or_else(refusal))
        };
        let year = number(4).ok_or_else(refusal)??;
        let month = number(2).transpose()?;
        let day = number(2).transpose()?;
        if parts.next().is_some() || year == 0 {
            return Err(refusal());
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        let small = |part: Option<i16>| i8::try_from(part.unwrap_or(1)).map_err(|_| refusal());
        let first_day = Date::new(year, small(month)?, small(day)?).map_err(|_| refusal())?;
        Ok(Self { first_day, precision })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first_day;
        match self.precision {
            Precision::Year => write!(f, "{:04}", day.year()),
            Precision::Month => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Precision::Day => write!(f, "{day}"),
        }
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).expect(text)
    }

    #[test]
    fn a_date_is_the_interval_its_precision_leaves_open() {
        assert_eq!((date("1970").lo(), date("1970").hi()), (0, 365 * MINUTES_PER_DAY));
        assert_eq!(date("2024-02").hi() - date("2024-02").lo(), 29 * MINUTES_PER_DAY);
        assert_eq!(date("1969-12-31").hi(), 0);
        assert_eq!(date("9999").hi(), date("9999-12-31").hi());
    }

    #[test]
    fn a_date_prints_as_it_was_entered() {
        for text in ["0001", "2026", "2025-12", "2025-08-22"] {
            assert_eq!(date(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in
            ["", "25", "2025-13", "2025-02-30", "2025-2-3", "2025-02-03-01", "0000", "+025", "2025-", "２０２５"]
        {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
    }
}
