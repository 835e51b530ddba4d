//! The invariants of ARCHITECTURE.md as properties of random histories.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::JournalAction;
use entity::{ItemId, item, item_key, journal, search_entry};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use rapporteur::domain::match_key::{MatchKey, Matches};
use rapporteur::domain::search::Entry;
use rapporteur::feed::{Event, FeedChange, Filter, Follow, Followed, Hub, follow, read};
use rapporteur::store::{Change, EditorAccess, Release, Store};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QueryResult, Statement,
};
use serde_json::Value;

use crate::harness::documents::{import as import_documents, refusals};
use crate::harness::history::{Step, histories, play};
use crate::harness::{Backend, TestDatabase};

/// Histories tried on each database.
const CASES: u32 = 24;

/// Runs a property over random histories.
fn over_histories<F, P>(backend: Backend, property: P)
where
    F: Future<Output = ()>,
    P: Fn(TestDatabase, Vec<Vec<Step>>) -> F,
{
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let outcome = TestRunner::new(config).run(&histories(), |history| {
        let test = std::panic::AssertUnwindSafe(|| {
            runtime.block_on(async { property(TestDatabase::create(backend).await, history.clone()).await });
        });
        std::panic::catch_unwind(test).map_err(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            TestCaseError::fail(message.unwrap_or_else(|| "the property does not hold".to_owned()))
        })
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

macro_rules! properties {
    ($($(#[$meta:meta])* $name:ident: $property:ident;)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                over_histories(Backend::Sqlite, $property);
            }

            #[test]
            fn postgres() {
                over_histories(Backend::Postgres, $property);
            }
        }
    )*};
}

properties! {
    /// Invariant 1.
    the_record_is_what_the_journal_replays: rebuild;
    /// Invariant 2.
    what_is_exported_can_be_imported: round_trip;
    /// A release is the same in however many batches it is written.
    batches_make_no_difference: batches;
    /// Invariant 5, for one writer; `concurrency` has many.
    positions_have_no_gaps: order;
    /// Invariant 4; `feed` and `processes` have sockets, restarts and kills.
    whoever_folds_the_feed_holds_what_matches: fold;
}

/// What is said of histories says something: most of what they do is done, and they do everything there is to do.
#[test]
fn histories_are_not_all_refused() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let mut runner = TestRunner::deterministic();
    let (mut wanted, mut done, mut actions) = (0, 0, BTreeMap::<JournalAction, usize>::new());
    runtime.block_on(async {
        for _ in 0..CASES {
            let history = histories().new_tree(&mut runner).expect("a history").current();
            let database = TestDatabase::create(Backend::Sqlite).await;
            wanted += history.len();
            done += play(&database.store().await, &history).await;
            for entry in entries(&database.connection().await).await {
                *actions.entry(entry.action).or_default() += 1;
            }
        }
    });
    assert!(done * 2 > wanted, "{done} of {wanted} releases");
    for action in [JournalAction::Published, JournalAction::Updated, JournalAction::Withdrawn, JournalAction::Affected]
    {
        assert!(actions.get(&action).is_some_and(|times| *times > 5), "{actions:?}");
    }
}

async fn rebuild(database: TestDatabase, history: Vec<Vec<Step>>) {
    let store = database.store().await;
    play(&store, &history).await;
    let connection = database.connection().await;
    let before = tables(&connection).await;
    let terms_before = terms(&database).await;
    // Filters of searches and of lists stand on the same keys.
    let keys: BTreeSet<_> = terms_before.iter().filter(|(term, _)| term.starts_with('k')).cloned().collect();
    assert_eq!(keys, terms_of_keys(&connection).await);
    assert_eq!(before.keys().copied().collect::<Vec<_>>(), record_tables(&connection, database.backend).await);
    store.rebuild(&EditorAccess::operator()).await.expect("a rebuild");
    let after = tables(&connection).await;
    for (table, rows) in &before {
        assert_eq!(rows, &after[table], "{table}");
    }
    assert_eq!(terms(&database).await, terms_before);
}

