//! Who asks the same question shares one execution of each event, and one serialised payload.
//!
//! ```text
//!  position … after ══ replay, private ══► place ══ channel, shared ══► …
//!                           ▲                              │ behind
//!                           └──────────────────────────────┘
//! ```
//!
//! A channel is opened at the head, by the first who asks. What a subscriber wants from before its
//! place is executed for them alone. Access is checked again for each event.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Response;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tracing::Instrument as _;
use uuid::Uuid;

use super::errors::ApiError;
use super::execution::{Answer, Asked, Begun, Execution, is_passing};
use super::operation::{Output, Payload, json};
use super::question::{After, Key, Question};
use super::schema::Api;
use crate::auth::AuthError;
use crate::domain::cursor::FeedCursor;
use crate::feed::{self, Event, Follow, Followed, Frame, Joined, Retry, follow};
use crate::sync::ticking;

/// What everybody on a channel shares.
pub struct Shared {
    question: Arc<Question>,
    asked: Asked,
    /// The record that positions belong to.
    pub record: Uuid,
}

type Channel = feed::Channel<Shared, ApiError>;
/// A subscriber's end of a channel.
pub type Reader = feed::Reader<Shared, ApiError>;
/// The channels of a service.
pub type Channels = feed::Channels<Key, Shared, ApiError>;

/// What the task has to say that works for one subscriber.
pub enum Step {
    /// Something to send.
    Output(Output),
    /// Everything up to the position was said; the rest comes from the channel.
    Joined(Reader, i64),
}

impl Api {
    /// Joins an open channel, if the request alone says that nothing must be read before.
    pub(super) fn join(&self, key: &Key, after: &After) -> Option<(Reader, i64)> {
        let head = self.known_head();
        let (reader, place) = self.channels().join_open(key)?;
        let shared = reader.channel().asked();
        let position = match after {
            // The head, and not how far the channel is, decides what is new.
            After::Now => head.max(place),
            After::Cursor(cursor) => FeedCursor::resume(cursor, shared.record, head).ok()?,
            After::Unknown => return None,
        };
        (position >= place && !shared.asked.checkpoints).then_some((reader, position))
    }

    /// Begins a subscription, up to where its channel takes over.
    pub(super) fn begin(&self, question: Arc<Question>, key: Key) -> mpsc::Receiver<Step> {
        let (sender, steps) = mpsc::channel(1);
        let api = self.clone();
        self.work(sender.clone(), async move { api.lead_in(question, key, &sender).await });
        steps
    }

    /// Reads what a subscriber has missed of a channel, up to where the channel is now.
    pub(super) fn catch_up(&self, behind: &Reader, position: i64) -> mpsc::Receiver<Step> {
        let (sender, steps) = mpsc::channel(1);
        let api = self.clone();
        // Joined again before the old end is dropped, so that the channel is never abandoned meanwhile.
        let (reader, place) = behind.channel().join();
        self.work(sender.clone(), async move {
            let shared = reader.channel().asked();
            match api.begun(&shared.question).await {
                Ok(begun) => {
                    let (mut execution, _) = begun.admit();
                    if api.replay(&mut execution, shared, (position, place), &sender).await {
                        let _ = sender.send(Step::Joined(reader, position.max(place))).await;
                    }
                }
                Err(refused) => drop(sender.send(Step::Output(Output::Refused(refused))).await),
            }
        });
        steps
    }

    /// Runs a subscriber's work until it is done, nobody listens, or the service stops.
    fn work(&self, listening: mpsc::Sender<Step>, work: impl Future<Output = ()> + Send + 'static) {
        self.lifecycle().spawn_until_stopped(async move {
            tokio::select! {
                () = listening.closed() => {}
                () = work => {}
            }
        });
    }

