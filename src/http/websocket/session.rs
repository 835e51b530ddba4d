//! One session: reads what the client says, runs its operations, and sends what they say. A client
//! that reads nothing is waited for, then cut; meanwhile its operations hold nothing in memory but
//! the message that cannot be sent.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{SinkExt as _, StreamExt as _};
use poem::web::websocket::{Message, WebSocketStream};
use serde_json::{Map, Value, json};
use tokio_stream::{StreamMap, StreamNotifyClose};
use tokio_util::sync::CancellationToken;

use super::message::{ClientMessage, Close};
use crate::domain::cursor::FeedCursor;
use crate::feed::{Refused, Slot};
use crate::graphql::{ApiError, ErrorCode, Output, Requester};
use crate::http::{Service, decode, requester};
use crate::sync::ticking;

/// How long a client that reads nothing may take to learn why it is cut.
const LAST_WORD: Duration = Duration::from_secs(2);

/// An open socket.
pub struct Session {
    socket: WebSocketStream,
    service: Service,
    stopping: CancellationToken,
    /// Who upgraded, until the client introduces itself.
    upgraded: Requester,
    /// Who it is, once acknowledged.
    requester: Option<Requester>,
    /// The running operations, by their id as JSON.
    operations: StreamMap<Arc<str>, StreamNotifyClose<BoxStream<'static, Output>>>,
    /// The place after the last event that was sent, of whatever operation.
    place: Option<FeedCursor>,
    /// Given back when the session ends.
    slots: Vec<Slot>,
}

/// Why a session ends.
enum End {
    /// The client is gone.
    Gone,
    /// The client says goodbye, and waits for an answer.
    Goodbye,
    /// The server closes it.
    Close(Close),
}

/// What happens next in a session.
enum Event {
    Stopping,
    Late,
    Tick,
    Received(Option<std::io::Result<Message>>),
    /// Something of an operation, or its end.
    Output(Arc<str>, Option<Output>),
}

impl Session {
    /// A session that has yet to be opened by its client.
    pub fn new(socket: WebSocketStream, service: Service, upgraded: Requester, slots: Vec<Slot>) -> Self {
        let stopping = service.lifecycle.stopping();
        Self { socket, service, stopping, upgraded, requester: None, operations: StreamMap::new(), place: None, slots }
    }

    /// Runs it to its end.
    pub async fn run(mut self, acceptable: bool) {
        let _counted = self.service.lifecycle.track();
        let end = if acceptable { self.converse().await } else { End::Close(Close::Subprotocol) };
        // Nothing is executed any more while the last word is being said.
        self.operations.clear();
        self.slots.clear();
        let goodbye = async {
            if let End::Close(close) = &end {
                tracing::debug!(?close, "a session is closed");
                let _ = self.socket.send(close.clone().frame()).await;
            }
            if !matches!(end, End::Gone) {
                let _ = self.socket.close().await;
            }
        };
        let _ = tokio::time::timeout(LAST_WORD, goodbye).await;
    }

    async fn converse(&mut self) -> End {
        let settings = *self.service.api.feed_settings();
        let stopping = self.stopping.clone();
        let mut stopped = std::pin::pin!(stopping.cancelled());
        let mut deadline = Some(Box::pin(tokio::time::sleep(Duration::from_secs(settings.init_seconds))));
        let mut tick = ticking(Duration::from_secs(settings.ping_seconds));
        // Whether anything was heard since the last ping.
        let mut heard = true;
        loop {
            let event = tokio::select! {
                // What was received is looked at before anybody is taken for gone.
                biased;
                received = self.socket.next() => Event::Received(received),
                _ = tick.tick() => Event::Tick,
                Some((id, output)) = self.operations.next(), if !self.operations.is_empty() => Event::Output(id, output),
                () = elapsed(&mut deadline), if self.requester.is_none() => Event::Late,
                () = &mut stopped => Event::Stopping,
            };
            let handled = match event {
                Event::Stopping => Err(End::Close(Close::Restart)),
                Event::Late => Err(End::Close(Close::InitTimeout)),
                // Neither a pong nor anything else came back.
                Event::Tick if !heard => Err(End::Gone),
                Event::Tick => {
                    heard = false;
                    self.send(Message::ping(Vec::new())).await
                }
                Event::Received(Some(Ok(Message::Close(_)))) => Err(End::Goodbye),
                // The library has no other way to tell.
                Event::Received(Some(Err(error))) if error.to_string().contains("too long") => {
                    Err(End::Close(Close::TooLarge))
                }
                Event::Received(None | Some(Err(_))) => Err(End::Gone),
                Event::Received(Some(Ok(message))) => {
                    heard = true;
                    // Boxed, so that a socket that is idle, as most are, does not keep room for it.
                    let handled = Box::pin(self.received(&message)).await;
                    if self.requester.is_some() {
                        deadline = None;
                    }
                    handled
                }
                // The tasks behind operations end too when the service stops.
                Event::Output(_, None) if stopping.is_cancelled() => Err(End::Close(Close::Restart)),
                Event::Output(id, output) => self.output(&id, output).await,
            };
            if let Err(end) = handled {
                return end;
            }
        }
    }