/// What there is beside the record: journal, desk, counter, tokens, and the list of migrations.
const OTHER_TABLES: [&str; 6] = ["draft", "journal", "publish_key", "record", "seaql_migrations", "token"];

/// The names of the record's tables, as the database has them.
async fn record_tables(connection: &DatabaseConnection, backend: Backend) -> Vec<String> {
    let (sql, column) = match backend {
        Backend::Sqlite => ("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", "name"),
        Backend::Postgres => ("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", "tablename"),
    };
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect("tables");
    let names = rows.iter().map(|row| row.try_get::<String>("", column).expect("a name"));
    // Each database has terms in its own way; `terms` looks at them.
    let is_terms = |name: &str| name.starts_with("search_index") || name == "search_term";
    let is_ours = |name: &String| !OTHER_TABLES.contains(&name.as_str()) && !is_terms(name);
    let mut names: Vec<String> = names.filter(is_ours).collect();
    names.sort();
    names
}

async fn batches(database: TestDatabase, history: Vec<Vec<Step>>) {
    let elsewhere = TestDatabase::create(database.backend).await;
    let (whole, parts) = (database.store().await, elsewhere.store().await);
    for (number, steps) in history.iter().enumerate() {
        let changes: Vec<Change> = steps.iter().map(Step::change).collect();
        let access = EditorAccess::operator();
        let published =
            whole.publish(&access, Release { changes: changes.clone() }).await.map(|outcome| outcome.head.position);
        let documents: Option<Vec<Value>> = changes.iter().map(content).collect();
        let imported = match documents {
            Some(documents) => import_documents(&parts, 1 + number % 3, documents).await.map(|done| done.head.position),
            None => parts.publish(&access, Release { changes }).await.map(|outcome| outcome.head.position),
        };
        match (published, imported) {
            (Ok(published), Ok(imported)) => assert_eq!(published, imported),
            (published, imported) => assert_eq!(refusals(imported), refusals(published)),
        }
    }
    assert_eq!(terms(&database).await, terms(&elsewhere).await);
    let (whole, parts) = (database.connection().await, elsewhere.connection().await);
    for (table, rows) in tables(&whole).await {
        assert_eq!(tables(&parts).await[table], rows, "{table}");
    }
    assert_eq!(entries(&parts).await, entries(&whole).await);
}

/// Every term with the place that it stands for.
async fn terms(database: &TestDatabase) -> BTreeSet<(String, i64)> {
    let connection = database.single_connection().await;
    let select = match database.backend {
        Backend::Postgres => "SELECT term, place FROM search_term",
        Backend::Sqlite => {
            let show = "CREATE VIRTUAL TABLE temp.shown USING fts5vocab(main, search_index, instance)";
            connection.execute_unprepared(show).await.expect("a view of the index");
            "SELECT term, doc AS place FROM temp.shown"
        }
    };
    let statement = Statement::from_string(connection.get_database_backend(), select);
    let rows = connection.query_all_raw(statement).await.expect("terms");
    let pair =
        |row: &QueryResult| (row.try_get("", "term").expect("a term"), row.try_get("", "place").expect("a place"));
    let terms: BTreeSet<_> = rows.iter().map(pair).collect();
    connection.close().await.expect("closed");
    terms
}

/// The terms of match keys that there should be.
async fn terms_of_keys(connection: &DatabaseConnection) -> BTreeSet<(String, i64)> {
    let mut terms = BTreeSet::new();
    for entry in search_entry::Entity::find().all(connection).await.expect("places") {
        let keys = item_key::Entity::find().filter(item_key::Column::Item.eq(entry.item)).all(connection).await;
        let keys: Vec<String> = keys.expect("keys").into_iter().map(|row| row.key).collect();
        let searched = Entry { place: entry.place, terms: BTreeSet::new() };
        let searched = searched.with_keys(keys.iter().map(String::as_str));
        terms.extend(searched.terms.into_iter().map(|term| (term, entry.place)));
    }
    terms
}

fn content(change: &Change) -> Option<Value> {
    match change {
        Change::Publish { document, .. } => Some(serde_json::to_value(document).expect("JSON")),
        Change::Withdraw { .. } => None,
    }
}

