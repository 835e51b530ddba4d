//! The log, the hub, channels and readers under random schedules, on a clock that stands still: each
//! step of everybody is chosen by the test, and so are failures, lost connections and restarts. Whatever
//! the schedule, a reader hears exactly what matches after the place where it began, in order, once.

use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use entity::vocabulary::JournalAction;
use futures_util::StreamExt as _;
use proptest::prelude::*;
use rapporteur::domain::match_key::{MatchKey, Matches};
use rapporteur::feed::{Channel, Channels, Filter, Follow, Followed, Frame, Hub, Joined, Log, NoFrame, follow};
use rapporteur::store::{Entry, StoreError};
use tokio::sync::watch;

/// A journal in memory that can be told to fail.
#[derive(Clone)]
struct Journal {
    entries: Arc<Mutex<Vec<Entry>>>,
    head: watch::Sender<i64>,
    failing: Arc<AtomicBool>,
}

impl Log for Journal {
    fn head(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    async fn entries_after(&self, position: i64, limit: u64) -> Result<Vec<Entry>, StoreError> {
        // So that others can come in between.
        tokio::task::yield_now().await;
        if self.failing.load(Ordering::SeqCst) {
            return Err(StoreError::Corrupt("told to fail".to_owned()));
        }
        let entries = self.entries.lock().expect("entries");
        let after = entries.iter().filter(|entry| entry.position > position);
        Ok(after.take(usize::try_from(limit).expect("a limit")).cloned().collect())
    }
}

fn topic(filter: u8) -> MatchKey {
    MatchKey::topic(if filter == 0 { "even" } else { "third" })
}

fn filter(number: u8) -> Filter {
    Filter { matches: Matches::default().and_one_of([topic(number)]), only_published: false }
}

impl Journal {
    fn append(&self, many: u8) {
        let mut entries = self.entries.lock().expect("entries");
        for _ in 0..many {
            let position = i64::try_from(entries.len()).expect("few") + 1;
            let mut keys = vec!["type:MEETING".to_owned()];
            keys.extend((position % 2 == 0).then(|| topic(0).into_string()));
            keys.extend((position % 3 == 0).then(|| topic(1).into_string()));
            entries.push(Entry {
                position,
                release: position,
                item: rapporteur::clock::new_item_id(),
                item_type: entity::ItemType::Meeting,
                slug: format!("m{position}"),
                action: JournalAction::Published,
                revision: 1,
                document: None,
                document_version: 1,
                at: position,
                actor: None,
                keys_before: entity::text::Words(Vec::new()),
                keys_after: entity::text::Words(keys),
                merged_into: None,
            });
        }
    }

    /// Tells everybody how far it has come.
    fn wake(&self) {
        let last = self.entries.lock().expect("entries").last().map_or(0, |entry| entry.position);
        self.head.send_replace(last);
    }

    fn matching(&self, number: u8, after: i64) -> Vec<i64> {
        let divisor = if number == 0 { 2 } else { 3 };
        let entries = self.entries.lock().expect("entries");
        entries.iter().map(|entry| entry.position).filter(|at| *at > after && at % divisor == 0).collect()
    }
}

type Shared = Channels<u8, u8, ()>;
/// Channels that have yet to be run.
type Opened = Arc<Mutex<Vec<(u8, Arc<Channel<u8, ()>>)>>>;
type Work = Pin<Box<dyn Future<Output = ()>>>;

/// One process: a hub, its channels, and the work that is going on.
struct Instance {
    hub: Hub<Journal>,
    channels: Arc<Shared>,
    opened: Opened,
    runners: Vec<Work>,
}

impl Instance {
    fn start(journal: &Journal) -> Self {
        let hub = Hub::with_bounds(journal.clone(), 5, 7);
        Self { hub, channels: Arc::default(), opened: Arc::default(), runners: Vec::new() }
    }

