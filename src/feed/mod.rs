//! The feed: the journal as the public sees it, in commit order, from any place, for ever.
//!
//! ```text
//!  journal ──► entries after a position ──► judge (filter on match keys) ──► events
//!     ▲                                          replay and live alike
//!     └── wake-up: this process published, or another one did (data_version, LISTEN, poll)
//! ```

mod follow;
mod judge;
mod read;
mod wakeup;

pub use follow::follow;
pub use judge::{Event, FeedChange, Filter};
pub use read::{FeedPage, read};
pub use wakeup::watch;
