//! The `graphql-transport-ws` protocol: its messages, every code that closes a session, and who may
//! open one.

use rapporteur::store::EditorAccess;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::harness::documents::{meeting, publish};
use crate::harness::{Socket, TestApp, TestDatabase, on_both_databases};

const PROTOCOL: &[(&str, &str)] = &[("sec-websocket-protocol", "graphql-transport-ws")];
const CHANGED: &str = "subscription ($after: String) { recordChanged(after: $after) { cursor item { slug } } }";

fn init() -> Value {
    json!({ "type": "connection_init" })
}

/// A socket, as soon as the server has noticed that somebody left.
async fn free_place(app: &TestApp) -> Socket {
    loop {
        match Socket::upgrade(&app.url, PROTOCOL).await {
            Ok(socket) => return socket,
            Err(status) => assert_eq!(status, 429),
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

fn subscribe(id: &str) -> Value {
    json!({ "type": "subscribe", "id": id, "payload": { "query": CHANGED } })
}

on_both_databases! {
    async fn what_is_no_message_closes_with_4400(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        for wrong in [
            json!("text"), json!({ "type": "unknown" }), json!({ "type": "subscribe", "payload": { "query": CHANGED } }),
            json!({ "type": "subscribe", "id": "", "payload": { "query": CHANGED } }),
            json!({ "type": "subscribe", "id": "1", "payload": {} }), json!({ "type": "subscribe", "id": "1" }),
            json!({ "type": "subscribe", "id": "1", "payload": { "query": CHANGED, "variables": [] } }),
            json!({ "type": "complete" }), json!({ "type": "ping", "payload": "text" }), json!({ "type": "next", "id": "1" }),
            json!({ "type": "x".repeat(1_000) }),
        ] {
            let mut socket = app.socket().await;
            socket.send(wrong.clone()).await;
            assert_eq!(socket.closed().await, 4400, "{wrong}");
        }
        let mut socket = app.socket().await;
        socket.send_frame(Message::text("{")).await;
        assert_eq!(socket.closed().await, 4400);
        let mut socket = app.socket().await;
        socket.send(json!({ "type": "ping", "payload": { "x": "x".repeat(1_100_000) } })).await;
        assert_eq!(socket.closed().await, 1009);
        let mut socket = app.socket().await;
        socket.send_frame(Message::binary(subscribe("1").to_string().into_bytes())).await;
        assert_eq!(socket.closed().await, 4400);
    }

    async fn a_session_begins_with_connection_init(database: TestDatabase) {
        let mut settings = database.settings();
        settings.feed.init_seconds = 1;
        let app = TestApp::start_with(&database, settings).await;
        let mut hasty = Socket::silent(&app.url).await;
        hasty.send(subscribe("1")).await;
        assert_eq!(hasty.closed().await, 4401);
        let mut twice = app.socket().await;
        twice.send(init()).await;
        assert_eq!(twice.closed().await, 4429);
        let mut late = Socket::silent(&app.url).await;
        assert_eq!(late.closed().await, 4408);
        let mut refused = Socket::silent(&app.url).await;
        refused.send(json!({ "type": "connection_init", "payload": { "Authorization": "Bearer nonsense" } })).await;
        assert_eq!(refused.closed().await, 4403);
        let mut other = Socket::upgrade(&app.url, &[]).await.expect("a socket");
        assert_eq!(other.closed().await, 4406);
    }

    async fn ids_are_used_once_at_a_time(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut socket = app.socket().await;
        socket.send(subscribe("1")).await;
        socket.send(json!({ "type": "complete", "id": "1" })).await;
        socket.send(subscribe("1")).await;
        socket.send(subscribe("1")).await;
        let (code, reason) = socket.closed_because().await;
        assert_eq!((code, reason.as_str()), (4409, "Subscriber for 1 already exists"));
    }

    async fn complete_is_silent_and_pings_are_answered(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut socket = app.socket().await;
        socket.subscribe("a \"quoted\" id", CHANGED, json!({ "after": "0" })).await;
        publish(&app.store, vec![meeting("m1", None, "2025")]).await;
        let event = socket.next().await;
        assert_eq!((&event["type"], &event["id"]), (&json!("next"), &json!("a \"quoted\" id")));
        socket.send(json!({ "type": "complete", "id": "a \"quoted\" id" })).await;
        publish(&app.store, vec![meeting("m2", None, "2025")]).await;
        socket.send(json!({ "type": "ping", "payload": { "x": 1 } })).await;
        // What was on its way already may still come.
        let mut next = socket.next().await;
        while next["type"] == "next" {
            next = socket.next().await;
        }
        assert_eq!(next, json!({ "type": "pong", "payload": { "x": 1 } }));
        socket.subscribe("q", "{ feedPosition }", json!({})).await;
        assert_eq!(socket.next().await["type"], "next");
        assert_eq!(socket.next().await, json!({ "type": "complete", "id": "q" }));
    }

    async fn what_is_refused_is_an_error_message(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut socket = app.socket().await;
        for (query, variables, code) in [
            ("{", json!({}), "GRAPHQL_PARSE_FAILED"),
            ("{ nothing }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { recordChanged { nothing } }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
            (CHANGED, json!({ "after": "nonsense" }), "CURSOR_MALFORMED"),
            ("subscription { itemPublished(filter: { people: [{ slug: \"nobody\" }] }) { cursor } }", json!({}), "UNKNOWN_ITEM"),
        ] {
            socket.subscribe("1", query, variables).await;
            let message = socket.next().await;
            assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("1")), "{message}");
            assert_eq!(message["payload"][0]["extensions"]["code"], code, "{message}");
        }
    }

    async fn a_client_that_is_gone_is_noticed(database: TestDatabase) {
        let mut settings = database.settings();
        settings.feed.ping_seconds = 1;
        settings.feed.connections_per_address = 1;
        let app = TestApp::start_with(&database, settings).await;
        let mut socket = app.socket().await;
        // A client answers pings while it reads.
        for _ in 0..3 {
            socket.pinged().await;
        }
        assert_eq!(Socket::upgrade(&app.url, PROTOCOL).await.map(drop), Err(429));
        // Now it reads nothing and answers nothing, and loses its place.
        free_place(&app).await;
        assert_eq!(socket.next_or_end().await, None);
    }

    async fn pages_of_other_sites_are_refused(database: TestDatabase) {
        let mut settings = database.settings();
        settings.server.allowed_origins = vec!["https://news.example.org".to_owned()];
        let app = TestApp::start_with(&database, settings).await;
        let open = async |origin: &str| {
            Socket::upgrade(&app.url, &[PROTOCOL[0], ("origin", origin)]).await.map(drop)
        };
        assert_eq!(open("https://elsewhere.example").await, Err(403));
        assert_eq!(open("null").await, Err(403));
        assert_eq!(open("https://news.example.org").await, Ok(()));
        assert_eq!(open(&app.url).await, Ok(()));

        let ask = async |origin: &str| {
            let request = app.http().post(format!("{}/graphql", app.url)).header("origin", origin);
            let answer = request.json(&json!({ "query": "{ feedPosition }" })).send().await.expect("an answer");
            answer.headers().get("access-control-allow-origin").map(|value| value.to_str().expect("text").to_owned())
        };
        assert_eq!(ask("https://elsewhere.example").await, None);
        assert_eq!(ask("https://news.example.org").await.as_deref(), Some("https://news.example.org"));
        let preflight = app.http().request(reqwest::Method::OPTIONS, format!("{}/graphql", app.url))
            .header("origin", "https://news.example.org").header("access-control-request-method", "POST");
        let preflight = preflight.send().await.expect("an answer");
        assert_eq!(preflight.status(), 204);
        assert!(preflight.headers()["access-control-allow-headers"].to_str().expect("text").contains("content-type"));
    }

    async fn only_so_many_may_connect(database: TestDatabase) {
        let mut settings = database.settings();
        settings.feed.connections_per_address = 2;
        settings.feed.connections_per_token = 1;
        settings.feed.operations_per_connection = 2;
        settings.server.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
        let app = TestApp::start_with(&database, settings).await;
        let mut first = app.socket().await;
        let second = app.socket().await;
        assert_eq!(Socket::upgrade(&app.url, PROTOCOL).await.map(drop), Err(429));
        // Somebody else behind the same proxy has places of their own.
        let other = [PROTOCOL[0], ("x-forwarded-for", "203.0.113.7, 192.0.2.1")];
        assert_eq!(Socket::upgrade(&app.url, &other).await.map(drop), Ok(()));
        // What stands before something unreadable may be made up, and does not count.
        let mut neighbours = Vec::new();
        for made_up in ["9.9.9.1, x", "9.9.9.2, x"] {
            let forwarded = format!("{made_up}, 203.0.113.8");
            neighbours.push(Socket::upgrade(&app.url, &[PROTOCOL[0], ("x-forwarded-for", &forwarded)]).await.expect("a socket"));
        }
        let forwarded = [PROTOCOL[0], ("x-forwarded-for", "9.9.9.3, x, 203.0.113.8")];
        assert_eq!(Socket::upgrade(&app.url, &forwarded).await.map(drop), Err(429));
        drop(second);
        let mut third = free_place(&app).await;

        for id in ["1", "2", "3"] {
            first.send(subscribe(id)).await;
        }
        let message = first.next().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("3")), "{message}");
        assert_eq!(message["payload"][0]["extensions"]["code"], "TOO_MANY");

        let token = app.token("desk").await;
        let payload = json!({ "type": "connection_init", "payload": { "Authorization": format!("Bearer {token}") } });
        third.send(payload.clone()).await;
        assert_eq!(third.next().await["type"], "connection_ack");
        drop(first);
        let mut fourth = free_place(&app).await;
        fourth.send(payload).await;
        assert_eq!(fourth.closed().await, 1013);
    }

    async fn a_revoked_token_ends_its_streams(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("desk").await;
        let mut socket = Socket::open(&app.url, json!({ "Authorization": format!("Bearer {token}") })).await;
        let mut anybody = app.socket().await;
        for socket in [&mut socket, &mut anybody] {
            socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        }
        publish(&app.store, vec![meeting("m1", None, "2025")]).await;
        assert_eq!(socket.event().await["recordChanged"]["item"]["slug"], "m1");
        app.store.revoke_token(&EditorAccess::operator(), "desk").await.expect("revoked");
        publish(&app.store, vec![meeting("m2", None, "2025")]).await;
        assert_eq!(socket.closed().await, 4403);
        for slug in ["m1", "m2"] {
            assert_eq!(anybody.event().await["recordChanged"]["item"]["slug"], slug);
        }
    }

    async fn a_restart_says_come_back(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut idle = app.socket().await;
        let mut busy = app.socket().await;
        busy.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        publish(&app.store, vec![meeting("m1", None, "2025")]).await;
        busy.event().await;
        app.stop().await;
        assert_eq!(idle.closed().await, 1012);
        assert_eq!(busy.closed().await, 1012);
    }
}
