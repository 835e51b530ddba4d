//! Figures as a table.

use std::time::Duration;

use super::clients::Documents;

/// What one audience cost.
pub struct Row {
    pub documents: Documents,
    pub sockets: usize,
    /// Microseconds of the server's processor time, for each event and socket.
    pub processor: f64,
    /// From the publication to the last delivery.
    pub last: Vec<Duration>,
    /// KiB of the server's memory for each socket.
    pub memory: f64,
}

impl Row {
    /// Its figures.
    pub fn line(&self) -> String {
        let last = percentile(&mut self.last.clone(), 50);
        let Self { documents, sockets, processor, memory, .. } = self;
        format!(
            "{documents}, {sockets} sockets: {processor:.2} µs, last delivery {}, {memory:.1} KiB",
            milliseconds(last)
        )
    }
}

/// All rows.
#[derive(Default)]
pub struct Report(Vec<Row>);

impl Report {
    /// Adds a row. The bare server's must come before those that are compared with it.
    pub fn add(&mut self, row: Row) {
        self.0.push(row);
    }

    /// Prints them, with ratios to the bare server's of the same size.
    pub fn print(&self, bytes: usize, publication: f64) {
        println!(
            "\n### Events of {bytes} bytes; a publication by itself takes {publication:.0} µs, which is taken off\n"
        );
        println!(
            "| sockets | server | CPU for each event and socket | ratio | last delivery, median | ratio | memory for each socket |"
        );
        println!("|---:|---|---:|---:|---:|---:|---:|");
        for row in &self.0 {
            let bare = self.0.iter().find(|bare| bare.sockets == row.sockets).expect("the bare server's row");
            let median = |row: &Row| percentile(&mut row.last.clone(), 50);
            println!(
                "| {} | {} | {:.2} µs | {:.2} | {} | {:.2} | {:.1} KiB |",
                row.sockets,
                row.documents,
                row.processor,
                row.processor / bare.processor,
                milliseconds(median(row)),
                median(row).as_secs_f64() / median(bare).as_secs_f64(),
                row.memory,
            );
        }
    }
}

/// The time that so many in a hundred are within.
pub fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

pub fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

pub fn float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
