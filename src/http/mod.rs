//! The transports. Each decodes a request, notes who sent it, and hands it to the one executor,
//! which guards it; none of them parses or executes anything by itself.

mod graphql;
mod health;
mod pages;
mod requester;
mod websocket;

use poem::endpoint::BoxEndpoint;
use poem::{EndpointExt as _, IntoEndpoint as _, Response, Route, get};

pub use pages::has_pages;

use crate::graphql::Api;
use crate::lifecycle::Lifecycle;

/// What every handler needs.
#[derive(Clone)]
pub struct Service {
    /// Executes requests.
    pub api: Api,
    /// Knows when to stop.
    pub lifecycle: Lifecycle,
}

/// All addresses of the service.
pub fn routes(service: Service) -> BoxEndpoint<'static, Response> {
    Route::new()
        .at("/graphql", graphql::graphql)
        .at("/health/live", get(health::live))
        .at("/health/ready", get(health::ready))
        .at("/graphiql", get(pages::graphiql))
        .at("/assets/*path", get(pages::asset))
        .at("/", get(pages::home))
        .data(service)
        .map_to_response()
        .boxed()
        .into_endpoint()
}
