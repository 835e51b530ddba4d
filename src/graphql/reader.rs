//! Reading for one operation: one snapshot of the record, and batches over it. What a resolver asks
//! for is noted; the operation's [`Driver`] has all of it answered together.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt::Debug;
use std::future::Future;
use std::hash::Hash;
use std::num::NonZero;
use std::sync::{Arc, LazyLock, Mutex};

use async_graphql::Context;
use futures_channel::oneshot;
use tokio::sync::Semaphore;

use super::driver::Driver;
use super::errors::ApiError;
use crate::domain::area::Areas;
use crate::domain::locale::Locales;
use crate::feed::FeedError;
use crate::store::{Snapshot, Store, StoreError};
use crate::sync::lock;

/// Turns to work beside operations.
static BESIDE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    Arc::new(Semaphore::new(processors))
});

/// Something that can be read for many keys by one statement.
pub trait Relation: Send + Sync + 'static {
    /// What it is looked up by.
    type Key: Clone + Debug + Eq + Hash + Send + Sync;
    /// What is found.
    type Value: Clone + Send + Sync;

    /// Looks up all keys; those without a value may be left out.
    fn read(
        snapshot: &Snapshot,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, StoreError>> + Send;

    /// Tells the reader what else is known by what was found.
    fn learned(_reader: &Reader, _found: &HashMap<Self::Key, Self::Value>) {}
}

/// One operation's view of the record. Cheap to clone; every object that is resolved holds it.
#[derive(Clone)]
pub struct Reader(Arc<Inner>);

struct Inner {
    snapshot: Snapshot,
    areas: Arc<Areas>,
    locales: Locales,
    driver: Driver,
    batches: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Reader {
    /// A view as of its first read, for the operation that the driver runs.
    pub fn new(store: &Store, locales: Locales, driver: Driver) -> Self {
        let (snapshot, areas) = (store.operation_snapshot(), store.areas().clone());
        Self(Arc::new(Inner { snapshot, areas, locales, driver, batches: Mutex::default() }))
    }

    /// The view of the operation that is being executed.
    pub fn of<'c>(ctx: &Context<'c>) -> async_graphql::Result<&'c Self> {
        ctx.data::<Self>()
    }

    /// The snapshot, for what is given to [`Reader::direct`].
    pub fn snapshot(&self) -> &Snapshot {
        &self.0.snapshot
    }

    /// A read outside of any batch. It belongs to the round it began in.
    pub async fn direct<T>(&self, read: impl Future<Output = Result<T, StoreError>>) -> Result<T, ApiError> {
        let _reading = self.0.driver.reading();
        Ok(read.await?)
    }

    /// Work that keeps a processor busy for long, on a thread for it: so several of an operation are done at once, and
    /// no more of all operations than there are processors.
    pub async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let _reading = self.0.driver.reading();
        // Never closed. Whoever gives up while waiting leaves nothing to be done.
        let turn = BESIDE.clone().acquire_owned().await.ok();
        let in_turn = move || {
            let _turn = turn;
            work()
        };
        match tokio::task::spawn_blocking(in_turn).await {
            Ok(done) => Ok(done?),
            Err(failed) => match failed.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The service is being stopped.
                Err(_) => Err(ApiError::internal()),
            },
        }
    }

    /// A read of the feed, outside of any batch.
    pub async fn feed<T>(
        &self,
        read: impl Future<Output = Result<T, FeedError>>,
        record: uuid::Uuid,
    ) -> Result<T, ApiError> {
        let _reading = self.0.driver.reading();
        read.await.map_err(|error| ApiError::from_feed(error, record))
    }

    /// The areas that the record knows.
    pub fn areas(&self) -> &Areas {
        &self.0.areas
    }

    /// The languages that the reader wants, best first.
    pub fn locales(&self) -> &Locales {
        &self.0.locales
    }

    /// Gives the connection back.
    pub async fn close(&self) {
        self.0.snapshot.close().await;
    }

    /// Looks one key up, together with everything that is looked up beside it.
    pub async fn load<R: Relation>(&self, key: R::Key) -> Result<Option<R::Value>, ApiError> {
        let batch = self.batch::<R>();
        loop {
            let (answer, first) = match lock(&batch.0).note(&key) {
                Noted::Known(value) => return Ok(value),
                Noted::Waiting { answer, first } => (answer, first),
            };
            if first {
                let (reader, batch) = (self.clone(), batch.clone());
                self.0.driver.add(Box::pin(async move { batch.answer(&reader).await }));
            }
            // An error here means that whoever should have answered gave up in between: ask again.
            if let Ok(answer) = answer.await {
                return answer;
            }
        }
    }

    /// Looks several keys up at once, in their order.
    pub async fn load_many<R: Relation>(
        &self,
        keys: impl IntoIterator<Item = R::Key>,
    ) -> Result<Vec<Option<R::Value>>, ApiError> {
        futures_util::future::try_join_all(keys.into_iter().map(|key| self.load::<R>(key))).await
    }

    /// What is known need not be looked up.
    pub fn know<R: Relation>(&self, key: R::Key, value: R::Value) {
        lock(&self.batch::<R>().0).known.insert(key, Some(value));
    }

    fn batch<R: Relation>(&self) -> Arc<Batch<R>> {
        let mut batches = lock(&self.0.batches);
        let batch = batches.entry(TypeId::of::<R>()).or_insert_with(|| Arc::new(Batch::<R>(Mutex::default())));
        let batch = batch.clone().downcast::<Batch<R>>();
        batch.unwrap_or_else(|_| unreachable!("a batch is kept under its own type's id"))
    }
}