    async fn received(&mut self, message: &Message) -> Result<(), End> {
        if matches!(message, Message::Ping(_) | Message::Pong(_)) {
            // The library answers pings.
            return Ok(());
        }
        let message = ClientMessage::read(message).map_err(|problem| End::Close(Close::Invalid(problem)))?;
        match message {
            ClientMessage::ConnectionInit { payload } => self.init(payload).await,
            ClientMessage::Ping { payload } => {
                let pong = match payload {
                    Some(payload) => json!({ "type": "pong", "payload": payload }),
                    None => json!({ "type": "pong" }),
                };
                self.send(Message::text(pong.to_string())).await
            }
            ClientMessage::Pong {} => Ok(()),
            ClientMessage::Subscribe { id, payload } => self.subscribe(&id, payload).await,
            ClientMessage::Complete { id } => {
                self.operations.remove(&key(&id));
                Ok(())
            }
        }
    }

    async fn init(&mut self, payload: Option<Map<String, Value>>) -> Result<(), End> {
        if self.requester.is_some() {
            return Err(End::Close(Close::TooManyInits));
        }
        let payload = Value::Object(payload.unwrap_or_default());
        let requester = requester::of_session(self.service.api.store(), self.upgraded.clone(), &payload).await;
        let requester = requester.map_err(|error| match error.code {
            ErrorCode::TokenRefused => End::Close(Close::Forbidden(error.message)),
            _ => End::Close(Close::TryAgain(error.message)),
        })?;
        if let Some(editor) = requester.viewer.editor() {
            let slot = self.service.admission.token(editor.actor());
            self.slots.push(slot.map_err(|full: Refused| End::Close(Close::TryAgain(full.to_string())))?);
        }
        self.requester = Some(requester);
        self.send(Message::text(r#"{"type":"connection_ack"}"#)).await
    }

    async fn subscribe(&mut self, id: &str, payload: Map<String, Value>) -> Result<(), End> {
        let Some(requester) = &self.requester else { return Err(End::Close(Close::Unauthorized)) };
        let key = key(id);
        if self.operations.contains_key(&key) {
            return Err(End::Close(Close::Duplicate(id.to_owned())));
        }
        let most = self.service.api.feed_settings().operations_per_connection;
        let sent = decode::graphql_request(payload).map_err(|problem| End::Close(Close::Invalid(problem)))?;
        if self.operations.len() >= most {
            let message = format!("at most {most} operations may run on one connection; complete some");
            let error = ApiError::new(ErrorCode::TooMany, message).into_server_error();
            return self.refuse(&key, &json!([error])).await;
        }
        match self.service.api.admit_sent(sent, requester) {
            Ok(admitted) => {
                let operation = self.service.api.open(admitted, requester.clone());
                self.operations.insert(key, StreamNotifyClose::new(operation));
                Ok(())
            }
            Err(response) => self.refuse(&key, &json!(response.errors)).await,
        }
    }

    async fn output(&mut self, id: &Arc<str>, output: Option<Output>) -> Result<(), End> {
        match output {
            Some(Output::Next(payload)) => {
                let mut message = String::with_capacity(payload.json.len() + id.len() + 40);
                message.push_str(r#"{"type":"next","id":"#);
                message.push_str(id);
                message.push_str(r#","payload":"#);
                message.push_str(&payload.json);
                message.push('}');
                self.send(Message::Text(message)).await?;
                self.place = payload.place.or(self.place);
                Ok(())
            }
            Some(Output::Refused(response)) => {
                self.operations.remove(id);
                self.refuse(id, &json!(response.errors)).await
            }
            Some(Output::Cut(error)) if error.code == ErrorCode::TokenRefused => {
                Err(End::Close(Close::Forbidden(error.message)))
            }
            Some(Output::Cut(error)) => {
                self.operations.remove(id);
                self.refuse(id, &json!([error.into_server_error()])).await
            }
            None => {
                self.operations.remove(id);
                self.send(Message::Text(format!(r#"{{"type":"complete","id":{id}}}"#))).await
            }
        }
    }

    async fn refuse(&mut self, id: &str, errors: &Value) -> Result<(), End> {
        self.send(Message::Text(format!(r#"{{"type":"error","id":{id},"payload":{errors}}}"#))).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        let stall = Duration::from_secs(self.service.api.feed_settings().stall_seconds);
        let sent = tokio::select! {
            // Most messages are sent at once, and nothing else is looked at then.
            biased;
            sent = tokio::time::timeout(stall, self.socket.send(message)) => sent,
            () = self.stopping.cancelled() => return Err(End::Close(Close::Restart)),
        };
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => {
                // Of several operations, each has a place of its own, which its client knows.
                let place = self.place.filter(|_| self.operations.len() == 1);
                let place = place.map_or_else(|| "your last cursor".to_owned(), FeedCursor::encode);
                tracing::info!(place, "a client reads nothing and is cut");
                Err(End::Close(Close::Stalled(place)))
            }
        }
    }
}

/// An operation's id as JSON: what it is sent as, and found by.
fn key(id: &str) -> Arc<str> {
    Value::from(id).to_string().into()
}

async fn elapsed(deadline: &mut Option<std::pin::Pin<Box<tokio::time::Sleep>>>) {
    match deadline {
        Some(deadline) => deadline.await,
        None => std::future::pending().await,
    }
}
