//! Questions: the words that somebody looks for as conditions on terms, the best matches first.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::entry::{key_term, pieces, whole_term};
use super::words::{Word, joined};
use super::{Analyzer, PREFIX, cut};
use crate::domain::match_key::{MatchKey, Matches};

/// The most characters of a question.
const MAX_CHARACTERS: usize = 200;
/// The most terms that it may come to.
const MAX_TERMS: usize = 32;
/// Words that say nothing beside others.
const FILLERS: [&str; 18] = [
    "a", "an", "and", "at", "by", "for", "from", "in", "into", "of", "on", "or", "s", "the", "to", "with", "between",
    "its",
];

/// How well something matches, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, async_graphql::Enum)]
pub enum MatchRank {
    /// A name or title of it is just what was looked for, in any order of its words.
    Whole,
    /// All of the words are in its names or titles.
    Name,
    /// All of the words are in the names of a person, some of them in another spelling, such as Rhee for Lee.
    Spelling,
    /// All of the words are in its names and what is said of it in short: themes, posts, captions.
    Details,
    /// All of the words are somewhere in it.
    Text,
}

/// Why nothing can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchProblem {
    /// There is no letter or digit in it.
    #[error("it has no letter or digit: give a word or a name to look for")]
    Empty,
    /// It is too long.
    #[error("it is longer than {MAX_CHARACTERS} characters: give fewer words")]
    TooLong,
    /// It has too many words.
    #[error("it has too many words: give fewer")]
    TooMany,
}

/// A condition on the terms of an item: one of each group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition(pub Vec<Vec<String>>);

impl Condition {
    /// Conditions of which something meets one exactly if it meets this one, at most so many, and no term stands in
    /// several groups of one, if so many do: a word that is written as two or as one is both of the two, or the one.
    pub fn alternatives(&self, most: usize) -> Vec<Self> {
        let mut all = vec![self.clone()];
        while all.len() < most
            && let Some((index, term)) =
                all.iter().enumerate().find_map(|(at, one)| Some((at, one.repeated()?.clone())))
        {
            let (having, others): (Vec<_>, Vec<_>) =
                all.remove(index).0.into_iter().partition(|own| own.contains(&term));
            let without: Vec<Vec<String>> =
                having.into_iter().map(|group| group.into_iter().filter(|other| *other != term).collect()).collect();
            let with = |groups: Vec<Vec<String>>| Self([others.clone(), groups].concat());
            // What would have to have one of no terms is nothing.
            if !without.iter().any(Vec::is_empty) {
                all.push(with(without));
            }
            all.push(with(vec![vec![term]]));
        }
        all
    }

    /// A term that stands in several groups.
    fn repeated(&self) -> Option<&String> {
        let mut known = HashSet::new();
        self.0.iter().flatten().find(|term| !known.insert(*term))
    }
}

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchQuery {
    /// What it takes to match, the best matches first; something has the rank of the first that it meets.
    pub ranks: Vec<(MatchRank, Condition)>,
    /// Says in cursors which question this is.
    pub digest: u32,
    /// What is marked in a text.
    pub(super) marks: Marks,
}

/// What is marked in a text: terms without their letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Marks {
    pub stems: Vec<String>,
    pub grams: Vec<String>,
    pub names: Vec<String>,
    pub beginnings: Vec<String>,
}

impl Marks {
    /// Whether a word begins as one that somebody is still writing.
    pub fn begin(&self, word: &str) -> bool {
        self.beginnings.iter().any(|beginning| word.starts_with(beginning.as_str()))
    }
}

