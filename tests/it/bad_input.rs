//! Bad input gets a clear, typed error; nothing is lost, nothing hangs.

use sea_orm::ConnectionTrait as _;
use serde_json::json;

use crate::harness::documents::{meeting, publish, try_publish};
use crate::harness::{Backend, TestApp, TestDatabase, error_code, on_both_databases};

on_both_databases! {
    async fn cursors_that_cannot_be_used_say_so(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![meeting("e1", None, "2025"), meeting("e2", None, "2025")]).await;
        let other = TestDatabase::create(Backend::Sqlite).await;
        let elsewhere = TestApp::start(&other).await;
        publish(&elsewhere.store, vec![meeting("e1", None, "2025")]).await;
        let foreign = elsewhere.data("{ feedPosition }").await["feedPosition"].as_str().expect("a cursor").to_owned();
        let page = app.data("{ feedPosition meetings(first: 1) { pageInfo { endCursor } } }").await;
        let list = page["meetings"]["pageInfo"]["endCursor"].as_str().expect("a cursor").to_owned();
        let future = future_of(page["feedPosition"].as_str().expect("a cursor"));

        for (document, code) in [
            (format!(r#"{{ feed(after: "{foreign}") {{ head }} }}"#), "CURSOR_FOREIGN"),
            (format!(r#"{{ feed(after: "{future}") {{ head }} }}"#), "CURSOR_FUTURE"),
            (r#"{ feed(after: "nonsense") { head } }"#.to_owned(), "CURSOR_MALFORMED"),
            (format!(r#"{{ feed(after: "{list}") {{ head }} }}"#), "CURSOR_MALFORMED"),
            (format!(r#"{{ meetings(after: "{foreign}") {{ totalCount }} }}"#), "CURSOR_MALFORMED"),
            (format!(r#"{{ meetings(after: "{list}", orderBy: {{ field: TITLE }}) {{ totalCount }} }}"#), "CURSOR_FOREIGN"),
            (
                format!(
                    r#"{{ mechanisms(after: "{list}", orderBy: {{ field: FOUNDED, direction: DESC }}) {{ totalCount }} }}"#
                ),
                "CURSOR_FOREIGN",
            ),
        ] {
            assert_eq!(app.code(&document).await, code, "{document}");
        }
        for (after, code) in [(foreign.as_str(), "CURSOR_FOREIGN"), (future.as_str(), "CURSOR_FUTURE"), ("x", "CURSOR_MALFORMED")] {
            let mut socket = app.socket().await;
            socket.subscribe("1", "subscription ($after: String) { recordChanged(after: $after) { cursor } }", json!({ "after": after })).await;
            let message = socket.next().await;
            assert_eq!(error_code(&json!({ "errors": message["payload"] })), code);
        }
    }

    async fn arguments_that_cannot_be_used_say_so(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        for (document, code) in [
            ("{ meetings(first: 0) { totalCount } }", "BAD_INPUT"),
            ("{ meetings(first: 101) { totalCount } }", "BAD_INPUT"),
            ("{ meetings(first: -1) { totalCount } }", "BAD_INPUT"),
            ("{ meetings(first: 1, last: 1) { totalCount } }", "BAD_INPUT"),
            ("{ feed(first: 0) { head } }", "BAD_INPUT"),
            (r#"{ meetings(filter: { during: { from: "2025-02-30" } }) { totalCount } }"#, "BAD_INPUT"),
            (r#"{ meetings(filter: { during: { from: "2025", until: "2025" } }) { totalCount } }"#, "BAD_INPUT"),
            (r#"{ meetings(filter: { areas: ["Atlantis"] }) { totalCount } }"#, "BAD_INPUT"),
            (r#"{ meetings(filter: { mechanisms: [{ slug: "nowhere" }] }) { totalCount } }"#, "UNKNOWN_ITEM"),
            (r#"{ feed(filter: { locales: ["english"] }) { head } }"#, "BAD_INPUT"),
            ("{ meetings { nodes { title(locales: [\"!\"]) } } feed(first: 1000) { head } }", "BAD_INPUT"),
            (r"{ meetings(filter: { kinds: [PARTY] }) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
            (r#"{ meeting(by: { id: "x", slug: "y" }) { id } }"#, "GRAPHQL_VALIDATION_FAILED"),
            ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("{ meetings", "GRAPHQL_PARSE_FAILED"),
        ] {
            assert_eq!(app.code(document).await, code, "{document}");
        }
        let answer = app.ask_with("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": vec!["x"; 101] })).await;
        assert_eq!(error_code(&answer), "BAD_INPUT");
    }

    async fn odd_text_is_data_and_not_a_failure(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let nul = "query ($slug: String!) { meeting(by: { slug: $slug }) { id } }";
        assert_eq!(app.ask_with(nul, json!({ "slug": "a\u{0}b" })).await, json!({ "data": { "meeting": null } }));
        let topics = "query ($topic: Slug!) { mechanisms(filter: { topics: [$topic] }) { totalCount } }";
        assert_eq!(error_code(&app.ask_with(topics, json!({ "topic": "a\u{0}" })).await), "BAD_INPUT");
        let mut long = meeting("long", None, "2025");
        long["meeting"]["title"][0]["text"] = "長い".repeat(20_000).into();
        publish(&app.store, vec![long]).await;
        let data = app.data("{ meetings(orderBy: { field: TITLE }) { totalCount pageInfo { endCursor } } }").await;
        assert_eq!(data["meetings"]["totalCount"], 1);
    }

    async fn a_locked_database_is_busy_and_nothing_is_lost(database: TestDatabase) {
        let mut settings = database.database_settings().clone();
        settings.busy_timeout_ms = 50;
        let store = rapporteur::store::Store::open(&settings, rapporteur::app::areas().expect("areas"), rapporteur::clock::Clock::system())
            .await.expect("a store");
        let holder = database.single_connection().await;
        let lock = match database.backend {
            Backend::Sqlite => "BEGIN IMMEDIATE",
            Backend::Postgres => "BEGIN; SELECT * FROM record FOR UPDATE",
        };
        holder.execute_unprepared(lock).await.expect("a lock");
        let refused = try_publish(&store, vec![meeting("e1", None, "2025")]).await;
        assert!(matches!(refused, Err(rapporteur::store::StoreError::Busy(_))), "{refused:?}");
        // Reading goes on.
        assert_eq!(store.refresh_head().await.expect("a head"), 0);
        holder.execute_unprepared("ROLLBACK").await.expect("unlocked");
        publish(&store, vec![meeting("e1", None, "2025")]).await;
    }
}

/// The same cursor, far ahead: the last eight bytes are the position.
fn future_of(cursor: &str) -> String {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut bytes = engine.decode(cursor).expect("a cursor");
    let position = bytes.len() - 8;
    bytes[position..].copy_from_slice(&1_000_000_i64.to_be_bytes());
    engine.encode(bytes)
}

/// PostgreSQL goes away under a running service, and comes back.
#[test]
fn a_database_that_is_down_is_said_to_be_unavailable() {
    crate::harness::run(Backend::Postgres, |database| async move {
        let mut settings = database.settings();
        settings.database.acquire_timeout_ms = 300;
        let database = database.with(settings);
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![meeting("e1", None, "2025")]).await;
        let mut socket = app.socket().await;
        socket.subscribe("1", "subscription { recordChanged(after: \"0\") { item { slug } } }", json!({})).await;
        assert_eq!(socket.event().await["recordChanged"]["item"]["slug"], "e1");

        database.close_to_everybody().await;
        assert_eq!(app.code("{ feedPosition }").await, "DATABASE_UNAVAILABLE");
        let ready = app.http().get(format!("{}/health/ready", app.url)).send().await.expect("an answer");
        assert_eq!(ready.status(), 503);
        let question = app.http().get(format!("{}/api/meetings.csv", app.url)).send().await.expect("an answer");
        assert_eq!((question.status().as_u16(), question.headers().get("etag")), (503, None));
        assert_eq!(error_code(&question.json().await.expect("JSON")), "DATABASE_UNAVAILABLE");
        let live = app.http().get(format!("{}/health/live", app.url)).send().await.expect("an answer");
        assert_eq!(live.status(), 200);

        database.open_to_everybody().await;
        let other = database.store().await;
        publish(&other, vec![meeting("e2", None, "2025")]).await;
        // The subscriber lost nothing.
        assert_eq!(socket.event().await["recordChanged"]["item"]["slug"], "e2");
        app.data("{ feedPosition }").await;
    });
}
