//! What documents of several content types are made of.

use async_graphql::InputObject;
use entity::text::{LocalizedString, LocalizedText};
use serde::{Deserialize, Serialize};

use crate::domain::entered::Entered;
use crate::domain::locale::Locale;

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, InputObject)]
#[graphql(name = "LocalizedStringInput")]
#[serde(deny_unknown_fields)]
pub struct LocalizedStringDocument {
    /// The language tag, such as `en` or `zh`.
    pub locale: Entered<Locale>,
    /// The text in that language.
    pub text: String,
}

/// The stored form of a localised text; tags in canonical case.
pub fn localized(text: &[LocalizedStringDocument]) -> LocalizedText {
    let string = |given: &LocalizedStringDocument| LocalizedString {
        locale: given.locale.parse().map_or_else(|_| given.locale.text().to_owned(), |tag| tag.to_string()),
        text: given.text.clone(),
    };
    LocalizedText(text.iter().map(string).collect())
}
