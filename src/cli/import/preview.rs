//! What a dry run shows: each changed item with what differs, and how many more there are.

use std::fmt::Write as _;

use entity::vocabulary::JournalAction;
use serde_json::Value;

use super::progress::Progress;
use crate::domain::documents::difference;
use crate::store::{Changed, Step, Watcher};

/// Watches an import: moves the bar, and for a dry run notes what changes.
pub struct Preview {
    progress: Progress,
    limit: usize,
    shown: String,
    seen: usize,
}

impl Preview {
    /// Shows so many of the changed items.
    pub fn new(progress: Progress, limit: usize) -> Self {
        Self { progress, limit, shown: String::new(), seen: 0 }
    }

    /// The changes, a line for each thing that differs.
    pub fn finish(mut self) -> String {
        let more = self.seen.saturating_sub(self.limit);
        if more > 0 && self.limit > 0 {
            // Writing to a text cannot fail.
            let _ = writeln!(self.shown, "and {more} more");
        }
        self.shown
    }

    fn note(&mut self, change: &Changed<'_>) -> std::fmt::Result {
        let (item, slug) = (format!("{:?}", change.item_type).to_lowercase(), change.slug);
        let again = if change.action == JournalAction::Published { " (public again)" } else { "" };
        let parse = |json: Option<&str>| json.and_then(|json| serde_json::from_str::<Value>(json).ok());
        let (previous, document) = (parse(change.previous), parse(change.document));
        let (Some(previous), Some(document)) = (previous, document) else {
            return writeln!(self.shown, "+ {item} {slug} (new)");
        };
        writeln!(self.shown, "~ {item} {slug}{again}")?;
        for difference in difference(&previous, &document) {
            writeln!(self.shown, "    {difference}")?;
        }
        Ok(())
    }
}

impl Watcher for Preview {
    fn step(&mut self, step: Step) {
        if let Step::Settled { items, of } = step {
            self.progress.settled(items, of);
        }
    }

    fn changed(&mut self, change: &Changed<'_>) {
        self.seen += 1;
        if self.seen <= self.limit {
            // Writing to a text cannot fail.
            let _ = self.note(change);
        }
    }
}
