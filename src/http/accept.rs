//! What a client accepts.

/// The media type of GraphQL responses; request errors have status 400 with it.
pub const GRAPHQL_RESPONSE: &str = "application/graphql-response+json; charset=utf-8";
/// JSON, for clients that know nothing newer.
pub const JSON: &str = "application/json; charset=utf-8";

/// The kinds of answer that a client accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The kind of JSON it likes best.
    pub json: Option<&'static str>,
    /// Server-sent events.
    pub event_stream: bool,
    /// Apollo's multipart subscriptions.
    pub multipart: bool,
}

impl Accepted {
    /// Reads the `Accept` header; everything is accepted without one, and then JSON is sent.
    pub fn of(header: Option<&str>) -> Self {
        let Some(header) = header else { return Self { json: Some(JSON), ..Self::default() } };
        let (mut accepted, mut best) = (Self::default(), 0.0);
        for range in header.split(',') {
            let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
            let media_type = parts.next().unwrap_or_default();
            let parameters: Vec<String> = parts.collect();
            let quality = parameters.iter().find_map(|part| part.strip_prefix("q="));
            let quality: f32 = quality.map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
            if quality <= 0.0 {
                continue;
            }
            let json = match media_type.as_str() {
                "application/graphql-response+json" => GRAPHQL_RESPONSE,
                "application/json" | "application/*" | "*/*" => JSON,
                "text/event-stream" => {
                    accepted.event_stream = true;
                    continue;
                }
                "multipart/mixed" => {
                    let spec = parameters.iter().find_map(|part| part.strip_prefix("subscriptionspec="));
                    accepted.multipart |= spec.is_some_and(|spec| spec.trim_matches('"') == "1.0");
                    continue;
                }
                _ => continue,
            };
            if quality > best {
                (best, accepted.json) = (quality, Some(json));
            }
        }
        accepted
    }

    /// Whether there is nothing that can be sent.
    pub fn nothing(self) -> bool {
        self == Self::default()
    }
}
