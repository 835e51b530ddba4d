//! The feed for a browser's `EventSource`: plain server-sent events, whose ids are cursors. A browser
//! that loses the connection sends the last id in `Last-Event-ID`, and goes on from there by itself.
//!
//! The parameters are the lists of `ItemFilter`, each by name with commas between: `types=MEETING,ARTICLE`,
//! items by slug or id (`people=lee-hee-sup`); and `after`, a cursor or `0`. Events have the default
//! name and are `FeedEvent`s as JSON; what only says how far everything was looked at is called `checkpoint`,
//! an event that could not be read whole `failed` (its data is the response with the errors), and why a
//! stream is cut `refused`.

use std::time::Duration;

use async_graphql::{Request as GraphQLRequest, Variables};
use futures_util::StreamExt as _;
use poem::http::{StatusCode, header};
use poem::web::Data;
use poem::{Request, Response, handler};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};

use super::accept::{GRAPHQL_RESPONSE, JSON};
use super::graphql::{answer, refuse, too_many, unknown};
use super::stream::{self, Framing};
use super::{Service, origin, requester, sse};
use crate::graphql::{Output, item_ref};

const DOCUMENT: &str = "subscription Feed($filter: ItemFilter, $after: String) {
  recordChanged(filter: $filter, after: $after, checkpoints: true) {
    cursor head action change itemId itemType revision occurredAt mergedInto
    item { __typename id slug label publishedAt updatedAt revision }
  }
}";
/// Lists of the filter whose elements are words, and those whose elements are items.
const WORDS: [&str; 6] = ["types", "categories", "levels", "areas", "parties", "locales"];
const ITEMS: [&str; 4] = ["mechanisms", "people", "organizations", "meetings"];

/// The feed as plain server-sent events.
#[handler]
pub async fn feed_stream(request: &Request, service: Data<&Service>) -> Response {
    // What cannot be read is no cursor, and is refused as one.
    let last = request.headers().get("last-event-id").map(|id| id.to_str().unwrap_or("unreadable"));
    let last = last.filter(|id| !id.is_empty());
    let variables = match variables(request.uri().query().unwrap_or_default(), last) {
        Ok(variables) => variables,
        Err(message) => return refuse(StatusCode::BAD_REQUEST, JSON, &message),
    };
    let requester = match requester::of_request(service.api.store(), request).await {
        Ok(requester) => requester,
        Err(error) => return unknown(error, JSON),
    };
    let slots = match stream::slots(&service, origin::address(request, &service.server.trusted_proxies), &requester) {
        Ok(slots) => slots,
        Err(full) => return too_many(&full.to_string(), JSON),
    };
    let asked = GraphQLRequest::new(DOCUMENT).variables(Variables::from_json(variables));
    let mut operation = match service.api.admit(asked) {
        Ok(admitted) => service.api.open(admitted, requester),
        Err(response) => return answer(&response, GRAPHQL_RESPONSE, StatusCode::BAD_REQUEST),
    };
    // The first output tells whether there will be a stream at all: an event, or that there is none yet. It
    // may be far away, and a browser is not to wait for long.
    let patience = Duration::from_secs(service.api.feed_settings().ping_seconds);
    let Ok(first) = tokio::time::timeout(patience, operation.next()).await else {
        return stream::respond(&service, slots, operation, Plain);
    };
    match first {
        Some(Output::Refused(mut response)) => {
            // Places in a document that the client did not write say nothing.
            for error in &mut response.errors {
                error.path.clear();
                error.locations.clear();
            }
            answer(&response, GRAPHQL_RESPONSE, StatusCode::BAD_REQUEST)
        }
        Some(Output::Cut(error)) => unknown(error, JSON),
        Some(first) => {
            let whole = futures_util::stream::once(std::future::ready(first)).chain(operation).boxed();
            let mut response = stream::respond(&service, slots, whole, Plain);
            let vary = header::HeaderValue::from_static("accept-language, authorization");
            response.headers_mut().append(header::VARY, vary);
            response
        }
        // The service is stopping. Any status but 200 would keep a browser from coming back.
        None => stream::respond(&service, slots, operation, Plain),
    }
}

/// The variables that the parameters make. What the browser remembers wins over `after`.
fn variables(query: &str, last_event_id: Option<&str>) -> Result<Json, String> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|error| format!("the address cannot be read: {error}"))?;
    let (mut filter, mut after) = (Map::new(), Json::Null);
    for (name, text) in pairs {
        let elements = text.split(',').filter(|element| !element.is_empty());
        let list: Vec<Json> = match name.as_str() {
            "after" => {
                after = text.into();
                continue;
            }
            name if WORDS.contains(&name) => elements.map(Json::from).collect(),
            name if ITEMS.contains(&name) => elements.map(item_ref).collect(),
            _ => {
                let known = [WORDS.as_slice(), &ITEMS].concat().join(", ");
                return Err(format!("`{name}` is not known; there are {known} and after"));
            }
        };
        match filter.entry(name).or_insert_with(|| json!([])) {
            Json::Array(already) => already.extend(list),
            other => *other = list.into(),
        }
    }
    let after = last_event_id.map_or(after, Json::from);
    Ok(json!({ "filter": filter, "after": after }))
}

/// Events with the default name, and an id.
struct Plain;

/// A response, as far as it matters here.
#[derive(Deserialize)]
struct Envelope<'j> {
    #[serde(borrow)]
    data: Option<Root<'j>>,
    #[serde(borrow)]
    errors: Option<&'j RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Root<'j> {
    #[serde(borrow)]
    record_changed: Option<&'j RawValue>,
}

impl Framing for Plain {
    const MEDIA_TYPE: &'static str = sse::MEDIA_TYPE;
    const OPENING: &'static str = sse::BEAT;
    const BEAT: &'static str = sse::BEAT;
    const COMPLETE: &'static str = sse::RESTART;
    const RESTART: &'static str = sse::RESTART;

    fn write(&self, output: Output) -> String {
        let payload = match output {
            Output::Next(payload) => payload,
            refused => return format!("event: refused\ndata: {}\n\n", refused.into_json()),
        };
        let envelope: Option<Envelope<'_>> = serde_json::from_str(&payload.json).ok();
        let failed = envelope.as_ref().is_none_or(|envelope| envelope.errors.is_some());
        let event = envelope.and_then(|envelope| envelope.data).and_then(|root| root.record_changed);
        let data = event.filter(|_| !failed).map_or(&*payload.json, RawValue::get);
        let name = match (failed, payload.is_checkpoint) {
            (true, _) => "event: failed\n",
            (false, true) => "event: checkpoint\n",
            (false, false) => "",
        };
        let id = payload.place.map(|place| format!("id: {}\n", place.encode())).unwrap_or_default();
        format!("{id}{name}data: {data}\n\n")
    }
}