type Answer<R> = Result<Option<<R as Relation>::Value>, ApiError>;
type Waiting<R> = HashMap<<R as Relation>::Key, Vec<oneshot::Sender<Answer<R>>>>;

struct Batch<R: Relation>(Mutex<Wishes<R>>);

struct Wishes<R: Relation> {
    known: HashMap<R::Key, Option<R::Value>>,
    waiting: Waiting<R>,
}

impl<R: Relation> Default for Wishes<R> {
    fn default() -> Self {
        Self { known: HashMap::new(), waiting: HashMap::new() }
    }
}

enum Noted<R: Relation> {
    Known(Option<R::Value>),
    Waiting {
        answer: oneshot::Receiver<Answer<R>>,
        /// Whether nobody else waits yet.
        first: bool,
    },
}

impl<R: Relation> Wishes<R> {
    fn note(&mut self, key: &R::Key) -> Noted<R> {
        if let Some(value) = self.known.get(key) {
            return Noted::Known(value.clone());
        }
        let first = self.waiting.is_empty();
        let (sender, answer) = oneshot::channel();
        self.waiting.entry(key.clone()).or_default().push(sender);
        Noted::Waiting { answer, first }
    }
}

impl<R: Relation> Batch<R> {
    /// Answers everybody who waits, by one statement.
    async fn answer(&self, reader: &Reader) {
        let waiting: Waiting<R> = std::mem::take(&mut lock(&self.0).waiting);
        let keys: Vec<R::Key> = waiting.keys().cloned().collect();
        let read = R::read(reader.snapshot(), &keys).await.map_err(ApiError::from);
        if let Ok(found) = &read {
            R::learned(reader, found);
        }
        let mut wishes = lock(&self.0);
        for (key, senders) in waiting {
            let answer: Answer<R> = match &read {
                Ok(found) => Ok(found.get(&key).cloned()),
                Err(error) => Err(error.clone()),
            };
            if let Ok(value) = &answer {
                wishes.known.insert(key, value.clone());
            }
            for sender in senders {
                // Somebody who no longer waits needs no answer.
                let _ = sender.send(answer.clone());
            }
        }
    }
}

/// Declares a [`Relation`] by item id from a function of the store.
macro_rules! relation {
    ($(#[$meta:meta])* $visibility:vis $Name:ident, $Value:ty, $read:path) => {
        $(#[$meta])*
        $visibility struct $Name;

        impl $crate::graphql::reader::Relation for $Name {
            type Key = ::entity::ItemId;
            type Value = $Value;

            async fn read(
                snapshot: &$crate::store::Snapshot,
                keys: &[Self::Key],
            ) -> Result<::std::collections::HashMap<Self::Key, $Value>, $crate::store::StoreError> {
                $read(snapshot, keys).await
            }
        }
    };
}
pub(in crate::graphql) use relation;
