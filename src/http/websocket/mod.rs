//! GraphQL over WebSocket (`graphql-transport-ws`), on the library's protocol handler with buffers
//! sized for many idle sockets. Open sockets are counted, so that shutdown can wait for them.

use async_graphql::Data;
use async_graphql::http::ALL_WEBSOCKET_PROTOCOLS;
use async_graphql_poem::{GraphQLProtocol, GraphQLWebSocket};
use futures_util::future;
use futures_util::{SinkExt as _, StreamExt as _};
use poem::http::StatusCode;
use poem::web::websocket::{CloseCode, Message, WebSocket, WebSocketConfig, WebSocketStream};
use poem::{Body, FromRequest as _, IntoResponse as _, Request, RequestBody, Response};

use super::{Service, requester};
use crate::graphql::Requester;

/// Bytes read ahead per socket. The library's own 128 KiB would be most of an idle socket's memory.
const READ_BUFFER: usize = 4 * 1024;
/// Bytes that may wait to be written before the socket is closed.
const WRITE_BUFFER: usize = 1024 * 1024;

/// Upgrades a request to a WebSocket session.
pub async fn upgrade(request: &Request, body: Body, service: &Service) -> Response {
    let mut body = RequestBody::new(body);
    let socket = WebSocket::from_request(request, &mut body).await;
    let protocol = GraphQLProtocol::from_request(request, &mut body).await;
    let (Ok(socket), Ok(protocol)) = (socket, protocol) else {
        let message = "open a WebSocket with the subprotocol graphql-transport-ws";
        return Response::builder().status(StatusCode::BAD_REQUEST).body(message);
    };
    let requester = match requester::of_request(service.api.store(), request).await {
        Ok(requester) => requester,
        Err(error) => return Response::builder().status(requester::status_of(&error)).body(error.message),
    };
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER)
        .max_message_size(Some(service.api.limits().body_bytes));
    let service = service.clone();
    socket
        .protocols(ALL_WEBSOCKET_PROTOCOLS)
        .config(config)
        .on_upgrade(move |socket| serve(socket, protocol, service, requester))
        .into_response()
}

async fn serve(socket: WebSocketStream, protocol: GraphQLProtocol, service: Service, requester: Requester) {
    let _counted = service.lifecycle.track();
    let stopping = service.lifecycle.stopping();
    let (mut sink, stream) = socket.split();
    let store = service.api.store().clone();
    {
        let init = move |payload: serde_json::Value| async move {
            let requester = requester::of_session(&store, requester, &payload).await?;
            let mut data = Data::default();
            data.insert(requester);
            Ok(data)
        };
        // The stream ends when the service stops, which makes the handler return the sink.
        let stream = stream.take_until(stopping.clone().cancelled_owned());
        let session = GraphQLWebSocket::new_with_pair(&mut sink, stream, service.api.clone(), protocol)
            .on_connection_init(init)
            .serve();
        let cut = stopping.cancelled();
        future::select(std::pin::pin!(session), std::pin::pin!(cut)).await;
    }
    if stopping.is_cancelled() {
        // Service restart: clients come back by themselves.
        let _ = sink.send(Message::close_with(CloseCode::from(1012), "the service is restarting")).await;
        let _ = sink.close().await;
    }
}
