//! `rapporteur import`: publishes documents from NDJSON, all in one release. Every problem is named
//! with file, line and path; then nothing is changed.

mod input;
mod preview;
mod progress;

use std::fmt;
use std::path::PathBuf;

use clap::Args;

use super::CliError;
use crate::app::open_store;
use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::problem::Detail;
use crate::store::{EditorAccess, ImportOptions, Imported, Refusal, StoreError};
pub use input::{Input, Origin};
pub use preview::Preview;
pub use progress::Progress;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files with one document a line: {"meeting": {…}}. A single hyphen is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Changed items that a dry run shows.
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    limit: usize,
}

/// Everything that is wrong with an import, or the beginning of it.
#[derive(Debug)]
pub struct ImportError {
    /// The first problems, by line.
    pub problems: Vec<LineProblem>,
    /// How many there are in all.
    pub total: usize,
}

/// Something wrong with one line.
#[derive(Debug)]
pub struct LineProblem {
    /// Where.
    pub origin: Origin,
    /// The path in the document; empty for the whole line.
    pub path: String,
    /// What to do.
    pub message: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was imported; {} problem(s):", self.total)?;
        for LineProblem { origin, path, message } in &self.problems {
            write!(f, "\n  {}:{}: ", origin.file, origin.line)?;
            if !path.is_empty() {
                write!(f, "{path}: ")?;
            }
            f.write_str(message)?;
        }
        match self.total - self.problems.len() {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl std::error::Error for ImportError {}

pub(super) async fn run(settings: &Settings, arguments: Arguments) -> Result<(), CliError> {
    let Arguments { files, dry_run, limit } = arguments;
    let progress = Progress::on_terminal();
    let mut input = Input::open(&files, &progress)?;
    let mut preview = Preview::new(progress.clone(), if dry_run { limit } else { 0 });
    let store = open_store(settings, Clock::system()).await?;
    let options = ImportOptions { dry_run, ..ImportOptions::default() };
    let done = store.import(&EditorAccess::operator(), options, &mut input, &mut preview).await;
    progress.end();
    let imported = done.map_err(|error| explain(error, &input))?;
    store.close().await;
    print!("{}", preview.finish());
    println!("{}{}", if dry_run { "would have: " } else { "" }, summary(&imported));
    Ok(())
}

/// Names the lines that the store refused.
pub(super) fn explain(error: StoreError, input: &Input) -> CliError {
    let explained = |Refusal { change, problem }: Refusal| {
        let mut message = problem.message;
        if let Detail::Earlier(change) = problem.detail {
            let Origin { file, line } = input.locate(change);
            message = format!("{message} (the first is {file}:{line})");
        }
        LineProblem { origin: input.locate(change), path: problem.path, message }
    };
    match error {
        StoreError::ImportRefused { refusals, total } => {
            let problems = refusals.into_iter().map(explained).collect();
            CliError::Import(ImportError { problems, total })
        }
        other => other.into(),
    }
}

fn summary(imported: &Imported) -> String {
    let Imported { published, updated, unchanged, affected, .. } = imported;
    format!("published {published}, updated {updated}, left {unchanged} unchanged, affected {affected} others")
}
