//! Reading the feed by polling: one page of events, from one moment of the record.

use super::judge::{Event, Filter};
use crate::store::{Rows, StoreError, entries_after, record_head};

/// Journal entries looked at for one page. A filter that lets little through may give a short or
/// empty page whose end still advances.
const SCANNED: u64 = 5_000;
/// Journal entries read by one statement.
const BATCH: u64 = 500;

/// One page of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedPage {
    /// The events, in order.
    pub events: Vec<Event>,
    /// The position to go on from.
    pub end: i64,
    /// Whether the journal goes on after it.
    pub more: bool,
    /// Position of the journal's latest entry.
    pub head: i64,
}

/// Reads at most `limit` events after a position.
pub async fn read(rows: &impl Rows, filter: &Filter, after: i64, limit: usize) -> Result<FeedPage, StoreError> {
    let head = record_head(rows).await?.position;
    let mut events = Vec::new();
    let mut end = after;
    let mut scanned = 0;
    while end < head && events.len() < limit && scanned < SCANNED {
        let entries = entries_after(rows, end, BATCH).await?;
        scanned += BATCH;
        for entry in entries {
            end = entry.position;
            events.extend(filter.judge(&entry, head));
            if events.len() == limit {
                break;
            }
        }
    }
    Ok(FeedPage { events, end, more: end < head, head })
}
