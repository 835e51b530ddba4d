//! Decoding GraphQL requests, which are the same parameters on every transport.

use std::time::Duration;

use async_graphql::{Request as GraphQLRequest, Variables};
use poem::http::{Method, StatusCode, header};
use poem::{Body, Request};
use serde_json::{Map, Value as Json};

use crate::graphql::Sent;

/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The parameters of a request by GET or POST; or the status and the sentence that refuse it.
pub async fn parameters(
    request: &Request,
    body: Body,
    limit: usize,
) -> Result<Map<String, Json>, (StatusCode, String)> {
    let bad = |message: &str| (StatusCode::BAD_REQUEST, message.to_owned());
    match *request.method() {
        Method::GET => query_parameters(request.uri().query().unwrap_or_default()).map_err(|message| bad(&message)),
        Method::POST => {
            if !is_json(request.header(header::CONTENT_TYPE).unwrap_or_default()) {
                let message = "send `Content-Type: application/json` with UTF-8".to_owned();
                return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
            }
            let read = tokio::time::timeout(PATIENCE, body.into_bytes_limit(limit)).await;
            let read = read.map_err(|_| (StatusCode::REQUEST_TIMEOUT, "the body did not come in time".to_owned()))?;
            let bytes = read.map_err(|_| {
                (StatusCode::PAYLOAD_TOO_LARGE, format!("the body must be readable and have at most {limit} bytes"))
            })?;
            match serde_json::from_slice(&bytes) {
                Ok(Json::Object(parameters)) => Ok(parameters),
                Ok(_) => Err(bad("the body must be one JSON object; batches are not supported")),
                Err(error) => Err(bad(&format!("the body is not JSON: {error}"))),
            }
        }
        _ => Err((StatusCode::METHOD_NOT_ALLOWED, "use GET or POST".to_owned())),
    }
}

fn query_parameters(query: &str) -> Result<Map<String, Json>, String> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|error| format!("the address cannot be read: {error}"))?;
    let mut parameters = Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            "variables" | "extensions" if text.is_empty() => Json::Null,
            "variables" | "extensions" => {
                serde_json::from_str(&text).map_err(|error| format!("`{name}` is not JSON: {error}"))?
            }
            _ => Json::String(text),
        };
        parameters.insert(name, value);
    }
    Ok(parameters)
}

fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().as_deref() == Some("application/json")
        && parts.all(|part| part.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8"))
}

/// The GraphQL request that the parameters make; or the sentence that refuses it.
pub fn graphql_request(mut parameters: Map<String, Json>) -> Result<Sent, String> {
    let given = |value: Option<Json>| value.filter(|value| !value.is_null());
    let (query, document_id) = match (given(parameters.remove("query")), given(parameters.remove("documentId"))) {
        (Some(Json::String(query)), None) => (query, None),
        (None, Some(Json::String(id))) => (String::new(), Some(id)),
        (Some(_), Some(_)) => return Err("send either `query` or `documentId`".to_owned()),
        (None, Some(_)) => return Err("`documentId` must be text".to_owned()),
        (_, None) => return Err("`query` must be a GraphQL document as text".to_owned()),
    };
    let mut request = GraphQLRequest::new(query);
    match parameters.remove("operationName") {
        None | Some(Json::Null) => {}
        Some(Json::String(name)) if name.is_empty() => {}
        Some(Json::String(name)) => request = request.operation_name(name),
        Some(_) => return Err("`operationName` must be text".to_owned()),
    }
    match parameters.remove("variables") {
        None | Some(Json::Null) => {}
        Some(variables @ Json::Object(_)) => request = request.variables(Variables::from_json(variables)),
        Some(_) => return Err("`variables` must be an object".to_owned()),
    }
    match parameters.remove("extensions") {
        None | Some(Json::Null | Json::Object(_)) => Ok(Sent { request, document_id }),
        Some(_) => Err("`extensions` must be an object".to_owned()),
    }
}