    fn run_opened(&mut self) {
        for (number, channel) in std::mem::take(&mut *self.opened.lock().expect("opened")) {
            let (hub, channels) = (self.hub.clone(), self.channels.clone());
            self.runners.push(Box::pin(run(hub, channels, number, channel)));
        }
    }
}

/// What a channel's task does.
async fn run(hub: Hub<Journal>, channels: Arc<Shared>, number: u8, channel: Arc<Channel<u8, ()>>) {
    let asked = Follow { filter: filter(number), after: channel.place(), until: None, checkpoints: None };
    let mut followed = pin!(follow(hub, asked));
    loop {
        tokio::select! {
            () = channel.abandoned() => {
                if channels.close_abandoned(&number, &channel) {
                    return;
                }
            }
            Some(next) = followed.next() => match next {
                Followed::Event(event) => {
                    let frame = Frame { position: event.position, payload: "".into(), is_checkpoint: false };
                    // As an execution would take its time.
                    tokio::task::yield_now().await;
                    channel.send(frame);
                }
                Followed::Seen(position) => channel.seen(position),
            },
        }
    }
}

/// Where a reader is, and what it has heard; kept by the client when a connection is lost.
#[derive(Clone)]
struct Client {
    number: u8,
    position: Arc<AtomicI64>,
    heard: Arc<Mutex<Vec<i64>>>,
}

impl Client {
    fn hear(&self, position: i64) {
        self.heard.lock().expect("heard").push(position);
        self.position.store(position, Ordering::SeqCst);
    }
}

/// What a subscriber's connection does: replay up to the channel's place, then the channel.
async fn read(hub: Hub<Journal>, channels: Arc<Shared>, opened: Opened, client: Client) {
    let number = client.number;
    let after = client.position.load(Ordering::SeqCst);
    let head = (*hub.head().borrow()).max(after);
    let Joined { mut reader, mut place, opened: is_new } = channels.join(number, || (number, head));
    if is_new {
        opened.lock().expect("opened").push((number, reader.channel().clone()));
    }
    let mut position = after;
    loop {
        let asked = Follow { filter: filter(number), after: position, until: Some(place), checkpoints: None };
        let mut replay = pin!(follow(hub.clone(), asked));
        while let Some(next) = replay.next().await {
            if let Followed::Event(event) = next {
                client.hear(event.position);
            }
        }
        position = position.max(place);
        loop {
            match reader.next().await {
                Ok(frame) if frame.position <= position => {}
                Ok(frame) => {
                    position = frame.position;
                    client.hear(position);
                }
                Err(NoFrame::Behind) => {
                    (reader, place) = reader.channel().join();
                    break;
                }
                Err(NoFrame::Ended(_)) => return,
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// Something is published, and others may or may not be told at once.
    Append(u8, bool),
    Fail(bool),
    /// Somebody goes on a little.
    Reader(usize),
    Runner(usize),
    /// A connection is lost, and its client comes back.
    Reconnect(usize),
    /// The process is started again.
    Restart,
    Wait,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (1_u8..90, any::<bool>()).prop_map(|(many, told)| Step::Append(many, told)),
        1 => any::<bool>().prop_map(Step::Fail),
        20 => (0_usize..6).prop_map(Step::Reader),
        12 => (0_usize..4).prop_map(Step::Runner),
        2 => (0_usize..6).prop_map(Step::Reconnect),
        1 => Just(Step::Restart),
        2 => Just(Step::Wait),
    ];
    prop::collection::vec(step, 1..250)
}

fn poll(work: &mut Work) -> bool {
    work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

async fn play(steps: Vec<Step>) {
    let journal = Journal { entries: Arc::default(), head: watch::Sender::new(0), failing: Arc::default() };
    journal.append(20);
    journal.wake();
    let mut instance = Instance::start(&journal);
    let clients: Vec<(i64, Client)> = [(0, 0), (0, 7), (0, 20), (1, 0), (1, 13), (1, 20)]
        .map(|(number, after)| {
            (after, Client { number, position: Arc::new(AtomicI64::new(after)), heard: Arc::default() })
        })
        .into();
    let connect = |instance: &Instance, client: &Client| -> Work {
        Box::pin(read(instance.hub.clone(), instance.channels.clone(), instance.opened.clone(), client.clone()))
    };
    let mut readers: BTreeMap<usize, Work> =
        clients.iter().enumerate().map(|(at, (_, client))| (at, connect(&instance, client))).collect();

    for step in steps {
        match step {
            Step::Append(many, told) => {
                journal.append(many);
                if told {
                    journal.wake();
                }
            }
            Step::Fail(failing) => journal.failing.store(failing, Ordering::SeqCst),
            Step::Reader(at) => {
                if let Some(reader) = readers.get_mut(&at) {
                    assert!(!poll(reader), "nobody ends by themselves");
                }
            }
            Step::Runner(at) => {
                if let Some(runner) = instance.runners.get_mut(at)
                    && poll(runner)
                {
                    drop(instance.runners.remove(at));
                }
            }
            Step::Reconnect(at) => {
                readers.remove(&at);
                readers.insert(at, connect(&instance, &clients[at].1));
            }
            Step::Restart => {
                readers.clear();
                instance = Instance::start(&journal);
                for (at, (_, client)) in clients.iter().enumerate() {
                    readers.insert(at, connect(&instance, client));
                }
            }
            Step::Wait => tokio::time::advance(Duration::from_secs(6)).await,
        }
        instance.run_opened();
    }

    // In the end nothing fails, and everybody may go on for as long as they like.
    journal.failing.store(false, Ordering::SeqCst);
    journal.wake();
    for _ in 0..3_000 {
        for reader in readers.values_mut() {
            assert!(!poll(reader), "nobody ends by themselves");
        }
        instance.run_opened();
        instance.runners.retain_mut(|runner| !poll(runner));
        tokio::time::advance(Duration::from_secs(6)).await;
        let done = clients.iter().all(|(after, client)| {
            client.heard.lock().expect("heard").len() >= journal.matching(client.number, *after).len()
        });
        if done {
            break;
        }
    }
    for (after, client) in &clients {
        assert_eq!(*client.heard.lock().expect("heard"), journal.matching(client.number, *after));
    }
}

#[test]
fn readers_hear_what_matches_under_any_schedule() {
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps())| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(play(steps));
    });
}
