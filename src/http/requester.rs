//! Who sent a request, from its headers or from the payload that opens a WebSocket session.

use poem::Request;
use poem::http::StatusCode;
use poem::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use serde_json::Value;

use crate::auth::Viewer;
use crate::clock;
use crate::domain::locale::Locales;
use crate::graphql::{ApiError, ErrorCode, Requester};
use crate::store::Store;

/// Whoever sent an HTTP request.
pub async fn of_request(store: &Store, request: &Request) -> Result<Requester, ApiError> {
    // What cannot be read is there all the same.
    let authorization = request.headers().get(AUTHORIZATION).map(|header| header.to_str().unwrap_or("unreadable"));
    of(store, authorization, request.header(ACCEPT_LANGUAGE)).await
}

/// Whoever opened a WebSocket session: `Authorization` and `Accept-Language` in the payload, as
/// browsers cannot set headers there; what the payload leaves out is taken from the upgrade.
pub async fn of_session(store: &Store, upgrade: Requester, payload: &Value) -> Result<Requester, ApiError> {
    let text = |names: [&str; 2]| names.iter().find_map(|name| payload.get(name)).and_then(Value::as_str);
    let authorization = text(["Authorization", "authorization"]);
    let languages = text(["Accept-Language", "acceptLanguage"]);
    let session = of(store, authorization, languages).await?;
    Ok(Requester {
        viewer: if authorization.is_some() { session.viewer } else { upgrade.viewer },
        locales: if languages.is_some() { session.locales } else { upgrade.locales },
        request_id: upgrade.request_id,
    })
}

/// The status of a request whose sender cannot be told.
pub fn status_of(error: &ApiError) -> StatusCode {
    match error.code {
        ErrorCode::TokenRefused => StatusCode::UNAUTHORIZED,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn of(store: &Store, authorization: Option<&str>, languages: Option<&str>) -> Result<Requester, ApiError> {
    Ok(Requester {
        viewer: Viewer::from_authorization(store, authorization).await?,
        locales: languages.map(Locales::from_accept_language).unwrap_or_default(),
        request_id: clock::new_item_id().to_string(),
    })
}