impl Analyzer {
    /// The question that a text asks. With `type_ahead`, the last word may be one whose end is yet to be
    /// written, and only names and titles are looked at.
    pub fn query(&self, text: &str, type_ahead: bool) -> Result<SearchQuery, SearchProblem> {
        if text.chars().count() > MAX_CHARACTERS {
            return Err(SearchProblem::TooLong);
        }
        let mut words = self.words(text);
        if words.is_empty() {
            return Err(SearchProblem::Empty);
        }
        let whole = Condition(vec![vec![whole_term(&words)]]);
        let last = if type_ahead { words.pop_if(|word| matches!(word, Word::Pieces(_))) } else { None };
        let is_filler = |word: &Word| matches!(word, Word::Pieces(pieces) if pieces.len() == 1 && FILLERS.contains(&pieces[0].text.as_str()));
        if last.is_some() || !words.iter().all(is_filler) {
            words.retain(|word| !is_filler(word));
        }
        let mut marks = Marks::default();
        let groups = each_once(words.iter().flat_map(|word| self.groups(word, &mut marks)).collect());
        let names = each_once(self.spellings(&words, &mut marks));
        let beginnings = each_once(last.as_ref().map(|last| beginnings(last, &mut marks)).unwrap_or_default());
        if groups.len() + beginnings.len() > MAX_TERMS {
            return Err(SearchProblem::TooMany);
        }
        let standing = |letter: char| {
            let lettered = |group: &Vec<String>| group.iter().map(|term| format!("{letter}{term}")).collect();
            Condition(groups.iter().map(lettered).chain(beginnings.iter().cloned()).collect())
        };
        let mut ranks = vec![(MatchRank::Whole, whole), (MatchRank::Name, standing('a'))];
        if last.is_none() && !names.is_empty() {
            ranks.push((MatchRank::Spelling, Condition(names)));
        }
        if !type_ahead {
            ranks.push((MatchRank::Details, standing('b')));
            ranks.push((MatchRank::Text, standing('c')));
        }
        let digest = digest(&ranks);
        Ok(SearchQuery { ranks, digest, marks })
    }

    /// What must be there of a word: for each piece its stem or that of the whole word; of a run each two
    /// characters, or the only one.
    fn groups(&self, word: &Word, marks: &mut Marks) -> Vec<Vec<String>> {
        match word {
            Word::Pieces(pieces) => {
                let whole = joined(pieces).map(|whole| self.stem(&whole));
                marks.stems.extend(whole.clone());
                let group = |stem: String| {
                    marks.stems.push(stem.clone());
                    std::iter::once(stem).chain(whole.clone()).collect()
                };
                pieces.iter().map(|piece| self.stem(&piece.text)).map(group).collect()
            }
            Word::Run(run) => {
                let grams: Vec<String> = match run.as_slice() {
                    [one] => vec![one.text.clone()],
                    several => several.windows(2).map(|two| format!("{}{}", two[0].text, two[1].text)).collect(),
                };
                marks.grams.extend(grams.iter().cloned());
                grams.into_iter().map(|gram| vec![gram]).collect()
            }
        }
    }

    /// The words as those of a person's name in any spelling, which only people have; none if there are others than
    /// words in Latin letters.
    fn spellings(&self, words: &[Word], marks: &mut Marks) -> Vec<Vec<String>> {
        if words.iter().any(|word| matches!(word, Word::Run(_))) {
            return Vec::new();
        }
        let names: Vec<String> = words.iter().flat_map(pieces).map(|piece| self.name_term(&piece.text)).collect();
        marks.names.extend(names.iter().cloned());
        names.into_iter().map(|name| vec![name]).collect()
    }
}

/// What must be there of a word whose end is yet to be written: for each piece, one with such a beginning.
fn beginnings(word: &Word, marks: &mut Marks) -> Vec<Vec<String>> {
    marks.beginnings = pieces(word).map(|piece| cut(&piece.text, PREFIX)).collect();
    marks.beginnings.iter().map(|beginning| vec![format!("p{beginning}")]).collect()
}

/// What is asked for twice need not be looked up twice.
fn each_once(groups: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut known = HashSet::new();
    groups.into_iter().filter(|group| known.insert(group.clone())).collect()
}

