//! How far back the feed can be read, where an operator keeps it only for some time. The journal
//! itself is kept whole.

use crate::config::FeedSettings;
use crate::domain::instant::Instant;
use crate::store::{RecordHead, Rows, Store, StoreError, entry_time};

/// Why the feed cannot be read from a place.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// Events after it are no longer kept.
    #[error("events after this place are no longer kept")]
    Expired {
        /// The position from which everything that is kept can be read.
        oldest: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The time from which events are kept; all are, if there is none.
pub fn kept_since(store: &Store, settings: &FeedSettings) -> Option<Instant> {
    const MICROSECONDS_A_DAY: i64 = 24 * 60 * 60 * 1_000_000;
    let days = i64::from(settings.retention_days);
    (days > 0).then(|| Instant(store.now().0 - days * MICROSECONDS_A_DAY))
}

/// Makes sure that everything after a position is kept. `since` is the time from which events are
/// kept; all are, if there is none.
pub async fn check_retention(
    rows: &impl Rows,
    since: Option<Instant>,
    head: RecordHead,
    after: i64,
) -> Result<(), FeedError> {
    let Some(since) = since else { return Ok(()) };
    if after >= head.position || is_kept(rows, since, after + 1).await? {
        return Ok(());
    }
    Err(FeedError::Expired { oldest: oldest(rows, since, head.position).await? })
}

/// The position after which everything is kept. Times never decrease along the journal, so it is
/// found by halving.
pub async fn oldest(rows: &impl Rows, since: Instant, head: i64) -> Result<i64, StoreError> {
    let (mut low, mut high) = (0, head);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_kept(rows, since, middle + 1).await? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

async fn is_kept(rows: &impl Rows, since: Instant, position: i64) -> Result<bool, StoreError> {
    Ok(entry_time(rows, position).await?.is_none_or(|at| at >= since))
}
