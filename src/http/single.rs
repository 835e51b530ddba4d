//! GraphQL over server-sent events with one connection for all operations: the single connection mode
//! of the graphql-sse protocol, for clients that may open few connections.
//!
//! ```text
//!  PUT     reserves a stream, and answers with its token
//!  GET     opens it, once
//!  POST    starts an operation on it, whose id is in `extensions.operationId`
//!  DELETE  stops the operation of `?operationId=`
//! ```
//!
//! A stream lives in the process that made it: behind a load balancer, requests with the same token
//! must reach the same instance.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use poem::http::{Method, StatusCode};
use poem::web::Data;
use poem::{Body, Request, Response, handler};
use serde_json::Value as Json;
use tokio::sync::mpsc;
use tokio_stream::{StreamMap, StreamNotifyClose};

use super::accept::{GRAPHQL_RESPONSE, JSON};
use super::graphql::{answer, not_allowed, refuse, too_many, unknown};
use super::{MAX_OPERATION_ID, Service, decode, origin, requester, sse, stream};
use crate::clock;
use crate::feed::Slot;
use crate::graphql::{ErrorCode, Output, Requester};
use crate::sync::{lock, ticking};

/// Where clients send a stream's token, if not as `?token=`.
const TOKEN: &str = "x-graphql-event-stream-token";
/// How long a stream stays reserved until it is opened.
const RESERVED: Duration = Duration::from_mins(1);
/// How long an order waits for a stream that nobody reads.
const PATIENCE: Duration = Duration::from_secs(10);
/// Orders that may wait for a stream to take them.
const WAITING: usize = 8;

type Operation = StreamNotifyClose<BoxStream<'static, Output>>;

/// The streams of one process, by their tokens.
#[derive(Clone, Default)]
pub struct Streams(Arc<Mutex<HashMap<String, Reservation>>>);

struct Reservation {
    requester: Requester,
    orders: mpsc::Sender<Order>,
    /// None once it is open.
    waiting: Option<(mpsc::Receiver<Order>, Vec<Slot>)>,
    /// The operations that run.
    running: Arc<Mutex<Vec<String>>>,
}

/// What a stream is told.
enum Order {
    Start(String, Operation),
    Stop(String),
}

/// The address of single connections.
#[handler]
pub async fn single(request: &Request, body: Body, service: Data<&Service>) -> Response {
    if *request.method() == Method::PUT {
        return reserve(request, &service).await;
    }
    let query = request.uri().query().unwrap_or_default();
    let parameters: HashMap<String, String> = serde_urlencoded::from_str(query).unwrap_or_default();
    let token = request.header(TOKEN).or(parameters.get("token").map(String::as_str));
    let Some(token) = token.filter(|token| service.streams.has(token)) else {
        let message = "there is no such stream: reserve one with PUT, and send its token";
        return refuse(StatusCode::UNAUTHORIZED, JSON, message);
    };
    match *request.method() {
        Method::GET => open(token, &service),
        Method::POST => start(request, body, token, &service).await,
        Method::DELETE => match parameters.get("operationId") {
            Some(id) => stop(token, id, &service).await,
            None => refuse(StatusCode::BAD_REQUEST, JSON, "`operationId` is missing"),
        },
        _ => not_allowed("use PUT, GET, POST or DELETE", "PUT, GET, POST, DELETE", JSON),
    }
}

async fn reserve(request: &Request, service: &Service) -> Response {
    let requester = match requester::of_request(service.api.store(), request).await {
        Ok(requester) => requester,
        Err(error) => return unknown(error, JSON),
    };
    let slots = match stream::slots(service, origin::address(request, &service.server.trusted_proxies), &requester) {
        Ok(slots) => slots,
        Err(full) => return too_many(&full.to_string(), JSON),
    };
    let token = URL_SAFE_NO_PAD.encode(clock::random_secret());
    let (orders, waiting) = mpsc::channel(WAITING);
    let reservation = Reservation { requester, orders, waiting: Some((waiting, slots)), running: Arc::default() };
    service.streams.all().insert(token.clone(), reservation);
    let (streams, reserved) = (service.streams.clone(), token.clone());
    service.lifecycle.spawn_until_stopped(async move {
        tokio::time::sleep(RESERVED).await;
        streams.forget_unopened(&reserved);
    });
    Response::builder().status(StatusCode::CREATED).content_type("text/plain; charset=utf-8").body(token)
}

fn open(token: &str, service: &Service) -> Response {
    let opened = service.streams.all().get_mut(token).and_then(|reservation| {
        let waiting = reservation.waiting.take()?;
        Some((waiting, reservation.running.clone()))
    });
    let Some(((mut orders, slots), running)) = opened else {
        return refuse(StatusCode::CONFLICT, JSON, "this stream is open already");
    };
    let every = Duration::from_secs(service.api.feed_settings().ping_seconds);
    let (stopping, counted) = (service.lifecycle.stopping(), service.lifecycle.track());
    let leaving = Leaving { streams: service.streams.clone(), token: token.to_owned() };
    let chunks = async_stream::stream! {
        let _held = (slots, counted, leaving);
        let mut operations: StreamMap<String, Operation> = StreamMap::new();
        let mut beat = ticking(every);
        yield sse::BEAT.to_owned();
        // Whether whoever opened it may still have it.
        let mut refused = false;
        loop {
            let chunk = tokio::select! {
                () = stopping.cancelled() => None,
                _ = beat.tick() => Some(sse::BEAT.to_owned()),
                order = orders.recv() => match order {
                    Some(Order::Start(id, operation)) => {
                        operations.insert(id, operation);
                        continue;
                    }
                    Some(Order::Stop(id)) => {
                        operations.remove(&id);
                        continue;
                    }
                    None => None,
                },
                Some((id, output)) = operations.next(), if !operations.is_empty() => {
                    // The tasks behind operations end too when the service stops.
                    if output.is_none() && stopping.is_cancelled() {
                        None
                    } else {
                        refused = matches!(&output, Some(Output::Cut(error)) if error.code == ErrorCode::TokenRefused);
                        if !matches!(output, Some(Output::Next(_))) {
                            operations.remove(&id);
                            lock(&running).retain(|one| *one != id);
                        }
                        Some(write(&id, output))
                    }
                }
            };
            let Some(chunk) = chunk else { break };
            yield chunk;
            if refused {
                return;
            }
        }
        yield sse::RESTART.to_owned();
    };
    stream::body(sse::MEDIA_TYPE, chunks)
}

