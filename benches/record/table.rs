//! What was measured, as tables, and what of it is worse on a larger record.

use std::time::Duration;

use rapporteur::cli::generate::Size;

use super::Run;
use super::service::Measured;

impl Measured {
    /// Its figures.
    pub fn line(&self) -> String {
        let Self { name, statements, whole, median, p99, rate, .. } = self;
        let (median, p99) = (milliseconds(*median), milliseconds(*p99));
        format!("{name}: {statements} statements, {} whole, {median} / {p99} ms, {rate:.0} a second", whole.len())
    }
}

/// Says how far it is.
pub fn progress(line: &str) {
    eprintln!("  {line}");
}

/// Prints all figures of one database system.
pub fn print(system: &str, runs: &[(Size, Run)]) {
    println!("\n### {system}\n");
    println!(
        "| size | documents | participants | NDJSON | import | documents/s | participants/s | peak memory | database |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    let imports = runs.iter().filter_map(|(size, run)| Some((size, run.imported.as_ref()?)));
    for (size, imported) in imports {
        let seconds = imported.took.as_secs_f64();
        let rate = |number: usize| format!("{:.0}", whole(number) / seconds);
        println!(
            "| {size:?} | {} | {} | {} MB | {seconds:.1} s | {} | {} | {} | {} MB |",
            imported.documents,
            imported.counts.participants,
            imported.bytes / 1_000_000,
            rate(imported.documents),
            rate(imported.counts.participants),
            imported.memory.map_or("?".to_owned(), |kib| format!("{} MB", kib * 1_024 / 1_000_000)),
            imported.stored / 1_000_000,
        );
    }
    let [(_, first), rest @ ..] = runs else { return };
    println!();
    if rest.is_empty() {
        println!(
            "| read | statements | whole tables | median ms | p99 ms | answers/s |\n|---|---:|---:|---:|---:|---:|"
        );
        for read in &first.reads {
            let Measured { name, statements, whole, median, p99, rate, .. } = read;
            let (median, p99) = (milliseconds(*median), milliseconds(*p99));
            println!("| {name} | {statements} | {} | {median} | {p99} | {rate:.0} |", whole.len());
        }
    }
    for (size, second) in rest {
        println!(
            "| read | statements S → {size:?} | whole tables | median ms | ratio | p99 ms | ratio | answers/s | ratio |"
        );
        println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (small, large) in first.reads.iter().zip(&second.reads) {
            println!(
                "| {} | {} → {} | {} → {} | {} → {} | {:.1} | {} → {} | {:.1} | {:.0} → {:.0} | {:.2} |",
                small.name,
                small.statements,
                large.statements,
                small.whole.len(),
                large.whole.len(),
                milliseconds(small.median),
                milliseconds(large.median),
                large.median.as_secs_f64() / small.median.as_secs_f64(),
                milliseconds(small.p99),
                milliseconds(large.p99),
                large.p99.as_secs_f64() / small.p99.as_secs_f64(),
                small.rate,
                large.rate,
                large.rate / small.rate,
            );
        }
    }
}

/// What takes more statements on a larger record, or reads more tables whole.
pub fn worse(system: &str, runs: &[(Size, Run)]) -> Vec<String> {
    let [(_, first), rest @ ..] = runs else { return Vec::new() };
    let mut worse = Vec::new();
    for (size, run) in rest {
        for (small, large) in first.reads.iter().zip(&run.reads) {
            if large.is_even && large.statements > small.statements {
                let (few, many) = (small.statements, large.statements);
                worse.push(format!("{system} {size:?}, {}: {many} statements, not {few}", large.name));
            }
            if large.whole.len() > small.whole.len() {
                worse.push(format!("{system} {size:?}, {}: {}", large.name, large.whole.join("; ")));
            }
        }
    }
    worse
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}

fn whole(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
