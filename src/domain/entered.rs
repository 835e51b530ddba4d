//! Values as somebody entered them. A draft may hold anything, so documents keep the text and
//! `check()` parses it; a filter parses it at once. Either way there is one parser per value.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value with a text form.
pub trait Parsed: Sized {
    /// Parses the text form. The error is a sentence that says what is expected.
    fn parse(text: &str) -> Result<Self, String>;
}

/// The text of a `T`, not yet parsed.
pub struct Entered<T> {
    text: String,
    value: PhantomData<fn() -> T>,
}

impl<T> Entered<T> {
    /// The text exactly as entered.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl<T: Parsed> Entered<T> {
    /// The value, or a sentence that says what is expected.
    pub fn parse(&self) -> Result<T, String> {
        T::parse(&self.text)
    }
}

impl<T> From<String> for Entered<T> {
    fn from(text: String) -> Self {
        Self { text, value: PhantomData }
    }
}

impl<T> From<&str> for Entered<T> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T> Clone for Entered<T> {
    fn clone(&self) -> Self {
        self.text.clone().into()
    }
}

impl<T> fmt::Debug for Entered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<T> PartialEq for Entered<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Entered<T> {}

impl<T> Serialize for Entered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Entered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Into::into)
    }
}
