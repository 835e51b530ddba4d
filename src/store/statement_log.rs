//! What readers asked of the database, kept while somebody listens.

use std::sync::{Arc, PoisonError};

use sea_orm::Statement;

/// The statements that snapshots of one store ran, kept while somebody listens: for counting them
/// and for reading their plans.
#[derive(Clone, Debug, Default)]
pub struct StatementLog(Arc<std::sync::Mutex<Option<Vec<Statement>>>>);

impl StatementLog {
    /// Starts afresh.
    pub fn listen(&self) {
        *self.lock() = Some(Vec::new());
    }

    /// Stops, and gives what was heard.
    pub fn take(&self) -> Vec<Statement> {
        self.lock().take().unwrap_or_default()
    }

    pub(super) fn note(&self, statement: impl FnOnce() -> Statement) {
        if let Some(heard) = &mut *self.lock() {
            heard.push(statement());
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Vec<Statement>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
