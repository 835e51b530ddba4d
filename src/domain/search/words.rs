//! Words of folded text: of scripts that part them, words, with the pieces of hyphenated ones; of
//! East Asian scripts, runs of characters.

use std::ops::Range;

use super::fold::Folded;
use crate::domain::person_name::is_east_asian;

/// A piece of text, folded, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub place: Range<usize>,
}

/// A word or a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// The pieces of a word, parted by hyphens, apostrophes or points; most have one.
    Pieces(Vec<Piece>),
    /// Characters of East Asian scripts that follow each other, one by one.
    Run(Vec<Piece>),
}

/// What may stand between two pieces of one word.
fn joins(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}' | '.' | '&')
}

fn belongs_to_run(c: char) -> bool {
    is_east_asian(c) && !matches!(c, '・' | '゠' | '、' | '。')
}

fn belongs_to_word(c: char) -> bool {
    c.is_alphanumeric() && !is_east_asian(c)
}

/// The words and runs of folded text, in its order.
pub(super) fn words(folded: &[Folded]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let character = folded[at].character;
        if belongs_to_run(character) {
            let end = while_true(folded, at, belongs_to_run);
            let one = |folded: &Folded| Piece { text: folded.character.to_string(), place: folded.place.clone() };
            words.push(Word::Run(folded[at..end].iter().map(one).collect()));
            at = end;
        } else if belongs_to_word(character) {
            let (pieces, end) = pieces(folded, at);
            words.push(Word::Pieces(pieces));
            at = end;
        } else {
            at += 1;
        }
    }
    words
}

fn pieces(folded: &[Folded], mut at: usize) -> (Vec<Piece>, usize) {
    let mut pieces: Vec<Piece> = Vec::new();
    loop {
        let end = while_true(folded, at, belongs_to_word);
        let letters = &folded[at..end];
        let text: String = letters.iter().map(|folded| folded.character).collect();
        let apostrophe = at > 0 && matches!(folded[at - 1].character, '\'' | '\u{2019}');
        // The `s` of a genitive is no piece.
        if !(apostrophe && text == "s" && !pieces.is_empty()) {
            let place = letters[0].place.start..letters[letters.len() - 1].place.end;
            pieces.push(Piece { text, place });
        }
        let goes_on = folded.get(end).is_some_and(|folded| joins(folded.character))
            && folded.get(end + 1).is_some_and(|folded| belongs_to_word(folded.character));
        if !goes_on {
            return (pieces, end);
        }
        at = end + 1;
    }
}

fn while_true(folded: &[Folded], from: usize, holds: impl Fn(char) -> bool) -> usize {
    folded[from..].iter().position(|folded| !holds(folded.character)).map_or(folded.len(), |length| from + length)
}

/// The pieces of a word put together, where there are several.
pub(super) fn joined(pieces: &[Piece]) -> Option<String> {
    (pieces.len() > 1).then(|| pieces.iter().map(|piece| piece.text.as_str()).collect())
}
