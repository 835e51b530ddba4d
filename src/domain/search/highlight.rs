//! Highlights: the texts of an item in which something was found, and where.

use std::collections::HashSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Analyzer;
use super::entry::{Text, neighbours};
use super::query::SearchQuery;
use super::words::{Piece, Word, joined};
use crate::domain::documents::Document;

/// The most characters of a text that are shown.
const EXCERPT: usize = 240;
/// How many of them stand before what was found first.
const BEFORE: usize = 60;

/// A stretch of a text, in UTF-16 code units from its beginning, as JavaScript counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRange {
    /// Its first unit.
    pub start: i32,
    /// The unit after its last.
    pub end: i32,
}

/// A text in which something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Where it stands in the item's document, such as `photos/3/caption`.
    pub field: String,
    /// The language it is in, if that is said.
    pub locale: Option<String>,
    /// The text, or the part of it in which something was found.
    pub text: String,
    /// Whether there is more of the text than is shown.
    pub is_excerpt: bool,
    /// What was found in it.
    pub ranges: Vec<TextRange>,
}

impl Analyzer {
    /// The texts of a document in which something was found: those that say most first, at most so many.
    pub fn highlights(&self, document: &Document, query: &SearchQuery, most: usize) -> Vec<Highlight> {
        let mut texts = document.texts();
        texts.sort_by_key(|text| text.weight);
        let mut marked = Marked { analyzer: self, query, known: FxHashMap::default() };
        let mut all = Vec::new();
        // Where those that say more are enough, the longer ones need not be read.
        for alike in texts.chunk_by(|one, other| one.weight == other.weight) {
            let found = alike.iter().map(|text| (marked.found_in(text), text));
            let mut found: Vec<(Vec<Range<usize>>, &Text<'_>)> = found.filter(|(found, _)| !found.is_empty()).collect();
            found.sort_by_key(|(found, _)| std::cmp::Reverse(found.len()));
            all.extend(found.into_iter().take(most - all.len()).map(|(found, text)| excerpt(text, &found)));
            if all.len() == most {
                break;
            }
        }
        all
    }
}

/// What is marked in the texts of one document: the same words come again and again.
struct Marked<'q> {
    analyzer: &'q Analyzer,
    query: &'q SearchQuery,
    known: FxHashMap<Standing, FxHashMap<String, bool>>,
}

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Standing {
    Anywhere,
    InPersonName,
    /// It is two words of a person's name, put together.
    TwoOfPersonName,
}

impl Marked<'_> {
    /// The stretches of a text that are looked for, in bytes, none touching another.
    fn found_in(&mut self, text: &Text<'_>) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut add = |place: Range<usize>| match found.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => found.push(place),
        };
        let words = self.analyzer.words(text.text);
        let together = if text.is_person_name { self.together(&words) } else { HashSet::new() };
        let standing = if text.is_person_name { Standing::InPersonName } else { Standing::Anywhere };
        for word in &words {
            match word {
                Word::Pieces(pieces) => {
                    let whole = joined(pieces).is_some_and(|whole| self.is_marked(&whole, Standing::Anywhere));
                    for piece in pieces {
                        let is_part = whole || together.contains(&piece.place.start);
                        if is_part || self.is_marked(&piece.text, standing) {
                            add(piece.place.clone());
                        }
                    }
                }
                Word::Run(run) => {
                    let is_gram = |characters: &[Piece]| {
                        let gram: String = characters.iter().map(|piece| piece.text.as_str()).collect();
                        self.query.marks.grams.contains(&gram)
                    };
                    for (at, one) in run.iter().enumerate() {
                        let two = run.get(at..at + 2).filter(|two| is_gram(two));
                        if let Some(two) = two {
                            add(two[0].place.start..two[1].place.end);
                        } else if is_gram(std::slice::from_ref(one)) {
                            add(one.place.clone());
                        }
                    }
                }
            }
        }
        found
    }

    /// Where the pieces of a person's name begin of which two, put together, are looked for: the given name of
    /// `Hee-sup` or `Hee sup`, by `Heesup`.
    fn together(&mut self, words: &[Word]) -> HashSet<usize> {
        let mut marked = neighbours(words);
        marked.retain(|(_, together)| self.is_marked(together, Standing::TwoOfPersonName));
        marked.into_iter().flat_map(|(two, _)| two).map(|piece| piece.place.start).collect()
    }

    fn is_marked(&mut self, word: &str, standing: Standing) -> bool {
        let Self { analyzer, query, known } = self;
        let known = known.entry(standing).or_default();
        if let Some(is_marked) = known.get(word) {
            return *is_marked;
        }
        let marks = &query.marks;
        let is_marked = marks.stems.contains(&analyzer.stem(word))
            || (standing != Standing::Anywhere && marks.names.contains(&analyzer.name_term(word)))
            || (standing != Standing::TwoOfPersonName && marks.begin(word));
        known.insert(word.to_owned(), is_marked);
        is_marked
    }
}

fn excerpt(text: &Text<'_>, found: &[Range<usize>]) -> Highlight {
    let whole = text.text;
    let characters = whole.chars().count();
    let shown = if characters <= EXCERPT { 0..whole.len() } else { window(whole, found[0].start) };
    let units = |to: usize| i32::try_from(whole[shown.start..to].encode_utf16().count()).unwrap_or(i32::MAX);
    let inside = found.iter().filter(|place| place.start >= shown.start && place.end <= shown.end);
    Highlight {
        field: text.field.clone(),
        locale: text.locale.map(str::to_owned),
        text: whole[shown.clone()].to_owned(),
        is_excerpt: characters > EXCERPT,
        ranges: inside.map(|place| TextRange { start: units(place.start), end: units(place.end) }).collect(),
    }
}

/// The part of a long text around a place: from the beginning of a word before it.
fn window(text: &str, found: usize) -> Range<usize> {
    let before = text[..found].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let start = text[before..found].find(char::is_whitespace).map_or(before, |blank| before + blank + 1);
    let start = if before == 0 { 0 } else { start.min(found) };
    let start = (start..=found).find(|at| text.is_char_boundary(*at)).unwrap_or(found);
    let end = text[start..].char_indices().nth(EXCERPT).map_or(text.len(), |(at, _)| start + at);
    start..end.max(found)
}
