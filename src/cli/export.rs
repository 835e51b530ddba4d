//! `rapporteur export`: writes every public document as NDJSON, which `import` reads back.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use futures_util::StreamExt as _;

use super::CliError;
use crate::app::open_store;
use crate::clock::Clock;
use crate::config::Settings;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// File to write; standard output if left out.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) async fn run(settings: &Settings, arguments: Arguments) -> Result<(), CliError> {
    let store = open_store(settings, Clock::system()).await?;
    let mut output: Box<dyn std::io::Write + Send> = match arguments.output {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(std::io::BufWriter::new(std::io::stdout())),
    };
    let mut documents = std::pin::pin!(store.export());
    while let Some(document) = documents.next().await {
        let line = serde_json::to_string(&document?).map_err(std::io::Error::other)?;
        writeln!(output, "{line}")?;
    }
    output.flush()?;
    store.close().await;
    Ok(())
}
