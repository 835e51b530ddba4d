//! Many subscribers: who asks the same shares the work, who falls behind loses nothing, and who asks
//! for checkpoints hears how far everything was looked at.

use std::time::Duration;

use rapporteur::store::EditorAccess;
use serde_json::{Value, json};

use crate::harness::documents::{mechanism, meeting, publish};
use crate::harness::plan::statements;
use crate::harness::{Socket, TestApp, TestDatabase, on_both_databases};

const CHANGED: &str = "subscription Changed($after: String, $filter: ItemFilter) {
  recordChanged(after: $after, filter: $filter) { cursor change item { slug ... on Meeting { title places { city } } } } }";
const CHECKED: &str = "subscription ($after: String, $filter: ItemFilter) {
  recordChanged(after: $after, filter: $filter, checkpoints: true) { cursor head change item { slug } } }";
const FEED: &str = "query ($after: String) { feed(after: $after) { nodes { cursor item { slug } } } }";

async fn position(app: &TestApp) -> Value {
    app.data("{ feedPosition }").await["feedPosition"].take()
}

/// Sockets that follow, and have heard of something: they are all on their channels.
async fn audience(app: &TestApp, documents: &[&str], sockets: usize, warm_up: &str) -> Vec<Socket> {
    let after = position(app).await;
    let mut audience = Vec::new();
    for number in 0..sockets {
        let mut socket = app.socket().await;
        socket.subscribe("1", documents[number % documents.len()], json!({ "after": after })).await;
        audience.push(socket);
    }
    publish(&app.store, vec![meeting(warm_up, None, "2025")]).await;
    for socket in &mut audience {
        assert_eq!(slug(socket).await, warm_up);
    }
    audience
}

/// The statements that the service runs until everybody has heard of a publication.
async fn cost(app: &TestApp, database: &TestDatabase, audience: &mut [Socket], published: &str) -> Vec<String> {
    let desk = database.store().await;
    let asked = statements(&app.store, async {
        publish(&desk, vec![meeting(published, None, "2025")]).await;
        for socket in audience {
            assert_eq!(slug(socket).await, published);
        }
    });
    asked.await.into_iter().map(|statement| statement.sql).collect()
}

async fn slug(socket: &mut Socket) -> String {
    let event = socket.event().await;
    event["recordChanged"]["item"]["slug"].as_str().unwrap_or_else(|| panic!("no slug: {event}")).to_owned()
}

/// The slugs of events up to and including one.
async fn until(socket: &mut Socket, last: &str) -> Vec<String> {
    let mut slugs = Vec::new();
    while slugs.last().is_none_or(|slug| slug != last) {
        slugs.push(slug(socket).await);
    }
    slugs
}

/// Publishes meetings whose events are large, and says how they are called.
async fn publish_large(app: &TestApp, many: usize, mut published: impl AsyncFnMut(&str)) -> Vec<String> {
    let text = "A long name of a city ".repeat(5_000);
    let names: Vec<String> = (0..many).map(|number| format!("m{number:03}")).collect();
    for name in &names {
        let mut document = meeting(name, None, "2025");
        document["meeting"]["places"] = json!([{ "city": [{ "locale": "en", "text": &text }] }]);
        publish(&app.store, vec![document]).await;
        published(name).await;
    }
    names
}

