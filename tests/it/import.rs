//! Imports: releases of any size, in batches, with nothing in memory for long.

use std::sync::{Arc, Barrier};

use entity::vocabulary::JournalAction;
use rapporteur::store::{
    Change, Changed, EditorAccess, ImportOptions, Line, Lines, Release, Step, Store, StoreError, Watcher,
};
use serde_json::{Value, json};

use crate::harness::documents::{Documents, import, mechanism, meeting, publish, refusals, try_publish};
use crate::harness::{Backend, TestApp, TestDatabase, error_code, on_both_databases};

/// Mechanisms below each other with their meetings, each document before what it refers to.
fn backwards(count: usize) -> Vec<Value> {
    let mut documents = Vec::new();
    for number in (0..count).rev() {
        let parent = number.checked_sub(1).map(|above| format!("m{above}"));
        documents.push(meeting(&format!("e{number}"), Some(&format!("m{number}")), "2025"));
        documents.push(mechanism(&format!("m{number}"), "SUMMIT", parent.as_deref()));
    }
    documents
}

async fn dump(store: &Store) -> Vec<String> {
    use futures_util::TryStreamExt as _;
    let documents: Vec<_> = store.export().try_collect().await.expect("an export");
    documents.iter().map(|document| serde_json::to_string(document).expect("JSON")).collect()
}

/// Documents that stop once, in the middle of the second reading.
struct Halting {
    documents: Documents,
    readings: usize,
    barrier: Arc<Barrier>,
}

impl Lines for Halting {
    fn rewind(&mut self) -> Result<(), StoreError> {
        self.readings += 1;
        if self.readings == 2 {
            // A worker that merely waited could be the one that looks after every socket.
            tokio::task::block_in_place(|| {
                self.barrier.wait();
                self.barrier.wait();
            });
        }
        self.documents.rewind()
    }

    fn next(&mut self) -> Result<Option<Line>, StoreError> {
        self.documents.next()
    }
}

/// Keeps what it sees.
#[derive(Default)]
struct Watching {
    steps: Vec<Step>,
    changes: Vec<(String, JournalAction, bool)>,
}

impl Watcher for Watching {
    fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    fn changed(&mut self, change: &Changed<'_>) {
        self.changes.push((change.slug.to_owned(), change.action, change.previous.is_some()));
    }
}