fn digest(ranks: &[(MatchRank, Condition)]) -> u32 {
    let digest = Sha256::digest(format!("{ranks:?}"));
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// What a filter asks for, as a condition on terms.
pub fn key_terms(matches: &Matches) -> Condition {
    let terms = |group: &Vec<MatchKey>| group.iter().map(|key| key_term(key.as_str())).collect();
    Condition(matches.0.iter().map(terms).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::search::{Text, Weight};

    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new().expect("the tables"));

    /// Few words, so that most questions find something.
    fn text(most: usize) -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "lee",
            "Rhee",
            "hee",
            "sup",
            "heesup",
            "the",
            "of",
            "Forums",
            "forum",
            "meeting",
            "s",
            "C",
            "cooperationally",
            "コウ",
            "会",
            "会议",
            "會議室",
            "회의",
            "Ohno",
            "2025",
            "organisation",
            "organization",
        ]);
        let between = prop::sample::select(vec![" ", " ", " ", "-", "'", "’", ".", "&", "", ", "]);
        let part = (word, between).prop_map(|(word, between)| format!("{word}{between}"));
        prop::collection::vec(part, 1..most).prop_map(|parts| parts.concat())
    }

    fn meets(terms: &BTreeSet<String>, condition: &Condition) -> bool {
        condition.0.iter().all(|group| group.iter().any(|term| terms.contains(term)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        // Pages are read by it: where nothing has a wide rank, no narrower one is asked for.
        #[test]
        fn what_has_a_better_rank_has_the_wider_ones(
            texts in prop::collection::vec((text(5), 0..3_usize, any::<bool>()), 1..4),
            asked in text(4),
            type_ahead in any::<bool>(),
        ) {
            let mut terms = BTreeSet::new();
            for (text, weight, is_person_name) in &texts {
                let weight = [Weight::Name, Weight::Detail, Weight::Body][*weight];
                let is_person_name = *is_person_name && weight == Weight::Name;
                ANALYZER.add_terms(&Text { field: String::new(), weight, locale: None, text, is_person_name }, &mut terms);
            }
            if let Ok(query) = ANALYZER.query(&asked, type_ahead) {
                let mut is_met = false;
                for (rank, condition) in query.ranks.iter().filter(|(rank, _)| *rank != MatchRank::Spelling) {
                    let meets = meets(&terms, condition);
                    prop_assert!(meets || !is_met, "{rank:?} of {asked:?}");
                    is_met = meets;
                }
            }
        }

        // PostgreSQL is asked for the alternatives.
        #[test]
        fn alternatives_are_met_together_by_what_meets_the_condition(
            condition in prop::collection::vec(prop::collection::btree_set("[a-e]", 1..4), 0..5),
            most in 1..8_usize,
        ) {
            let condition = Condition(condition.into_iter().map(|group| group.into_iter().collect()).collect());
            let alternatives = condition.alternatives(most);
            prop_assert!(alternatives.len() <= most);
            prop_assert!(alternatives.len() == most || alternatives.iter().all(|one| one.repeated().is_none()));
            for having in 0..32_u8 {
                let terms: BTreeSet<String> =
                    (0..5_u8).filter(|bit| having >> bit & 1 == 1).map(|bit| char::from(b'a' + bit).to_string()).collect();
                let is_met = alternatives.iter().any(|one| meets(&terms, one));
                prop_assert_eq!(is_met, meets(&terms, &condition), "{:?} of {:?}", terms, condition);
            }
        }

        #[test]
        fn a_text_is_found_by_itself(text in text(5), type_ahead in any::<bool>()) {
            let mut terms = BTreeSet::new();
            let of_text = Text { field: String::new(), weight: Weight::Name, locale: None, text: &text, is_person_name: false };
            ANALYZER.add_terms(&of_text, &mut terms);
            if let Ok(query) = ANALYZER.query(&text, type_ahead) {
                prop_assert!(meets(&terms, &query.ranks[0].1), "{text:?}");
            }
        }
    }
}
