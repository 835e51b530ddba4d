//! Following the feed: replay and live in one loop, so there is no seam between them to lose or
//! repeat an event at. The journal is always the source; a wake-up only says that it is worth
//! looking again. A reader that stalls holds what is left of one batch, and no connection.

use std::time::Duration;

use futures_util::Stream;

use super::hub::{Hub, Log};
use super::judge::{Event, Filter};
use crate::sync::ticking;

/// First and longest pause before something is tried again after a failure.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// From where to where, and how.
#[derive(Clone, Debug)]
pub struct Follow {
    /// Which entries become events.
    pub filter: Filter,
    /// The position after which to begin.
    pub after: i64,
    /// The position at which to end; never, if there is none.
    pub until: Option<i64>,
    /// How often to say how far everything was looked at, if it is wanted.
    pub checkpoints: Option<Duration>,
}

/// How a follower gets on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Something that the filter lets through.
    Event(Event),
    /// Everything up to this position was looked at.
    Seen(i64),
}

/// What happens, for as long as the stream is polled.
pub fn follow<L: Log>(hub: Hub<L>, asked: Follow) -> impl Stream<Item = Followed> + Send {
    async_stream::stream! {
        let Follow { filter, after: mut position, until, checkpoints } = asked;
        let mut head = hub.head();
        let mut retry = Retry::default();
        let mut checkpoint = checkpoints.map(ticking);
        while until.is_none_or(|until| position < until) {
            let known = *head.borrow_and_update();
            if position >= known {
                let woken = tokio::select! {
                    changed = head.changed() => Woken::News(changed.is_ok()),
                    () = tick(&mut checkpoint) => Woken::Checkpoint,
                };
                match woken {
                    Woken::News(true) => {}
                    Woken::News(false) => break,
                    Woken::Checkpoint => yield Followed::Event(Event::checkpoint(position, known.max(position))),
                }
                continue;
            }
            let entries = match hub.after(position).await {
                Ok(entries) if !entries.is_empty() => entries,
                // The counter is ahead of what can be read; it will not be for long.
                Ok(_) => {
                    retry.pause().await;
                    continue;
                }
                Err(error) => {
                    tracing::warn!(%error, position, "the journal cannot be read; trying again");
                    retry.pause().await;
                    continue;
                }
            };
            retry = Retry::default();
            let last = entries.last().map_or(position, |entry| entry.position);
            // Only what goes through is kept while the reader takes its time.
            let events: Vec<Event> = entries.iter().filter_map(|entry| filter.judge(entry, known)).collect();
            drop(entries);
            for event in events {
                let beyond = until.is_some_and(|until| event.position > until);
                if beyond {
                    break;
                }
                position = event.position;
                yield Followed::Event(event);
            }
            let reached = until.map_or(last, |until| last.min(until));
            if position < reached {
                position = reached;
                yield Followed::Seen(position);
            }
        }
    }
}

enum Woken {
    /// The head has advanced; or, if not, nobody is left who could advance it.
    News(bool),
    Checkpoint,
}

/// Pauses that get longer, for what is tried again.
#[derive(Debug, Default)]
pub struct Retry(Option<Duration>);

impl Retry {
    /// Waits, longer each time.
    pub async fn pause(&mut self) {
        let pause = self.0.map_or(BACK_OFF.0, |last| (last * 2).min(BACK_OFF.1));
        self.0 = Some(pause);
        tokio::time::sleep(pause).await;
    }
}

async fn tick(interval: &mut Option<tokio::time::Interval>) {
    match interval {
        Some(interval) => {
            interval.tick().await;
        }
        None => std::future::pending().await,
    }
}