on_both_databases! {
    async fn documents_refer_to_each_other_across_batches(database: TestDatabase) {
        let store = database.store().await;
        let imported = import(&store, 2, backwards(7)).await.expect("an import");
        assert_eq!((imported.published, imported.head.position), (14, 14));
        // What is furthest down is found by everything above it.
        let app = TestApp::start(&database).await;
        let below = r#"{ meetings(filter: { mechanisms: [{ slug: "m0" }] }) { totalCount } }"#;
        assert_eq!(app.data(below).await["meetings"]["totalCount"], 7);
        // Forwards, and once more.
        let mut forwards = backwards(7);
        forwards.reverse();
        let again = import(&store, 3, forwards).await.expect("an import");
        assert_eq!((again.published, again.updated, again.unchanged, again.affected), (0, 0, 14, 0));
        assert_eq!(again.head, imported.head);
    }

    async fn what_moves_affects_others_wherever_they_are(database: TestDatabase) {
        let store = database.store().await;
        import(&store, 100, backwards(4)).await.expect("an import");
        // m1 moves to the top, and m3 changes by itself; all else of the release is as it was.
        let mut documents = backwards(4);
        documents[1]["mechanism"]["abbreviation"] = "M3".into();
        documents[5]["mechanism"]["parent"] = Value::Null;
        let imported = import(&store, 1, documents).await.expect("an import");
        // Below m1: e1, m2, e2, e3; m3 has an entry of its own.
        assert_eq!((imported.updated, imported.unchanged, imported.affected), (2, 6, 4));
        let connection = database.connection().await;
        let entries = crate::properties::entries(&connection).await;
        let moved = entries.iter().find(|entry| entry.position == 9).expect("the entry of m3");
        assert!(moved.keys_before.0.len() > moved.keys_after.0.len(), "{moved:?}");
        let mut affected: Vec<_> = entries[10..].iter().map(|entry| entry.item).collect();
        assert!(affected.is_sorted() && affected.len() == 4);
        affected.dedup();
        assert_eq!(affected.len(), 4);
    }

    async fn an_item_is_there_once(database: TestDatabase) {
        let store = database.store().await;
        let mut documents = backwards(3);
        documents.push(mechanism("m1", "EXPERT", None));
        let mut taken = mechanism("m2", "EXPERT", None);
        taken["mechanism"]["id"] = "018f0000-0000-7000-8000-000000000001".into();
        documents.push(taken);
        let refused = import(&store, 2, documents.clone()).await;
        assert_eq!(refusals(refused), ["6 Duplicate id", "7 SlugTaken slug"]);
        match import(&store, 2, documents).await {
            Err(StoreError::ImportRefused { refusals, .. }) => {
                assert_eq!(refusals[0].problem.detail, rapporteur::domain::problem::Detail::Earlier(3));
            }
            other => panic!("{other:?}"),
        }
    }

    async fn one_problem_leaves_nothing_and_all_are_said(database: TestDatabase) {
        let store = database.store().await;
        let mut documents = backwards(6);
        documents[4]["meeting"]["startDate"] = "2025-02-30".into();
        documents[9]["mechanism"]["parent"] = json!({ "slug": "nowhere" });
        let refused = import(&store, 2, documents).await;
        assert_eq!(refusals(refused), ["4 Invalid startDate", "9 DanglingReference parent"]);
        assert_eq!((store.refresh_head().await.expect("a head"), dump(&store).await), (0, vec![]));
        // Nothing was left behind that would stand in the way.
        import(&store, 2, backwards(6)).await.expect("an import");
    }

    async fn many_problems_are_counted_and_the_first_are_kept(database: TestDatabase) {
        let store = database.store().await;
        let documents = (0..1_200).map(|number| meeting(&format!("e{number}"), None, "2025-02-30")).collect();
        match import(&store, 100, documents).await {
            Err(StoreError::ImportRefused { refusals, total }) => assert_eq!((refusals.len(), total), (1_000, 1_200)),
            other => panic!("{other:?}"),
        }
    }

    async fn what_cannot_be_read_is_not_missed_by_others(database: TestDatabase) {
        let store = database.store().await;
        let mut documents = backwards(3);
        documents[1]["mechanism"]["level"] = "HIGHEST".into();
        assert_eq!(refusals(import(&store, 1, documents).await), ["1 Invalid "]);
        let mut documents = backwards(3);
        documents[1]["mechanism"]["names"] = json!([]);
        assert_eq!(refusals(import(&store, 1, documents).await), ["1 Required names"]);
    }

    async fn nothing_stands_above_itself(database: TestDatabase) {
        let store = database.store().await;
        let mut documents = backwards(4);
        documents[7]["mechanism"]["parent"] = json!({ "slug": "m3" });
        let mut refused = refusals(import(&store, 1, documents).await);
        refused.dedup();
        assert_eq!(refused, ["1 Cycle parent", "3 Cycle parent", "5 Cycle parent", "7 Cycle parent"]);
        assert_eq!(store.refresh_head().await.expect("a head"), 0);
    }

    async fn a_dry_run_shows_what_would_change(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![meeting("e1", None, "2025"), meeting("e2", None, "2025")]).await;
        let documents = vec![meeting("e3", None, "2025"), meeting("e1", None, "2025"), meeting("e2", None, "2026")];
        let options = ImportOptions { dry_run: true, batch: 2 };
        let mut watching = Watching::default();
        let would = store
            .import(&EditorAccess::operator(), options, &mut Documents::new(documents), &mut watching)
            .await.expect("a dry run");
        assert_eq!((would.published, would.updated, would.unchanged, would.head.position), (1, 1, 1, 4));
        assert_eq!(watching.changes, [
            ("e3".to_owned(), JournalAction::Published, false), ("e2".to_owned(), JournalAction::Updated, true),
        ]);
        assert_eq!(watching.steps, [Step::Announced(2), Step::Announced(1), Step::Published(2), Step::Published(1)]);
        assert_eq!((store.refresh_head().await.expect("a head"), dump(&store).await.len()), (2, 2));
    }

    async fn others_are_told_that_an_import_is_running(database: TestDatabase) {
        let mut settings = database.settings();
        settings.database.busy_timeout_ms = 50;
        let database = database.with(settings);
        publish(&database.store().await, vec![meeting("e1", None, "2025")]).await;
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let barrier = Arc::new(Barrier::new(2));
        let mut import_task = tokio::task::JoinSet::new();
        let mut lines = Halting { documents: Documents::new(backwards(2)), readings: 0, barrier: barrier.clone() };
        let importing = database.store().await;
        import_task.spawn(async move {
            importing.import(&EditorAccess::operator(), ImportOptions::default(), &mut lines, &mut ()).await
        });
        tokio::task::block_in_place(|| barrier.wait());

        // Another process, another import, and an editor.
        let other = database.store().await;
        let refused = try_publish(&other, vec![meeting("e2", None, "2025")]).await;
        assert!(matches!(refused, Err(StoreError::ImportRunning(_))), "{refused:?}");
        let refused = import(&other, 10, backwards(1)).await;
        assert!(matches!(refused, Err(StoreError::ImportRunning(_))), "{refused:?}");
        let save = "mutation ($document: DocumentInput!) { draftSave(input: { document: $document }) { draft { id } } }";
        let answer = app.edit(&token, save, json!({ "document": meeting("e2", None, "2025") })).await;
        assert_eq!(error_code(&answer), "IMPORT_RUNNING");
        // Reading goes on, and sees nothing of it.
        assert_eq!(app.data("{ meetings { totalCount } mechanisms { totalCount } }").await,
            json!({ "meetings": { "totalCount": 1 }, "mechanisms": { "totalCount": 0 } }));

        tokio::task::block_in_place(|| barrier.wait());
        let imported = import_task.join_next().await.expect("the import").expect("no panic").expect("an import");
        assert_eq!((imported.published, imported.updated), (3, 1));
        publish(&other, vec![meeting("e2", None, "2025")]).await;
        assert_eq!(app.data("{ meetings { totalCount } }").await["meetings"]["totalCount"], 3);
        if database.backend == Backend::Sqlite {
            let left = std::fs::read_dir(database.folder()).expect("the folder");
            let names = left.map(|file| file.expect("a file").file_name().display().to_string());
            assert!(names.into_iter().all(|name| !name.ends_with("-import")));
        }
    }

    async fn an_import_that_was_given_up_lets_others_go_on(database: TestDatabase) {
        let store = database.store().await;
        assert_eq!(refusals(import(&store, 1, vec![meeting("e1", None, "2025-02-30")]).await).len(), 1);
        publish(&database.store().await, vec![meeting("e1", None, "2025")]).await;
        // What the import claimed is free again.
        let withdraw = Change::Withdraw {
            item: rapporteur::domain::identity::derived_id(entity::ItemType::Meeting, "e1"),
            expected_revision: None,
            detach: false,
        };
        store.publish(&EditorAccess::operator(), Release { changes: vec![withdraw] }).await.expect("a withdrawal");
        let again = import(&store, 1, vec![meeting("e1", None, "2025")]).await.expect("an import");
        assert_eq!((again.published, again.updated), (1, 0));
    }
}
