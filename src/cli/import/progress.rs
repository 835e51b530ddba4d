//! How far an import has come, as a bar on the terminal; without a terminal, nothing.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that several hold and move.
#[derive(Clone)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar on standard error, if that is a terminal.
    pub fn on_terminal() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:32}] {percent:>3} % {eta:>6}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    /// None.
    pub fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// There are so many bytes to read.
    pub fn expect(&self, bytes: u64) {
        self.0.set_length(bytes);
    }

    /// They are read for the first or the second time.
    pub fn reading(&self, time: usize) {
        self.0.reset();
        self.0.set_message(if time == 1 { "1/3 reading   " } else { "2/3 publishing" });
    }

    /// So many bytes more were read.
    pub fn advance(&self, bytes: usize) {
        self.0.inc(bytes as u64);
    }

    /// So many items more were settled.
    pub fn settled(&self, items: usize, of: usize) {
        if self.0.length() != Some(of as u64) || self.0.position() == of as u64 {
            self.0.reset();
            self.0.set_length(of as u64);
            self.0.set_message("3/3 indexing  ");
        }
        self.0.inc(items as u64);
    }

    /// It has come to its end, well or not.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
