//! Clients of the transports that stream over plain HTTP.

use std::time::Duration;

use serde_json::Value;

/// Long enough for a loaded machine; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_mins(1);

/// A body that is read as it comes.
pub struct Chunks {
    response: reqwest::Response,
    read: String,
}

/// A server-sent event.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ServerSent {
    pub name: String,
    pub id: Option<String>,
    pub data: String,
    /// The pause that the server asks for before coming back.
    pub retry: Option<String>,
}

impl Chunks {
    /// The body of a response that began well.
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200, "{:?}", response.text().await);
        Self { response, read: String::new() }
    }

    pub fn media_type(&self) -> &str {
        self.response.headers()["content-type"].to_str().expect("text")
    }

    /// What comes before the next delimiter; none at the end.
    async fn before(&mut self, delimiter: &str) -> Option<String> {
        loop {
            if let Some((before, after)) = self.read.split_once(delimiter) {
                let (before, after) = (before.to_owned(), after.to_owned());
                self.read = after;
                return Some(before);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("a chunk in time");
            self.read += std::str::from_utf8(&chunk.ok()??).expect("text");
        }
    }

    /// The next server-sent event that is more than a comment.
    pub async fn event(&mut self) -> Option<ServerSent> {
        loop {
            let text = self.before("\n\n").await?;
            let mut event = ServerSent::default();
            for line in text.lines().filter(|line| !line.starts_with(':')) {
                let (field, value) = line.split_once(':').expect("a field");
                let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
                match field {
                    "event" => event.name = value,
                    "data" => event.data = value,
                    "id" => event.id = Some(value),
                    "retry" => event.retry = Some(value),
                    other => panic!("{other}"),
                }
            }
            if event != ServerSent::default() {
                return Some(event);
            }
        }
    }

    /// The payload of the next `next` event.
    pub async fn next_payload(&mut self) -> Value {
        let event = self.event().await.expect("an event");
        assert_eq!(event.name, "next", "{event:?}");
        serde_json::from_str(&event.data).expect("JSON")
    }

    /// The next part of a multipart body that is no heartbeat; none at the end.
    pub async fn part(&mut self) -> Option<Value> {
        loop {
            let part = self.before("\r\n--graphql").await?;
            let Some((_, body)) = part.split_once("\r\n\r\n") else { continue };
            let body: Value = serde_json::from_str(body).expect("JSON");
            if body != serde_json::json!({}) {
                return Some(body);
            }
        }
    }

    /// What is left when it has ended.
    pub async fn rest(mut self) -> String {
        while let Ok(Some(chunk)) =
            tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("a chunk in time")
        {
            self.read += std::str::from_utf8(&chunk).expect("text");
        }
        self.read
    }
}