on_both_databases! {
    async fn an_event_is_read_once_for_everybody_who_asks_the_same(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut alone = audience(&app, &[CHANGED], 1, "warm-1").await;
        let one = cost(&app, &database, &mut alone, "first").await.len();
        drop(alone);
        let mut many = audience(&app, &[CHANGED], 20, "warm-2").await;
        assert_eq!(cost(&app, &database, &mut many, "second").await.len(), one);
        drop(many);
        // Two kinds of questions cost twice as much, but the journal is read once for all.
        let other = CHANGED.replace("subscription Changed", "subscription Other");
        let mut mixed = audience(&app, &[CHANGED, &other], 20, "warm-3").await;
        let asked = cost(&app, &database, &mut mixed, "third").await;
        assert_eq!(asked.iter().filter(|sql| sql.contains("\"journal\"")).count(), 1, "{asked:#?}");
        assert_eq!(asked.len() - 1, 2 * (one - 1), "{asked:#?}");
    }

    async fn languages_and_filters_are_kept_apart(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let both = |year: &str| json!({ "meeting": { "slug": "m1", "kind": "MEETING", "status": "HELD", "startDate": year,
            "title": [{ "locale": "en", "text": "Summit" }, { "locale": "ja", "text": "サミット" }] } });
        let open = async |language: &str| Socket::open(&app.url, json!({ "Accept-Language": language })).await;
        let (mut english, mut japanese, mut filtered) = (open("en").await, open("ja").await, open("en").await);
        english.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        japanese.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        filtered.subscribe("1", CHANGED, json!({ "after": "0", "filter": { "types": ["MECHANISM"] } })).await;
        for year in ["2024", "2025"] {
            publish(&app.store, vec![both(year)]).await;
            let title = |event: &Value| event["recordChanged"]["item"]["title"].clone();
            assert_eq!(title(&english.event().await), "Summit");
            assert_eq!(title(&japanese.event().await), "サミット");
        }
        publish(&app.store, vec![mechanism("top", "SUMMIT", None)]).await;
        assert_eq!(slug(&mut filtered).await, "top");
    }

    async fn who_does_not_read_for_long_loses_nothing(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut slow = app.socket().await;
        slow.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        let mut quick = app.socket().await;
        quick.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        // More than a channel keeps, and than fits between the two ends.
        let names = publish_large(&app, 200, async |name| assert_eq!(slug(&mut quick).await, name)).await;
        assert_eq!(until(&mut slow, "m199").await, names);
        // It is live again.
        publish(&app.store, vec![meeting("last", None, "2025")]).await;
        assert_eq!(slug(&mut slow).await, "last");
    }

    async fn who_never_reads_is_cut_and_can_go_on(database: TestDatabase) {
        let mut settings = database.settings();
        settings.feed.stall_seconds = 1;
        settings.feed.connections_per_address = 1;
        let app = TestApp::start_with(&database, settings).await;
        let mut stuck = app.socket().await;
        stuck.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        let names = publish_large(&app, 150, async |_| {}).await;
        // Once it is cut, somebody else can have its place.
        let mut again = loop {
            match Socket::upgrade(&app.url, &[("sec-websocket-protocol", "graphql-transport-ws")]).await {
                Ok(socket) => break socket,
                Err(status) => assert_eq!(status, 429),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let (mut seen, mut cursor) = (Vec::new(), Value::from("0"));
        while let Some(message) = stuck.next_or_end().await {
            let event = &message["payload"]["data"]["recordChanged"];
            seen.push(event["item"]["slug"].as_str().expect("a slug").to_owned());
            cursor = event["cursor"].clone();
        }
        assert!(seen.len() < names.len(), "it was never stuck");
        again.send(json!({ "type": "connection_init" })).await;
        assert_eq!(again.next().await["type"], "connection_ack");
        again.subscribe("1", CHANGED, json!({ "after": cursor })).await;
        seen.extend(until(&mut again, "m149").await);
        assert_eq!(seen, names);
    }

    async fn checkpoints_advance_a_quiet_cursor(database: TestDatabase) {
        let mut settings = database.settings();
        settings.feed.checkpoint_seconds = 1;
        let app = TestApp::start_with(&database, settings).await;
        publish(&app.store, vec![mechanism("top", "SUMMIT", None)]).await;
        let mut socket = app.socket().await;
        let filter = json!({ "types": ["MECHANISM"] });
        socket.subscribe("1", CHECKED, json!({ "after": "0", "filter": filter })).await;
        assert_eq!(slug(&mut socket).await, "top");
        let checkpoint = async |socket: &mut Socket| {
            let mut event = socket.event().await["recordChanged"].take();
            assert_eq!((&event["change"], &event["item"]), (&Value::Null, &Value::Null));
            assert_eq!(event["cursor"], event["head"]);
            event["cursor"].take()
        };
        // Once up to date, and then from time to time, though nothing matches.
        assert_eq!(checkpoint(&mut socket).await, position(&app).await);
        publish(&app.store, vec![meeting("m1", None, "2025")]).await;
        let now = position(&app).await;
        while checkpoint(&mut socket).await != now {}
        // Whoever begins now hears at once where that is.
        let mut other = app.socket().await;
        other.subscribe("1", CHECKED, json!({})).await;
        assert_eq!(checkpoint(&mut other).await, now);
    }

    async fn what_is_no_longer_kept_is_refused(database: TestDatabase) {
        let mut settings = database.settings();
        settings.feed.retention_days = 2;
        let app = TestApp::start_with(&database, settings).await;
        publish(&app.store, vec![meeting("m1", None, "2025")]).await;
        let first = position(&app).await;
        app.clock.advance(Duration::from_hours(3 * 24));
        publish(&app.store, vec![meeting("m2", None, "2025")]).await;
        let second = position(&app).await;
        publish(&app.store, vec![meeting("m3", None, "2025")]).await;
        let slugs = |answer: &Value| -> Vec<String> {
            let nodes = answer["data"]["feed"]["nodes"].as_array().unwrap_or_else(|| panic!("no nodes: {answer}"));
            nodes.iter().map(|node| node["item"]["slug"].as_str().expect("a slug").to_owned()).collect()
        };
        assert_eq!(slugs(&app.ask_with(FEED, json!({})).await), ["m2", "m3"]);
        assert_eq!(slugs(&app.ask_with(FEED, json!({ "after": first })).await), ["m2", "m3"]);
        assert_eq!(slugs(&app.ask_with(FEED, json!({ "after": second })).await), ["m3"]);
        let expired = json!({ "code": "CURSOR_EXPIRED", "oldestCursor": first });
        let refused = app.ask_with(FEED, json!({ "after": "0" })).await;
        assert_eq!(refused["errors"][0]["extensions"], expired);

        let mut socket = app.socket().await;
        socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        let refused = socket.next().await;
        assert_eq!((&refused["type"], &refused["payload"][0]["extensions"]), (&json!("error"), &expired));
        socket.subscribe("2", CHANGED, json!({ "after": first })).await;
        assert_eq!(until(&mut socket, "m3").await, ["m2", "m3"]);
        // The journal itself is whole.
        app.store.rebuild(&EditorAccess::operator()).await.expect("a rebuild");
        assert_eq!(app.data("{ meetings { totalCount } }").await["meetings"]["totalCount"], 3);
    }
}