    async fn lead_in(&self, question: Arc<Question>, key: Key, steps: &mpsc::Sender<Step>) {
        let span = tracing::info_span!("subscription", request_id = %question.requester.request_id);
        async {
            if let Err(refused) = self.recheck(&question).await {
                let _ = steps.send(Step::Output(Output::Cut(refused))).await;
                return;
            }
            let (mut execution, asked, record, position) = match self.placed(&question).await {
                Ok(placed) => placed,
                Err(refused) => {
                    let _ = steps.send(Step::Output(Output::Refused(refused))).await;
                    return;
                }
            };
            let checkpoints = asked.checkpoints;
            let open = || (Shared { question, asked, record }, self.known_head().max(position));
            let Joined { reader, place, opened } = self.channels().join(key.clone(), open);
            // A checkpoint says that somebody is up to date, which the channel itself may not be yet.
            let place = if checkpoints { place.max(self.known_head()) } else { place };
            let nothing_before = position >= place && !checkpoints;
            if nothing_before {
                if opened {
                    // There is nothing left to do for it here.
                    self.run(key, reader.channel().clone(), Some(execution));
                }
            } else {
                if opened {
                    self.run(key, reader.channel().clone(), None);
                }
                let shared = reader.channel().asked();
                if !self.replay(&mut execution, shared, (position, place), steps).await {
                    return;
                }
                if checkpoints {
                    let reached = position.max(place);
                    let checkpoint = Event::checkpoint(reached, self.known_head().max(reached));
                    if let Answer::Response(response) = self.answer(&mut execution, checkpoint).await {
                        let place = FeedCursor { record, position: reached };
                        let payload = Payload { is_checkpoint: true, ..Payload::new(&response, Some(place)) };
                        let _ = steps.send(Step::Output(Output::Next(payload))).await;
                    }
                }
            }
            // If nobody waits any more, nobody misses it.
            let _ = steps.send(Step::Joined(reader, position.max(place))).await;
        }
        .instrument(span)
        .await;
    }

    /// Answers the events between two positions for one subscriber; says whether they were all told.
    async fn replay(
        &self,
        execution: &mut Execution,
        shared: &Shared,
        (after, until): (i64, i64),
        steps: &mpsc::Sender<Step>,
    ) -> bool {
        let filter = shared.asked.filter.clone();
        let asked = Follow { filter, after, until: Some(until), checkpoints: None };
        let mut followed = pin!(follow(self.hub().clone(), asked));
        while let Some(followed) = followed.next().await {
            let Followed::Event(event) = followed else { continue };
            if let Err(refused) = self.recheck(&shared.question).await {
                let _ = steps.send(Step::Output(Output::Cut(refused))).await;
                return false;
            }
            let place = FeedCursor { record: shared.record, position: event.position };
            let response = match self.answer(execution, event).await {
                Answer::Response(response) => response,
                Answer::Skipped => continue,
                // Whoever waits is told that this is no proper end.
                Answer::Ended => return false,
            };
            let payload = Payload::new(&response, Some(place));
            if steps.send(Step::Output(Output::Next(payload))).await.is_err() {
                return false;
            }
        }
        true
    }

    /// Runs a channel until nobody reads it, or the service stops.
    fn run(&self, key: Key, channel: Arc<Channel>, execution: Option<Execution>) {
        let api = self.clone();
        let span = tracing::info_span!("channel", request_id = %channel.asked().question.requester.request_id);
        let work = async move {
            let stopping = api.lifecycle().stopping();
            let done = Done::Ended(ApiError::internal());
            let mut ending = Ending { api: &api, key: &key, channel: &channel, done };
            ending.done = tokio::select! {
                () = stopping.cancelled() => Done::Stopping,
                done = api.feed_channel(&key, &channel, execution) => done,
            };
        };
        self.lifecycle().spawn(work.instrument(span));
    }

    async fn feed_channel(&self, key: &Key, channel: &Channel, execution: Option<Execution>) -> Done {
        let shared = channel.asked();
        let mut execution = match execution {
            Some(execution) => execution,
            None => match self.begun(&shared.question).await {
                Ok(begun) => begun.admit().0,
                Err(refused) => return Done::Ended(error_of(&refused)),
            },
        };
        let every = Duration::from_secs(self.feed_settings().checkpoint_seconds);
        let checkpoints = shared.asked.checkpoints.then_some(every);
        let asked = Follow { filter: shared.asked.filter.clone(), after: channel.place(), until: None, checkpoints };
        let mut followed = pin!(follow(self.hub().clone(), asked));
        // A token may end while nothing happens.
        let mut look = ticking(Duration::from_secs(self.feed_settings().ping_seconds));
        loop {
            let event = tokio::select! {
                () = channel.abandoned() => {
                    if self.channels().close_abandoned(key, channel) {
                        return Done::Abandoned;
                    }
                    continue;
                }
                _ = look.tick() => None,
                followed = followed.next() => match followed {
                    Some(Followed::Event(event)) => Some(event),
                    Some(Followed::Seen(position)) => {
                        channel.seen(position);
                        continue;
                    }
                    None => return Done::Ended(ApiError::internal()),
                },
            };
            if let Err(refused) = self.recheck(&shared.question).await {
                return Done::Ended(refused);
            }
            let Some(event) = event else { continue };
            let (position, is_checkpoint) = (event.position, event.happened.is_none());
            let mut answering = pin!(self.answer(&mut execution, event));
            let answer = loop {
                // An answer may be long in coming while the database is down.
                tokio::select! {
                    answer = &mut answering => break answer,
                    () = channel.abandoned() => if self.channels().close_abandoned(key, channel) {
                        return Done::Abandoned;
                    },
                }
            };
            match answer {
                Answer::Response(response) => {
                    channel.send(Frame { position, payload: json(&response), is_checkpoint });
                }
                Answer::Skipped => channel.seen(position),
                Answer::Ended => return Done::Ended(ApiError::internal()),
            }
        }
    }

