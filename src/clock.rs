//! The one door to the wall clock and to randomness, injected so that tests decide both.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use entity::ItemId;
use uuid::Uuid;

use crate::domain::instant::Instant;

/// Tells the time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` and moves one second at each reading.
    pub fn manual(start: Instant) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.0))))
    }

    /// Moves a manual clock on; the machine's is not to be moved.
    pub fn advance(&self, by: std::time::Duration) {
        if let Source::Manual(at) = &self.0 {
            at.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }

    /// The time now.
    pub fn now(&self) -> Instant {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the door")]
            Source::System => Instant(jiff::Timestamp::now().as_microsecond()),
            Source::Manual(at) => Instant(at.fetch_add(1_000_000, Ordering::SeqCst)),
        }
    }
}

/// A new id, ordered by time.
#[expect(clippy::disallowed_methods, reason = "this is the door")]
pub fn new_item_id() -> ItemId {
    ItemId(Uuid::now_v7())
}

/// 256 random bits.
pub fn random_secret() -> [u8; 32] {
    let mut secret = [0; 32];
    let (left, right) = secret.split_at_mut(16);
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    for half in [left, right] {
        // Version 4 UUIDs hold 122 random bits each from the operating system's generator.
        half.copy_from_slice(Uuid::new_v4().as_bytes());
    }
    secret
}
