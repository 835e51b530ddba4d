//! What is asked, and what was measured.

use std::collections::BTreeMap;
use std::time::Duration;

/// A question about two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// In how many meetings they met.
    Shared,
    /// Whom the first of them met: the twenty most often, and how many in all.
    Met,
    /// How many steps the shortest ways from one to the other have.
    Ways,
}

impl Question {
    pub const ALL: [Self; 3] = [Self::Shared, Self::Met, Self::Ways];

    pub fn name(self) -> &'static str {
        match self {
            Self::Shared => "The meetings of two people",
            Self::Met => "Whom a person met most often",
            Self::Ways => "The shortest ways between two people",
        }
    }
}

/// The most meetings on a way.
pub const HOPS: usize = 4;
/// The people that a meeting may have for them to have met.
pub const LARGEST: i32 = 50;

/// What one system was asked, pair by pair.
#[derive(Debug, Default)]
pub struct Asked {
    pub took: BTreeMap<Question, Vec<Duration>>,
    /// The answers as numbers, for comparing; none where it was not asked.
    pub answers: BTreeMap<Question, Vec<Option<Vec<i64>>>>,
}

impl Asked {
    pub fn note(&mut self, question: Question, answer: Option<(Duration, Vec<i64>)>) {
        let (took, answer) = answer.unzip();
        self.took.entry(question).or_default().extend(took);
        self.answers.entry(question).or_default().push(answer);
    }
}
