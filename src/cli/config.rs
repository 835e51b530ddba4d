//! `rapporteur config`: the settings in force, or the manual of all settings.

use std::io::Write as _;

use clap::Args;

use crate::config::{DEFAULTS, Settings};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print every setting with its default and what it means.
    #[arg(long)]
    pub(super) defaults: bool,
}

pub(super) fn print_defaults() -> std::io::Result<()> {
    std::io::stdout().write_all(DEFAULTS.as_bytes())
}

pub(super) fn print(settings: &Settings) -> std::io::Result<()> {
    let json = serde_json::to_string_pretty(&settings.redacted())?;
    writeln!(std::io::stdout(), "{json}")
}
