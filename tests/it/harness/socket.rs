//! A client of the graphql-transport-ws protocol.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

const PROTOCOL: &str = "graphql-transport-ws";
/// Long enough for a loaded machine; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens a session and waits for its acknowledgement.
    pub async fn open(url: &str, payload: Value) -> Self {
        let mut socket = Self::upgrade(url, &[("sec-websocket-protocol", PROTOCOL)]).await.expect("a socket");
        socket.send(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.next().await["type"], "connection_ack");
        socket
    }

    /// Opens a socket with these headers and says nothing; or gives the status that refuses it.
    pub async fn upgrade(url: &str, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let mut request =
            format!("{}/graphql", url.replace("http://", "ws://")).into_client_request().expect("a request");
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a header"));
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a socket of the protocol and says nothing.
    pub async fn silent(url: &str) -> Self {
        Self::upgrade(url, &[("sec-websocket-protocol", PROTOCOL)]).await.expect("a socket")
    }

    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.send(json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    pub async fn send(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.expect("the socket takes a message");
    }

    /// The next message of the protocol.
    pub async fn next(&mut self) -> Value {
        match self.frame().await {
            Message::Text(text) => serde_json::from_str(&text).expect("JSON"),
            other => panic!("expected a message, got {other:?}"),
        }
    }

    /// The data of the next event.
    pub async fn event(&mut self) -> Value {
        let mut message = self.next().await;
        assert_eq!(message["type"], "next", "{message}");
        assert_eq!(message["payload"].get("errors"), None, "{message}");
        message["payload"]["data"].take()
    }

    /// The code that the server closes with.
    pub async fn closed(&mut self) -> u16 {
        self.closed_because().await.0
    }

    /// The code and reason that the server closes with.
    pub async fn closed_because(&mut self) -> (u16, String) {
        loop {
            if let Message::Close(frame) = self.frame().await {
                return frame.map_or((1005, String::new()), |frame| (frame.code.into(), frame.reason.to_string()));
            }
        }
    }

    /// Sends any frame.
    pub async fn send_frame(&mut self, frame: Message) {
        self.0.send(frame).await.expect("the socket takes a frame");
    }

    /// Waits for a ping of the server.
    pub async fn pinged(&mut self) {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a ping in time");
            if let Message::Ping(_) = frame.expect("an open socket").expect("a frame") {
                return;
            }
        }
    }

    /// The next message, or none once the connection has ended, however it did.
    pub async fn next_or_end(&mut self) -> Option<Value> {
        loop {
            match tokio::time::timeout(PATIENCE, self.0.next()).await.expect("something in time")? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).expect("JSON")),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    async fn frame(&mut self) -> Message {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a message in time");
            match frame.expect("an open socket").expect("a frame") {
                Message::Ping(_) | Message::Pong(_) => {}
                frame => return frame,
            }
        }
    }
}
