//! What one request may cost.

use serde::{Deserialize, Serialize};

use super::at_least_one;

/// The `[limits]` section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitSettings {
    /// Bytes of a GraphQL document.
    pub document_bytes: usize,
    /// Bytes of an HTTP request body or WebSocket message.
    pub body_bytes: usize,
    /// Brackets of any kind open at once in a GraphQL document.
    pub document_depth: usize,
    /// Fields that a document selects once its fragments are expanded.
    pub document_selections: usize,
    /// Objects and fields that an operation may ask for, page sizes multiplied out.
    pub operation_cost: usize,
}

impl LimitSettings {
    pub(super) fn problem(&self) -> Option<String> {
        [
            ("limits.document_bytes", self.document_bytes),
            ("limits.body_bytes", self.body_bytes),
            ("limits.document_depth", self.document_depth),
            ("limits.document_selections", self.document_selections),
            ("limits.operation_cost", self.operation_cost),
        ]
        .into_iter()
        .find_map(|(key, value)| at_least_one(key, value as u64))
    }
}
