//! What a client accepts.

use std::cmp::Ordering;

/// The media type of GraphQL responses; request errors have status 400 with it.
pub const GRAPHQL_RESPONSE: &str = "application/graphql-response+json; charset=utf-8";
/// JSON, for clients that know nothing newer.
pub const JSON: &str = "application/json; charset=utf-8";
/// Comma-separated values, with a line of names.
pub const CSV: &str = "text/csv; charset=utf-8; header=present";
/// A page.
pub const HTML: &str = "text/html; charset=utf-8";

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
        for range in ranges(header) {
            let Range { media_type, parameters, quality } = range;
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

/// The one of these media types that a client likes best, the first of those it likes as well; none if it
/// accepts none of them.
pub fn best(header: Option<&str>, offered: &[&'static str]) -> Option<&'static str> {
    let Some(header) = header else { return offered.first().copied() };
    let ranges: Vec<Range> = ranges(header).collect();
    let liked = offered.iter().map(|offered| (quality_of(offered, &ranges), *offered));
    let liked = liked.filter(|(quality, _)| *quality > 0.0);
    // Of equal ones the last is the greatest, so they are looked at from behind.
    let best = liked.rev().max_by(|(one, _), (other, _)| one.partial_cmp(other).unwrap_or(Ordering::Equal));
    best.map(|(_, offered)| offered)
}

/// How much a media type is liked: as the range says that names it most exactly.
fn quality_of(offered: &str, ranges: &[Range]) -> f32 {
    let offered = offered.split(';').next().unwrap_or(offered);
    let kind = offered.split('/').next().unwrap_or(offered);
    let named = |name: &str| ranges.iter().find(|range| range.media_type == name);
    let range = named(offered).or_else(|| named(&format!("{kind}/*"))).or_else(|| named("*/*"));
    range.map_or(0.0, |range| range.quality)
}

/// One of the media types, or sorts of them, that an `Accept` header names.
struct Range {
    media_type: String,
    parameters: Vec<String>,
    quality: f32,
}

fn ranges(header: &str) -> impl Iterator<Item = Range> + '_ {
    header.split(',').map(|range| {
        let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
        let media_type = parts.next().unwrap_or_default();
        let parameters: Vec<String> = parts.collect();
        let quality = parameters.iter().find_map(|part| part.strip_prefix("q="));
        let quality = quality.map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
        Range { media_type, parameters, quality }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_most_exactly_counts_most() {
        for (accept, chosen) in [
            (None, Some(JSON)),
            (Some("*/*"), Some(JSON)),
            (Some("text/csv"), Some(CSV)),
            (Some("text/*"), Some(CSV)),
            (Some("application/json;q=0.5, text/csv"), Some(CSV)),
            (Some("text/csv;q=0, */*"), Some(JSON)),
            (Some("application/json;q=0, */*;q=0.1"), Some(GRAPHQL_RESPONSE)),
            (Some("text/html, application/xhtml+xml, */*;q=0.8"), Some(JSON)),
            (Some("text/csv;q=loud"), None),
            (Some("image/png"), None),
            (Some(""), None),
        ] {
            assert_eq!(best(accept, &[JSON, GRAPHQL_RESPONSE, CSV]), chosen, "{accept:?}");
        }
    }
}
