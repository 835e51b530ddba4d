//! `rapporteur import`: publishes documents from NDJSON files, all in one release. Every problem is
//! named with file, line and path; then nothing is changed.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use entity::vocabulary::JournalAction;

use super::CliError;
use crate::app::open_store;
use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::documents::Document;
use crate::store::{Change, EditorAccess, Outcome, Refusal, Release, StoreError};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files with one document a line: {"meeting": {…}}.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// A text to import, and what to call it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name.
    pub name: String,
    /// Its lines.
    pub text: String,
}

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Documents ready to be published.
#[derive(Debug)]
pub struct Import {
    /// One change for each document.
    pub changes: Vec<Change>,
    /// Where each change came from.
    pub origins: Vec<Origin>,
}

/// Everything that is wrong with an import.
#[derive(Debug)]
pub struct ImportError(pub Vec<LineProblem>);

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
        write!(f, "nothing was imported; {} problem(s):", self.0.len())?;
        for LineProblem { origin, path, message } in &self.0 {
            write!(f, "\n  {}:{}: ", origin.file, origin.line)?;
            if !path.is_empty() {
                write!(f, "{path}: ")?;
            }
            f.write_str(message)?;
        }
        Ok(())
    }
}

impl std::error::Error for ImportError {}

pub(super) async fn run(settings: &Settings, arguments: Arguments) -> Result<(), CliError> {
    let mut sources = Vec::new();
    for path in arguments.files {
        let name = path.display().to_string();
        let text = tokio::fs::read_to_string(&path).await;
        let text = text.map_err(|error| std::io::Error::new(error.kind(), format!("{name}: {error}")))?;
        sources.push(Source { name, text });
    }
    let Import { changes, origins } = read(&sources)?;
    let documents = changes.len();
    let store = open_store(settings, Clock::system()).await?;
    let (access, release) = (EditorAccess::operator(), Release { changes });
    let done = if arguments.dry_run {
        store.publish_dry(&access, release).await
    } else {
        store.publish(&access, release).await
    };
    let outcome = done.map_err(|error| explain(error, &origins))?;
    store.close().await;
    println!("{}{}", if arguments.dry_run { "would have: " } else { "" }, summary(&outcome, documents));
    Ok(())
}

/// Reads the documents of some texts, or says everything that is wrong with them.
pub fn read(sources: &[Source]) -> Result<Import, ImportError> {
    let mut import = Import { changes: Vec::new(), origins: Vec::new() };
    let mut problems = Vec::new();
    for source in sources {
        for (index, line) in source.text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let origin = Origin { file: source.name.clone(), line: index + 1 };
            let reader = &mut serde_json::Deserializer::from_str(line);
            match serde_path_to_error::deserialize::<_, Document>(reader) {
                Ok(document) => {
                    import.changes.push(Change::Publish { document, expected_revision: None });
                    import.origins.push(origin);
                }
                Err(error) => {
                    let path = error.path().to_string().replace(['.', '['], "/").replace(']', "");
                    let path = if path == "/" { String::new() } else { path };
                    problems.push(LineProblem { origin, path, message: error.inner().to_string() });
                }
            }
        }
    }
    if problems.is_empty() { Ok(import) } else { Err(ImportError(problems)) }
}

/// Names the lines that the store refused.
pub(super) fn explain(error: StoreError, origins: &[Origin]) -> CliError {
    match error {
        StoreError::Refused(refusals) => {
            let problem = |Refusal { change, problem }: Refusal| LineProblem {
                origin: origins.get(change).cloned().unwrap_or(Origin { file: "release".to_owned(), line: change + 1 }),
                path: problem.path,
                message: problem.message,
            };
            CliError::Import(ImportError(refusals.into_iter().map(problem).collect()))
        }
        other => other.into(),
    }
}

fn summary(outcome: &Outcome, documents: usize) -> String {
    let count = |action| outcome.entries.iter().filter(|(_, did)| *did == action).count();
    let (published, updated) = (count(JournalAction::Published), count(JournalAction::Updated));
    let affected = count(JournalAction::Affected);
    let unchanged = documents - published - updated;
    format!("published {published}, updated {updated}, left {unchanged} unchanged, affected {affected} others")
}
