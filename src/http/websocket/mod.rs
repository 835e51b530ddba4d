//! GraphQL over WebSocket: the `graphql-transport-ws` protocol, with all its close codes.

mod message;
mod session;

use poem::http::{StatusCode, header};
use poem::web::websocket::{WebSocket, WebSocketConfig};
use poem::{Body, FromRequest as _, IntoResponse as _, Request, RequestBody, Response};

use self::session::Session;
use super::{Service, origin, requester};

/// The one subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// Bytes read ahead per socket. The library's own 128 KiB would be most of an idle socket's memory.
const READ_BUFFER: usize = 4 * 1024;
/// Bytes of messages that may wait to be written: one large one, and no more.
const WRITE_BUFFER: usize = 16 * 1024 * 1024;

/// Upgrades a request to a WebSocket session.
pub async fn upgrade(request: &Request, body: Body, service: &Service) -> Response {
    let refuse = |status: StatusCode, message: String| Response::builder().status(status).body(message);
    if !origin::is_allowed(request, &service.server.allowed_origins) {
        let message = "this page's origin may not use the API; see `server.allowed_origins`";
        return refuse(StatusCode::FORBIDDEN, message.to_owned());
    }
    let mut body = RequestBody::new(body);
    let Ok(socket) = WebSocket::from_request(request, &mut body).await else {
        let message = "open a WebSocket with the subprotocol graphql-transport-ws";
        return refuse(StatusCode::BAD_REQUEST, message.to_owned());
    };
    let slots = match service.admission.connection(origin::address(request, &service.server.trusted_proxies)) {
        Ok(slots) => slots,
        Err(full) => return refuse(StatusCode::TOO_MANY_REQUESTS, full.to_string()),
    };
    let upgraded = match requester::of_request(service.api.store(), request).await {
        Ok(requester) => requester,
        Err(error) => return refuse(requester::status_of(&error), error.message),
    };
    let offered = request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    let acceptable = offered
        .filter_map(|header| header.to_str().ok())
        .flat_map(|offered| offered.split(','))
        .any(|offered| offered.trim() == PROTOCOL);
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER)
        .max_message_size(Some(service.api.limits().body_bytes))
        .max_frame_size(Some(service.api.limits().body_bytes));
    let service = service.clone();
    socket
        .protocols([PROTOCOL])
        .config(config)
        .on_upgrade(move |socket| Session::new(socket, service, upgraded, slots).run(acceptable))
        .into_response()
}
