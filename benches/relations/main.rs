//! Who met whom, asked of the service over HTTP, of the same database by one hand-written statement, and of
//! the embedded graph database Kùzu with the same data: on one machine, in one run.
//!
//! ```text
//! cargo bench --bench relations -- --size m                       SQLite, beside SQL
//! script/bench-relations --size m                                 both databases, beside SQL and Kùzu
//! ```
//!
//! Everybody is asked the same, and it fails if the answers differ. People of one delegation count as having met, as
//! neither a short statement nor a pattern of Cypher can tell them apart on a way.

#[path = "../record/database.rs"]
mod database;
#[path = "../record/import.rs"]
#[expect(dead_code, reason = "the benchmark of the record prints what importing took")]
mod import;
mod kuzu;
mod people;
mod questions;
mod service;
mod sql;
mod table;

use std::path::PathBuf;

use clap::Parser;
use rapporteur::cli::generate::Size;

use self::database::BenchDatabase;
use self::people::People;
use self::questions::{Asked, Question};

/// Measures questions about who met whom.
#[derive(Debug, Parser)]
struct Arguments {
    /// How large the made-up record is.
    #[arg(long, default_value = "s")]
    size: Size,
    /// The maintenance database of a PostgreSQL cluster, in which databases can be made:
    /// <postgres://USER@HOST/postgres>?…
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Only ask this database, which was filled before.
    #[arg(long, value_name = "URL")]
    at: Option<String>,
    /// A Python that has `kuzu`.
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
    /// Pairs of people asked about, of each sort.
    #[arg(long, default_value_t = 1_000)]
    pairs: usize,
    /// Where files are kept meanwhile.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let folder = match &arguments.folder {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    };
    let folder = folder.expect("a folder");
    if let Some(url) = &arguments.at {
        measure(&BenchDatabase::existing(url), &arguments, folder.path()).await;
        return;
    }
    let file = import::generate(arguments.size, folder.path());
    for postgres in
        [None, arguments.postgres.as_deref()].into_iter().take(1 + usize::from(arguments.postgres.is_some()))
    {
        let database = BenchDatabase::create(arguments.size, postgres, folder.path()).await;
        import::run(arguments.size, &file, &database).await;
        measure(&database, &arguments, folder.path()).await;
        database.remove().await;
    }
}

async fn measure(database: &BenchDatabase, arguments: &Arguments, folder: &std::path::Path) {
    let connection = database.connection().await;
    let people = People::read(&connection).await;
    let pairs = people.pairs(arguments.pairs);
    eprintln!("  {} people who took part {} times", people.list.len(), people.took_part());
    let mut columns: Vec<(&str, Asked)> = Vec::new();
    let asked = service::ask(database, &pairs).await;
    columns.push(("rapporteur, over HTTP", asked));
    columns.push(("one statement", sql::ask(&connection, &pairs).await));
    if let Some(python) = &arguments.python {
        columns.push(("Kùzu", kuzu::ask(python, folder, (&connection, &people), &pairs).await));
    }
    for question in Question::ALL {
        let expected = &columns[0].1.answers[&question];
        for (name, asked) in &columns[1..] {
            for (pair, (ours, theirs)) in pairs.iter().zip(expected.iter().zip(&asked.answers[&question])) {
                assert!(theirs.is_none() || ours == theirs, "{name}: {question:?} of {pair:?}: {ours:?}, {theirs:?}");
            }
        }
    }
    let system = if database.url.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    table::print(system, &pairs, &columns);
}
