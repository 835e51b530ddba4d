//! Clients that follow over any transport and go on from the last cursor, whatever happens to the
//! connection or the server.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

const QUERY: &str =
    "subscription ($after: String) { recordChanged(after: $after) { cursor itemId revision item { slug } } }";
/// Long enough for a loaded machine; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long a follower waits for anything before it takes the connection for dead.
const SILENCE: Duration = Duration::from_secs(10);

/// How a follower follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    WebSocket,
    ServerSent,
    Multipart,
    Plain,
}

impl Transport {
    pub const ALL: [Self; 4] = [Self::WebSocket, Self::ServerSent, Self::Multipart, Self::Plain];
}

/// Somebody who follows from the start, and never gives up.
pub struct Follower {
    transport: Transport,
    /// Where to connect; it may change while the server is started again.
    url: Arc<Mutex<String>>,
    cursor: String,
    /// The slugs of the events that were heard, in order.
    pub heard: Vec<String>,
    /// How often it had to connect.
    pub connections: usize,
}

impl Follower {
    pub fn new(transport: Transport, url: Arc<Mutex<String>>) -> Self {
        Self { transport, url, cursor: "0".to_owned(), heard: Vec::new(), connections: 0 }
    }

    /// Follows until it has heard of an item.
    pub async fn until(&mut self, last: &str) {
        let transport = self.transport;
        let following = async {
            while self.heard.last().is_none_or(|heard| heard != last) {
                self.connections += 1;
                // However it ended, it goes on.
                let _ = self.stretch(last).await;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let followed = tokio::time::timeout(PATIENCE, following).await;
        assert!(followed.is_ok(), "{transport:?} did not hear of {last}: {:?}", self.heard);
    }

    /// One connection; none when it ends.
    async fn stretch(&mut self, last: &str) -> Option<()> {
        let url = self.url.lock().expect("an address").clone();
        match self.transport {
            Transport::WebSocket => self.over_websocket(&url, last).await,
            Transport::ServerSent => {
                let request = self.ask(&url, "text/event-stream");
                self.over_chunks(request, "\n\n", last).await
            }
            Transport::Multipart => {
                let request = self.ask(&url, "multipart/mixed;subscriptionSpec=1.0");
                self.over_chunks(request, "\r\n--graphql", last).await
            }
            Transport::Plain => {
                let address = format!("{url}/feed/stream?after=0");
                let request = client().get(address).header("last-event-id", &self.cursor);
                self.over_chunks(request, "\n\n", last).await
            }
        }
    }

    fn ask(&self, url: &str, accept: &str) -> reqwest::RequestBuilder {
        let body = json!({ "query": QUERY, "variables": { "after": self.cursor } });
        client().post(format!("{url}/graphql")).header("accept", accept).json(&body)
    }

    async fn over_websocket(&mut self, url: &str, last: &str) -> Option<()> {
        let mut request = format!("{}/graphql", url.replace("http://", "ws://")).into_client_request().ok()?;
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().ok()?);
        let connecting = tokio::time::timeout(SILENCE, tokio_tungstenite::connect_async(request));
        let (mut socket, _) = connecting.await.ok()?.ok()?;
        let payload = json!({ "query": QUERY, "variables": { "after": self.cursor } });
        for message in
            [json!({ "type": "connection_init" }), json!({ "type": "subscribe", "id": "1", "payload": payload })]
        {
            if message["type"] == "subscribe" {
                tokio::time::timeout(SILENCE, socket.next()).await.ok()??.ok()?;
            }
            socket.send(Message::text(message.to_string())).await.ok()?;
        }
        loop {
            let Message::Text(text) = tokio::time::timeout(SILENCE, socket.next()).await.ok()??.ok()? else { continue };
            let message: Value = serde_json::from_str(&text).ok()?;
            if self.hear(&message["payload"]["data"]["recordChanged"], last)? {
                return Some(());
            }
        }
    }

    async fn over_chunks(&mut self, request: reqwest::RequestBuilder, delimiter: &str, last: &str) -> Option<()> {
        let mut response = tokio::time::timeout(SILENCE, request.send()).await.ok()?.ok()?;
        let mut read = String::new();
        loop {
            while let Some((frame, rest)) = read.split_once(delimiter) {
                let (frame, rest) = (frame.to_owned(), rest.to_owned());
                read = rest;
                let json = frame.lines().map(|line| line.strip_prefix("data: ").unwrap_or(line));
                let Some(event) = json.filter_map(|line| serde_json::from_str::<Value>(line).ok()).next_back() else {
                    continue;
                };
                let wrapped = ["/payload/data/recordChanged", "/data/recordChanged"];
                let event = wrapped.iter().find_map(|path| event.pointer(path)).unwrap_or(&event);
                if event["itemId"].is_string() && self.hear(event, last)? {
                    return Some(());
                }
            }
            let chunk = tokio::time::timeout(SILENCE, response.chunk()).await.ok()?.ok()??;
            read += std::str::from_utf8(&chunk).ok()?;
        }
    }

    /// Notes an event, and says whether it was the last; none if it is no event.
    fn hear(&mut self, event: &Value, last: &str) -> Option<bool> {
        let slug = event["item"]["slug"].as_str()?;
        self.heard.push(slug.to_owned());
        event["cursor"].as_str()?.clone_into(&mut self.cursor);
        Some(slug == last)
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::new()
}
