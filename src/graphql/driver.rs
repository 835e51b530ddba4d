//! Running an operation in rounds, so that everything siblings ask for becomes one statement.
//!
//! ```text
//!  poll the operation until nothing in it can go on ──► everything it waits for is noted
//!        ▲                                                         │
//!        └────────── answer all of it at once ◄── one statement per relation
//! ```
//!
//! There is no timer and no spawned task: a round ends when the operation is idle, which follows
//! from the shape of its document alone, and so does the number of statements.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::{Stream, StreamExt as _};

use crate::sync::lock;

/// A statement that answers what was noted.
pub type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What one operation waits for.
#[derive(Clone, Default)]
pub struct Driver(Arc<Inner>);

#[derive(Default)]
struct Inner {
    jobs: Mutex<Vec<Job>>,
    /// Reads that the operation makes by itself, outside of any batch.
    reading: AtomicUsize,
}

/// A read outside of any batch; a round does not end while there is one.
pub struct Reading(Arc<Inner>);

impl Driver {
    /// Notes a job for the end of this round.
    pub fn add(&self, job: Job) {
        self.jobs().push(job);
    }

    /// Counts a read until what is returned is dropped.
    pub fn reading(&self) -> Reading {
        self.0.reading.fetch_add(1, Ordering::SeqCst);
        Reading(self.0.clone())
    }

    /// Runs an operation to its end.
    pub async fn run<T>(&self, operation: impl Future<Output = T>) -> T {
        let _forgetting = Forget(self);
        // Without the runtime's budget, which would make a busy operation look idle.
        let mut operation = pin!(tokio::task::unconstrained(operation));
        loop {
            match poll_fn(|cx| self.round(operation.as_mut(), cx)).await {
                Round::Done(value) => return value,
                Round::Waits(jobs) => {
                    for job in jobs {
                        job.await;
                    }
                }
            }
        }
    }

    /// Runs each element of a stream as an operation of its own.
    pub fn stream<S: Stream + Send + 'static>(self, stream: S) -> impl Stream<Item = S::Item> + Send
    where
        S::Item: Send,
    {
        async_stream::stream! {
            let mut stream = pin!(stream);
            while let Some(element) = self.run(stream.next()).await {
                yield element;
            }
        }
    }

    /// Polls until nothing can go on.
    fn round<T>(&self, mut operation: Pin<&mut impl Future<Output = T>>, cx: &mut Context<'_>) -> Poll<Round<T>> {
        let woken = Arc::new(Woken { woken: AtomicBool::new(false), runtime: cx.waker().clone() });
        let waker = Waker::from(woken.clone());
        loop {
            woken.woken.store(false, Ordering::SeqCst);
            if let Poll::Ready(value) = operation.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Poll::Ready(Round::Done(value));
            }
            if woken.woken.load(Ordering::SeqCst) {
                continue;
            }
            if self.0.reading.load(Ordering::SeqCst) > 0 {
                return Poll::Pending;
            }
            let jobs = std::mem::take(&mut *self.jobs());
            return if jobs.is_empty() { Poll::Pending } else { Poll::Ready(Round::Waits(jobs)) };
        }
    }

    fn jobs(&self) -> std::sync::MutexGuard<'_, Vec<Job>> {
        lock(&self.0.jobs)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.reading.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Drops the jobs of an operation that was given up. They hold its reader, which holds the driver.
struct Forget<'d>(&'d Driver);

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        // Dropped outside of the lock.
        let forgotten = std::mem::take(&mut *self.0.jobs());
        drop(forgotten);
    }
}

enum Round<T> {
    Done(T),
    Waits(Vec<Job>),
}

/// Tells a wake-up while polling, which only means "go on", from idleness.
struct Woken {
    woken: AtomicBool,
    runtime: Waker,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        self.runtime.wake_by_ref();
    }
}