pub async fn entries(connection: &DatabaseConnection) -> Vec<journal::Model> {
    journal::Entity::find().order_by_asc(journal::Column::Position).all(connection).await.expect("the journal")
}

/// Every row of the record's tables.
async fn tables(connection: &DatabaseConnection) -> BTreeMap<&'static str, Vec<String>> {
    macro_rules! dump {
        ($($entity:ident: $($column:ident),+;)*) => {
            BTreeMap::from([$((
                stringify!($entity),
                entity::$entity::Entity::find()
                    $(.order_by_asc(entity::$entity::Column::$column))+
                    .all(connection)
                    .await
                    .expect("rows")
                    .iter()
                    .map(|row| format!("{row:?}"))
                    .collect(),
            )),*])
        };
    }
    dump! {
        item: Id;
        item_key: Item, Key;
        slug: ItemType, Slug;
        reference: Owner, Target, Field;
        link: Owner, Key;
        name: Owner, Key;
        party: Owner, Ordinal;
        organization: Id;
        person: Id;
        person_name: Owner, Key;
        position: Owner, Key;
        participant: Owner, Key;
        article: Id;
        indicator: Id;
        observation: Owner, Key;
        media_item: Id;
        publication: Id;
        publication_file: Owner, Key;
        photo: Owner, Key;
        depiction: Owner, Photo, Ordinal;
        subject: Owner, Relation, Ordinal;
        statement: Owner, Key;
        appearance: Owner, Participant, Ordinal;
        attendance: Meeting, Kind, Party, Delegation;
        session_attendance: Meeting, Party, Session;
        search_entry: Item;
        label_order: Item;
        mechanism: Id;
        involvement: Owner, Key;
        meeting: Id;
        meeting_place: Owner, Key;
        meeting_session: Owner, Key;
    }
}

async fn export(store: &Store) -> Vec<String> {
    let documents: Vec<_> = store.export().try_collect().await.expect("an export");
    documents.iter().map(|document| serde_json::to_string(document).expect("JSON")).collect()
}

async fn import(store: &Store, lines: &[String]) -> i64 {
    let change = |line: &String| Change::Publish {
        document: serde_json::from_str(line).expect("a document"),
        expected_revision: None,
    };
    let release = Release { changes: lines.iter().map(change).collect() };
    store.publish(&EditorAccess::operator(), release).await.expect("an import").head.position
}

async fn round_trip(database: TestDatabase, history: Vec<Vec<Step>>) {
    let store = database.store().await;
    play(&store, &history).await;
    let exported = export(&store).await;

    // Into the same record: nothing changes.
    let head = store.refresh_head().await.expect("a head");
    assert_eq!(import(&store, &exported).await, head);

    // Into another record, of either kind: the same comes out, however often it is put in.
    for backend in [Backend::Sqlite, database.backend] {
        let elsewhere = TestDatabase::create(backend).await;
        let other = &elsewhere.store().await;
        let head = import(other, &exported).await;
        assert_eq!(export(other).await, exported);
        assert_eq!(import(other, &exported).await, head);
    }
}

async fn order(database: TestDatabase, history: Vec<Vec<Step>>) {
    let store = database.store().await;
    play(&store, &history).await;
    let entries = entries(&database.connection().await).await;
    let head = store.refresh_head().await.expect("a head");
    assert_eq!(entries.iter().map(|entry| entry.position).collect::<Vec<_>>(), (1..=head).collect::<Vec<_>>());
    assert!(entries.is_sorted_by_key(|entry| entry.at));
    // A release is one stretch of positions that begins with its own number.
    for pair in entries.windows(2) {
        assert!(pair[1].release == pair[0].release || pair[1].release == pair[1].position);
    }
}