    fn known_head(&self) -> i64 {
        *self.hub().head().borrow()
    }

    /// An event's answer, when it is its turn: questions of everybody are to find a connection too. What
    /// the database could not say now it will say later: an event is not spent on that.
    async fn answer(&self, execution: &mut Execution, event: Event) -> Answer {
        let mut retry = Retry::default();
        loop {
            let turn = self.turns().acquire().await;
            let answer = execution.answer(event.clone()).await;
            drop(turn);
            match answer {
                Answer::Response(response) if is_passing(&response) => retry.pause().await,
                answer => return answer,
            }
        }
    }

    /// An execution that waits to be admitted; a database that does not answer is waited for.
    async fn begun(&self, question: &Question) -> Result<Begun, Box<Response>> {
        let mut retry = Retry::default();
        loop {
            let turn = self.turns().acquire().await;
            let begun = Begun::new(self.schema(), question).await;
            drop(turn);
            match begun {
                Err(refused) if is_passing(&refused) => retry.pause().await,
                begun => return begun,
            }
        }
    }

    /// An execution, what it was asked, the record, and the position after which it goes on.
    async fn placed(&self, question: &Question) -> Result<(Execution, Asked, Uuid, i64), Box<Response>> {
        let mut retry = Retry::default();
        loop {
            let begun = self.begun(question).await?;
            match self.place_of(&begun.asked).await {
                Ok((record, position)) => {
                    let (execution, asked) = begun.admit();
                    return Ok((execution, asked, record, position));
                }
                Err(error) => {
                    let refused = begun.refuse(error).await;
                    if !is_passing(&refused) {
                        return Err(refused);
                    }
                    retry.pause().await;
                }
            }
        }
    }

    /// The record, and the position after which a subscriber begins.
    async fn place_of(&self, asked: &Asked) -> Result<(Uuid, i64), ApiError> {
        let head = self.store().read_head().await?;
        let Some(cursor) = &asked.after else { return Ok((head.record, head.position)) };
        let after = FeedCursor::resume(cursor, head.record, head.position)?;
        let snapshot = self.store().snapshot();
        let since = feed::kept_since(self.store(), self.feed_settings());
        let kept = feed::check_retention(&snapshot, since, head, after).await;
        snapshot.close().await;
        kept.map_err(|error| ApiError::from_feed(error, head.record))?;
        Ok((head.record, after))
    }

    /// Whether whoever asked may still have the answers.
    async fn recheck(&self, question: &Question) -> Result<(), ApiError> {
        let mut retry = Retry::default();
        loop {
            match question.requester.viewer.recheck(self.store()).await {
                Ok(()) => return Ok(()),
                Err(AuthError::Store(error)) => {
                    tracing::warn!(%error, "a token cannot be looked up; trying again");
                    retry.pause().await;
                }
                Err(refused) => return Err(refused.into()),
            }
        }
    }
}

/// How a channel's task ends.
enum Done {
    /// Nobody reads it any more, and it is closed.
    Abandoned,
    Ended(ApiError),
    Stopping,
}

/// Ends a channel when its task does, and be it by a panic: nobody is to wait for what will not come.
struct Ending<'c> {
    api: &'c Api,
    key: &'c Key,
    channel: &'c Channel,
    /// How it would end if it did now.
    done: Done,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let why = match &self.done {
            Done::Abandoned => return,
            Done::Ended(why) => Some(why.clone()),
            Done::Stopping => None,
        };
        self.api.channels().end(self.key, self.channel, why);
    }
}

/// The error of a response that has nothing else.
fn error_of(refused: &Response) -> ApiError {
    tracing::error!(errors = ?refused.errors, "a channel cannot begin");
    ApiError::internal()
}
