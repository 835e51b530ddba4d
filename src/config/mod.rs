//! Settings: built-in defaults, then a file, then the environment, then flags. The one place that
//! reads the environment. Unknown keys and bad values stop the start with a sentence that says what
//! to change.

mod database;
mod feed;
mod language;
mod limits;
mod log;
mod server;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use config::{Config, Environment, File, FileFormat};
use serde::{Deserialize, Serialize};

pub use database::DatabaseSettings;
pub use feed::FeedSettings;
pub use language::LanguageSettings;
pub use limits::LimitSettings;
pub use log::{LogFormat, LogSettings};
pub use server::ServerSettings;

/// The defaults, which are also the manual.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");
/// The file that is read when it exists and none is named.
const FILE: &str = "rapporteur.toml";

/// All settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The HTTP server.
    pub server: ServerSettings,
    /// The database.
    pub database: DatabaseSettings,
    /// Following the feed.
    pub feed: FeedSettings,
    /// What a request may cost.
    pub limits: LimitSettings,
    /// Languages.
    pub language: LanguageSettings,
    /// The log.
    pub log: LogSettings,
}

/// Why the settings cannot be used, as a sentence that says what to change.
#[derive(Debug, thiserror::Error)]
#[error("settings: {0}")]
pub struct SettingsError(String);

/// Where settings come from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The settings file; `rapporteur.toml` if it exists when none is named.
    pub file: Option<PathBuf>,
    /// The environment to read instead of the process's own.
    pub environment: Option<HashMap<String, String>>,
    /// What flags say, as `section.key` and value.
    pub flags: Vec<(&'static str, String)>,
}

impl Settings {
    /// Loads and validates the settings.
    pub fn load(sources: Sources) -> Result<Self, SettingsError> {
        let explain = |error: config::ConfigError| SettingsError(error.to_string());
        let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        builder = match sources.file {
            Some(file) => builder.add_source(File::from(file).format(FileFormat::Toml)),
            None => builder.add_source(File::from(Path::new(FILE)).format(FileFormat::Toml).required(false)),
        };
        let environment = Environment::with_prefix("RAPPORTEUR")
            .prefix_separator("_")
            .separator("__")
            .try_parsing(true)
            .list_separator(",")
            .with_list_parse_key("language.default")
            .with_list_parse_key("server.trusted_proxies")
            .with_list_parse_key("server.allowed_origins")
            .source(sources.environment);
        builder = builder.add_source(environment);
        for (key, value) in sources.flags {
            builder = builder.set_override(key, value).map_err(explain)?;
        }
        let settings: Self = builder.build().and_then(Config::try_deserialize).map_err(explain)?;
        settings.validate()?;
        Ok(settings)
    }

    fn validate(&self) -> Result<(), SettingsError> {
        let problems = [
            self.server.problem(),
            self.database.problem(),
            self.feed.problem(),
            self.limits.problem(),
            self.language.problem(),
        ];
        problems.into_iter().flatten().next().map_or(Ok(()), |problem| Err(SettingsError(problem)))
    }

    /// The settings as TOML-like lines, without the password in the database's address.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut settings = self.clone();
        settings.database.url = database::without_password(&settings.database.url);
        settings
    }
}

/// A sentence about a number that must be at least 1.
fn at_least_one(key: &str, value: u64) -> Option<String> {
    (value == 0).then(|| format!("`{key}` is 0: set it to 1 or more"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(environment: &[(&str, &str)]) -> Result<Settings, String> {
        let environment = environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Settings::load(Sources { environment: Some(environment), ..Sources::default() }).map_err(|e| e.to_string())
    }

    #[test]
    fn the_environment_wins_over_the_defaults() {
        let settings = load(&[
            ("RAPPORTEUR_SERVER__LISTEN", "127.0.0.1:9000"),
            ("RAPPORTEUR_LANGUAGE__DEFAULT", "ko,en"),
            ("RAPPORTEUR_DATABASE__MAX_CONNECTIONS", "3"),
        ])
        .expect("settings");
        assert_eq!(settings.server.listen, "127.0.0.1:9000");
        assert_eq!(settings.language.default, ["ko", "en"]);
        assert_eq!(settings.database.max_connections, 3);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (key, value, named) in [
            ("RAPPORTEUR_SERVER__LISTE", "x", "liste"),
            ("RAPPORTEUR_SERVER__LISTEN", "nowhere", "server.listen"),
            ("RAPPORTEUR_DATABASE__URL", "mysql://x", "database.url"),
            ("RAPPORTEUR_DATABASE__MAX_CONNECTIONS", "0", "database.max_connections"),
            ("RAPPORTEUR_DATABASE__MAX_CONNECTIONS", "many", "max_connections"),
            ("RAPPORTEUR_LANGUAGE__DEFAULT", "english", "language.default"),
            ("RAPPORTEUR_LOG__FORMAT", "xml", "xml"),
        ] {
            let problem = load(&[(key, value)]).expect_err(key);
            assert!(problem.contains(named), "{problem}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let mut settings = load(&[]).expect("settings");
        settings.database.url = "postgres://anna:secret@db/record".to_owned();
        assert_eq!(settings.redacted().database.url, "postgres://anna:***@db/record");
        settings.database.url = "postgres://db/record?user=anna&password=secret".to_owned();
        assert_eq!(settings.redacted().database.url, "postgres://db/record?user=anna&password=***");
    }
}
