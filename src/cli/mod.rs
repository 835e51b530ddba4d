//! The command line: arguments, settings, one file per command, exit codes.

mod config;
mod export;
pub mod generate;
pub mod import;
mod migrate;
mod rebuild;
mod sample;
mod schema;
mod serve;
mod token;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::AppError;
use crate::config::{Settings, SettingsError, Sources};
use crate::store::StoreError;
use crate::telemetry;

/// The public record of an institution that meets, served as GraphQL with a live feed.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version)]
struct Arguments {
    /// Settings file; rapporteur.toml if it exists when none is named.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Database, as `sqlite://FILE` or `postgres://USER@HOST/NAME`.
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the record.
    Serve(serve::Arguments),
    /// Bring the database's schema up to date.
    Migrate,
    /// Publish documents from NDJSON files, all in one release.
    Import(import::Arguments),
    /// Write every public document as NDJSON.
    Export(export::Arguments),
    /// Make up a large record.
    #[command(subcommand)]
    Sample(generate::Command),
    /// Make the record's tables again from the journal.
    Rebuild,
    /// Print the GraphQL schema.
    Schema,
    /// Make, list and revoke editors' tokens.
    #[command(subcommand)]
    Token(token::Command),
    /// Print the settings in force, or the manual of all settings.
    Config(config::Arguments),
}

/// Why a command failed, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("settings: {0}")]
    Telemetry(String),
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Import(#[from] import::ImportError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match execute(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rapporteur: {error}");
            ExitCode::FAILURE
        }
    }
}

fn execute(arguments: Arguments) -> Result<(), CliError> {
    // What needs no settings works without any.
    match &arguments.command {
        Command::Schema => return Ok(schema::run()?),
        Command::Sample(sample) => return generate::run(sample),
        Command::Config(config) if config.defaults => return Ok(config::print_defaults()?),
        _ => {}
    }
    let mut flags = Vec::new();
    flags.extend(arguments.database.map(|url| ("database.url", url)));
    if let Command::Serve(serve) = &arguments.command {
        flags.extend(serve.listen.clone().map(|listen| ("server.listen", listen)));
    }
    let settings = Settings::load(Sources { file: arguments.config, environment: None, flags })?;
    telemetry::start(&settings.log).map_err(CliError::Telemetry)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve(arguments) => serve::run(&settings, arguments).await,
            Command::Migrate => migrate::run(&settings).await,
            Command::Import(arguments) => import::run(&settings, arguments).await,
            Command::Export(arguments) => export::run(&settings, arguments).await,
            Command::Sample(command) => generate::run(&command),
            Command::Rebuild => rebuild::run(&settings).await,
            Command::Token(command) => token::run(&settings, command).await,
            Command::Config(_) => Ok(config::print(&settings)?),
            Command::Schema => Ok(schema::run()?),
        }
    })
}
