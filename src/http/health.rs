//! Health for whoever keeps the service running.

use poem::http::StatusCode;
use poem::web::{Data, Json};
use poem::{IntoResponse as _, Response, handler};
use serde_json::json;

use super::Service;

/// Whether the process answers at all.
#[handler]
pub fn live() -> Json<serde_json::Value> {
    Json(json!({ "status": "live" }))
}

/// Whether requests can be served: the database answers, and the service is not stopping.
#[handler]
pub async fn ready(service: Data<&Service>) -> Response {
    if service.lifecycle.stopping().is_cancelled() {
        return not_ready("stopping");
    }
    match service.api.store().refresh_head().await {
        Ok(_) => Json(json!({ "status": "ready" })).into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            not_ready("the database does not answer")
        }
    }
}

fn not_ready(reason: &str) -> Response {
    Json(json!({ "status": "not ready", "reason": reason }))
        .with_status(StatusCode::SERVICE_UNAVAILABLE)
        .into_response()
}