async fn fold(database: TestDatabase, history: Vec<Vec<Step>>) {
    let store = database.store().await;
    let filters = [
        Matches::default(),
        Matches::default().and_one_of([MatchKey::item_type(entity::ItemType::Meeting)]),
        Matches::default().and_one_of([MatchKey::area("JP")]),
        Matches::default()
            .and_one_of([MatchKey::level(entity::vocabulary::MechanismLevel::Summit)])
            .and_one_of([MatchKey::area("JP"), MatchKey::area("CN")]),
        Matches::default().and_one_of([MatchKey::mechanism(rapporteur::domain::identity::derived_id(
            entity::ItemType::Mechanism,
            "m0",
        ))]),
    ];
    // Readers that page, follow live and rest, in every mix, while the record grows; those who follow
    // do so on another instance.
    let other = database.store().await;
    let mut readers: Vec<Reader> = filters.into_iter().map(Reader::new).collect();
    for (index, release) in history.iter().enumerate() {
        let following: Vec<_> = readers.iter().map(|reader| Box::pin(reader.follow(&other))).collect();
        play(&store, std::slice::from_ref(release)).await;
        other.refresh_head().await.expect("a head");
        for (number, (reader, live)) in readers.iter_mut().zip(following).enumerate() {
            match (index + number) % 3 {
                0 => reader.read_pages(&store, 1 + (index + number) % 5, false).await,
                1 => reader.keep_following(&store, live).await,
                _ => {}
            }
        }
    }
    let connection = database.connection().await;
    for mut reader in readers {
        reader.read_pages(&store, 3, true).await;
        assert_eq!(reader.held, matching(&connection, &reader.filter.matches).await, "{:?}", reader.filter);
    }
}

/// Somebody who keeps what matches a filter.
struct Reader {
    filter: Filter,
    position: i64,
    held: BTreeMap<ItemId, i32>,
}

impl Reader {
    fn new(matches: Matches) -> Self {
        Self { filter: Filter { matches, only_published: false }, position: 0, held: BTreeMap::new() }
    }

    /// Reads one page, or all there are.
    async fn read_pages(&mut self, store: &Store, page_size: usize, to_the_end: bool) {
        loop {
            let snapshot = store.snapshot();
            let page = read(&snapshot, &self.filter, self.position, page_size).await.expect("a page");
            snapshot.close().await;
            page.events.iter().for_each(|event| self.keep(event));
            self.position = page.end;
            if !to_the_end || !page.more {
                return;
            }
        }
    }

    /// A live stretch from here on.
    fn follow(&self, store: &Store) -> impl Stream<Item = Event> + use<> {
        let asked = Follow { filter: self.filter.clone(), after: self.position, until: None, checkpoints: None };
        follow(Hub::new(store.clone()), asked).filter_map(async |followed| match followed {
            Followed::Event(event) => Some(event),
            Followed::Seen(_) => None,
        })
    }

    /// Takes from a live stretch as many events as there are to take.
    async fn keep_following(&mut self, store: &Store, live: impl Stream<Item = Event>) {
        let snapshot = store.snapshot();
        let there_are = read(&snapshot, &self.filter, self.position, usize::MAX).await.expect("a page").events.len();
        snapshot.close().await;
        let mut live = std::pin::pin!(live.take(there_are));
        while let Some(event) = live.next().await {
            self.keep(&event);
            self.position = event.position;
        }
    }

    fn keep(&mut self, event: &Event) {
        let happened = event.happened.as_ref().expect("no checkpoints were asked for");
        let (item, revision) = (happened.item, happened.revision);
        let known = match happened.change {
            FeedChange::Entered => {
                assert!(self.held.insert(item, revision).is_none(), "entered twice");
                return;
            }
            FeedChange::Updated => self.held.insert(item, revision),
            FeedChange::Left => self.held.remove(&item),
        };
        assert!(known.is_some(), "updated or left without having entered");
    }
}

/// What matches now, from the record's own tables.
async fn matching(connection: &DatabaseConnection, matches: &Matches) -> BTreeMap<ItemId, i32> {
    let mut keys: BTreeMap<ItemId, Vec<String>> = BTreeMap::new();
    for row in item_key::Entity::find().all(connection).await.expect("keys") {
        keys.entry(row.item).or_default().push(row.key);
    }
    let items = item::Entity::find().all(connection).await.expect("items");
    items
        .into_iter()
        .filter(|item| item.withdrawn_at.is_none() && matches.accepts(&keys[&item.id]))
        .map(|item| (item.id, item.revision))
        .collect()
}
