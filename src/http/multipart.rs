//! Apollo's multipart subscriptions. A client knows that a part is whole once it sees the delimiter
//! after it, so each part is sent together with the delimiter that ends it.

use serde_json::json;

use super::stream::Framing;
use crate::graphql::Output;

/// Parts with `payload`, which is a response, and with `errors` when the transport fails.
pub struct Parts;

impl Framing for Parts {
    const MEDIA_TYPE: &'static str = "multipart/mixed; boundary=\"graphql\"; subscriptionSpec=1.0";
    const OPENING: &'static str = "\r\n--graphql";
    const BEAT: &'static str = "\r\nContent-Type: application/json\r\n\r\n{}\r\n--graphql";
    const COMPLETE: &'static str = "--\r\n";
    const RESTART: &'static str = "\r\nContent-Type: application/json\r\n\r\n{\"payload\":null,\"errors\":[{\"message\":\
         \"the service restarts: subscribe again\",\"extensions\":{\"code\":\"SERVICE_RESTART\"}}]}\r\n--graphql--\r\n";

    fn write(&self, output: Output) -> String {
        let part = match output {
            Output::Cut(error) => json!({ "payload": null, "errors": [error.into_server_error()] }).to_string(),
            // What the document or the arguments are to blame for is a response like any other.
            response => format!(r#"{{"payload":{}}}"#, response.into_json()),
        };
        format!("\r\nContent-Type: application/json\r\n\r\n{part}\r\n--graphql")
    }
}
