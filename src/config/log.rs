//! What is logged, and how the lines look.

use serde::{Deserialize, Serialize};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The `[log]` section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// What to log, in the syntax of tracing's `EnvFilter`.
    pub filter: String,
    /// How to log.
    pub format: LogFormat,
}
