//! Instants: microseconds since 1970-01-01T00:00:00Z, written as RFC 3339 in UTC.

use std::fmt;

use super::entered::Parsed;

/// An instant in microseconds since 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Parsed for Instant {
    fn parse(text: &str) -> Result<Self, String> {
        text.parse::<jiff::Timestamp>().map(|at| Self(at.as_microsecond())).map_err(|_| {
            format!("`{text}` is not an instant: write RFC 3339 with a zone, such as 2025-08-22T09:30:00+09:00")
        })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(at) => at.fmt(f),
            Err(_) => Err(fmt::Error),
        }
    }
}
