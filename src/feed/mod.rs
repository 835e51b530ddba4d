//! The feed: the journal as the public sees it, in commit order, from any place, for ever.
//!
//! ```text
//!  journal ──► hub (head, bounded tail) ──► judge (filter on match keys) ──► events ──► channels
//!     ▲                                        replay and live alike         one for each question
//!     └── wake-up: this process published, or another one did (data_version, LISTEN, poll)
//! ```

mod admission;
mod channel;
mod follow;
mod hub;
mod judge;
mod read;
mod retention;
mod wakeup;

pub use admission::{Admission, Refused, Slot};
pub use channel::{Channel, Channels, Frame, Joined, NoFrame, Reader};
pub use follow::{Follow, Followed, Retry, follow};
pub use hub::{Hub, Log};
pub use judge::{Event, FeedChange, Filter, Happened};
pub use read::{FeedPage, read};
pub use retention::{FeedError, check_retention, kept_since, oldest};
pub use wakeup::watch;
