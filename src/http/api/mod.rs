//! GET for every question: each trusted document at an address of its own, with its variables as plain parameters.
//!
//! ```text
//!  /api                    what there is: an OpenAPI description, or a page
//!  /api/<name>?<parameter>=<value>&…
//!  /api/<name>.json        JSON, whatever is accepted
//!  /api/<name>.csv         the answer's list as rows
//! ```
//!
//! Requests go through the same guards and the same executor as any other. What differs is the way of HTTP:
//! only a whole answer has status 200, and it has a tag by which it is not sent twice.

mod openapi;
mod page;
mod representation;

use async_graphql::{Request as GraphQLRequest, Response as GraphQLResponse};
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::web::{Data, Path};
use poem::{Request, Response, handler};

use self::representation::{Caching, Representation, tagged};
use super::accept::{self, GRAPHQL_RESPONSE, HTML, JSON};
use super::graphql::{answer, not_allowed, refuse, unknown};
use super::{Service, requester};
use crate::graphql::{ApiError, ErrorCode, TrustedDocument};

/// The methods that are understood.
const METHODS: &str = "GET, HEAD";
/// What answers depend on beside their addresses.
const VARY: &str = "accept, accept-language, authorization";

/// What can be asked.
#[handler]
pub async fn index(request: &Request, service: Data<&Service>) -> Response {
    if !is_read(request) {
        return not_allowed("use GET or HEAD", METHODS, JSON);
    }
    let documents = service.api.trusted();
    let mut response = match accept::best(request.header(header::ACCEPT), &[JSON, HTML]) {
        Some(HTML) => {
            let mut response = tagged(request, HTML, page::page(documents).into_bytes(), Caching::Public);
            let policy = HeaderValue::from_static(page::CONTENT_SECURITY_POLICY);
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            response
        }
        Some(_) => {
            let description = openapi::description(documents).to_string();
            tagged(request, JSON, description.into_bytes(), Caching::Public)
        }
        None => refuse(StatusCode::NOT_ACCEPTABLE, JSON, "accept application/json or text/html"),
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// The answer to one question.
#[handler]
pub async fn question(request: &Request, name: poem::Result<Path<String>>, service: Data<&Service>) -> Response {
    // What cannot be read is no name of a question.
    let name = name.map_or_else(|_| "?".to_owned(), |Path(name)| name);
    let mut response = ask(request, &name, &service).await;
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static(VARY));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

async fn ask(request: &Request, path: &str, service: &Service) -> Response {
    let accepted = request.header(header::ACCEPT);
    // Whoever takes nothing but rows is told what is wrong in JSON all the same.
    let media_type = accept::best(accepted, &[JSON, GRAPHQL_RESPONSE]).unwrap_or(JSON);
    if !is_read(request) {
        return not_allowed("use GET or HEAD", METHODS, media_type);
    }
    let (name, suffix) = path.rsplit_once('.').map_or((path, None), |(name, suffix)| (name, Some(suffix)));
    let known = suffix.is_none_or(|suffix| ["json", "csv"].contains(&suffix));
    let Some(document) = service.api.trusted().by_name(name).filter(|_| known) else {
        return no_such(name, service, media_type);
    };
    let Some(representation) = Representation::chosen(suffix, accepted) else {
        let message = "accept application/json, application/graphql-response+json or text/csv";
        return refuse(StatusCode::NOT_ACCEPTABLE, JSON, message);
    };
    let query = request.uri().query().unwrap_or_default();
    let given: Vec<(String, String)> = match serde_urlencoded::from_str(query) {
        Ok(given) => given,
        Err(error) => {
            let message = format!("the address cannot be read: {error}");
            return refuse(StatusCode::BAD_REQUEST, media_type, &message);
        }
    };
    let variables = match document.variables(&given) {
        Ok(variables) => variables,
        Err(problems) => return refuse_all(problems, media_type),
    };
    let requester = match requester::of_request(service.api.store(), request).await {
        Ok(requester) => requester,
        Err(error) => return unknown(error, media_type),
    };
    let caching = if requester.viewer.editor().is_some() { Caching::Private } else { Caching::Public };
    let request_id = requester.request_id.clone();
    let mut response = match service.api.admit(GraphQLRequest::new(document.text).variables(variables)) {
        Ok(admitted) => {
            let executed = service.api.execute_admitted(admitted, requester).await;
            if executed.errors.is_empty() {
                let mut response = representation.answer(request, document, &executed, caching);
                if let Some(link) = next_page(document, suffix, given, &executed) {
                    response.headers_mut().insert(header::LINK, link);
                }
                response
            } else {
                failed(executed, media_type)
            }
        }
        Err(response) => failed(*response, media_type),
    };
    if let Ok(id) = request_id.parse() {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// An address with its parameters, if there are any.
fn with_query(address: &str, query: &str) -> String {
    if query.is_empty() { address.to_owned() } else { format!("{address}?{query}") }
}

/// Whether a request only wants to read.
fn is_read(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// The answer to a name that no question has.
fn no_such(name: &str, service: &Service, media_type: &'static str) -> Response {
    let alike = service.api.trusted().alike(name);
    let hint = if alike.is_empty() { String::new() } else { format!("did you mean {}? ", alike.join(" or ")) };
    let message = format!("there is no question `{name}`: {hint}/api has all of them");
    let error = ApiError::new(ErrorCode::UnknownOperation, message).into_server_error();
    answer(&GraphQLResponse::from_errors(vec![error]), media_type, StatusCode::NOT_FOUND)
}

fn refuse_all(problems: Vec<ApiError>, media_type: &'static str) -> Response {
    let errors = problems.into_iter().map(ApiError::into_server_error).collect();
    answer(&GraphQLResponse::from_errors(errors), media_type, StatusCode::BAD_REQUEST)
}

/// An answer with errors, with the status of the worst of them.
fn failed(mut response: GraphQLResponse, media_type: &'static str) -> Response {
    let status = response.errors.iter().map(|error| {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        match code {
            Some(async_graphql::Value::String(code)) => status_of(code),
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    });
    let status = status.max().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // Places in a document that the client did not write say nothing.
    response.errors.iter_mut().for_each(|error| error.locations.clear());
    let mut answered = answer(&response, media_type, status);
    answered.set_status(status);
    answered
}

fn status_of(code: &str) -> StatusCode {
    const UNAVAILABLE: [ErrorCode; 4] =
        [ErrorCode::DatabaseUnavailable, ErrorCode::DatabaseBusy, ErrorCode::DatabaseTimeout, ErrorCode::ImportRunning];
    if code == ErrorCode::Internal.as_str() {
        StatusCode::INTERNAL_SERVER_ERROR
    } else if UNAVAILABLE.iter().any(|unavailable| unavailable.as_str() == code) {
        StatusCode::SERVICE_UNAVAILABLE
    } else if code == ErrorCode::Unauthenticated.as_str() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::BAD_REQUEST
    }
}

/// The link to the next page, if there is one: the same address with another `after`.
fn next_page(
    document: &TrustedDocument,
    suffix: Option<&str>,
    mut given: Vec<(String, String)>,
    response: &GraphQLResponse,
) -> Option<HeaderValue> {
    let after = document.after()?;
    let cursor = document.table.next_page(&response.data)?;
    given.retain(|(name, _)| name != after);
    given.push((after.to_owned(), cursor.to_owned()));
    let query = serde_urlencoded::to_string(given).ok()?;
    let suffix = suffix.map(|suffix| format!(".{suffix}")).unwrap_or_default();
    let address = with_query(&format!("/api/{}{suffix}", document.name), &query);
    HeaderValue::try_from(format!("<{address}>; rel=\"next\"")).ok()
}
