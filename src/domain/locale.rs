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
    fn language(&self) -> &str {
        language_of(&self.0)
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

/// The languages a reader wants, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Locales(pub Vec<Locale>);

impl Locales {
    /// The rendering to show: the first wanted language that exists, exactly or by its language
    /// alone; otherwise the first rendering its authors gave. None only if there is no text at all.
    pub fn choose<'t>(&self, text: &'t LocalizedText) -> Option<&'t LocalizedString> {
        let exact = |wanted: &Locale| text.0.iter().find(|given| given.locale == wanted.0);
        let same_language =
            |wanted: &Locale| text.0.iter().find(|given| language_of(&given.locale) == wanted.language());
        self.0.iter().find_map(|wanted| exact(wanted).or_else(|| same_language(wanted))).or(text.0.first())
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
        let choose = |header: &str| Locales::from_accept_language(header).choose(&summit).map(|s| s.locale.clone());
        assert_eq!(choose("ja;q=0.5, zh-CN;q=0.9").as_deref(), Some("zh"));
        assert_eq!(choose("fr, ja;q=0.1").as_deref(), Some("ja"));
        assert_eq!(choose("fr").as_deref(), Some("en"));
        assert_eq!(choose("en;q=0, nonsense!, ko").as_deref(), Some("en"));
        assert_eq!(Locales::default().choose(&text(&[])), None);
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
