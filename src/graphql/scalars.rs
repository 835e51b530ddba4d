//! The custom scalars. Each is the text of a domain value; parsing it is the domain's.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::domain::decimal::Decimal;
use crate::domain::entered::{Entered, Parsed as _};
use crate::domain::instant::Instant;
use crate::domain::locale::Locale;
use crate::domain::partial_date::PartialDate;
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;

macro_rules! text_scalars {
    ($($(#[$meta:meta])* $name:literal $url:literal $Value:ty;)*) => {$(
        $(#[$meta])*
        #[Scalar(name = $name, specified_by_url = $url)]
        impl ScalarType for Entered<$Value> {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(text.into()),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.text().to_owned())
            }
        }
    )*

    /// Whether a scalar takes a text; the error is a sentence that says what is expected.
    pub fn check(scalar: &str, text: &str) -> Result<(), String> {
        match scalar {
            $($name => <$Value>::parse(text).map(|_| ()),)*
            _ => Ok(()),
        }
    }
    };
}

text_scalars! {
    /// A civil date known to the year, month or day: `2026`, `2025-12`, `2025-08-22`. Never shifted
    /// by a time zone.
    "PartialDate" "https://www.loc.gov/standards/datetime/" PartialDate;

    /// An instant, RFC 3339 in UTC with up to six decimals of a second.
    "DateTime" "https://www.rfc-editor.org/rfc/rfc3339" Instant;

    /// A language tag such as `en`, `zh`, `ja`, `ko` or `zh-Hant` (BCP 47).
    "Locale" "https://www.rfc-editor.org/rfc/rfc5646" Locale;

    /// Lower-case letters and digits joined by single hyphens, at most 100 characters.
    "Slug" "https://www.rfc-editor.org/rfc/rfc3986#section-2.3" Slug;

    /// An exact decimal number as text: `21`, `-0.5`, `670.25`. Never rounded.
    "Decimal" "https://www.w3.org/TR/xmlschema11-2/#decimal" Decimal;

    /// A whole address of a page or file on the web.
    "Url" "https://url.spec.whatwg.org/" WebAddress;
}
