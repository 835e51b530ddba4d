//! Languages of texts: tags, and the choice among the renderings that exist.

use std::fmt;

use entity::text::{LocalizedString, LocalizedText};

use super::entered::Parsed;

/// A language tag such as `en`, `zh` or `zh-Hant`, in its canonical case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locale(String);

impl Locale {
    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag without region and script: `zh` of `zh-Hant`.
    pub fn language(&self) -> &str {
        language_of(&self.0)
    }

    /// The rendering that a lookup of this language finds.
    fn find<'t>(&self, text: &'t LocalizedText) -> Option<&'t LocalizedString> {
        let found = lookup(&self.0).into_iter().find_map(|range| text.0.iter().find(|given| given.locale == range));
        found.or_else(|| {
            text.0.iter().find(|given| {
                let scripts = (script_of(&self.0), script_of(&given.locale));
                language_of(&given.locale) == self.language()
                    && !matches!(scripts, (Some(wanted), Some(given)) if wanted != given)
            })
        })
    }
}

fn language_of(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

impl Parsed for Locale {
    fn parse(text: &str) -> Result<Self, String> {
        let refusal = || format!("`{text}` is not a language tag: write one such as en, zh, ja, ko or zh-Hant");
        let mut tag = String::new();
        for (index, part) in text.split('-').enumerate() {
            let alphabetic = part.bytes().all(|b| b.is_ascii_alphabetic());
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            let canonical = match (index, part.len()) {
                (0, 2 | 3) if alphabetic => part.to_ascii_lowercase(),
                (1, 4) if alphabetic => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
                (1 | 2, 2) if alphabetic => part.to_ascii_uppercase(),
                (1 | 2, 3) if digits => part.to_owned(),
                _ => return Err(refusal()),
            };
            if index > 0 {
                tag.push('-');
            }
            tag.push_str(&canonical);
        }
        Ok(Self(tag))
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The script that a tag names, or that its region writes Chinese in.
fn script_of(tag: &str) -> Option<&str> {
    let named = tag.split('-').skip(1).find(|part| part.len() == 4);
    named.or_else(|| match (language_of(tag), tag.rsplit('-').next()?) {
        ("zh", "TW" | "HK" | "MO") => Some("Hant"),
        ("zh", "CN" | "SG" | "MY") => Some("Hans"),
        _ => None,
    })
}

/// The tag and what is less exact, in the order of a lookup (RFC 4647, section 3.4), with the script
/// that a region implies: `zh-TW`, `zh-Hant`, `zh`.
fn lookup(tag: &str) -> Vec<String> {
    let language = language_of(tag);
    let mut ranges = vec![tag.to_owned()];
    ranges.extend(script_of(tag).map(|script| format!("{language}-{script}")));
    ranges.push(language.to_owned());
    ranges
}

/// What is shown when a text is in none of the wanted languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, async_graphql::Enum)]
#[graphql(name = "LocaleFallback")]
pub enum Fallback {
    /// The rendering that its authors gave first.
    #[default]
    Any,
    /// Nothing: null.
    None,
}

/// The languages a reader wants, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Locales(pub Vec<Locale>);

impl Locales {
    /// One language, by a tag in its canonical case.
    pub fn one(tag: &str) -> Self {
        Self(vec![Locale(tag.to_owned())])
    }

    /// The rendering to show: the first wanted language that exists, exactly, by less of its tag, or
    /// in another region; otherwise what the fallback says. A script that was asked for is not
    /// answered with another one, unless anything will do.
    pub fn choose<'t>(&self, text: &'t LocalizedText, fallback: Fallback) -> Option<&'t LocalizedString> {
        let wanted = self.0.iter().find_map(|wanted| wanted.find(text));
        let same_language =
            || self.0.iter().find_map(|wanted| text.0.iter().find(|t| language_of(&t.locale) == wanted.language()));
        match fallback {
            Fallback::Any => wanted.or_else(same_language).or(text.0.first()),
            Fallback::None => wanted,
        }
    }

    /// Reads an `Accept-Language` header (RFC 9110): best quality first, what cannot be read left out.
    pub fn from_accept_language(header: &str) -> Self {
        let mut wanted: Vec<(f32, Locale)> = header
            .split(',')
            .filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                let locale = Locale::parse(parts.next()?).ok()?;
                let quality = parts
                    .find_map(|part| part.strip_prefix("q="))
                    .map_or(Some(1.0), |quality| quality.parse::<f32>().ok())?;
                (quality > 0.0).then_some((quality, locale))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        Self(wanted.into_iter().map(|(_, locale)| locale).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(renderings: &[(&str, &str)]) -> LocalizedText {
        let string =
            |(locale, text): &(&str, &str)| LocalizedString { locale: (*locale).to_owned(), text: (*text).to_owned() };
        LocalizedText(renderings.iter().map(string).collect())
    }

    #[test]
    fn the_best_language_that_exists_is_chosen() {
        let summit = text(&[("en", "Summit"), ("zh", "领导人会议"), ("ja", "サミット")]);
        let choose = |header: &str| {
            Locales::from_accept_language(header).choose(&summit, Fallback::Any).map(|s| s.locale.clone())
        };
        assert_eq!(choose("ja;q=0.5, zh-CN;q=0.9").as_deref(), Some("zh"));
        assert_eq!(choose("fr, ja;q=0.1").as_deref(), Some("ja"));
        assert_eq!(choose("fr").as_deref(), Some("en"));
        assert_eq!(choose("en;q=0, nonsense!, ko").as_deref(), Some("en"));
        assert_eq!(Locales::default().choose(&text(&[]), Fallback::Any), None);
    }

    #[test]
    fn a_region_implies_its_script_and_nothing_else_is_shown_without_fallback() {
        let chinese = text(&[("en", "Summit"), ("zh-Hans", "领导人会议"), ("zh-Hant", "領導人會議")]);
        let choose = |header: &str, fallback| {
            Locales::from_accept_language(header).choose(&chinese, fallback).map(|s| s.locale.clone())
        };
        for (wanted, given) in [
            ("zh-TW", Some("zh-Hant")),
            ("zh-HK", Some("zh-Hant")),
            ("zh-CN", Some("zh-Hans")),
            ("zh", Some("zh-Hans")),
            ("zh-Hant-TW", Some("zh-Hant")),
            ("en-GB", Some("en")),
            ("en;q=0", None),
            ("ja-JP", None),
            ("ja, *", None),
        ] {
            assert_eq!(choose(wanted, Fallback::None).as_deref(), given, "{wanted}");
        }
        assert_eq!(choose("ja-JP", Fallback::Any).as_deref(), Some("en"));
        let simplified = text(&[("en", "Summit"), ("zh-Hans", "领导人会议")]);
        let hant = Locales::from_accept_language("zh-TW");
        assert_eq!(hant.choose(&simplified, Fallback::None), None);
        assert_eq!(hant.choose(&simplified, Fallback::Any).map(|s| s.locale.as_str()), Some("zh-Hans"));
    }

    #[test]
    fn tags_are_written_in_one_way() {
        for (entered, canonical) in [("EN", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")] {
            assert_eq!(Locale::parse(entered).map(|l| l.to_string()), Ok(canonical.to_owned()));
        }
        for wrong in ["", "e", "english", "en_US", "en-", "中"] {
            assert!(Locale::parse(wrong).is_err(), "{wrong}");
        }
    }
}
