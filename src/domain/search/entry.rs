//! What an item can be searched by: its terms, and its place among those that match equally well.
//!
//! A term is a word, preceded by a letter that says where it stands, so that a question for what stands
//! in names is one for such terms. What stands in a name stands in the details too, and those in the text.
//!
//! | letter | what follows |
//! |---|---|
//! | `a`, `b`, `c` | a word's stem, or one or two East Asian characters: of names and titles; of these and details; of everything |
//! | `n` | a word of a person's name, in one spelling for all |
//! | `p` | the beginning of a word of a name or title |
//! | `e` | a whole name or title, its words in any order, as a digest |
//! | `k` | a match key, as a digest: what a filter asks for is a condition on terms like the words are |

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Display;
use std::ops::Range;

use entity::ItemType;
use sea_orm::Iterable as _;
use sha2::{Digest as _, Sha256};

use super::words::{Piece, Word, joined};
use super::{Analyzer, PREFIX, TERM, cut};
use crate::domain::documents::{Document, LocalizedStringDocument};
use crate::domain::hexadecimal::hexadecimal;
use crate::domain::match_key::MatchKey;

/// How much a text says about what an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It is a name or a title.
    Name,
    /// It is said in short: a theme, a post, a caption.
    Detail,
    /// It is running text.
    Body,
}

/// A text of a document.
#[derive(Clone, Debug)]
pub struct Text<'d> {
    /// Where it is, such as `photos/3/caption`.
    pub field: String,
    /// How much it says.
    pub weight: Weight,
    /// The language it is in, if that is said.
    pub locale: Option<&'d str>,
    /// The text.
    pub text: &'d str,
    /// Whether it is the name of a person.
    pub is_person_name: bool,
}

/// The texts of a document, as they are collected.
#[derive(Debug, Default)]
pub struct Texts<'d>(Vec<Text<'d>>);

impl<'d> Texts<'d> {
    /// A text whose language is not said.
    pub fn plain(&mut self, weight: Weight, field: impl Display, text: Option<&'d str>) {
        let text =
            text.map(|text| Text { field: field.to_string(), weight, locale: None, text, is_person_name: false });
        self.0.extend(text);
    }

    /// A text in several languages.
    pub fn localized(&mut self, weight: Weight, field: impl Display, texts: &'d [LocalizedStringDocument]) {
        self.0.extend(texts.iter().map(|rendering| Text {
            field: field.to_string(),
            weight,
            locale: Some(rendering.locale.text()),
            text: &rendering.text,
            is_person_name: false,
        }));
    }

    /// A name of a person.
    pub fn person_name(&mut self, field: impl Display, locale: Option<&'d str>, name: Option<&'d str>) {
        let name = name.map(|text| Text {
            field: field.to_string(),
            weight: Weight::Name,
            locale,
            text,
            is_person_name: true,
        });
        self.0.extend(name);
    }

    /// All of them.
    pub fn into_inner(self) -> Vec<Text<'d>> {
        self.0
    }
}

/// What an item can be searched by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Among items that match equally well, those with a larger place come first. No two items have the same.
    pub place: i64,
    /// Its terms.
    pub terms: BTreeSet<String>,
}

impl Entry {
    /// The bits of a place that hold the position in the journal of the entry that its content comes from.
    pub const POSITION: i64 = (1 << POSITION_BITS) - 1;

    /// The same with the match keys of the item, which follow from other items too.
    #[must_use]
    pub fn with_keys<'k>(mut self, keys: impl IntoIterator<Item = &'k str>) -> Self {
        self.terms.extend(keys.into_iter().map(key_term));
        self
    }
}

/// The content types among which is looked, as places and terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Among {
    /// The places between which items of these types stand; none where they stand anywhere.
    pub places: Option<Range<i64>>,
    /// The terms of which items of these types have one; none where their places say enough.
    pub terms: Vec<String>,
}

impl Among {
    /// These content types; all of them if none is named.
    pub fn types(types: &[ItemType]) -> Self {
        let (Some(least), Some(greatest)) =
            (types.iter().map(|named| group(*named)).min(), types.iter().map(|named| group(*named)).max())
        else {
            return Self::default();
        };
        let mut between = ItemType::iter().filter(|other| (least..=greatest).contains(&group(*other)));
        let is_told_by_place = between.all(|other| types.contains(&other));
        let terms = types.iter().map(|named| type_term(*named)).collect::<BTreeSet<_>>();
        Self {
            places: Some(first_place(least)..first_place(greatest + 1)),
            terms: if is_told_by_place { Vec::new() } else { terms.into_iter().collect() },
        }
    }
}

impl Analyzer {
    /// What the content of the journal's entry at a position can be searched by, but for its match keys.
    pub fn entry(&self, document: &Document, position: i64) -> Entry {
        let mut terms = BTreeSet::new();
        for text in document.texts() {
            self.add_terms(&text, &mut terms);
        }
        Entry { place: place(document, position), terms }
    }

