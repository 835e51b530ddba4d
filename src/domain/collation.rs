//! The order in which readers of a language expect names and titles: by the letters of English, by pinyin,
//! by kana and by Hangul, as Unicode's CLDR describes it. Labels in other languages are ordered by code point.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::{Locale as LanguageTag, locale};

use super::documents::Document;
use super::locale::{Fallback, Locale, Locales};

/// A language with an order of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Collation {
    /// English: letters whatever their case and accents.
    English,
    /// Chinese: Han characters by pinyin.
    Chinese,
    /// Japanese: by kana, so that names with a stated reading come in its order.
    Japanese,
    /// Korean: by Hangul.
    Korean,
}

impl Collation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::English, Self::Chinese, Self::Japanese, Self::Korean];
    /// Stands for the tables that keys are made by; another one needs new keys. A test holds it to the version
    /// of the data that is built in.
    pub const VERSION: &'static str = "icu4x-2.4.0/1";

    /// The order of a language, whatever script and region are named with it.
    pub fn of(locale: &Locale) -> Option<Self> {
        Self::ALL.into_iter().find(|collation| collation.tag() == locale.language())
    }

    /// The language, such as `zh`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Korean => "ko",
        }
    }

    fn locale(self) -> LanguageTag {
        match self {
            Self::English => locale!("en"),
            Self::Chinese => locale!("zh"),
            Self::Japanese => locale!("ja"),
            Self::Korean => locale!("ko"),
        }
    }
}

/// Bytes of a key at most: an index entry must stay far below a page. What agrees in so many is ordered by id.
const KEY_BYTES: usize = 160;

/// What puts texts into the order of each language.
pub struct Collators([CollatorBorrowed<'static>; 4]);

impl Collators {
    /// Those of all languages; an error says which data is lacking.
    pub fn new() -> Result<Self, String> {
        let collator = |collation: Collation| {
            Collator::try_new((&collation.locale()).into(), CollatorOptions::default())
                .map_err(|error| format!("no collation for `{}`: {error}", collation.tag()))
        };
        let [english, chinese, japanese, korean] = Collation::ALL;
        Ok(Self([collator(english)?, collator(chinese)?, collator(japanese)?, collator(korean)?]))
    }

    /// The key of a text: keys in byte order are texts in the language's order. Hexadecimal, so that
    /// both databases and cursors hold it as text.
    pub fn key(&self, collation: Collation, text: &str) -> String {
        let mut key = Vec::new();
        let Ok(()) = self.0[collation as usize].write_sort_key_to(text, &mut key);
        key.truncate(KEY_BYTES);
        key.iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|digit| char::from_digit(digit.into(), 16))
            .collect()
    }

    /// The key of an item: of its label in the language, or in the one its authors gave first; of a person
    /// with the family name first, in Japanese as it is read.
    pub fn key_of(&self, collation: Collation, document: &Document) -> String {
        let wanted = Locales::one(collation.tag());
        let label = document.label();
        let text = wanted.choose(&label, Fallback::Any).map(|shown| document.filed_as(shown, collation));
        self.key(collation, &text.unwrap_or_default())
    }
}

impl std::fmt::Debug for Collators {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Collators")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts as somebody who reads the language put them.
    const ORDERED: [(Collation, &[&str]); 4] = [
        (
            Collation::English,
            &["Abe Shinzo", "ASEAN", "Çelik", "co-operation", "cooperation", "Lee", "LEE", "Őri", "Osaka", "Zushi"],
        ),
        (
            Collation::Chinese,
            &["曹静", "陈峰", "東京", "韩梅", "韓梅", "李熙燮", "毛宁", "秘书处", "欧渤芊", "颜亮", "杨厚兰", "中国"],
        ),
        (
            Collation::Japanese,
            &[
                "いわたに しげお",
                "ウメザワ アキマ",
                "さかた なつこ",
                "ずし しゅうじ",
                "まつかわ るい",
                "ミチガミ ヒサシ",
                "やまもと やすし",
            ],
        ),
        (Collation::Korean, &["강도호", "김지준", "백범흠", "신봉길", "이종헌", "이희섭", "즈시 슈우지"]),
    ];

    #[test]
    fn texts_come_in_the_order_of_their_readers() {
        let collators = Collators::new().expect("collators");
        for (collation, ordered) in ORDERED {
            let mut sorted: Vec<&str> = ordered.iter().rev().copied().collect();
            sorted.sort_by_key(|text| collators.key(collation, text));
            assert_eq!(sorted, ordered, "{collation:?}");
        }
    }

    #[test]
    fn keys_are_short_text_whatever_the_label() {
        let collators = Collators::new().expect("collators");
        for collation in Collation::ALL {
            let key = collators.key(collation, &"会议 meeting 회의 ".repeat(100));
            assert_eq!(key.len(), 2 * KEY_BYTES);
            assert_eq!(collators.key(collation, ""), collators.key(collation, "\u{200B}"), "nothing to order by");
        }
    }

    #[test]
    fn the_version_is_that_of_the_data() {
        let lock = include_str!("../../Cargo.lock");
        let after = |name: &str| lock.split(&format!("name = \"{name}\"\nversion = \"")).nth(1).expect("a package");
        let version = after("icu_collator_data").split('"').next().expect("a version");
        assert!(Collation::VERSION.starts_with(&format!("icu4x-{version}/")), "{version}: raise Collation::VERSION");
    }

    #[test]
    fn a_language_has_one_order_in_every_region() {
        use crate::domain::entered::Parsed as _;
        let of = |tag: &str| Collation::of(&Locale::parse(tag).expect("a tag"));
        assert_eq!(of("zh-Hant-TW"), Some(Collation::Chinese));
        assert_eq!(of("en-GB"), Some(Collation::English));
        assert_eq!(of("de"), None);
    }
}
