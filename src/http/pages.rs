//! The pages, built from `web/` and embedded in the binary. No page loads anything from another
//! host. A server built without them says how to get them.

use poem::http::{StatusCode, header};
use poem::web::{Path, Redirect};
use poem::{Response, handler};
use rust_embed::RustEmbed;

/// GraphiQL needs inline styles and workers; nothing may come from elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws: wss:; \
     frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// The playground.
#[handler]
pub fn graphiql() -> Response {
    match Built::get("graphiql/index.html") {
        Some(page) => Response::builder()
            .content_type("text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::REFERRER_POLICY, "no-referrer")
            .header(header::CACHE_CONTROL, "no-cache")
            .body(page.data.into_owned()),
        None => Response::builder().status(StatusCode::NOT_FOUND).content_type("text/plain; charset=utf-8").body(
            "This server was built without its pages. Build them with Node (cd web && npm ci && npm run build), \
             then build the server again. The API is at /graphql.\n",
        ),
    }
}

/// A built file. Names carry a hash of the content, so it can be kept for ever.
#[handler]
pub fn asset(Path(path): Path<String>) -> Response {
    let name = format!("assets/{path}");
    let Some(file) = Built::get(&name) else {
        return Response::builder().status(StatusCode::NOT_FOUND).body("There is no such file.\n");
    };
    Response::builder()
        .content_type(file.metadata.mimetype())
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .body(file.data.into_owned())
}

/// Until there is a page for readers, the playground is the way in.
#[handler]
pub fn home() -> Redirect {
    Redirect::temporary("/graphiql")
}

/// Whether the pages were built in.
pub fn has_pages() -> bool {
    Built::get("graphiql/index.html").is_some()
}
