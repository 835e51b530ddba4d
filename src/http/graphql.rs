//! GraphQL over HTTP: POST with JSON, GET with parameters, and everything that streams, all at one
//! address: by method, `Upgrade` and `Accept`.
//!
//! Follows the GraphQL-over-HTTP specification: `application/graphql-response+json` when the client
//! accepts it (then request errors have status 400), else `application/json` (then 200). Mutations
//! need POST with `application/json`, which a cross-site form cannot send.

use async_graphql::Response as GraphQLResponse;
use async_graphql::parser::types::OperationType;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use poem::http::{Method, StatusCode, header};
use poem::web::Data;
use poem::{Body, Request, Response, handler};

use super::accept::{Accepted, GRAPHQL_RESPONSE, JSON};
use super::{Service, decode, multipart, origin, requester, sse, stream, websocket};
use crate::feed::Slot;
use crate::graphql::{ApiError, ErrorCode, Output, is_request_error};

/// The one address of the API.
#[handler]
pub async fn graphql(request: &Request, body: Body, service: Data<&Service>) -> Response {
    let upgrade = request.header(header::UPGRADE).unwrap_or_default();
    if request.method() == Method::GET && upgrade.eq_ignore_ascii_case("websocket") {
        return websocket::upgrade(request, body, &service).await;
    }
    let accepted = Accepted::of(request.header(header::ACCEPT));
    if accepted.nothing() {
        let message = "accept application/graphql-response+json, application/json, text/event-stream, \
                       or multipart/mixed;subscriptionSpec=1.0";
        return refuse(StatusCode::NOT_ACCEPTABLE, JSON, message);
    }
    let media_type = accepted.json.unwrap_or(JSON);
    let parameters = match decode::parameters(request, body, service.api.limits().body_bytes).await {
        Ok(parameters) => parameters,
        Err((status, message)) => return refuse(status, media_type, &message),
    };
    let sent = match decode::graphql_request(parameters) {
        Ok(sent) => sent,
        Err(message) => return refuse(StatusCode::BAD_REQUEST, media_type, &message),
    };
    let requester = match requester::of_request(service.api.store(), request).await {
        Ok(requester) => requester,
        Err(error) => return unknown(error, media_type),
    };
    let request_id = requester.request_id.clone();
    let mut response = match service.api.admit_sent(sent, &requester) {
        Ok(admitted) if request.method() == Method::GET && admitted.operation == OperationType::Mutation => {
            return not_allowed("mutations need POST", "POST", media_type);
        }
        Ok(admitted) if admitted.operation != OperationType::Subscription && accepted.json.is_some() => {
            let response = service.api.execute_admitted(admitted, requester).await;
            answer(&response, media_type, status_of_refusal(media_type))
        }
        Ok(admitted) => {
            let subscription = admitted.operation == OperationType::Subscription;
            if !(accepted.event_stream || accepted.multipart && subscription) {
                let message = "subscriptions need a WebSocket, or Accept: text/event-stream, or \
                               multipart/mixed;subscriptionSpec=1.0";
                return refuse(StatusCode::NOT_ACCEPTABLE, media_type, message);
            }
            let address = origin::address(request, &service.server.trusted_proxies);
            let slots = match stream::slots(&service, address, &requester) {
                Ok(slots) => slots,
                Err(full) => return too_many(&full.to_string(), media_type),
            };
            let operation = service.api.open(admitted, requester);
            stream_as(&accepted, &service, slots, operation)
        }
        // Whoever takes nothing but events is told so by one.
        Err(response) if accepted.json.is_none() => {
            let refused = futures_util::stream::once(std::future::ready(Output::Refused(response))).boxed();
            stream_as(&accepted, &service, Vec::new(), refused)
        }
        Err(response) => answer(&response, media_type, status_of_refusal(media_type)),
    };
    let vary = header::HeaderValue::from_static("accept, accept-language, authorization");
    response.headers_mut().append(header::VARY, vary);
    if let Ok(id) = request_id.parse() {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// A stream of the kind that the client prefers.
fn stream_as(
    accepted: &Accepted,
    service: &Service,
    slots: Vec<Slot>,
    operation: BoxStream<'static, Output>,
) -> Response {
    if accepted.event_stream {
        stream::respond(service, slots, operation, sse::Distinct)
    } else {
        stream::respond(service, slots, operation, multipart::Parts)
    }
}

fn status_of_refusal(media_type: &str) -> StatusCode {
    if media_type == GRAPHQL_RESPONSE { StatusCode::BAD_REQUEST } else { StatusCode::OK }
}

/// The answer to a sender who cannot be told.
pub fn unknown(error: ApiError, media_type: &'static str) -> Response {
    let status = requester::status_of(&error);
    let errors = vec![error.into_server_error()];
    let mut response = answer(&GraphQLResponse::from_errors(errors), media_type, status);
    if status == StatusCode::UNAUTHORIZED {
        let scheme = header::HeaderValue::from_static("Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

/// The answer when no place is free.
pub fn too_many(message: &str, media_type: &'static str) -> Response {
    let error = ApiError::new(ErrorCode::TooMany, message).into_server_error();
    answer(&GraphQLResponse::from_errors(vec![error]), media_type, StatusCode::TOO_MANY_REQUESTS)
}

/// A refusal before there is a GraphQL request.
pub fn refuse(status: StatusCode, media_type: &'static str, message: &str) -> Response {
    let error = ApiError::new(ErrorCode::BadInput, message).into_server_error();
    let mut response = answer(&GraphQLResponse::from_errors(vec![error]), media_type, status);
    match status {
        StatusCode::METHOD_NOT_ALLOWED => with_allow(response, "GET, POST"),
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT => {
            // The rest of the body is not read, so nothing else can follow on this connection.
            response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
            response
        }
        _ => response,
    }
}

/// The answer to a method that is not known here, and those that are.
pub fn not_allowed(message: &str, allow: &'static str, media_type: &'static str) -> Response {
    with_allow(refuse(StatusCode::METHOD_NOT_ALLOWED, media_type, message), allow)
}

fn with_allow(mut response: Response, allow: &'static str) -> Response {
    response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    response
}

/// A GraphQL response; `refused` is the status of one without any data.
pub fn answer(response: &GraphQLResponse, media_type: &'static str, refused: StatusCode) -> Response {
    let (status, body) = if is_request_error(response) {
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
