//! Releases: what they do, and what they refuse.

use entity::vocabulary::JournalAction::{Affected, Published, Updated, Withdrawn};
use entity::{ItemId, ItemType, journal};
use rapporteur::domain::identity::derived_id;
use rapporteur::store::{Change, EditorAccess, Release, Store};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::json;

use crate::harness::documents::{mechanism, meeting, publish, publishing, refusals, try_publish};
use crate::harness::{TestDatabase, on_both_databases};

fn mechanism_id(slug: &str) -> ItemId {
    derived_id(ItemType::Mechanism, slug)
}

fn meeting_id(slug: &str) -> ItemId {
    derived_id(ItemType::Meeting, slug)
}

fn withdrawing(items: &[ItemId], detach: bool) -> Release {
    let change = |item: &ItemId| Change::Withdraw { item: *item, expected_revision: None, detach };
    Release { changes: items.iter().map(change).collect() }
}

async fn withdraw(
    store: &Store,
    items: &[ItemId],
    detach: bool,
) -> Result<Vec<(ItemId, entity::vocabulary::JournalAction)>, rapporteur::store::StoreError> {
    store.publish(&EditorAccess::operator(), withdrawing(items, detach)).await.map(|outcome| outcome.entries)
}

on_both_databases! {
    async fn a_release_may_refer_to_itself_in_any_order(database: TestDatabase) {
        let store = database.store().await;
        let outcome = publish(&store, vec![
            meeting("e1", Some("m1"), "2025-01-02"),
            mechanism("m1", "SUMMIT", Some("m2")),
            mechanism("m2", "SUMMIT", None),
        ]).await;
        assert_eq!(outcome.entries, [
            (meeting_id("e1"), Published), (mechanism_id("m1"), Published), (mechanism_id("m2"), Published),
        ]);
        assert_eq!(outcome.head.position, 3);
    }

    async fn an_unchanged_document_appends_nothing(database: TestDatabase) {
        let store = database.store().await;
        let documents = || vec![mechanism("m1", "SUMMIT", None), meeting("e1", Some("m1"), "2025")];
        publish(&store, documents()).await;
        let again = publish(&store, documents()).await;
        assert_eq!((again.entries, again.head.position), (vec![], 2));
    }

    async fn text_is_normalised_before_it_is_compared(database: TestDatabase) {
        let store = database.store().await;
        let titled = |title: &str| {
            let mut document = meeting("e1", None, "2025");
            document["meeting"]["title"][0]["text"] = title.into();
            vec![document]
        };
        publish(&store, titled("Caf\u{e9}")).await;
        assert_eq!(publish(&store, titled("  Cafe\u{301} \r")).await.entries, vec![]);
    }

    async fn list_elements_keep_their_keys(database: TestDatabase) {
        let store = database.store().await;
        let with_sessions = |titles: &[&str]| {
            let mut document = meeting("e1", None, "2025");
            document["meeting"]["sessions"] =
                titles.iter().map(|title| json!({ "title": [{ "locale": "en", "text": title }] })).collect();
            vec![document]
        };
        publish(&store, with_sessions(&["A", "B"])).await;
        publish(&store, with_sessions(&["New", "B", "A"])).await;
        let sessions = entity::meeting_session::Entity::find()
            .order_by_asc(entity::meeting_session::Column::Ordinal)
            .all(&database.connection().await).await.expect("sessions");
        let keys: Vec<_> = sessions.iter().map(|session| (session.title.0[0].text.as_str(), session.key.as_str())).collect();
        assert_eq!(keys, [("New", "s2-1"), ("B", "s2"), ("A", "s1")]);
    }

    async fn what_is_referred_to_stays_unless_detached(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![mechanism("m1", "SUMMIT", None), meeting("e1", Some("m1"), "2025")]).await;
        let refused = withdraw(&store, &[mechanism_id("m1")], false).await;
        assert_eq!(refusals(refused), ["0 StillReferredTo "]);

        let detached = withdraw(&store, &[mechanism_id("m1")], true).await.expect("detached");
        assert_eq!(detached, [(mechanism_id("m1"), Withdrawn), (meeting_id("e1"), Updated)]);
        let rows = entity::meeting::Entity::find().all(&database.connection().await).await.expect("meetings");
        assert_eq!(rows[0].mechanism_id, None);
    }

    async fn what_refers_to_each_other_can_go_together(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![mechanism("m1", "SUMMIT", None), meeting("e1", Some("m1"), "2025")]).await;
        let gone = withdraw(&store, &[mechanism_id("m1"), meeting_id("e1")], false).await.expect("withdrawn");
        assert_eq!(gone.len(), 2);
        let again = publish(&store, vec![mechanism("m1", "SUMMIT", None)]).await;
        assert_eq!(again.entries, [(mechanism_id("m1"), Published)]);
        let refused = withdraw(&store, &[meeting_id("e1")], false).await;
        assert_eq!(refusals(refused), ["0 NotFound id"]);
    }

    async fn a_mechanism_that_moves_affects_what_is_below_it(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![
            mechanism("top", "SUMMIT", None), mechanism("m1", "SUMMIT", None),
            mechanism("m2", "EXPERT", Some("m1")), meeting("e1", Some("m2"), "2025"), meeting("e2", None, "2025"),
        ]).await;
        let moved = publish(&store, vec![mechanism("m1", "SUMMIT", Some("top"))]).await;
        assert_eq!(moved.entries[0], (mechanism_id("m1"), Updated));
        let mut affected = moved.entries[1..].to_vec();
        affected.sort_by_key(|(item, _)| *item);
        let mut expected = vec![(mechanism_id("m2"), Affected), (meeting_id("e1"), Affected)];
        expected.sort_by_key(|(item, _)| *item);
        assert_eq!(affected, expected);
        let entries = journal::Entity::find().order_by_desc(journal::Column::Position)
            .all(&database.connection().await).await.expect("the journal");
        assert_eq!((entries[0].document.clone(), entries[0].revision), (None, 1));
        // A change that moves nothing affects nothing.
        let mut renamed = mechanism("m1", "SUMMIT", Some("top"));
        renamed["mechanism"]["abbreviation"] = "MM".into();
        assert_eq!(publish(&store, vec![renamed]).await.entries.len(), 1);
    }

    async fn everything_wrong_is_said_at_once(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![mechanism("m1", "SUMMIT", None), meeting("e1", None, "2025")]).await;
        let wrong = json!({ "meeting": {
            "slug": "Not A Slug", "title": [], "status": "HELD", "edition": 0,
            "mechanism": { "slug": "nowhere" }, "startDate": "2025-02-30", "endDate": "2025-13",
            "places": [{}, { "area": "XX" }], "parties": ["JP", "JP"], "timeZone": "Asia/Nowhere",
            "sessions": [{ "key": "k", "number": 1 }, { "key": "k", "number": 2 }],
            "links": [{ "kind": "PART_OF", "target": { "id": mechanism_id("m1").to_string() } }],
        }});
        let mut found = refusals(try_publish(&store, vec![mechanism("m9", "SUMMIT", None), wrong]).await);
        found.sort();
        assert_eq!(found, [
            "1 DanglingReference mechanism",
            "1 Duplicate parties/1",
            "1 Duplicate sessions/1/key",
            "1 Invalid edition",
            "1 Invalid endDate",
            "1 Invalid slug",
            "1 Invalid startDate",
            "1 Invalid timeZone",
            "1 Required kind",
            "1 Required places/0",
            "1 Required title",
            "1 UnknownArea places/1/area",
            "1 WrongType links/0/target",
        ]);
        assert_eq!(store.refresh_head().await.expect("a head"), 2);
    }

    async fn a_slug_belongs_to_its_item_for_ever(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![mechanism("m1", "SUMMIT", None)]).await;
        let mut renamed = mechanism("m1-new", "SUMMIT", None);
        renamed["mechanism"]["id"] = mechanism_id("m1").to_string().into();
        publish(&store, vec![renamed]).await;
        let mut other = mechanism("m1", "SUMMIT", None);
        other["mechanism"]["id"] = "018f0000-0000-7000-8000-000000000001".into();
        assert_eq!(refusals(try_publish(&store, vec![other]).await), ["0 SlugTaken slug"]);
        // A meeting may have the same slug: slugs are unique within a content type.
        publish(&store, vec![meeting("m1", None, "2025")]).await;
    }

    async fn a_mechanism_cannot_stand_above_itself(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![mechanism("m1", "SUMMIT", None), mechanism("m2", "SUMMIT", Some("m1"))]).await;
        let refused = try_publish(&store, vec![mechanism("m1", "SUMMIT", Some("m2"))]).await;
        assert_eq!(refusals(refused), ["0 Cycle parent"]);
        let own_parent = try_publish(&store, vec![mechanism("m3", "SUMMIT", Some("m3"))]).await;
        assert_eq!(refusals(own_parent), ["0 Contradiction parent"]);
    }

    async fn an_outdated_revision_is_a_conflict(database: TestDatabase) {
        let store = database.store().await;
        publish(&store, vec![mechanism("m1", "SUMMIT", None)]).await;
        let mut release = publishing(vec![mechanism("m1", "EXPERT", None)]);
        if let Change::Publish { expected_revision, .. } = &mut release.changes[0] {
            *expected_revision = Some(0);
        }
        let refused = store.publish(&EditorAccess::operator(), release).await;
        assert_eq!(refusals(refused), ["0 RevisionConflict expectedRevision"]);
    }

    async fn a_release_names_an_item_once(database: TestDatabase) {
        let store = database.store().await;
        let twice = try_publish(&store, vec![mechanism("m1", "SUMMIT", None), mechanism("m1", "EXPERT", None)]).await;
        assert_eq!(refusals(twice), ["1 Duplicate id"]);
    }

    async fn a_dry_run_changes_nothing(database: TestDatabase) {
        let store = database.store().await;
        let release = publishing(vec![mechanism("m1", "SUMMIT", None)]);
        let would = store.publish_dry(&EditorAccess::operator(), release).await.expect("a dry run");
        assert_eq!(would.entries, [(mechanism_id("m1"), Published)]);
        assert_eq!(store.refresh_head().await.expect("a head"), 0);
    }
}
