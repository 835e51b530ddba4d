//! Texts in the language that suits the reader, and all renderings beside it.

use async_graphql::SimpleObject;
use entity::text::{LocalizedString, LocalizedText};

use crate::domain::entered::Entered;
use crate::domain::locale::{Fallback, Locale, Locales};
use crate::graphql::inputs::parse_all;
use crate::graphql::reader::Reader;

/// A text and the language it is in.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "LocalizedString")]
pub struct Localized {
    /// The text.
    pub value: String,
    /// The language it is in.
    pub locale: Entered<Locale>,
}

impl From<&LocalizedString> for Localized {
    fn from(string: &LocalizedString) -> Self {
        Self { value: string.text.clone(), locale: string.locale.as_str().into() }
    }
}

/// The rendering that suits best: by the argument if given, else by what the reader said of
/// themselves, else by configuration.
pub fn choose<'t>(
    reader: &Reader,
    text: &'t LocalizedText,
    wanted: Option<Vec<Entered<Locale>>>,
    fallback: Fallback,
) -> async_graphql::Result<Option<&'t LocalizedString>> {
    Ok(match wanted {
        None => reader.locales().choose(text, fallback),
        Some(wanted) => Locales(parse_all("locales", &wanted)?).choose(text, fallback),
    })
}

/// The rendering that suits best, with its language.
pub fn pick(
    reader: &Reader,
    text: &LocalizedText,
    wanted: Option<Vec<Entered<Locale>>>,
    fallback: Fallback,
) -> async_graphql::Result<Option<Localized>> {
    Ok(choose(reader, text, wanted, fallback)?.map(Localized::from))
}

/// The text of the rendering that suits best.
pub fn pick_text(
    reader: &Reader,
    text: &LocalizedText,
    wanted: Option<Vec<Entered<Locale>>>,
    fallback: Fallback,
) -> async_graphql::Result<Option<String>> {
    Ok(choose(reader, text, wanted, fallback)?.map(|chosen| chosen.text.clone()))
}

/// Every rendering.
pub fn all(text: &LocalizedText) -> Vec<Localized> {
    text.0.iter().map(Localized::from).collect()
}
