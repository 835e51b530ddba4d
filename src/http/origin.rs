//! Where a request comes from: which address, and which site's page.

use std::net::IpAddr;

use poem::http::header::{self, HeaderName, HeaderValue};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, IntoResponse as _, Request, Response};

use super::Service;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of whoever sent a request: the peer's, or what trusted proxies say of theirs.
pub fn address(request: &Request, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = request.remote_addr().as_socket_addr()?.ip().to_canonical();
    let forwarded = request.headers().get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let forwarded: Vec<&str> = forwarded.flat_map(|value| value.split(',')).collect();
    // Each proxy adds its peer at the end, so what the last trusted one says is the first that counts. What
    // stands before something unreadable may have been made up.
    let forwarded = forwarded.iter().rev().map_while(|one| one.trim().parse::<IpAddr>().ok());
    let mut hops = std::iter::once(peer).chain(forwarded.map(|hop| hop.to_canonical()));
    Some(household(hops.find(|hop| !trusted.contains(hop)).unwrap_or(peer)))
}

/// The address that limits count by. Whoever has one IPv6 address has the 2⁶⁴ of its network.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(network.into())
        }
    }
}

/// Whether the page that sent a request, if it was a page, may use the API: one of this service's own
/// host, or of an allowed origin.
pub fn is_allowed(request: &Request, allowed: &[String]) -> bool {
    let Some(origin) = request.header(header::ORIGIN) else { return true };
    let own = request
        .header(header::HOST)
        .is_some_and(|host| origin.split_once("://").is_some_and(|(_, of_page)| of_page.eq_ignore_ascii_case(host)));
    own || is_listed(origin, allowed)
}

fn is_listed(origin: &str, allowed: &[String]) -> bool {
    allowed.iter().any(|one| one == "*" || one.eq_ignore_ascii_case(origin))
}

/// Lets pages of allowed origins read the answers (CORS), and answers browsers that ask beforehand.
pub async fn share<E: Endpoint>(endpoint: std::sync::Arc<E>, request: Request) -> poem::Result<Response> {
    let origin = request.header(header::ORIGIN).map(ToOwned::to_owned);
    let allowed = request.data::<Service>().map(|service| service.server.allowed_origins.clone()).unwrap_or_default();
    let Some(origin) = origin.filter(|origin| is_listed(origin, &allowed)) else {
        let mut response = endpoint.call(request).await?.into_response();
        if !allowed.is_empty() {
            response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
        }
        return Ok(response);
    };
    let preflight =
        request.method() == Method::OPTIONS && request.header(header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    let mut response = if preflight {
        Response::builder()
            .status(StatusCode::NO_CONTENT)
            .header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, DELETE")
            .header(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type, accept-language, if-none-match, last-event-id, \
                 x-graphql-event-stream-token",
            )
            .header(header::ACCESS_CONTROL_MAX_AGE, "86400")
            .finish()
    } else {
        endpoint.call(request).await?.into_response()
    };
    let headers = response.headers_mut();
    if let Ok(origin) = HeaderValue::from_str(&origin) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    let readable = HeaderValue::from_static("etag, link, x-request-id");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, readable);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    Ok(response)
}
