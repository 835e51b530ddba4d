//! Filling a database as anybody would: `rapporteur sample generate`, then `rapporteur import`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rapporteur::cli::generate::{Counts, Size};

use super::database::BenchDatabase;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rapporteur");

/// What importing took.
pub struct Imported {
    pub counts: Counts,
    pub documents: usize,
    /// Bytes of the documents.
    pub bytes: u64,
    pub took: Duration,
    /// Most memory that the importing process had, in KiB; none where the system does not say.
    pub memory: Option<u64>,
    /// Bytes of the database afterwards.
    pub stored: u64,
}

/// Writes the documents of a size into a file.
pub fn generate(size: Size, folder: &Path) -> PathBuf {
    let file = folder.join(format!("{size:?}.ndjson"));
    if !file.exists() {
        let output = std::fs::File::create(&file).expect("a file");
        let size = format!("{size:?}").to_lowercase();
        let made = Command::new(PROGRAM).args(["sample", "generate", "--size", &size]).stdout(output).status();
        assert!(made.expect("the program").success());
    }
    file
}

/// Imports a file in a process of its own.
pub async fn run(size: Size, file: &Path, database: &BenchDatabase) -> Imported {
    let text = std::fs::File::open(file).expect("the documents");
    let documents = std::io::BufRead::lines(std::io::BufReader::new(text)).count();
    let begun = Instant::now();
    let mut import = Command::new(PROGRAM)
        .args(["--database", &database.url, "import"])
        .arg(file)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program");
    let mut memory = None;
    let status = loop {
        if let Some(status) = import.try_wait().expect("its end") {
            break status;
        }
        memory = memory.max(peak(import.id()));
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let took = begun.elapsed();
    assert!(status.success(), "the import failed");
    Imported {
        counts: size.counts(),
        documents,
        bytes: std::fs::metadata(file).expect("the documents").len(),
        took,
        memory,
        stored: database.bytes().await,
    }
}

/// The most memory that a process has had so far.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
