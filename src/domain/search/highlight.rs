//! Highlights: the texts of an item in which something was found, and where.

use std::collections::HashSet;
use std::ops::Range;

use super::Analyzer;
use super::entry::{Text, Weight, neighbours};
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
        let mut found: Vec<(Weight, Vec<Range<usize>>, Text<'_>)> = document
            .texts()
            .into_iter()
            .map(|text| (text.weight, self.found_in(&text, query), text))
            .filter(|(_, found, _)| !found.is_empty())
            .collect();
        found.sort_by_key(|(weight, found, _)| (*weight, std::cmp::Reverse(found.len())));
        found.into_iter().take(most).map(|(_, found, text)| excerpt(&text, &found)).collect()
    }

    /// The stretches of a text that are looked for, in bytes, none touching another.
    fn found_in(&self, text: &Text<'_>, query: &SearchQuery) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut add = |place: Range<usize>| match found.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => found.push(place),
        };
        let words = self.words(text.text);
        let together = if text.is_person_name { self.together(&words, query) } else { HashSet::new() };
        for word in &words {
            match word {
                Word::Pieces(pieces) => {
                    let whole = joined(pieces).is_some_and(|whole| self.is_whole_marked(&whole, query));
                    let is_found = |piece: &&Piece| {
                        whole || together.contains(&piece.place.start) || self.is_marked(piece, text, query)
                    };
                    pieces.iter().filter(is_found).for_each(|piece| add(piece.place.clone()));
                }
                Word::Run(run) => {
                    let is_gram = |characters: &[Piece]| {
                        let gram: String = characters.iter().map(|piece| piece.text.as_str()).collect();
                        query.marks.grams.contains(&gram)
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
    fn together(&self, words: &[Word], query: &SearchQuery) -> HashSet<usize> {
        let is_marked = |together: &str| {
            query.marks.stems.contains(&self.stem(together)) || query.marks.names.contains(&self.name_term(together))
        };
        let marked = neighbours(words).into_iter().filter(|(_, together)| is_marked(together));
        marked.flat_map(|(two, _)| two).map(|piece| piece.place.start).collect()
    }

    /// Whether the pieces of a word, put together, are looked for.
    fn is_whole_marked(&self, whole: &str, query: &SearchQuery) -> bool {
        query.marks.stems.contains(&self.stem(whole)) || query.marks.begin(whole)
    }

    fn is_marked(&self, piece: &Piece, text: &Text<'_>, query: &SearchQuery) -> bool {
        let marks = &query.marks;
        marks.stems.contains(&self.stem(&piece.text))
            || (text.is_person_name && marks.names.contains(&self.name_term(&piece.text)))
            || marks.begin(&piece.text)
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
