//! Databases that are not ours, too old or too new, and the way between schemas.

use migration::Migrator;
use migration::sea_orm_migration::MigratorTrait as _;
use rapporteur::clock::Clock;
use rapporteur::store::{Store, StoreError, connect_pool};
use sea_orm::ConnectionTrait as _;

use crate::harness::documents::{meeting, publish};
use crate::harness::{Backend, TestDatabase, on_both_databases};

async fn open(database: &TestDatabase) -> Result<Store, StoreError> {
    let areas = rapporteur::app::areas().expect("areas");
    Store::open(database.database_settings(), areas, Clock::system()).await
}

on_both_databases! {
    async fn an_empty_database_is_taken(database: TestDatabase) {
        let empty = TestDatabase::empty(database.backend).await;
        let store = open(&empty).await.expect("a store");
        publish(&store, vec![meeting("e1", None, "2025")]).await;
        assert_eq!(open(&empty).await.expect("a store").refresh_head().await.expect("a head"), 1);
    }

    async fn a_database_of_another_application_is_refused(database: TestDatabase) {
        let theirs = TestDatabase::empty(database.backend).await;
        let url = theirs.database_settings().url.clone();
        let create = if database.backend == Backend::Sqlite { format!("{url}?mode=rwc") } else { url };
        let connection = connect_pool(create).await.expect("a connection");
        connection.execute_unprepared("CREATE TABLE recipes (id INTEGER)").await.expect("a table");
        connection.close().await.expect("closed");
        let refused = open(&theirs).await;
        assert!(matches!(refused, Err(StoreError::NotOurs(_))), "{refused:?}");
    }

    async fn a_newer_schema_is_refused(database: TestDatabase) {
        database.store().await.close().await;
        let connection = database.connection().await;
        connection.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)").await.expect("a row");
        match open(&database).await {
            Err(StoreError::SchemaNewer(change)) => assert_eq!(change, "m9999_future"),
            other => panic!("{other:?}"),
        }
    }

    async fn an_older_schema_is_refused_until_it_is_migrated(database: TestDatabase) {
        let connection = database.connection().await;
        Migrator::down(&connection, Some(1)).await.expect("a step back");
        let older = open(&database).await;
        assert!(matches!(older, Err(StoreError::SchemaOlder(_))), "{older:?}");
        let areas = rapporteur::app::areas().expect("areas");
        let store = Store::connect(database.database_settings(), areas, Clock::system()).await.expect("a connection");
        let newest = Migrator::migrations().pop().expect("a change");
        assert_eq!(store.migrate().await.expect("migrated").applied, [newest.name()]);
        open(&database).await.expect("a store");
    }

    // What does so in sqlx may spin for ever; see `connect_pool`, which clippy makes the only door.
    async fn no_pool_closes_connections_by_itself(database: TestDatabase) {
        let connection = database.connection().await;
        let (idle, old) = match database.backend {
            Backend::Sqlite => {
                let options = connection.get_sqlite_connection_pool().options();
                (options.get_idle_timeout(), options.get_max_lifetime())
            }
            Backend::Postgres => {
                let options = connection.get_postgres_connection_pool().options();
                (options.get_idle_timeout(), options.get_max_lifetime())
            }
        };
        assert_eq!((idle, old), (None, None));
    }

    async fn every_change_can_be_taken_back(database: TestDatabase) {
        let connection = database.connection().await;
        Migrator::down(&connection, None).await.expect("all the way back");
        Migrator::up(&connection, None).await.expect("and forth");
    }
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    crate::harness::run(Backend::Sqlite, |database| async move {
        let file = database.folder().join("letter.txt");
        std::fs::write(&file, "Dear reader,").expect("a file");
        let mut settings = database.settings();
        settings.database.url = format!("sqlite://{}", file.display());
        let refused = open(&database.with(settings)).await;
        assert!(matches!(refused, Err(StoreError::NotOurs(_))), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&file).expect("a file"), "Dear reader,");
    });
}