    /// Adds what a text can be found by.
    pub(super) fn add_terms(&self, text: &Text<'_>, terms: &mut BTreeSet<String>) {
        let words = self.words(text.text);
        // A long text has the same words over and over.
        let mut seen = HashSet::new();
        let new =
            words.iter().filter(|word| seen.insert(pieces(word).map(|piece| piece.text.as_str()).collect::<Vec<_>>()));
        let stems: HashSet<String> = new.flat_map(|word| self.word_terms(word)).collect();
        for term in stems {
            for letter in letters(text.weight) {
                terms.insert(format!("{letter}{term}"));
            }
        }
        if text.weight == Weight::Name {
            terms.insert(whole_term(&words));
            for beginning in words.iter().flat_map(beginnings) {
                terms.insert(format!("p{beginning}"));
            }
        }
        if text.is_person_name {
            for piece in words.iter().flat_map(pieces) {
                terms.insert(self.name_term(&piece.text));
            }
            for (_, together) in neighbours(&words) {
                terms.insert(self.name_term(&together));
                for letter in letters(text.weight) {
                    terms.insert(format!("{letter}{}", self.stem(&together)));
                }
            }
        }
    }

    /// What a word is found by: its pieces and the whole of it, or each one and two characters of a run.
    fn word_terms(&self, word: &Word) -> Vec<String> {
        match word {
            Word::Pieces(pieces) => {
                let words = pieces.iter().map(|piece| piece.text.clone()).chain(joined(pieces));
                words.map(|word| self.stem(&word)).collect()
            }
            Word::Run(run) => {
                let ones = run.iter().map(|piece| piece.text.clone());
                ones.chain(run.windows(2).map(|two| format!("{}{}", two[0].text, two[1].text))).collect()
            }
        }
    }

    /// A word of a person's name, in one spelling for all.
    pub(super) fn name_term(&self, word: &str) -> String {
        format!("n{}", cut(&self.names.same(word), TERM))
    }
}

/// The term of a match key. Of its 64 bits nobody has to fear that two are the same, and they are short.
pub(super) fn key_term(key: &str) -> String {
    digest_term('k', key)
}

/// The term of a content type.
pub(super) fn type_term(item_type: ItemType) -> String {
    key_term(MatchKey::item_type(item_type).as_str())
}

/// The term of a whole name, whatever the order of its words.
pub(super) fn whole_term(words: &[Word]) -> String {
    let whole = |word: &Word| match word {
        Word::Pieces(pieces) => pieces.iter().map(|piece| piece.text.clone()).collect(),
        Word::Run(run) => vec![run.iter().map(|piece| piece.text.as_str()).collect()],
    };
    let mut all: Vec<String> = words.iter().flat_map(whole).collect();
    all.sort_unstable();
    digest_term('e', &all.join(" "))
}

fn digest_term(letter: char, text: &str) -> String {
    format!("{letter}{}", hexadecimal(&Sha256::digest(text)[..8]))
}

/// The pieces of a word, or the characters of a run.
pub(super) fn pieces(word: &Word) -> impl Iterator<Item = &Piece> {
    match word {
        Word::Pieces(pieces) | Word::Run(pieces) => pieces.iter(),
    }
}

/// Each two pieces that follow each other, and what they are put together: a given name may be written as two words
/// or as one.
pub(super) fn neighbours(words: &[Word]) -> Vec<([&Piece; 2], String)> {
    let pieces: Vec<&Piece> = words.iter().flat_map(pieces).collect();
    let followed = pieces.iter().zip(pieces.iter().skip(1));
    followed.map(|(one, other)| ([*one, *other], format!("{}{}", one.text, other.text))).collect()
}

fn letters(weight: Weight) -> &'static [char] {
    match weight {
        Weight::Name => &['a', 'b', 'c'],
        Weight::Detail => &['b', 'c'],
        Weight::Body => &['c'],
    }
}

/// The beginnings of the pieces of a word, and of the whole of it. Of a run, characters will do.
fn beginnings(word: &Word) -> Vec<String> {
    let Word::Pieces(pieces) = word else { return Vec::new() };
    let words = pieces.iter().map(|piece| Cow::from(&piece.text)).chain(joined(pieces).map(Cow::from));
    words.flat_map(|word| (1..=PREFIX.min(word.chars().count())).map(move |length| cut(&word, length))).collect()
}

/// Bits of a place that hold a position in the journal, and those that hold a day.
const POSITION_BITS: u32 = 38;
const DAY_BITS: u32 = 22;
/// Days from the year 1 to 1970, so that days of a place are not negative.
const DAYS_BEFORE_1970: i64 = 719_162;
/// As many civil minutes as a sort key has for one.
const KEYS_PER_DAY: i64 = 4 * 24 * 60;

/// People first, then organizations, mechanisms and statistics, then what has its day.
fn group(item_type: ItemType) -> i64 {
    match item_type {
        ItemType::Person => 5,
        ItemType::Organization => 4,
        ItemType::Mechanism => 3,
        ItemType::Indicator => 2,
        _ => 1,
    }
}

/// By group; of what has its day the latest, of people those who came to their post last; then what was
/// published last.
fn place(document: &Document, position: i64) -> i64 {
    let asc = match document {
        Document::Person(person) => person.latest_post(),
        _ => document.dates().asc,
    };
    let is_dated = asc != i64::MAX;
    let day = if is_dated { asc.div_euclid(KEYS_PER_DAY) + DAYS_BEFORE_1970 + 1 } else { 0 };
    first_place(group(document.item_type())) | (day.clamp(0, (1 << DAY_BITS) - 1) << POSITION_BITS) | position
}

/// The least place of a group.
fn first_place(group: i64) -> i64 {
    group << (DAY_BITS + POSITION_BITS)
}
