//! Where the record is kept and how it is reached.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::at_least_one;

/// The `[database]` section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// `sqlite://<file>` or `postgres://<user>@<host>/<name>`.
    pub url: String,
    /// Connections for reading.
    pub max_connections: u32,
    /// Connections for writing on PostgreSQL; SQLite has one.
    pub max_writers: u32,
    /// Milliseconds to wait for a free connection.
    pub acquire_timeout_ms: u64,
    /// Milliseconds to wait for a lock that another writer holds.
    pub busy_timeout_ms: u64,
    /// Milliseconds that one reading statement may take.
    pub statement_timeout_ms: u64,
    /// Milliseconds that an operation may go on reading.
    pub operation_timeout_ms: u64,
    /// Milliseconds between looks for changes that another process made.
    pub poll_ms: u64,
}

impl DatabaseSettings {
    /// The file, if the database is SQLite.
    pub fn sqlite_path(&self) -> Option<&Path> {
        self.url.strip_prefix("sqlite://").map(Path::new)
    }

    pub(super) fn problem(&self) -> Option<String> {
        let known = ["sqlite://", "postgres://", "postgresql://"];
        if !known.iter().any(|scheme| self.url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty())) {
            return Some(format!(
                "`database.url` is `{}`: write sqlite://<file> or postgres://<user>@<host>/<name>",
                without_password(&self.url)
            ));
        }
        if self.sqlite_path().is_some_and(|path| path.to_string_lossy().contains('?')) {
            return Some("`database.url` names a SQLite file with parameters: write sqlite://<file> alone".to_owned());
        }
        [
            ("database.max_connections", u64::from(self.max_connections)),
            ("database.max_writers", u64::from(self.max_writers)),
            ("database.acquire_timeout_ms", self.acquire_timeout_ms),
            ("database.busy_timeout_ms", self.busy_timeout_ms),
            ("database.statement_timeout_ms", self.statement_timeout_ms),
            ("database.operation_timeout_ms", self.operation_timeout_ms),
            ("database.poll_ms", self.poll_ms),
        ]
        .into_iter()
        .find_map(|(key, value)| at_least_one(key, value))
    }
}

/// A database's address with its password blotted out.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (rest, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let blotted = |parameter: &str| match parameter.split_once('=') {
        Some((name, _)) if name.to_ascii_lowercase().contains("password") => format!("{name}=***"),
        _ => parameter.to_owned(),
    };
    let parameters: Vec<String> = parameters.split('&').filter(|one| !one.is_empty()).map(blotted).collect();
    let parameters = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    match rest.rsplit_once('@') {
        Some((login, host)) => {
            let user = login.split(':').next().unwrap_or_default();
            let password = if login.contains(':') { ":***" } else { "" };
            format!("{scheme}://{user}{password}@{host}{parameters}")
        }
        None => format!("{scheme}://{rest}{parameters}"),
    }
}
