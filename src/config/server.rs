//! The HTTP server.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// The `[server]` section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSettings {
    /// Address and port to listen on.
    pub listen: String,
    /// Seconds to finish at shutdown.
    pub shutdown_seconds: u64,
}

impl ServerSettings {
    pub(super) fn problem(&self) -> Option<String> {
        let listen = &self.listen;
        listen
            .parse::<SocketAddr>()
            .is_err()
            .then(|| format!("`server.listen` is `{listen}`: write an address and a port, such as 127.0.0.1:8000"))
    }
}
