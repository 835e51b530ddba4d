//! Values that are kept as JSON in a TEXT column. They are read whole, never compared, searched or
//! ordered by the database.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// One rendering of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalizedString {
    /// The language tag, such as `en` or `zh`.
    pub locale: String,
    /// The text in that language.
    pub text: String,
}

/// A text in the languages its authors wrote it in, in their order. Empty when there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, DeriveValueType)]
#[sea_orm(value_type = "String")]
#[serde(transparent)]
pub struct LocalizedText(pub Vec<LocalizedString>);

/// A list of plain words, such as topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, DeriveValueType)]
#[sea_orm(value_type = "String")]
#[serde(transparent)]
pub struct Words(pub Vec<String>);

/// A picture on the web.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, DeriveValueType)]
#[sea_orm(value_type = "String")]
#[serde(rename_all = "camelCase")]
pub struct Image {
    /// Where it is.
    pub url: String,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its width in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// Its height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// Whose picture it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

macro_rules! kept_as_json {
    ($($type:ident),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
            }
        }

        impl FromStr for $type {
            type Err = serde_json::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                serde_json::from_str(text)
            }
        }
    )*};
}

kept_as_json!(LocalizedText, Words, Image);
