//! What a record costs as it grows: importing it, its size, and the questions of docs/reads.md.
//!
//! ```text
//! cargo bench --bench record -- --size m                  S and M on SQLite, and the ratio of the two
//! script/bench --size m                                   the same on PostgreSQL too
//! ```
//!
//! It fails if a question takes more statements on M than on S, or reads more tables whole; times
//! are only shown.

mod database;
mod import;
#[path = "../../tests/it/harness/plan.rs"]
mod plan;
#[path = "../../tests/it/harness/reads.rs"]
mod reads;
mod service;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use rapporteur::cli::generate::Size;

use self::database::BenchDatabase;
use self::import::Imported;
use self::service::{Measured, Service};

/// Measures importing and reading a made-up record.
#[derive(Debug, Parser)]
struct Arguments {
    /// How large it is; m measures s too.
    #[arg(long, default_value = "s")]
    size: Size,
    /// The maintenance database of a PostgreSQL cluster, in which databases can be made:
    /// <postgres://USER@HOST/postgres>?…
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Only ask these databases, which were filled before: that of S, then that of M.
    #[arg(long, value_name = "URL")]
    at: Vec<String>,
    /// Only the questions with these words in their names.
    #[arg(long, value_name = "WORDS", default_value = "")]
    only: String,
    /// Leave SQLite out.
    #[arg(long)]
    no_sqlite: bool,
    /// Where files are kept meanwhile.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Seconds that 32 connections ask each question.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Everything that was measured on one database.
struct Run {
    /// None for one that was filled before.
    imported: Option<Imported>,
    reads: Vec<Measured>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let worse = runtime.block_on(run(&arguments));
    if worse.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("a larger record costs more than it should:\n{}", worse.join("\n"));
    ExitCode::FAILURE
}

async fn run(arguments: &Arguments) -> Vec<String> {
    if !arguments.at.is_empty() {
        let mut runs = Vec::new();
        for (size, url) in [Size::S, Size::M].into_iter().zip(&arguments.at) {
            runs.push((size, Run { imported: None, reads: ask(&BenchDatabase::existing(url), arguments).await }));
        }
        table::print("filled before", &runs);
        return table::worse("filled before", &runs);
    }
    let folder = match &arguments.folder {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    };
    let folder = folder.expect("a folder");
    let sizes = if arguments.size == Size::M { vec![Size::S, Size::M] } else { vec![Size::S] };
    let mut systems = Vec::new();
    systems.extend((!arguments.no_sqlite).then_some(None));
    systems.extend(arguments.postgres.as_deref().map(Some));
    let mut worse = Vec::new();
    for postgres in systems {
        let name = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
        let mut runs = Vec::new();
        for size in &sizes {
            let file = import::generate(*size, folder.path());
            let database = BenchDatabase::create(*size, postgres, folder.path()).await;
            let imported = Some(import::run(*size, &file, &database).await);
            table::progress(&format!("{name} {size:?}: imported"));
            let reads = ask(&database, arguments).await;
            database.remove().await;
            runs.push((*size, Run { imported, reads }));
        }
        table::print(name, &runs);
        worse.extend(table::worse(name, &runs));
    }
    worse
}

/// Asks a database every question.
async fn ask(database: &BenchDatabase, arguments: &Arguments) -> Vec<Measured> {
    let service = Service::start(database).await;
    let reads = service.measure(&arguments.only, Duration::from_secs(arguments.seconds)).await;
    service.stop().await;
    reads
}
