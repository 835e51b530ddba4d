//! Running operations for the transports. Everything that touches the database runs in a task of its
//! own, so a client that does not read holds one finished payload, and no connection.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use tokio::sync::mpsc;

use super::schema::{Admitted, Api};
use super::sharing::{Reader, Step};
use super::{ApiError, Requester};
use crate::domain::cursor::FeedCursor;
use crate::feed::{Frame, NoFrame};

/// What a transport sends.
#[derive(Debug)]
pub enum Output {
    /// A response.
    Next(Payload),
    /// The operation was refused before anything was executed. Nothing follows.
    Refused(Box<Response>),
    /// The stream was cut, because its sender may no longer have it. Nothing follows.
    Cut(ApiError),
}

impl Output {
    /// It as a GraphQL response.
    pub fn into_json(self) -> Arc<str> {
        match self {
            Self::Next(payload) => payload.json,
            Self::Refused(response) => errors(&response.errors),
            Self::Cut(error) => errors(&[error.into_server_error()]),
        }
    }
}

fn errors(errors: &[ServerError]) -> Arc<str> {
    serde_json::json!({ "errors": errors }).to_string().into()
}

/// A response, ready to be sent.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The response as JSON.
    pub json: Arc<str>,
    /// For an event, the place to go on from after it.
    pub place: Option<FeedCursor>,
    /// Whether it only says how far everything was looked at.
    pub is_checkpoint: bool,
}

impl Payload {
    /// A response, and the place after it if it is an event's.
    pub fn new(response: &Response, place: Option<FeedCursor>) -> Self {
        Self { json: json(response), place, is_checkpoint: false }
    }
}

/// A response as JSON.
pub fn json(response: &Response) -> Arc<str> {
    match serde_json::to_string(response) {
        Ok(json) => json.into(),
        Err(error) => {
            tracing::error!(%error, "a response cannot be written");
            r#"{"data":null,"errors":[{"message":"the response cannot be written"}]}"#.into()
        }
    }
}

impl Api {
    /// Runs an operation. The stream ends when it is complete, or when the service stops.
    pub fn open(&self, admitted: Admitted, requester: Requester) -> BoxStream<'static, Output> {
        if admitted.operation == OperationType::Subscription {
            self.subscribe(admitted, requester)
        } else {
            self.once(admitted, requester)
        }
    }

    fn once(&self, admitted: Admitted, requester: Requester) -> BoxStream<'static, Output> {
        let api = self.clone();
        let (sender, mut receiver) = mpsc::channel(1);
        self.lifecycle().spawn(async move {
            let work = async {
                // A session may have lasted longer than its opener's token.
                if let Err(refused) = requester.viewer.recheck(api.store()).await {
                    return Output::Cut(refused.into());
                }
                let response = api.execute_admitted(admitted, requester).await;
                if is_request_error(&response) {
                    return Output::Refused(Box::new(response));
                }
                Output::Next(Payload::new(&response, None))
            };
            let output = tokio::select! {
                () = sender.closed() => return,
                output = work => output,
            };
            // If nobody waits any more, nobody misses it.
            let _ = sender.send(output).await;
        });
        async_stream::stream! {
            if let Some(output) = receiver.recv().await {
                yield output;
            }
        }
        .boxed()
    }

    /// A subscription reads from the journal what lies before the place of its channel; then it joins
    /// the channel. If it falls behind, it goes back to the journal.
    fn subscribe(&self, admitted: Admitted, requester: Requester) -> BoxStream<'static, Output> {
        let requester = requester.with_locales(self.default_locales());
        let (question, key, after) = admitted.into_question(requester);
        let api = self.clone();
        let mut joined = self.join(&key, &after);
        let mut steps = joined.is_none().then(|| self.begin(question, key));
        async_stream::stream! {
            loop {
                // Whether it was said that and why nothing follows.
                let mut told = false;
                while let Some(step) = next_step(&mut steps).await {
                    match step {
                        Step::Output(output) => {
                            told = !matches!(output, Output::Next(_));
                            yield output;
                        }
                        Step::Joined(reader, position) => joined = Some((reader, position)),
                    }
                }
                let Some((mut reader, mut position)) = joined.take() else {
                    if !told && !api.lifecycle().stopping().is_cancelled() {
                        yield Output::Cut(ApiError::internal());
                    }
                    return;
                };
                loop {
                    match reader.next().await {
                        Ok(frame) if was_said(&frame, position) => {}
                        Ok(frame) => {
                            position = frame.position;
                            yield Output::Next(payload(frame, &reader));
                        }
                        Err(NoFrame::Behind) => {
                            steps = Some(api.catch_up(&reader, position));
                            break;
                        }
                        Err(NoFrame::Ended(None)) => return,
                        Err(NoFrame::Ended(Some(why))) => {
                            yield Output::Cut(why);
                            return;
                        }
                    }
                }
            }
        }
        .boxed()
    }
}

async fn next_step(steps: &mut Option<mpsc::Receiver<Step>>) -> Option<Step> {
    let step = steps.as_mut()?.recv().await;
    if step.is_none() {
        *steps = None;
    }
    step
}

/// Whether a subscriber who was told everything up to a position was told this, from the journal.
fn was_said(frame: &Frame, position: i64) -> bool {
    frame.position < position || (frame.position == position && !frame.is_checkpoint)
}

fn payload(frame: Frame, reader: &Reader) -> Payload {
    let place = FeedCursor { record: reader.channel().asked().record, position: frame.position };
    Payload { json: frame.payload, place: Some(place), is_checkpoint: frame.is_checkpoint }
}

/// Whether nothing was executed at all.
pub fn is_request_error(response: &Response) -> bool {
    response.data == async_graphql::Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty())
}
