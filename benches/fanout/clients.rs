//! Everybody who follows.

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::servers::{Server, Service};

/// Sockets that connect at once.
const AT_ONCE: usize = 64;
/// Bytes of receive buffer of a client that reads nothing, so that it is soon full.
const DEAF_BUFFER: u32 = 4 * 1024;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Documents {
    /// Nothing: the bare server sends to everybody.
    None,
    /// All the same.
    Same,
    /// So many different ones, in turn.
    Different(usize),
}

impl Documents {
    fn of(self, socket: usize) -> Option<String> {
        let name = match self {
            Self::None => return None,
            Self::Same => "Same".to_owned(),
            Self::Different(many) => format!("Different{}", socket % many),
        };
        Some(format!(
            "subscription {name} {{ recordChanged {{ cursor head action change itemId itemType revision occurredAt \
             item {{ __typename id slug label publishedAt updatedAt revision ... on Meeting {{ title startDate kind status }} }} }} }}"
        ))
    }
}

impl fmt::Display for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("bare WebSocket, constant text"),
            Self::Same => f.write_str("rapporteur, one document"),
            Self::Different(many) => write!(f, "rapporteur, {many} documents"),
        }
    }
}

/// Open sockets that tell when they hear something.
pub struct Audience {
    sockets: usize,
    heard: mpsc::Receiver<Instant>,
    listening: JoinSet<()>,
}

impl Audience {
    /// Connects and subscribes.
    pub async fn connect(address: &str, documents: Documents, sockets: usize) -> Self {
        let (tell, heard) = mpsc::channel(sockets);
        let mut listening = JoinSet::new();
        let mut begun = 0;
        while begun < sockets {
            let mut connecting = JoinSet::new();
            for socket in begun..(begun + AT_ONCE).min(sockets) {
                let (address, document) = (address.to_owned(), documents.of(socket));
                connecting.spawn(async move { open(&address, document, None).await });
            }
            begun += AT_ONCE;
            for mut socket in connecting.join_all().await {
                let tell = tell.clone();
                listening.spawn(async move {
                    while let Some(Ok(message)) = socket.next().await {
                        if message.is_text() && tell.send(Instant::now()).await.is_err() {
                            break;
                        }
                    }
                });
            }
        }
        // Each was answered a ping after its subscription; the last may still be at its first step.
        tokio::time::sleep(Duration::from_secs(1)).await;
        Self { sockets, heard, listening }
    }

    /// Publishes, and waits until everybody has heard: how long the last one took.
    pub async fn hear(&mut self, server: &impl Server) -> Duration {
        self.hear_each(server).await.into_iter().max().unwrap_or_default()
    }

    /// Publishes, and waits until everybody has heard: how long each one took.
    pub async fn hear_each(&mut self, server: &impl Server) -> Vec<Duration> {
        let begun = Instant::now();
        server.publish().await;
        let mut took = Vec::with_capacity(self.sockets);
        for _ in 0..self.sockets {
            let heard = tokio::time::timeout(Duration::from_mins(1), self.heard.recv()).await;
            took.push(heard.expect("everybody hears").expect("somebody listens").duration_since(begun));
        }
        took
    }

    /// Closes all sockets.
    pub async fn leave(mut self) {
        self.listening.shutdown().await;
        // So that the next audience does not pay for this one's leaving.
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// Connects and subscribes sockets that then read nothing.
pub async fn connect_deaf(address: &str, sockets: usize) -> Vec<WebSocketStream<TcpStream>> {
    let mut open_ones = Vec::new();
    for _ in 0..sockets {
        open_ones.push(open(address, Documents::Same.of(0), Some(DEAF_BUFFER)).await);
    }
    open_ones
}

/// Bytes of one event as it is sent.
pub async fn event_bytes(service: &Service) -> usize {
    let mut socket = open(service.address(), Documents::Same.of(0), None).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    service.publish().await;
    loop {
        if let Some(Ok(Message::Text(text))) = socket.next().await {
            return text.len();
        }
    }
}

async fn open(address: &str, document: Option<String>, buffer: Option<u32>) -> WebSocketStream<TcpStream> {
    let to: SocketAddr = address.parse().expect("an address");
    let socket = TcpSocket::new_v4().expect("a socket");
    if let Some(buffer) = buffer {
        socket.set_recv_buffer_size(buffer).expect("a small buffer");
    }
    let stream = socket.connect(to).await.expect("a connection");
    let mut request = format!("ws://{address}/graphql").into_client_request().expect("a request");
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a header"));
    let config = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
    let (mut socket, _) = client_async_with_config(request, stream, Some(config)).await.expect("a WebSocket");
    let say = |text: serde_json::Value| Message::text(text.to_string());
    socket.send(say(json!({ "type": "connection_init" }))).await.expect("a message");
    socket.next().await.expect("an answer").expect("a message");
    if let Some(document) = document {
        let payload = json!({ "query": document });
        socket.send(say(json!({ "type": "subscribe", "id": "1", "payload": payload }))).await.expect("a message");
        socket.send(say(json!({ "type": "ping" }))).await.expect("a message");
        // The answer says that the subscription was taken before it.
        socket.next().await.expect("an answer").expect("a message");
    }
    socket
}
