//! Search: how texts become terms, and questions become conditions on terms. All of it is made here, in
//! Rust, and stored as plain terms, so both databases find the same items in the same order.
//!
//! ```text
//!  text ── fold ──► characters ── words ──► words, runs ──┬─ entry ──► terms of an item, its place
//!          width, case, accents,            of East Asian ├─ query ──► ranks: conditions on terms
//!          kana, Han forms                  characters    └─ highlight ──► ranges in the text
//! ```
//!
//! Another way of making terms needs the record made anew: add a migration, as its tests say.

mod entry;
mod fold;
mod highlight;
mod query;
mod spellings;
mod words;

use rust_stemmers::{Algorithm, Stemmer};

pub use entry::{Among, Entry, Text, Texts, Weight};
pub use highlight::{Highlight, TextRange};
pub use query::{Condition, MatchRank, SearchProblem, SearchQuery, key_terms};

use fold::Folding;
use spellings::Spellings;
use words::Word;

/// The most characters of a term that are told apart.
const TERM: usize = 32;
/// The most characters of the beginning of a word that are told apart.
const PREFIX: usize = 8;

/// What turns texts into terms. It holds tables only, and is the same for every record.
pub struct Analyzer {
    folding: Folding,
    names: Spellings,
    words: Spellings,
    stemmer: Stemmer,
}

impl Analyzer {
    /// Stands for the terms that texts give; raised when a text gives other ones.
    pub const VERSION: u32 = 2;

    /// Reads the tables, which are built in. An error says which one is broken.
    pub fn new() -> Result<Self, String> {
        Ok(Self {
            folding: Folding::new()?,
            names: Spellings::of_names()?,
            words: Spellings::of_words()?,
            stemmer: Stemmer::create(Algorithm::English),
        })
    }

    /// The words and runs of a text, in its order.
    fn words(&self, text: &str) -> Vec<Word> {
        words::words(&self.folding.fold(text))
    }

    /// A word without what its grammar adds, in one spelling for all.
    fn stem(&self, word: &str) -> String {
        let is_plain = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let word = self.words.same(word);
        let stem = if is_plain { self.stemmer.stem(&word) } else { word.into() };
        cut(&stem, TERM)
    }
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Analyzer")
    }
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
