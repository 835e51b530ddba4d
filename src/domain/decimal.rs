//! Exact decimal numbers, as text. They are never rounded and never become floating point.

use std::fmt;

use super::entered::Parsed;

const MOST_DIGITS: usize = 38;

/// An exact decimal number: `21`, `-0.5`, `670.25`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(String);

impl Parsed for Decimal {
    fn parse(text: &str) -> Result<Self, String> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let plain = whole == "0" || !whole.starts_with('0');
        if digits(whole) && digits(fraction) && plain && unsigned.len() <= MOST_DIGITS {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("`{text}` is not a decimal number: write digits as in 21, -0.5 or 670.25, without separators"))
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_plain_digits() {
        for right in ["0", "21", "-0.5", "670.25", "0.000", "31500000"] {
            assert!(Decimal::parse(right).is_ok(), "{right}");
        }
        for wrong in ["", "-", "1,000", "1.", ".5", "1e9", "+1", "007", "70+", "1.2.3", "٣"] {
            assert!(Decimal::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Decimal::parse(&"9".repeat(39)).is_err());
    }
}
