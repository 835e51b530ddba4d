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
        let Self { documents, sockets, processor, memory, .. } = self;
        let last = milliseconds(self.last());
        format!("{documents}, {sockets} sockets: {processor:.2} µs, last delivery {last}, {memory:.1} KiB")
    }

    /// From the publication to the last delivery: the median.
    fn last(&self) -> Duration {
        percentile(&mut self.last.clone(), 50)
    }
}

/// What was measured in one round, the bare server first.
pub type Round = Vec<Row>;

/// Prints the medians of several rounds of one size, with ratios to the bare server of the same round.
pub fn print(rounds: &[Round]) {
    for server in 0..rounds[0].len() {
        let figures = |figure: fn(&Row) -> f64| Figures(rounds.iter().map(|round| figure(&round[server])).collect());
        let ratios = |figure: fn(&Row) -> f64| {
            Figures(rounds.iter().map(|round| figure(&round[server]) / figure(&round[0])).collect())
        };
        let last: fn(&Row) -> f64 = |row| row.last().as_secs_f64();
        let row = &rounds[0][server];
        println!(
            "| {} | {} | {:.2} µs | {} | {:.1} ms | {} | {:.1} KiB |",
            row.sockets,
            row.documents,
            figures(|row| row.processor).median(),
            ratios(|row| row.processor).range(),
            figures(last).median() * 1_000.0,
            ratios(last).range(),
            figures(|row| row.memory).median(),
        );
    }
}

/// Prints what stands above the rows.
pub fn print_head(bytes: usize, publication: f64, rounds: usize) {
    println!(
        "\n### Events of {bytes} bytes; a publication by itself takes {publication:.0} µs, which is taken off; \
         medians of {rounds} rounds, ratios with the least and the greatest\n"
    );
    println!(
        "| sockets | server | CPU for each event and socket | ratio | last delivery | ratio | memory for each socket |"
    );
    println!("|---:|---|---:|---:|---:|---:|---:|");
}

/// The same figure of several rounds.
struct Figures(Vec<f64>);

impl Figures {
    fn median(mut self) -> f64 {
        self.0.sort_by(f64::total_cmp);
        self.0[self.0.len() / 2]
    }

    fn range(self) -> String {
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = self.0.iter().copied().fold(0.0, f64::max);
        format!("{:.2} ({least:.2}–{greatest:.2})", self.median())
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
