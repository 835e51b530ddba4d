//! What documents of several content types are made of.

use async_graphql::InputObject;
use entity::text::{Image, LocalizedString, LocalizedText};
use serde::{Deserialize, Serialize};

use crate::domain::entered::Entered;
use crate::domain::locale::Locale;
use crate::domain::partial_date::PartialDate;
use crate::domain::web_address::WebAddress;

use super::Report;

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

/// A name and the time it was valid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "DatedNameInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct DatedNameDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The name. Required.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub name: Vec<LocalizedStringDocument>,
    /// First day of validity, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Entered<PartialDate>>,
    /// Last day of validity, inclusive; left out while it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Entered<PartialDate>>,
}

/// A place; at least one of its fields beside the key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "PlaceInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct PlaceDocument {
    /// Its key in the document; left out for a new one, and where there is only one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The venue.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub venue: Vec<LocalizedStringDocument>,
    /// The city.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub city: Vec<LocalizedStringDocument>,
    /// The code of the area, the most exact one that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
}

/// A picture on the web.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "ImageInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ImageDocument {
    /// Where it is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Entered<WebAddress>>,
    /// Its media type, such as `image/jpeg`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// Its height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// Whose picture it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

impl ImageDocument {
    /// The stored form; none without an address.
    pub fn stored(&self) -> Option<Image> {
        Some(Image {
            url: self.url.as_ref()?.text().to_owned(),
            media_type: self.media_type.clone(),
            width: self.width,
            height: self.height,
            credit: self.credit.clone(),
        })
    }

    /// Reports everything that is wrong with it.
    pub fn check(report: &mut Report<'_>, image: &Self) {
        report.required("url", image.url.as_ref());
        report.parsed("url", image.url.as_ref());
        report.media_type("mediaType", image.media_type.as_deref());
        report.counting("width", image.width);
        report.counting("height", image.height);
        report.text("credit", image.credit.as_deref());
    }
}

/// The name that is valid now: the last one without an end, else the last.
pub fn current_name(names: &[DatedNameDocument]) -> LocalizedText {
    let current = names.iter().rfind(|name| name.end_date.is_none()).or(names.last());
    current.map(|name| localized(&name.name)).unwrap_or_default()
}
