//! Slugs: the readable name of an item in addresses, unique within its content type.

use std::fmt;

use super::entered::Parsed;

const MAX_LENGTH: usize = 100;

/// Lower-case ASCII letters and digits in groups joined by single hyphens, at most 100 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slug(String);

impl Slug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Parsed for Slug {
    fn parse(text: &str) -> Result<Self, String> {
        let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let group = |part: &str| !part.is_empty() && part.bytes().all(letter);
        if text.len() <= MAX_LENGTH && text.split('-').all(group) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "`{text}` is not a slug: use lower-case letters and digits joined by single hyphens, \
                 at most {MAX_LENGTH} characters"
            ))
        }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
