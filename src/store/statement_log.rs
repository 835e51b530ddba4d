//! What readers asked of the database, kept while somebody listens.

use std::sync::{Arc, Mutex};

use sea_orm::Statement;

use crate::sync::lock;

/// The statements that snapshots of one store ran, kept while somebody listens: for counting them
/// and for reading their plans.
#[derive(Clone, Debug, Default)]
pub struct StatementLog(Arc<Mutex<Option<Vec<Statement>>>>);

impl StatementLog {
    /// Starts afresh.
    pub fn listen(&self) {
        *lock(&self.0) = Some(Vec::new());
    }

    /// Stops, and gives what was heard.
    pub fn take(&self) -> Vec<Statement> {
        lock(&self.0).take().unwrap_or_default()
    }

    pub(super) fn note(&self, statement: impl FnOnce() -> Statement) {
        if let Some(heard) = &mut *lock(&self.0) {
            heard.push(statement());
        }
    }
}
