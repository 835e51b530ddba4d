//! The HTTP server.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

/// The `[server]` section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSettings {
    /// Address and port to listen on.
    pub listen: String,
    /// Seconds to finish at shutdown.
    pub shutdown_seconds: u64,
    /// Addresses of proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Origins of other sites' pages that may use the API; `*` for all.
    pub allowed_origins: Vec<String>,
    /// Whether only trusted documents are executed for who has no editor's token.
    pub trusted_documents_only: bool,
}

impl ServerSettings {
    pub(super) fn problem(&self) -> Option<String> {
        let listen = &self.listen;
        if listen.parse::<SocketAddr>().is_err() {
            return Some(format!("`server.listen` is `{listen}`: write an address and a port, such as 127.0.0.1:8000"));
        }
        let is_origin = |origin: &&String| {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            *origin == "*" || (!host.is_empty() && !host.contains(['/', '*', ' ']))
        };
        let wrong = self.allowed_origins.iter().find(|origin| !is_origin(origin))?;
        Some(format!(
            "`server.allowed_origins` names `{wrong}`: write scheme and host, such as https://news.example.org, or *"
        ))
    }
}
