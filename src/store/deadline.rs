//! How long a statement of SQLite may take. PostgreSQL has a setting for that; here the database asks now and then
//! whether to go on.
//!
//! Each snapshot has a deadline, which goes with the connection that it takes from the pool: the pool tells the
//! connection about it when it is taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use sea_orm::sqlx::sqlite::SqliteConnection;

/// Steps of SQLite's machine between two questions whether to go on: some tens of microseconds.
const STEPS: i32 = 10_000;
/// No deadline.
const NEVER: u64 = u64::MAX;

tokio::task_local! {
    /// The deadline for the connection that is being taken.
    static TAKING: Deadline;
}

/// When the statement that is running must be given up.
#[derive(Clone, Debug)]
pub(super) struct Deadline(Arc<Times>);

#[derive(Debug)]
struct Times {
    since: Instant,
    /// Microseconds from then.
    until: AtomicU64,
}

impl Default for Deadline {
    fn default() -> Self {
        Self(Arc::new(Times { since: Instant::now(), until: AtomicU64::new(NEVER) }))
    }
}

impl Deadline {
    /// Takes a connection that will ask about it.
    pub(super) async fn while_taking<T>(&self, take: impl Future<Output = T>) -> T {
        TAKING.scope(self.clone(), take).await
    }

    /// Gives the next statement so long. A statement that nobody waits for any more is given up at once.
    pub(super) fn running(&self, most: Duration) -> Running<'_> {
        let until = self.0.since.elapsed().saturating_add(most).as_micros();
        self.set(u64::try_from(until).unwrap_or(NEVER));
        Running(self)
    }

    fn set(&self, until: u64) {
        self.0.until.store(until, Ordering::Relaxed);
    }

    fn has_passed(&self) -> bool {
        let until = self.0.until.load(Ordering::Relaxed);
        until != NEVER && self.0.since.elapsed().as_micros() > u128::from(until)
    }
}

/// A statement that is running.
pub(super) struct Running<'d>(&'d Deadline);

impl Running<'_> {
    /// It is done.
    pub(super) fn done(self) {
        self.0.set(NEVER);
        std::mem::forget(self);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.set(0);
    }
}

/// Has a connection ask about the deadline of whoever takes it.
pub(super) fn ask(connection: &mut SqliteConnection) -> BoxFuture<'_, Result<(), sea_orm::sqlx::Error>> {
    let deadline = TAKING.try_with(Clone::clone).unwrap_or_default();
    Box::pin(async move {
        connection.lock_handle().await?.set_progress_handler(STEPS, move || !deadline.has_passed());
        Ok(())
    })
}
