//! The GraphQL API: schema, guards, batched reading, errors. It runs no SQL: it decodes, calls one
//! function of the store, and converts.

mod completion;
mod connection;
mod driver;
mod errors;
mod execution;
mod facets;
mod feed;
mod guard;
mod inputs;
mod matrix;
mod mutation;
mod operation;
mod payloads;
mod query;
mod question;
mod reader;
mod registry;
mod related;
mod relations;
mod relationships;
mod scalars;
mod schema;
mod search;
mod sharing;
mod subscription;
mod trusted;
mod types;

use async_graphql::Context;

pub use errors::{ApiError, ErrorCode};
pub use operation::{Output, Payload, is_request_error, json};
pub use schema::{Admitted, Api, sdl};
pub use trusted::{OperationError, Parameter, Sent, TrustedDocument, TrustedDocuments, item_ref};

use crate::auth::Viewer;
use crate::domain::locale::Locales;
use crate::store::EditorAccess;

/// Whoever sent a request, as the transport knows them.
#[derive(Clone, Debug, Default)]
pub struct Requester {
    /// Anybody, or an editor.
    pub viewer: Viewer,
    /// The languages they want, best first; empty if they named none.
    pub locales: Locales,
    /// Under which the log speaks of the request.
    pub request_id: String,
}

impl Requester {
    /// The same, with these languages if they named none.
    fn with_locales(self, default: &Locales) -> Self {
        if self.locales.0.is_empty() { Self { locales: default.clone(), ..self } } else { self }
    }
}

fn viewer(ctx: &Context<'_>) -> Viewer {
    ctx.data_opt::<Requester>().map(|requester| requester.viewer.clone()).unwrap_or_default()
}

fn locales(ctx: &Context<'_>) -> Locales {
    ctx.data_opt::<Requester>().map(|requester| requester.locales.clone()).unwrap_or_default()
}

/// The proof that writes take, or the error that asks for a token.
fn editor<'c>(ctx: &Context<'c>) -> Result<&'c EditorAccess, ApiError> {
    let requester = ctx.data_opt::<Requester>();
    requester.and_then(|requester| requester.viewer.editor()).ok_or_else(|| {
        ApiError::new(ErrorCode::Unauthenticated, "this needs an editor's token: send `Authorization: Bearer <token>`")
    })
}
