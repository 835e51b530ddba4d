//! Who may follow the feed, and for how long it is kept for them.

use serde::{Deserialize, Serialize};

use super::at_least_one;

/// The `[feed]` section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSettings {
    /// Connections that may be open for following, altogether.
    pub connections: usize,
    /// The same from one address.
    pub connections_per_address: usize,
    /// The same with one token.
    pub connections_per_token: usize,
    /// Operations that may run on one connection.
    pub operations_per_connection: usize,
    /// Seconds for a client to introduce itself on a WebSocket.
    pub init_seconds: u64,
    /// Seconds between signs of life from the server.
    pub ping_seconds: u64,
    /// Seconds between checkpoints.
    pub checkpoint_seconds: u64,
    /// Seconds that a client may leave everything unread before it is cut.
    pub stall_seconds: u64,
    /// Days that events can be read again; 0 for ever.
    pub retention_days: u32,
}

impl FeedSettings {
    pub(super) fn problem(&self) -> Option<String> {
        [
            ("feed.connections", self.connections as u64),
            ("feed.connections_per_address", self.connections_per_address as u64),
            ("feed.connections_per_token", self.connections_per_token as u64),
            ("feed.operations_per_connection", self.operations_per_connection as u64),
            ("feed.init_seconds", self.init_seconds),
            ("feed.ping_seconds", self.ping_seconds),
            ("feed.checkpoint_seconds", self.checkpoint_seconds),
            ("feed.stall_seconds", self.stall_seconds),
        ]
        .into_iter()
        .find_map(|(key, value)| at_least_one(key, value))
    }
}
