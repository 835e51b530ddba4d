//! The pages, built from `web/` and embedded in the binary. No page loads anything from another
//! host. A server built without them says how to get them.
//!
//! `site/` is one program for every page that readers see: it looks at the address itself, so each of
//! [`ADDRESSES`] answers with the same file. `graphiql/` is the playground.

use poem::http::{HeaderMap, StatusCode, header};
use poem::web::Path;
use poem::{Response, Route, get, handler};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::domain::hexadecimal::hexadecimal;

/// Every address that a page for readers has. `web/site/app.tsx` has the same ones.
const ADDRESSES: &[&str] = &[
    "/",
    "/areas/:code",
    "/live",
    "/mechanisms",
    "/mechanisms/:slug",
    "/media",
    "/media/:slug",
    "/meetings",
    "/meetings/:slug",
    "/news",
    "/news/:slug",
    "/organizations",
    "/organizations/:slug",
    "/people",
    "/people/:slug",
    "/publications",
    "/publications/:slug",
    "/relations",
    "/search",
    "/statistics",
    "/statistics/:slug",
];

/// Nothing may come from elsewhere, and nothing inline.
const POLICY_OF_SITE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// GraphiQL needs inline styles and workers; nothing may come from elsewhere.
const POLICY_OF_GRAPHIQL: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; \
     frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// Adds the addresses of all pages and of what they load.
pub fn routes(mut route: Route) -> Route {
    for address in ADDRESSES {
        route = route.at(address, get(site));
    }
    route.at("/graphiql", get(graphiql)).at("/assets/*path", get(asset))
}

/// Whether the pages were built in.
pub fn has_pages() -> bool {
    Built::get("site/index.html").is_some()
}

/// The pages for readers.
#[handler]
fn site(headers: &HeaderMap) -> Response {
    page("site/index.html", POLICY_OF_SITE, headers)
}

/// The playground.
#[handler]
fn graphiql(headers: &HeaderMap) -> Response {
    page("graphiql/index.html", POLICY_OF_GRAPHIQL, headers)
}

fn page(name: &str, policy: &'static str, headers: &HeaderMap) -> Response {
    let Some(file) = Built::get(name) else {
        return Response::builder().status(StatusCode::NOT_FOUND).content_type("text/plain; charset=utf-8").body(
            "This server was built without its pages. Build them with Node (cd web && npm ci && npm run build), \
             then build the server again. The API is at /graphql.\n",
        );
    };
    let tag = tag_of(&file);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes());
    let response = Response::builder()
        .header(header::CONTENT_SECURITY_POLICY, policy)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::ETAG, tag);
    if known {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    response.content_type("text/html; charset=utf-8").body(file.data.into_owned())
}

/// A built file. Names carry a hash of the content, so it can be kept for ever.
#[handler]
fn asset(Path(path): Path<String>, headers: &HeaderMap) -> Response {
    let name = format!("assets/{path}");
    let Some(file) = Built::get(&name) else {
        return Response::builder().status(StatusCode::NOT_FOUND).body("There is no such file.\n");
    };
    let response = Response::builder()
        .content_type(file.metadata.mimetype())
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::VARY, "accept-encoding");
    // What is worth it was compressed when the pages were built.
    match Built::get(&format!("{name}.gz")).filter(|_| takes_gzip(headers)) {
        Some(compressed) => response.header(header::CONTENT_ENCODING, "gzip").body(compressed.data.into_owned()),
        None => response.body(file.data.into_owned()),
    }
}

/// Whether a client takes what is compressed with gzip.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let sent = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    sent.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let refused = parts.filter_map(|part| part.strip_prefix("q=")).any(|q| q.parse() == Ok(0.0_f32));
        named && !refused
    })
}

/// The entity tag of a file: its hash.
fn tag_of(file: &EmbeddedFile) -> String {
    format!("\"{}\"", hexadecimal(&file.metadata.sha256_hash()[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let takes = |sent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, sent.parse().expect("a header"));
            takes_gzip(&headers)
        };
        assert!(takes("gzip"));
        assert!(takes("br, GZIP;q=0.5"));
        assert!(!takes("br, gzip;q=0"));
        assert!(!takes("identity"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
