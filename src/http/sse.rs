//! GraphQL over server-sent events, one connection for each operation: the distinct connections mode
//! of the graphql-sse protocol.

use serde_json::json;

use super::stream::Framing;
use crate::graphql::Output;

/// Comments are ignored by every client, and keep the connection alive.
pub const BEAT: &str = ":\n\n";
/// How soon a client should come back, in milliseconds. The stream then ends without `complete`.
pub const RESTART: &str = "retry: 1000\n\n";

/// Events `next`, whose data is a response, and `complete`.
pub struct Distinct;

impl Framing for Distinct {
    const MEDIA_TYPE: &'static str = "text/event-stream; charset=utf-8";
    const OPENING: &'static str = BEAT;
    const BEAT: &'static str = BEAT;
    const COMPLETE: &'static str = "event: complete\ndata:\n\n";
    const RESTART: &'static str = RESTART;

    fn write(&self, output: Output) -> String {
        let data = match output {
            Output::Next(payload) => payload.json,
            Output::Refused(response) => json!({ "errors": response.errors }).to_string().into(),
            Output::Cut(error) => json!({ "errors": [error.into_server_error()] }).to_string().into(),
        };
        format!("event: next\ndata: {data}\n\n")
    }
}
