//! What was measured, as a table.

use std::time::Duration;

use super::people::Pair;
use super::questions::{Asked, Question};

/// Prints the median and the p99 of each system, and by how much it differs from ours.
pub fn print(system: &str, pairs: &[Pair], columns: &[(&str, Asked)]) {
    println!("\n### {system}\n");
    println!("| question | people | system | asked | median ms | ratio | p99 ms | ratio |");
    println!("|---|---|---|---:|---:|---:|---:|---:|");
    for question in Question::ALL {
        for (sort, is_frequent) in [("anybody", false), ("who take part often", true)] {
            let mut ours: Option<(Duration, Duration)> = None;
            for (name, asked) in columns {
                let mut took = of_sort(pairs, asked, question, is_frequent);
                took.sort_unstable();
                let Some(last) = took.len().checked_sub(1) else { continue };
                let (median, p99) = (took[last / 2], took[last * 99 / 100]);
                let (first_median, first_p99) = *ours.get_or_insert((median, p99));
                println!(
                    "| {} | {sort} | {name} | {} | {} | {} | {} | {} |",
                    question.name(),
                    took.len(),
                    milliseconds(median),
                    ratio(median, first_median),
                    milliseconds(p99),
                    ratio(p99, first_p99),
                );
            }
        }
    }
}

fn of_sort(pairs: &[Pair], asked: &Asked, question: Question, is_frequent: bool) -> Vec<Duration> {
    let mut took = asked.took[&question].iter();
    let answered = pairs.iter().zip(&asked.answers[&question]).filter(|(_, answer)| answer.is_some());
    answered
        .filter_map(|(pair, _)| Some((pair, took.next()?)))
        .filter(|(pair, _)| pair.is_frequent == is_frequent)
        .map(|(_, took)| *took)
        .collect()
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64() * 1_000.0)
}

fn ratio(one: Duration, other: Duration) -> String {
    format!("{:.1}", one.as_secs_f64() / other.as_secs_f64())
}
