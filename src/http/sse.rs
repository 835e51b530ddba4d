//! GraphQL over server-sent events, one connection for each operation: the distinct connections mode
//! of the graphql-sse protocol.

use super::stream::Framing;
use crate::graphql::Output;

/// What a stream of events is sent as.
pub const MEDIA_TYPE: &str = "text/event-stream; charset=utf-8";
/// Comments are ignored by every client, and keep the connection alive.
pub const BEAT: &str = ":\n\n";
/// How soon a client should come back, in milliseconds. The stream then ends without `complete`.
pub const RESTART: &str = "retry: 1000\n\n";

/// Events `next`, whose data is a response, and `complete`.
pub struct Distinct;

impl Framing for Distinct {
    const MEDIA_TYPE: &'static str = MEDIA_TYPE;
    const OPENING: &'static str = BEAT;
    const BEAT: &'static str = BEAT;
    const COMPLETE: &'static str = "event: complete\ndata:\n\n";
    const RESTART: &'static str = RESTART;

    fn write(&self, output: Output) -> String {
        format!("event: next\ndata: {}\n\n", output.into_json())
    }
}
