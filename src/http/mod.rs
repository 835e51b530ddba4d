//! The transports. Each decodes a request, notes who sent it, and hands it to the one executor,
//! which guards it; none of them parses or executes anything by itself.

mod accept;
mod api;
mod decode;
mod feed_stream;
mod graphql;
mod health;
mod listener;
mod multipart;
mod origin;
mod pages;
mod requester;
mod single;
mod sse;
mod stream;
mod websocket;

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::{EndpointExt as _, IntoEndpoint as _, Response, Route, get};

pub use listener::PatientAcceptor;
pub use pages::has_pages;
pub use single::Streams;

use crate::config::ServerSettings;
use crate::feed::Admission;
use crate::graphql::Api;
use crate::lifecycle::Lifecycle;

/// Bytes that a client's id of an operation may have.
const MAX_OPERATION_ID: usize = 256;

/// What every handler needs.
#[derive(Clone)]
pub struct Service {
    /// Executes requests.
    pub api: Api,
    /// Knows when to stop.
    pub lifecycle: Lifecycle,
    /// Says who may hold a connection open.
    pub admission: Admission,
    /// The single connections that are open.
    pub streams: Streams,
    /// Whom to believe.
    pub server: Arc<ServerSettings>,
}

/// All addresses of the service.
pub fn routes(service: Service) -> BoxEndpoint<'static, Response> {
    pages::routes(Route::new())
        .at("/graphql", graphql::graphql)
        .at("/graphql/stream", single::single)
        .at("/api", api::index)
        .at("/api/:name", api::question)
        .at("/feed/stream", get(feed_stream::feed_stream))
        .at("/health/live", get(health::live))
        .at("/health/ready", get(health::ready))
        .around(origin::share)
        .data(service)
        .map_to_response()
        .boxed()
        .into_endpoint()
}
