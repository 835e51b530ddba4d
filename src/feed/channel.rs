//! One stream of finished payloads for everybody who asked the same question. Whoever joins gets
//! what comes after the channel's place; what lies before it they read from the journal on their
//! own. A reader who falls behind by more than the channel keeps is told so, and reads the journal
//! again from their own place: nobody is waited for, and nothing is kept for anybody.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use tokio::sync::broadcast;

use crate::sync::lock;

/// Payloads that a channel keeps for readers who are not as quick as others.
const KEPT: usize = 64;

/// One event, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The place to go on from after it.
    pub position: i64,
    /// The response, as JSON.
    pub payload: Arc<str>,
    /// Whether it only says how far everything was looked at.
    pub is_checkpoint: bool,
}

/// A stream that many share. `A` is what they asked, `E` why it may end.
#[derive(Debug)]
pub struct Channel<A, E> {
    asked: A,
    state: Mutex<State<E>>,
}

#[derive(Debug)]
struct State<E> {
    /// Everything up to this position was looked at and sent.
    place: i64,
    /// None once it has ended.
    frames: Option<broadcast::Sender<Frame>>,
    why: Option<E>,
}

/// Somebody's end of a channel.
#[derive(Debug)]
pub struct Reader<A, E> {
    channel: Arc<Channel<A, E>>,
    frames: broadcast::Receiver<Frame>,
}

/// What joining gives.
#[derive(Debug)]
pub struct Joined<A, E> {
    /// The reader's end.
    pub reader: Reader<A, E>,
    /// The position after which frames will be received.
    pub place: i64,
    /// Whether the channel was opened for this reader.
    pub opened: bool,
}

/// Why there is no next frame for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFrame<E> {
    /// Frames were missed: they are in the journal.
    Behind,
    /// The channel has ended, for a reason or because the service stops.
    Ended(Option<E>),
}

impl<A, E: Clone> Channel<A, E> {
    fn new(asked: A, position: i64) -> Self {
        let state = State { place: position, frames: Some(broadcast::Sender::new(KEPT)), why: None };
        Self { asked, state: Mutex::new(state) }
    }

    /// What everybody here asked.
    pub fn asked(&self) -> &A {
        &self.asked
    }

    /// The position up to which everything was sent.
    pub fn place(&self) -> i64 {
        lock(&self.state).place
    }

    /// Joins, and says after which position frames will be received.
    pub fn join(self: &Arc<Self>) -> (Reader<A, E>, i64) {
        let state = lock(&self.state);
        // Of a channel that has ended, this is one that has too.
        let frames = state.frames.as_ref().map_or_else(|| broadcast::channel(1).1, broadcast::Sender::subscribe);
        (Reader { channel: self.clone(), frames }, state.place)
    }

    /// Sends a frame to everybody.
    pub fn send(&self, frame: Frame) {
        let mut state = lock(&self.state);
        state.place = frame.position.max(state.place);
        if let Some(frames) = &state.frames {
            // Nobody being here is no error: they left, or have yet to join.
            let _ = frames.send(frame);
        }
    }

    /// Notes that there is nothing to send up to a position.
    pub fn seen(&self, position: i64) {
        let mut state = lock(&self.state);
        state.place = position.max(state.place);
    }

    /// Waits until nobody is left.
    pub async fn abandoned(&self) {
        let frames = lock(&self.state).frames.clone();
        if let Some(frames) = frames {
            frames.closed().await;
        }
    }

    fn has_readers(&self) -> bool {
        lock(&self.state).frames.as_ref().is_some_and(|frames| frames.receiver_count() > 0)
    }

    fn end(&self, why: Option<E>) {
        let mut state = lock(&self.state);
        state.frames = None;
        state.why = why;
    }
}

impl<A, E: Clone> Reader<A, E> {
    /// The channel.
    pub fn channel(&self) -> &Arc<Channel<A, E>> {
        &self.channel
    }

    /// The next frame.
    pub async fn next(&mut self) -> Result<Frame, NoFrame<E>> {
        match self.frames.recv().await {
            Ok(frame) => Ok(frame),
            Err(broadcast::error::RecvError::Lagged(_)) => Err(NoFrame::Behind),
            Err(broadcast::error::RecvError::Closed) => Err(NoFrame::Ended(lock(&self.channel.state).why.clone())),
        }
    }
}

/// The open channels, by what tells one question from another.
#[derive(Debug)]
pub struct Channels<K, A, E>(Mutex<HashMap<K, Arc<Channel<A, E>>>>);

impl<K, A, E> Default for Channels<K, A, E> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, A, E: Clone> Channels<K, A, E> {
    /// Joins the channel of a question as [`Channel::join`] does, if it is open.
    pub fn join_open(&self, key: &K) -> Option<(Reader<A, E>, i64)> {
        // Under the lock, so that nobody closes it as abandoned meanwhile.
        lock(&self.0).get(key).map(Channel::join)
    }

    /// Joins the channel of a question as [`Channel::join`] does. If there is none, one is opened after
    /// the position, and the caller must run it.
    pub fn join(&self, key: K, open: impl FnOnce() -> (A, i64)) -> Joined<A, E> {
        let mut channels = lock(&self.0);
        let mut opened = false;
        let channel = channels.entry(key).or_insert_with(|| {
            opened = true;
            let (asked, position) = open();
            Arc::new(Channel::new(asked, position))
        });
        let (reader, place) = channel.join();
        Joined { reader, place, opened }
    }

    /// Closes a channel if nobody reads it any more, and says whether it did.
    pub fn close_abandoned(&self, key: &K, channel: &Channel<A, E>) -> bool {
        let mut channels = lock(&self.0);
        let abandoned = !channel.has_readers();
        if abandoned {
            channels.remove(key);
        }
        abandoned
    }

    /// Ends a channel for everybody, once they have read what was sent.
    pub fn end(&self, key: &K, channel: &Channel<A, E>, why: Option<E>) {
        let mut channels = lock(&self.0);
        channels.remove(key);
        channel.end(why);
    }
}
