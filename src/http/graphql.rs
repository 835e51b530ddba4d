//! GraphQL over HTTP: POST with JSON, GET with parameters for queries, and the upgrade to a
//! WebSocket, all at one address.
//!
//! Follows the GraphQL-over-HTTP specification: `application/graphql-response+json` when the client
//! accepts it (then request errors have status 400), else `application/json` (then 200). Mutations
//! need POST with `application/json`, which a cross-site form cannot send.

use async_graphql::parser::types::OperationType;
use async_graphql::{Request as GraphQLRequest, Response as GraphQLResponse, Value, Variables};
use poem::http::{Method, StatusCode, header};
use poem::web::Data;
use poem::{Body, Request, Response, handler};
use serde_json::{Map, Value as Json};

use super::{Service, requester, websocket};
use crate::graphql::{ApiError, ErrorCode};

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// The one address of the API.
#[handler]
pub async fn graphql(request: &Request, body: Body, service: Data<&Service>) -> Response {
    let upgrade = request.header(header::UPGRADE).unwrap_or_default();
    if request.method() == Method::GET && upgrade.eq_ignore_ascii_case("websocket") {
        return websocket::upgrade(request, body, &service).await;
    }
    let Some(media_type) = negotiate(request.header(header::ACCEPT)) else {
        let message = "accept application/graphql-response+json or application/json";
        return refuse(StatusCode::NOT_ACCEPTABLE, JSON, message);
    };
    let parameters = match parameters(request, body, service.api.limits().body_bytes).await {
        Ok(parameters) => parameters,
        Err((status, message)) => return refuse(status, media_type, &message),
    };
    let graphql_request = match graphql_request(parameters) {
        Ok(graphql_request) => graphql_request,
        Err(message) => return refuse(StatusCode::BAD_REQUEST, media_type, &message),
    };
    let requester = match requester::of_request(service.api.store(), request).await {
        Ok(requester) => requester,
        Err(error) => {
            let status = requester::status_of(&error);
            let errors = vec![error.into_server_error()];
            let mut response = answer(&GraphQLResponse::from_errors(errors), media_type, status);
            if status == StatusCode::UNAUTHORIZED {
                let scheme = header::HeaderValue::from_static("Bearer");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
            }
            return response;
        }
    };
    let request_id = requester.request_id.clone();
    let response = match service.api.admit(graphql_request) {
        Ok(admitted) if request.method() == Method::GET && admitted.operation == OperationType::Mutation => {
            return not_allowed("mutations need POST", "POST", media_type);
        }
        Ok(admitted) if admitted.operation == OperationType::Subscription => {
            return refuse(StatusCode::BAD_REQUEST, media_type, "subscriptions need a WebSocket at this address");
        }
        Ok(admitted) => service.api.execute_admitted(admitted, requester).await,
        Err(response) => *response,
    };
    let refused = if media_type == GRAPHQL_RESPONSE { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let mut response = answer(&response, media_type, refused);
    let vary = header::HeaderValue::from_static("accept, accept-language, authorization");
    response.headers_mut().insert(header::VARY, vary);
    if let Ok(id) = request_id.parse() {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// The media type to answer with: the acceptable one that the client prefers.
fn negotiate(accept: Option<&str>) -> Option<&'static str> {
    let Some(accept) = accept else { return Some(JSON) };
    let mut best: Option<(f32, &'static str)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media_type = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "application/graphql-response+json" => GRAPHQL_RESPONSE,
            "application/json" | "application/*" | "*/*" => JSON,
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if quality > best.map_or(0.0, |(most, _)| most) {
            best = Some((quality, media_type));
        }
    }
    best.map(|(_, media_type)| media_type)
}

async fn parameters(request: &Request, body: Body, limit: usize) -> Result<Map<String, Json>, (StatusCode, String)> {
    let bad = |message: &str| (StatusCode::BAD_REQUEST, message.to_owned());
    match *request.method() {
        Method::GET => query_parameters(request.uri().query().unwrap_or_default()).map_err(|message| bad(&message)),
        Method::POST => {
            if !is_json(request.header(header::CONTENT_TYPE).unwrap_or_default()) {
                let message = "send `Content-Type: application/json` with UTF-8".to_owned();
                return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
            }
            let bytes = body.into_bytes_limit(limit).await.map_err(|_| {
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

fn graphql_request(mut parameters: Map<String, Json>) -> Result<GraphQLRequest, String> {
    let Some(Json::String(query)) = parameters.remove("query") else {
        return Err("`query` must be a GraphQL document as text".to_owned());
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
        None | Some(Json::Null | Json::Object(_)) => Ok(request),
        Some(_) => Err("`extensions` must be an object".to_owned()),
    }
}

/// A refusal before there is a GraphQL request.
fn refuse(status: StatusCode, media_type: &'static str, message: &str) -> Response {
    let error = ApiError::new(ErrorCode::BadInput, message).into_server_error();
    let mut response = answer(&GraphQLResponse::from_errors(vec![error]), media_type, status);
    match status {
        StatusCode::METHOD_NOT_ALLOWED => with_allow(response, "GET, POST"),
        StatusCode::PAYLOAD_TOO_LARGE => {
            // The rest of the body is not read, so nothing else can follow on this connection.
            response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
            response
        }
        _ => response,
    }
}

fn not_allowed(message: &str, allow: &'static str, media_type: &'static str) -> Response {
    with_allow(refuse(StatusCode::METHOD_NOT_ALLOWED, media_type, message), allow)
}

fn with_allow(mut response: Response, allow: &'static str) -> Response {
    response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    response
}

/// A GraphQL response; `refused` is the status of one without any data.
fn answer(response: &GraphQLResponse, media_type: &'static str, refused: StatusCode) -> Response {
    let never_executed = response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty());
    let (status, body) = if never_executed {
        // The specification wants no `data` entry where nothing was executed.
        (refused, serde_json::to_string(&serde_json::json!({ "errors": response.errors })))
    } else {
        (StatusCode::OK, serde_json::to_string(response))
    };
    match body {
        Ok(body) => Response::builder().status(status).content_type(media_type).body(body),
        Err(error) => {
            tracing::error!(%error, "a response cannot be written");
            Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR).finish()
        }
    }
}
