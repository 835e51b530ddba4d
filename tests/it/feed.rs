//! The feed over sockets: replay and live without a seam, from this process and from others.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::documents::{mechanism, meeting, publish};
use crate::harness::{Socket, TestApp, TestDatabase, on_both_databases};

const PUBLISHED: &str = "subscription ($after: String, $filter: ItemFilter) {
  itemPublished(after: $after, filter: $filter) { cursor action change itemId itemType revision item { slug label } } }";
const CHANGED: &str = "subscription ($after: String, $filter: ItemFilter) {
  recordChanged(after: $after, filter: $filter) { cursor head action change itemId revision occurredAt item { slug revision } } }";

async fn slugs(socket: &mut Socket, field: &str, count: usize) -> Vec<String> {
    let mut slugs = Vec::new();
    for _ in 0..count {
        let event = socket.event().await;
        slugs.push(event[field]["item"]["slug"].as_str().expect("a slug").to_owned());
    }
    slugs
}

on_both_databases! {
    async fn a_subscriber_sees_what_is_published(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![meeting("before", None, "2025")]).await;
        let mut socket = app.socket().await;
        // The checkpoint says that it has begun.
        let document = PUBLISHED.replace("filter: $filter", "filter: $filter, checkpoints: true");
        socket.subscribe("1", &document, json!({})).await;
        assert_eq!(socket.event().await["itemPublished"]["item"], Value::Null);
        publish(&app.store, vec![meeting("after", None, "2025")]).await;
        let event = socket.event().await;
        assert_eq!(event["itemPublished"]["item"], json!({ "slug": "after", "label": "after" }));
        assert_eq!(event["itemPublished"]["action"], "PUBLISHED");
        assert_eq!(event["itemPublished"]["change"], "ENTERED");
    }

    async fn replay_and_live_are_one(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut socket = app.socket().await;
        // More than one batch of replay, while more is published.
        let names: Vec<String> = (0..300).map(|number| format!("e{number:03}")).collect();
        for chunk in names[..280].chunks(70) {
            publish(&app.store, chunk.iter().map(|name| meeting(name, None, "2025")).collect()).await;
        }
        socket.subscribe("1", PUBLISHED, json!({ "after": "0" })).await;
        for name in &names[280..] {
            publish(&app.store, vec![meeting(name, None, "2025")]).await;
        }
        assert_eq!(slugs(&mut socket, "itemPublished", 300).await, names);
    }

    async fn another_process_is_noticed(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let other = database.store().await;
        let mut socket = app.socket().await;
        socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        publish(&other, vec![meeting("theirs", None, "2025")]).await;
        assert_eq!(slugs(&mut socket, "recordChanged", 1).await, ["theirs"]);
        publish(&app.store, vec![meeting("ours", None, "2025")]).await;
        publish(&other, vec![meeting("theirs-again", None, "2025")]).await;
        assert_eq!(slugs(&mut socket, "recordChanged", 2).await, ["ours", "theirs-again"]);
    }

    async fn a_cursor_goes_on_where_a_reader_stopped(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, (0..10).map(|number| meeting(&format!("e{number}"), None, "2025")).collect()).await;
        let mut socket = app.socket().await;
        socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        let mut cursor = Value::Null;
        for _ in 0..4 {
            cursor = socket.event().await["recordChanged"]["cursor"].take();
        }
        drop(socket);
        publish(&app.store, vec![meeting("e0", None, "2026")]).await;
        app.stop().await;

        let app = TestApp::start(&database).await;
        let mut socket = app.socket().await;
        socket.subscribe("1", CHANGED, json!({ "after": cursor })).await;
        assert_eq!(slugs(&mut socket, "recordChanged", 7).await, ["e4", "e5", "e6", "e7", "e8", "e9", "e0"]);
    }

    async fn whoever_follows_a_filter_holds_what_matches(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut socket = app.socket().await;
        publish(&app.store, vec![mechanism("top", "SUMMIT", None), mechanism("m1", "EXPERT", None)]).await;
        let filter = json!({ "mechanisms": [{ "slug": "top" }], "types": ["MEETING"] });
        socket.subscribe("1", CHANGED, json!({ "after": "0", "filter": filter })).await;
        publish(&app.store, vec![meeting("e1", Some("m1"), "2025"), meeting("e2", Some("top"), "2025")]).await;
        publish(&app.store, vec![mechanism("m1", "EXPERT", Some("top"))]).await;
        publish(&app.store, vec![meeting("e2", Some("top"), "2026")]).await;
        publish(&app.store, vec![mechanism("m1", "EXPERT", None)]).await;
        let mut seen = Vec::new();
        for _ in 0..4 {
            let event = socket.event().await["recordChanged"].take();
            seen.push(format!("{} {} {}", event["item"]["slug"].as_str().unwrap_or("-"), event["action"].as_str().expect("an action"), event["change"].as_str().expect("a change")));
        }
        assert_eq!(seen, ["e2 PUBLISHED ENTERED", "e1 AFFECTED ENTERED", "e2 UPDATED UPDATED", "e1 AFFECTED LEFT"]);
    }

    async fn a_withdrawn_item_is_an_id_and_no_longer_published(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![meeting("gone", None, "2025"), meeting("here", None, "2025")]).await;
        let id = app.data(r#"{ meeting(by: { slug: "gone" }) { id } }"#).await["meeting"]["id"].take();
        let change = rapporteur::store::Change::Withdraw {
            item: id.as_str().expect("an id").parse().expect("an id"), expected_revision: None, detach: false,
        };
        let release = rapporteur::store::Release { changes: vec![change] };
        app.store.publish(&rapporteur::store::EditorAccess::operator(), release).await.expect("withdrawn");

        let mut socket = app.socket().await;
        socket.subscribe("1", PUBLISHED, json!({ "after": "0" })).await;
        assert_eq!(slugs(&mut socket, "itemPublished", 1).await, ["here"]);
        let data = app.data("{ feed { nodes { action change itemId item { slug } } pageInfo { hasNextPage } } }").await;
        assert_eq!(data["feed"]["nodes"][2], json!({ "action": "WITHDRAWN", "change": "LEFT", "itemId": id, "item": null }));
        assert_eq!(data["feed"]["nodes"][0]["item"], Value::Null);
    }

    async fn whoever_follows_what_is_withdrawn_hears_of_it(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![mechanism("gone", "SUMMIT", None), meeting("e1", Some("gone"), "2025")]).await;
        let cursor = app.data("{ feedPosition }").await["feedPosition"].take();
        let id = app.data(r#"{ mechanism(by: { slug: "gone" }) { id } }"#).await["mechanism"]["id"].take();
        let change = rapporteur::store::Change::Withdraw {
            item: id.as_str().expect("an id").parse().expect("an id"),
            expected_revision: None,
            detach: true,
        };
        let release = rapporteur::store::Release { changes: vec![change] };
        app.store.publish(&rapporteur::store::EditorAccess::operator(), release).await.expect("withdrawn");
        for by in [json!({ "id": id }), json!({ "slug": "gone" })] {
            let mut socket = app.socket().await;
            let filter = json!({ "mechanisms": [by] });
            socket.subscribe("1", CHANGED, json!({ "after": cursor, "filter": filter })).await;
            for action in ["WITHDRAWN", "UPDATED"] {
                let event = socket.event().await["recordChanged"].take();
                assert_eq!((&event["action"], &event["change"]), (&json!(action), &json!("LEFT")));
            }
        }
    }

    async fn polling_and_following_give_the_same_events(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![mechanism("m1", "SUMMIT", None), meeting("e1", Some("m1"), "2025")]).await;
        publish(&app.store, vec![mechanism("m1", "EXPERT", None)]).await;
        let mut socket = app.socket().await;
        socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        let mut followed = Vec::new();
        for _ in 0..4 {
            followed.push(socket.event().await["recordChanged"].take());
        }
        let mut polled = Vec::new();
        let mut after = json!("0");
        loop {
            let answer = app.ask_with(
                "query ($after: String) { feed(first: 3, after: $after) { pageInfo { endCursor hasNextPage }
                   nodes { cursor head action change itemId revision occurredAt item { slug revision } } } }",
                json!({ "after": after }),
            ).await;
            let feed = &answer["data"]["feed"];
            polled.extend(feed["nodes"].as_array().expect("events").iter().cloned());
            after = feed["pageInfo"]["endCursor"].clone();
            if feed["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(polled, followed);
    }

    async fn many_sockets_fold_to_the_same_record(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut sockets = Vec::new();
        for _ in 0..5 {
            let mut socket = app.socket().await;
            socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
            sockets.push(socket);
        }
        for round in 0..10 {
            let year = format!("20{:02}", 10 + round);
            publish(&app.store, (0..4).map(|number| meeting(&format!("e{number}"), None, &year)).collect()).await;
        }
        for mut socket in sockets {
            let mut held: BTreeMap<String, i64> = BTreeMap::new();
            for _ in 0..40 {
                let event = socket.event().await["recordChanged"].take();
                held.insert(event["itemId"].as_str().expect("an id").to_owned(), event["revision"].as_i64().expect("a revision"));
            }
            assert_eq!(held.into_values().collect::<Vec<_>>(), [10; 4]);
        }
    }
}