async fn start(request: &Request, body: Body, token: &str, service: &Service) -> Response {
    let bad = |message: &str| refuse(StatusCode::BAD_REQUEST, JSON, message);
    let parameters = match decode::parameters(request, body, service.api.limits().body_bytes).await {
        Ok(parameters) => parameters,
        Err((status, message)) => return refuse(status, JSON, &message),
    };
    let id = parameters.get("extensions").and_then(|extensions| extensions.get("operationId"));
    let Some(id) =
        id.and_then(Json::as_str).filter(|id| !id.is_empty() && id.len() <= MAX_OPERATION_ID).map(ToOwned::to_owned)
    else {
        return bad("`extensions.operationId` is missing, or not a text of 1 to 256 bytes");
    };
    let sent = match decode::graphql_request(parameters) {
        Ok(sent) => sent,
        Err(message) => return bad(&message),
    };
    let found =
        service.streams.all().get(token).map(|reservation| {
            (reservation.orders.clone(), reservation.requester.clone(), reservation.running.clone())
        });
    let Some((orders, requester, running)) = found else { return gone() };
    let admitted = match service.api.admit_sent(sent, &requester) {
        Ok(admitted) => admitted,
        Err(response) => return answer(&response, GRAPHQL_RESPONSE, StatusCode::BAD_REQUEST),
    };
    {
        let most = service.api.feed_settings().operations_per_connection;
        let mut running = lock(&running);
        if running.contains(&id) {
            return refuse(StatusCode::CONFLICT, JSON, "an operation with this id is running");
        }
        if running.len() >= most {
            let message = format!("at most {most} operations may run on one connection; stop some");
            return too_many(&message, JSON);
        }
        running.push(id.clone());
    }
    // Given back if the stream does not take it, and if the client does not wait for that.
    let mut held = Running { id: Some(id.clone()), running };
    let operation = StreamNotifyClose::new(service.api.open(admitted, requester));
    let sent = orders.send_timeout(Order::Start(id, operation), PATIENCE).await;
    if sent.is_ok() {
        held.id = None;
    }
    told(&sent, StatusCode::ACCEPTED)
}

/// The answer to an order that a stream took, or did not.
fn told(sent: &Result<(), mpsc::error::SendTimeoutError<Order>>, status: StatusCode) -> Response {
    match sent {
        Ok(()) => Response::builder().status(status).finish(),
        Err(mpsc::error::SendTimeoutError::Timeout(_)) => {
            refuse(StatusCode::SERVICE_UNAVAILABLE, JSON, "nobody reads the stream: open it, or read on")
        }
        Err(mpsc::error::SendTimeoutError::Closed(_)) => gone(),
    }
}

/// An id that is given back when this is dropped.
struct Running {
    id: Option<String>,
    running: Arc<Mutex<Vec<String>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(id) = self.id.take() {
            lock(&self.running).retain(|one| *one != id);
        }
    }
}

async fn stop(token: &str, id: &str, service: &Service) -> Response {
    let found =
        service.streams.all().get(token).map(|reservation| (reservation.orders.clone(), reservation.running.clone()));
    let Some((orders, running)) = found else { return gone() };
    let sent = orders.send_timeout(Order::Stop(id.to_owned()), PATIENCE).await;
    if sent.is_ok() {
        // Orders are taken one after the other, so the id can be used again at once.
        lock(&running).retain(|one| one != id);
    }
    told(&sent, StatusCode::OK)
}

fn gone() -> Response {
    refuse(StatusCode::NOT_FOUND, JSON, "the stream is gone: reserve another")
}

/// An event with the id of its operation; its end, if there is no output.
fn write(id: &str, output: Option<Output>) -> String {
    let id = Json::from(id);
    let complete = format!("event: complete\ndata: {{\"id\":{id}}}\n\n");
    let next = |payload: &str| format!("event: next\ndata: {{\"id\":{id},\"payload\":{payload}}}\n\n");
    match output {
        Some(Output::Next(payload)) => next(&payload.json),
        Some(refused) => next(&refused.into_json()) + &complete,
        None => complete,
    }
}

impl Streams {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Reservation>> {
        lock(&self.0)
    }

    fn has(&self, token: &str) -> bool {
        self.all().contains_key(token)
    }

    fn forget_unopened(&self, token: &str) {
        let mut all = self.all();
        if all.get(token).is_some_and(|reservation| reservation.waiting.is_some()) {
            all.remove(token);
        }
    }
}

/// Forgets a stream when its client leaves.
struct Leaving {
    streams: Streams,
    token: String,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.streams.all().remove(&self.token);
    }
}
