//! People's names: how they are shown, and the parts they can be found by.

use std::collections::BTreeSet;

use entity::vocabulary::NameOrder;
use unicode_normalization::UnicodeNormalization as _;

/// How a person's name is shown. Names in Chinese, Japanese and Korean script, and those whose parts
/// are unknown, are shown as they are written whatever the style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, async_graphql::Enum)]
#[graphql(name = "NameStyle")]
pub enum NameStyle {
    /// As the source writes it.
    #[default]
    Full,
    /// The institution's house style: the family name first, in capitals, as in `LEE Hee-sup`.
    FamilyUpperFirst,
    /// The family name first, as in `Lee Hee-sup`.
    FamilyFirst,
    /// The given name first, as in `Hee-sup Lee`.
    GivenFirst,
    /// How it is read, where a source says so, as in `イ・ヒソプ`; otherwise as it is written.
    Reading,
}

/// The parts of a name.
#[derive(Clone, Copy, Debug)]
pub struct NameParts<'n> {
    /// The whole name as the source writes it.
    pub full: &'n str,
    /// The family name, if known.
    pub family: Option<&'n str>,
    /// The given name, if known.
    pub given: Option<&'n str>,
    /// Which of them comes first in `full`.
    pub order: NameOrder,
    /// How it is read, if stated.
    pub reading: Option<&'n str>,
}

impl NameParts<'_> {
    /// The name in a style.
    pub fn display(&self, style: NameStyle) -> String {
        if style == NameStyle::Reading {
            return self.reading.unwrap_or(self.full).to_owned();
        }
        let (Some(family), Some(given)) = (self.family, self.given) else { return self.full.to_owned() };
        if self.full.chars().any(is_east_asian) || self.order == NameOrder::Unknown {
            return self.full.to_owned();
        }
        match style {
            NameStyle::Full | NameStyle::Reading => self.full.to_owned(),
            NameStyle::FamilyUpperFirst => format!("{} {given}", family.to_uppercase()),
            NameStyle::FamilyFirst => format!("{} {given}", capitalised(family)),
            NameStyle::GivenFirst => format!("{given} {}", capitalised(family)),
        }
    }
}

/// `LEE` as `Lee`; what is not all capitals stays, and so do single letters.
fn capitalised(family: &str) -> String {
    if family.chars().any(char::is_lowercase) || family.chars().count() < 2 {
        return family.to_owned();
    }
    let mut begins = true;
    let letter = |c: char| {
        let kept = std::mem::replace(&mut begins, !c.is_alphabetic());
        if kept { vec![c] } else { c.to_lowercase().collect() }
    };
    family.chars().flat_map(letter).collect()
}

/// Characters of a part of a name that is looked at; names are short.
const MOST: usize = 40;
/// The longest run of East Asian characters that every piece of is kept.
const EAST_ASIAN_RUN: usize = 8;

/// The parts that a name can be found by, folded: its words, the pieces of hyphenated words and the
/// same without hyphens; of words in Chinese, Japanese and Korean script, which do not part family
/// and given name, every piece.
pub fn searchable_parts(name: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for word in words(name) {
        if word.chars().any(is_east_asian) {
            let characters: Vec<char> = word.chars().take(EAST_ASIAN_RUN).collect();
            for start in 0..characters.len() {
                for end in start + 1..=characters.len() {
                    parts.insert(characters[start..end].iter().collect());
                }
            }
        } else {
            let joined: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            parts.extend(word.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
            parts.insert(joined);
        }
        parts.insert(word);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The parts that somebody looks for, every one of which must be found.
pub fn sought_parts(text: &str) -> Vec<String> {
    words(text).collect()
}

/// The words of a text without case, width and accents.
fn words(text: &str) -> impl Iterator<Item = String> {
    let accent = |c: &char| !unicode_normalization::char::is_combining_mark(*c);
    // Decomposing parts accents from letters, and Hangul into what is put together again.
    let folded: String = text.nfkd().filter(accent).flat_map(char::to_lowercase).nfc().collect();
    let separates = |c: char| c.is_whitespace() || matches!(c, '・' | '·' | ',' | '.' | '(' | ')');
    let words: Vec<String> =
        folded.split(separates).filter(|word| !word.is_empty()).map(|word| word.chars().take(MOST).collect()).collect();
    words.into_iter()
}

/// Whether a character is one of Chinese, Japanese or Korean script.
pub fn is_east_asian(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}'
        | '\u{3130}'..='\u{318F}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name<'n>(full: &'n str, family: &'n str, given: &'n str) -> NameParts<'n> {
        NameParts { full, family: Some(family), given: Some(given), order: NameOrder::FamilyFirst, reading: None }
    }

    #[test]
    fn a_name_is_shown_in_the_style_that_is_asked_for() {
        let lee = name("LEE Hee-sup", "LEE", "Hee-sup");
        let shown = [NameStyle::Full, NameStyle::FamilyUpperFirst, NameStyle::FamilyFirst, NameStyle::GivenFirst];
        assert_eq!(shown.map(|style| lee.display(style)), ["LEE Hee-sup", "LEE Hee-sup", "Lee Hee-sup", "Hee-sup Lee"]);
        assert_eq!(
            name("O'BRIEN-SMITH Ann", "O'BRIEN-SMITH", "Ann").display(NameStyle::GivenFirst),
            "Ann O'Brien-Smith"
        );
        assert_eq!(name("이희섭", "이", "희섭").display(NameStyle::GivenFirst), "이희섭");
        let one =
            NameParts { full: "J. Sainchogt", family: None, given: None, order: NameOrder::Unknown, reading: None };
        assert_eq!(one.display(NameStyle::FamilyUpperFirst), "J. Sainchogt");
        assert_eq!(one.display(NameStyle::Reading), "J. Sainchogt");
        let read = NameParts { reading: Some("イ・ヒソプ"), ..name("李熙燮", "李", "熙燮") };
        assert_eq!([NameStyle::Reading, NameStyle::Full].map(|style| read.display(style)), ["イ・ヒソプ", "李熙燮"]);
    }

    #[test]
    fn a_name_is_found_by_its_parts_whatever_their_case_width_accents_and_hyphens() {
        let parts = searchable_parts("LEE Hee-sup");
        for part in ["lee", "hee-sup", "hee", "sup", "heesup"] {
            assert!(parts.contains(part), "{part}");
        }
        assert!(searchable_parts("Müller").contains("muller"));
        assert!(searchable_parts("ＬＥＥ").contains("lee"));
        let parts = searchable_parts("이희섭");
        for part in ["이", "희섭", "이희섭"] {
            assert!(parts.contains(part), "{part}");
        }
        assert!(searchable_parts("道上尚史").contains("尚史"));
        assert_eq!(sought_parts(" Lee  HEE-SUP "), ["lee", "hee-sup"]);
        assert!(searchable_parts("…").iter().all(|part| !part.is_empty()));
    }
}
