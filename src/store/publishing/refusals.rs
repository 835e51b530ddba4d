//! Collecting what is wrong with a release, so that all of it can be said at once.

use crate::domain::problem::Problem;
use crate::store::error::{Refusal, StoreError};

/// The problems of an import that are kept; the others are only counted.
const KEPT_OF_AN_IMPORT: usize = 1_000;

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    kept: Vec<Refusal>,
    total: usize,
    /// How many are kept; all of them if left out.
    limit: Option<usize>,
}

impl Refusals {
    /// For an import, which may have more problems than anybody would read.
    pub(super) fn of_an_import() -> Self {
        Self { limit: Some(KEPT_OF_AN_IMPORT), ..Self::default() }
    }

    pub(super) fn add(&mut self, change: usize, problem: Problem) {
        self.total += 1;
        if self.limit.is_none_or(|limit| self.kept.len() < limit) {
            self.kept.push(Refusal { change, problem });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Ends a release that has any problem.
    pub(super) fn verdict(&mut self) -> Result<(), StoreError> {
        if self.is_empty() {
            return Ok(());
        }
        let mut refusals = std::mem::take(&mut self.kept);
        refusals.sort_by_key(|refusal| refusal.change);
        Err(match self.limit {
            None => StoreError::Refused(refusals),
            Some(_) => StoreError::ImportRefused { refusals, total: self.total },
        })
    }
}
