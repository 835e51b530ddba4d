//! The service, put together: store, feed, API, routes. Everything is built here and passed on;
//! there is no global state.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use poem::Server;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};

use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::area::Areas;
use crate::feed::{self, Admission};
use crate::graphql::{Api, OperationError};
use crate::http::{self, PatientAcceptor, Service, Streams};
use crate::lifecycle::Lifecycle;
use crate::store::{Store, StoreError};

/// The reference data, built in.
const AREAS: &str = include_str!("../data/areas.json");

/// Why the service cannot run.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address cannot be listened on.
    #[error("`server.listen` is `{address}`: {error}")]
    Listen {
        /// The address.
        address: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The reference data is broken.
    #[error("data/areas.json cannot be read: {0}")]
    Areas(#[from] serde_json::Error),
    /// An operation that is built in is wrong.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

/// The areas that the record knows.
pub fn areas() -> Result<Arc<Areas>, AppError> {
    Ok(Arc::new(Areas::from_json(AREAS)?))
}

/// Opens the store of the settings.
pub async fn open_store(settings: &Settings, clock: Clock) -> Result<Store, AppError> {
    Ok(Store::open(&settings.database, areas()?, clock).await?)
}

/// How much longer than a session a connection waits for a peer that reads nothing, so that the
/// session can say goodbye first.
const SPARE: Duration = Duration::from_secs(5);

/// A service that listens.
pub struct App {
    address: SocketAddr,
    lifecycle: Lifecycle,
    patience: Duration,
    serving: std::pin::Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>>,
}

impl App {
    /// Starts listening and watching; requests are served once [`App::run`] is polled.
    pub async fn start(settings: &Settings, store: Store) -> Result<Self, AppError> {
        let address = settings.server.listen.clone();
        let listen = |error| AppError::Listen { address: address.clone(), error };
        let acceptor = TcpListener::bind(address.clone()).into_acceptor().await.map_err(listen)?;
        let bound = acceptor.local_addr().into_iter().find_map(|local| local.as_socket_addr().copied());
        let bound = bound.ok_or_else(|| listen(std::io::Error::other("the system names no local address")))?;

        let lifecycle = Lifecycle::new();
        let api = Api::new(store.clone(), lifecycle.clone(), settings)?;
        let every = Duration::from_millis(settings.database.poll_ms);
        lifecycle.spawn(feed::watch(store, every, lifecycle.stopping()));
        let routes = http::routes(Service {
            api,
            lifecycle: lifecycle.clone(),
            admission: Admission::new(settings.feed),
            streams: Streams::default(),
            server: Arc::new(settings.server.clone()),
        });
        let acceptor = PatientAcceptor::new(acceptor, Duration::from_secs(settings.feed.stall_seconds) + SPARE);
        let patience = Duration::from_secs(settings.server.shutdown_seconds);
        let stopped = lifecycle.stopping().cancelled_owned();
        let serving = Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(routes, stopped, Some(patience));
        Ok(Self { address: bound, lifecycle, patience, serving: Box::pin(serving) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it when asked to.
    pub fn lifecycle(&self) -> &Lifecycle {
        &self.lifecycle
    }

    /// Serves until the lifecycle is told to stop; then waits for requests and sockets to end.
    pub async fn run(self) -> std::io::Result<()> {
        let served = self.serving.await;
        if !self.lifecycle.finish(self.patience).await {
            tracing::warn!("some sockets did not end in time and were cut");
        }
        served
    }
}
