//! One execution of a subscription, event by event. The root field's resolver says what it was asked
//! and waits; whoever runs the execution decides where to begin, gives it one event at a time, and
//! gets one response for each. So what is sent, when, and to how many is decided outside of the
//! library, which knows subscriptions only as streams.
//!
//! ```text
//!  runner:    begin ─────────────► asked: admit? ──► answer(event) ──► answer(event) …
//!                ▼                    ▲      ▼            ▼    ▲
//!  resolver:  arguments, filter ── asked    events ── FeedEvent └ response (or nothing: skipped)
//! ```

use std::sync::{Arc, Mutex};

use async_graphql::Response;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use tokio::sync::{mpsc, oneshot};

use super::completion::Shape;
use super::driver::Driver;
use super::errors::{ApiError, ErrorCode};
use super::question::Question;
use super::schema::{RecordSchema, finish};
use crate::feed::{self, Event};
use crate::sync::lock;

/// What a root field was asked, its arguments resolved.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which entries become events.
    pub filter: feed::Filter,
    /// The cursor to go on from; from now, if there is none.
    pub after: Option<String>,
    /// Whether events without item should say how far everything was looked at.
    pub checkpoints: bool,
}

/// The resolver's end, in the request's data.
pub struct Source(Mutex<Option<Parts>>);

struct Parts {
    asked: oneshot::Sender<Asked>,
    admitted: oneshot::Receiver<Result<(), ApiError>>,
    events: mpsc::Receiver<Event>,
    skipped: mpsc::Sender<()>,
}

/// The events of one execution, one at a time.
pub struct Events {
    events: mpsc::Receiver<Event>,
    skipped: mpsc::Sender<()>,
}

/// A subscription whose root field has said what it was asked, and waits.
pub struct Begun {
    execution: Execution,
    admitted: oneshot::Sender<Result<(), ApiError>>,
    /// What it was asked.
    pub asked: Asked,
}

/// What came of an event.
pub enum Answer {
    /// A response to send.
    Response(Box<Response>),
    /// There is nothing to say about it.
    Skipped,
    /// The execution has ended, which it should not.
    Ended,
}

/// The runner's end.
pub struct Execution {
    responses: BoxStream<'static, Response>,
    events: mpsc::Sender<Event>,
    skipped: mpsc::Receiver<()>,
    shape: Arc<Shape>,
}

impl Source {
    /// Says what was asked, and waits until that is admitted.
    pub async fn begin(&self, asked: Asked) -> Result<Events, ApiError> {
        let parts = lock(&self.0).take();
        let gone = || ApiError::new(ErrorCode::Internal, "this subscription has begun already");
        let parts = parts.ok_or_else(gone)?;
        parts.asked.send(asked).map_err(|_| gone())?;
        parts.admitted.await.map_err(|_| gone())??;
        Ok(Events { events: parts.events, skipped: parts.skipped })
    }
}

impl Events {
    /// The next event, once the last one was answered or skipped.
    pub async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// Says that the last event is not answered.
    pub async fn skip(&self) {
        // Nobody waits any more once the execution is given up.
        let _ = self.skipped.send(()).await;
    }
}

impl Begun {
    /// Begins a subscription: validates it, and resolves the arguments of its root field. A refusal is a
    /// response with errors.
    pub async fn new(schema: &RecordSchema, question: &Question) -> Result<Self, Box<Response>> {
        let (asked, was_asked) = oneshot::channel();
        let (admitted, was_admitted) = oneshot::channel();
        let (events, for_events) = mpsc::channel(1);
        let (skipped, were_skipped) = mpsc::channel(1);
        let parts = Parts { asked, admitted: was_admitted, events: for_events, skipped };
        let driver = Driver::default();
        let request = question.request(|data| {
            data.insert(driver.clone());
            data.insert(question.requester.clone());
            data.insert(Source(Mutex::new(Some(parts))));
        });
        let mut responses = driver.stream(schema.execute_stream(request)).boxed();
        let asked = tokio::select! {
            Ok(asked) = was_asked => asked,
            response = responses.next() => return Err(refused(response, &question.shape)),
        };
        let execution = Execution { responses, events, skipped: were_skipped, shape: question.shape.clone() };
        Ok(Self { execution, admitted, asked })
    }

    /// Lets it begin.
    pub fn admit(self) -> (Execution, Asked) {
        // The resolver waits for nothing else.
        let _ = self.admitted.send(Ok(()));
        (self.execution, self.asked)
    }

    /// Refuses it, and gives the response that says so at the root field's place.
    pub async fn refuse(mut self, error: ApiError) -> Box<Response> {
        let _ = self.admitted.send(Err(error));
        let response = self.execution.responses.next().await;
        refused(response, &self.execution.shape)
    }
}

impl Execution {
    /// What there is to say about an event.
    pub async fn answer(&mut self, event: Event) -> Answer {
        if self.events.send(event).await.is_err() {
            return Answer::Ended;
        }
        tokio::select! {
            response = self.responses.next() => match response {
                Some(response) => Answer::Response(Box::new(finish(response, &self.shape))),
                None => Answer::Ended,
            },
            Some(()) = self.skipped.recv() => Answer::Skipped,
        }
    }
}

/// Whether what failed may work when it is tried again.
pub fn is_passing(response: &Response) -> bool {
    response.errors.iter().any(|error| {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        [ErrorCode::DatabaseUnavailable, ErrorCode::DatabaseBusy]
            .iter()
            .any(|passing| matches!(code, Some(async_graphql::Value::String(code)) if code == passing.as_str()))
    })
}

fn refused(response: Option<Response>, shape: &Shape) -> Box<Response> {
    let nothing = || {
        let error = ApiError::new(ErrorCode::Internal, "the subscription ended before it began");
        Response::from_errors(vec![error.into_server_error()])
    };
    Box::new(finish(response.unwrap_or_else(nothing), shape))
}
