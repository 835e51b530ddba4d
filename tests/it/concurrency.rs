//! Many writers in several processes' stores, with random delays, and readers on other connections:
//! positions have no gaps, become visible in order, and nothing is lost (invariant 5).

use std::time::Duration;

use rapporteur::store::{Store, entries_after};

use crate::harness::documents::{meeting, publish};
use crate::harness::{TestDatabase, on_both_databases};

const WRITERS: usize = 6;
const RELEASES: usize = 8;

/// Reads until so many entries were seen, and gives their positions in the order of seeing them.
async fn watch(store: Store, count: usize) -> Vec<i64> {
    let mut seen: Vec<i64> = Vec::new();
    while seen.len() < count {
        let snapshot = store.snapshot();
        let entries = entries_after(&snapshot, seen.last().copied().unwrap_or(0), 7).await.expect("entries");
        snapshot.close().await;
        seen.extend(entries.iter().map(|entry| entry.position));
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    seen
}

on_both_databases! {
    async fn many_writers_leave_no_gaps(database: TestDatabase) {
        let count = WRITERS * RELEASES * 2;
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let store = database.store().await;
            tasks.spawn(async move {
                for release in 0..RELEASES {
                    let delay = u64::from(rapporteur::clock::random_secret()[0] % 5);
                    tokio::time::sleep(Duration::from_millis(delay)).await;
                    let name = |half: &str| meeting(&format!("e-{writer}-{release}-{half}"), None, "2025");
                    publish(&store, vec![name("a"), name("b")]).await;
                }
                Vec::new()
            });
        }
        for _ in 0..3 {
            tasks.spawn(watch(database.store().await, count));
        }
        let expected: Vec<i64> = (1..=i64::try_from(count).expect("a small number")).collect();
        while let Some(done) = tasks.join_next().await {
            let seen = done.expect("no panic");
            assert!(seen.is_empty() || seen == expected, "{seen:?}");
        }
    }
}
