//! Languages shown to readers who name none.

use serde::{Deserialize, Serialize};

use crate::domain::entered::Parsed as _;
use crate::domain::locale::{Locale, Locales};

/// The `[language]` section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageSettings {
    /// Language tags, best first.
    pub default: Vec<String>,
}

impl LanguageSettings {
    /// The languages, best first.
    pub fn locales(&self) -> Locales {
        Locales(self.default.iter().filter_map(|tag| Locale::parse(tag).ok()).collect())
    }

    pub(super) fn problem(&self) -> Option<String> {
        let wrong = self.default.iter().find_map(|tag| Locale::parse(tag).err());
        wrong.map(|problem| format!("`language.default`: {problem}"))
    }
}
