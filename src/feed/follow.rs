//! Following the feed: replay and live in one loop, so there is no seam between them to lose or
//! repeat an event at. The journal is always the source; a wake-up only says that it is worth
//! looking again. A reader that stalls holds one batch and no connection.

use std::time::Duration;

use futures_util::Stream;

use super::judge::{Event, Filter};
use crate::store::{Store, StoreError, entries_after};

/// Entries read at once.
const BATCH: u64 = 256;
/// First and longest pause before the journal is asked again after a failure.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Every event after a position, for as long as the stream is polled. It ends when the store is gone.
pub fn follow(store: Store, filter: Filter, after: i64) -> impl Stream<Item = Event> {
    async_stream::stream! {
        let mut head = store.head();
        let mut position = after;
        let mut pause = BACK_OFF.0;
        loop {
            let known = *head.borrow_and_update();
            let entries = match next(&store, position).await {
                Ok(entries) => entries,
                Err(error) => {
                    tracing::warn!(%error, position, "the journal cannot be read; trying again");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(BACK_OFF.1);
                    continue;
                }
            };
            pause = BACK_OFF.0;
            if entries.is_empty() {
                if head.changed().await.is_err() {
                    break;
                }
                continue;
            }
            for entry in entries {
                position = entry.position;
                if let Some(event) = filter.judge(entry, known.max(position)) {
                    yield event;
                }
            }
        }
    }
}

async fn next(store: &Store, position: i64) -> Result<Vec<crate::store::Entry>, StoreError> {
    let snapshot = store.snapshot();
    let entries = entries_after(&snapshot, position, BATCH).await;
    snapshot.close().await;
    entries
}
