//! Fresh databases: a SQLite file per test with the production pragmas and several connections; a
//! PostgreSQL database per test, copied from a template that is migrated once.

use std::path::PathBuf;
use std::sync::Arc;

use rapporteur::app::areas;
use rapporteur::clock::Clock;
use rapporteur::config::{DatabaseSettings, Settings, Sources};
use rapporteur::domain::area::Areas;
use rapporteur::domain::instant::Instant;
use rapporteur::store::{Store, connect_pool};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};

/// Which database system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A fresh database, migrated and empty.
#[derive(Clone)]
pub struct TestDatabase {
    pub backend: Backend,
    settings: Settings,
    folder: Arc<tempfile::TempDir>,
}

/// 2025-09-04T00:00:00Z.
const START: i64 = 1_756_944_000_000_000;

impl TestDatabase {
    pub async fn create(backend: Backend) -> Self {
        let database = Self::without_schema(backend).await;
        if backend == Backend::Sqlite {
            database.store().await;
        }
        database
    }

    /// A database with nothing in it at all.
    pub async fn empty(backend: Backend) -> Self {
        let database = Self::without_schema(backend).await;
        if backend == Backend::Postgres {
            let admin = connect_pool(postgres_url(None)).await.expect("the test cluster");
            let name = new_name();
            run(&admin, &format!("CREATE DATABASE {name}")).await;
            return Self::at(backend, postgres_url(Some(&name)), database.folder);
        }
        database
    }

    async fn without_schema(backend: Backend) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let url = match backend {
            Backend::Sqlite => format!("sqlite://{}", folder.path().join("record.db").display()),
            Backend::Postgres => postgres_url(Some(&copy_of_template().await)),
        };
        Self::at(backend, url, folder)
    }

    fn at(backend: Backend, url: String, folder: Arc<tempfile::TempDir>) -> Self {
        let sources = Sources {
            environment: Some([].into()),
            flags: vec![
                ("database.url", url),
                ("server.listen", "127.0.0.1:0".to_owned()),
                ("database.max_connections", "4".to_owned()),
                ("database.poll_ms", "20".to_owned()),
                ("server.shutdown_seconds", "5".to_owned()),
            ],
            ..Sources::default()
        };
        Self { backend, settings: Settings::load(sources).expect("settings"), folder }
    }

    pub fn settings(&self) -> Settings {
        self.settings.clone()
    }

    pub fn database_settings(&self) -> &DatabaseSettings {
        &self.settings.database
    }

    /// A folder of this test's own.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// A store of its own, as another process would have.
    pub async fn store(&self) -> Store {
        self.store_at(test_clock()).await
    }

    /// A store with this clock.
    pub async fn store_at(&self, clock: Clock) -> Store {
        Store::open(&self.settings.database, known_areas(), clock).await.expect("a store")
    }

    /// The same database with other settings.
    pub fn with(&self, settings: Settings) -> Self {
        Self { settings, ..self.clone() }
    }

    /// Where PostgreSQL listens for this database, and the address of the database by another port.
    pub fn by_way_of(&self, port: u16) -> (PathBuf, String) {
        let url = &self.settings.database.url;
        let (_, folder) = url.split_once("host=").expect("a socket's folder");
        let socket = PathBuf::from(folder).join(".s.PGSQL.5432");
        (socket, format!("postgres://rapporteur@127.0.0.1:{port}/{}", self.name()))
    }

    /// Cuts every connection to a PostgreSQL database and lets nobody in.
    pub async fn close_to_everybody(&self) {
        let (admin, name) = (connect_pool(postgres_url(None)).await.expect("the test cluster"), self.name());
        run(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        run(&admin, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
    }

    /// Lets everybody in again.
    pub async fn open_to_everybody(&self) {
        let admin = connect_pool(postgres_url(None)).await.expect("the test cluster");
        run(&admin, &format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name())).await;
    }

    fn name(&self) -> String {
        let url = &self.settings.database.url;
        let (_, rest) = url.rsplit_once("/t_").expect("a test's database");
        format!("t_{}", rest.split('?').next().unwrap_or_default())
    }

    /// A plain connection, for looking at tables.
    pub async fn connection(&self) -> DatabaseConnection {
        connect_pool(self.settings.database.url.clone()).await.expect("a connection")
    }

    /// A plain connection that is one and the same for every statement, for what one statement leaves to the next.
    pub async fn single_connection(&self) -> DatabaseConnection {
        single_connection(self.settings.database.url.clone()).await
    }
}

/// A clock that stands where time begins for tests.
pub fn test_clock() -> Clock {
    Clock::manual(Instant(START))
}

pub fn known_areas() -> Arc<Areas> {
    areas().expect("areas")
}

#[expect(clippy::disallowed_methods, reason = "the tests' one look at the environment")]
fn postgres_url(database: Option<&str>) -> String {
    let cluster = std::env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL is not set: run the tests with script/test, which starts PostgreSQL");
    match database {
        None => cluster,
        Some(name) => {
            let (before, after) = cluster.split_once("/postgres?").expect("a cluster's maintenance database");
            format!("{before}/{name}?{after}")
        }
    }
}

async fn single_connection(url: String) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1);
    connect_pool(options).await.expect("a connection")
}

fn new_name() -> String {
    format!("t_{}", rapporteur::clock::new_item_id().0.simple())
}

async fn run(connection: &DatabaseConnection, sql: &str) {
    connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Copies the template, making it first if this is the first test that needs it.
async fn copy_of_template() -> String {
    const TEMPLATE: &str = "rapporteur_template";
    const LOCK: i64 = 0x5241_5050;
    let admin = single_connection(postgres_url(None)).await;
    let name = new_name();
    run(&admin, &format!("SELECT pg_advisory_lock({LOCK})")).await;
    let made = admin
        .query_one_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Postgres,
            format!("SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"),
        ))
        .await
        .expect("the list of databases");
    if made.is_none() {
        run(&admin, "CREATE DATABASE rapporteur_new").await;
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let fresh = TestDatabase::at(Backend::Postgres, postgres_url(Some("rapporteur_new")), folder);
        let store = Store::open(fresh.database_settings(), known_areas(), Clock::system()).await.expect("a template");
        store.close().await;
        run(&admin, &format!("ALTER DATABASE rapporteur_new RENAME TO {TEMPLATE}")).await;
    }
    run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
    run(&admin, &format!("SELECT pg_advisory_unlock({LOCK})")).await;
    name
}
