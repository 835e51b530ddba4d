//! How an answer is written, and how it is kept by who asked: a tag made of what is sent, so that it is right
//! whatever the answer depends on. The question is asked again each time; what is saved is sending the answer.

use async_graphql::Response as GraphQLResponse;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{Request, Response};
use sha2::{Digest as _, Sha256};

use crate::graphql::TrustedDocument;
use crate::http::accept::{self, CSV, GRAPHQL_RESPONSE, JSON};

/// Bytes of the hash that a tag has.
const TAG_BYTES: usize = 16;

/// Who may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// Anybody, if they ask each time whether it still holds.
    Public,
    /// Nobody: it is for whoever sent a token.
    Private,
}

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Representation {
    media_type: &'static str,
}

impl Representation {
    /// What the suffix of the address says, else what the client likes best.
    pub fn chosen(suffix: Option<&str>, accepted: Option<&str>) -> Option<Self> {
        let media_type = match suffix {
            Some("csv") => CSV,
            Some(_) => JSON,
            None => accept::best(accepted, &[JSON, GRAPHQL_RESPONSE, CSV])?,
        };
        Some(Self { media_type })
    }

    /// The response with a whole answer; or the one that says that the client has it.
    pub fn answer(
        self,
        request: &Request,
        document: &TrustedDocument,
        response: &GraphQLResponse,
        caching: Caching,
    ) -> Response {
        let body = if self.media_type == CSV {
            rows(document, response).map_err(|error| error.to_string())
        } else {
            serde_json::to_vec(response).map_err(|error| error.to_string())
        };
        match body {
            Ok(body) => tagged(request, self.media_type, body, caching),
            Err(error) => {
                tracing::error!(error, "an answer cannot be written");
                Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR).finish()
            }
        }
    }
}

/// The rows of an answer under the names of the columns (RFC 4180). Texts are written as they are, also those
/// that a spreadsheet would take for a formula.
fn rows(document: &TrustedDocument, response: &GraphQLResponse) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(document.table.header())?;
    for row in document.table.rows(&response.data) {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A response with a tag; without its body if the client has what the tag names.
pub fn tagged(request: &Request, media_type: &'static str, body: Vec<u8>, caching: Caching) -> Response {
    let hash = Sha256::new_with_prefix(media_type).chain_update(&body).finalize();
    let tag = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&hash[..TAG_BYTES]));
    let mut response = if has(request, &tag) {
        Response::builder().status(StatusCode::NOT_MODIFIED).finish()
    } else {
        Response::builder().content_type(media_type).header(header::X_CONTENT_TYPE_OPTIONS, "nosniff").body(body)
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    let caching = match caching {
        Caching::Public => "no-cache",
        Caching::Private => "private, no-store",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// Whether the client says that it has what a tag names.
fn has(request: &Request, tag: &str) -> bool {
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter().filter_map(|known| known.to_str().ok());
    let mut known = known.flat_map(|known| known.split(',')).map(str::trim);
    let strong = tag.trim_start_matches("W/");
    known.any(|known| known == "*" || known.trim_start_matches("W/") == strong)
}
