//! The messages of `graphql-transport-ws`, and the codes a session may be closed with.

use poem::web::websocket::{CloseCode, Message};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::http::MAX_OPERATION_ID;

/// Bytes that a reason may have in a close frame.
const MAX_REASON: usize = 123;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    ConnectionInit { payload: Option<Map<String, Value>> },
    Ping { payload: Option<Map<String, Value>> },
    Pong {},
    Subscribe { id: String, payload: Map<String, Value> },
    Complete { id: String },
}

impl ClientMessage {
    /// Reads a message; the error says what is wrong with it.
    pub fn read(message: &Message) -> Result<Self, String> {
        let Message::Text(text) = message else { return Err("messages are text".to_owned()) };
        let read: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match &read {
            Self::Subscribe { id, .. } if id.is_empty() || id.len() > MAX_OPERATION_ID => {
                Err(format!("`id` needs 1 to {MAX_OPERATION_ID} bytes"))
            }
            _ => Ok(read),
        }
    }
}

/// Why the server closes a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Close {
    /// 4400: what was received is no message of the protocol.
    Invalid(String),
    /// 4401: an operation was asked for before the session was acknowledged.
    Unauthorized,
    /// 4403: the token is refused.
    Forbidden(String),
    /// 4406: the client does not offer the subprotocol.
    Subprotocol,
    /// 4408: there was no `connection_init` in time.
    InitTimeout,
    /// 4409: an operation with this id is running.
    Duplicate(String),
    /// 4411: the client reads nothing. The reason ends with the place to go on from.
    Stalled(String),
    /// 4429: there was a `connection_init` already.
    TooManyInits,
    /// 1012: the service restarts; clients come back by themselves.
    Restart,
    /// 1009: a message is larger than `limits.body_bytes`.
    TooLarge,
    /// 1013: try again later.
    TryAgain(String),
}

impl Close {
    /// The frame that says so.
    pub fn frame(self) -> Message {
        let (code, reason) = match self {
            Self::Invalid(problem) => (4400, format!("Invalid message: {problem}")),
            Self::Unauthorized => (4401, "Unauthorized".to_owned()),
            Self::Forbidden(problem) => (4403, format!("Forbidden: {problem}")),
            Self::Subprotocol => (4406, "Subprotocol not acceptable: offer graphql-transport-ws".to_owned()),
            Self::InitTimeout => (4408, "Connection initialisation timeout".to_owned()),
            Self::Duplicate(id) => (4409, format!("Subscriber for {id} already exists")),
            Self::Stalled(place) => (4411, format!("Nothing is being read; go on after {place}")),
            Self::TooManyInits => (4429, "Too many initialisation requests".to_owned()),
            Self::Restart => (1012, "Service restart".to_owned()),
            Self::TooLarge => (1009, "The message is too large".to_owned()),
            Self::TryAgain(problem) => (1013, format!("Try again later: {problem}")),
        };
        Message::close_with(CloseCode::from(code), truncated(reason))
    }
}

/// A longer reason would make the frame invalid, and the client would not learn the code.
fn truncated(mut reason: String) -> String {
    if reason.len() > MAX_REASON {
        let end = (0..=MAX_REASON).rev().find(|end| reason.is_char_boundary(*end)).unwrap_or_default();
        reason.truncate(end);
    }
    reason
}
