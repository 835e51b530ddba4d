//! The transports that stream over plain HTTP say what the WebSocket says.

use serde_json::{Value, json};

use crate::harness::documents::{mechanism, meeting, publish};
use crate::harness::streams::Chunks;
use crate::harness::{TestApp, TestDatabase, error_code, on_both_databases};

const CHANGED: &str = "subscription ($after: String) { recordChanged(after: $after) { cursor item { slug } } }";

fn ask(app: &TestApp, accept: &str, query: &str, variables: &Value) -> reqwest::RequestBuilder {
    let body = json!({ "query": query, "variables": variables });
    app.http().post(format!("{}/graphql", app.url)).header("accept", accept).json(&body)
}

fn slug(event: &Value) -> &str {
    event["data"]["recordChanged"]["item"]["slug"].as_str().unwrap_or_else(|| panic!("no slug: {event}"))
}

async fn publish_some(app: &TestApp, slugs: &[&str]) {
    for slug in slugs {
        publish(&app.store, vec![meeting(slug, None, "2025")]).await;
    }
}

on_both_databases! {
    async fn server_sent_events_carry_one_operation_each(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_some(&app, &["m1"]).await;
        let mut stream = Chunks::of(ask(&app, "text/event-stream", CHANGED, &json!({ "after": "0" }))).await;
        assert!(stream.media_type().starts_with("text/event-stream"));
        assert_eq!(slug(&stream.next_payload().await), "m1");
        publish_some(&app, &["m2"]).await;
        let event = stream.next_payload().await;
        assert_eq!(slug(&event), "m2");
        publish_some(&app, &["m3"]).await;
        // Another connection goes on behind the last event.
        let after = event["data"]["recordChanged"]["cursor"].clone();
        let mut second = Chunks::of(ask(&app, "text/event-stream", CHANGED, &json!({ "after": after }))).await;
        assert_eq!(slug(&second.next_payload().await), "m3");

        let mut query = Chunks::of(ask(&app, "text/event-stream", "{ viewer { name } }", &Value::Null)).await;
        assert_eq!(query.next_payload().await, json!({ "data": { "viewer": { "name": null } } }));
        assert_eq!(query.event().await.expect("an event").name, "complete");
        assert_eq!(query.event().await, None);

        let mut refused = Chunks::of(ask(&app, "text/event-stream", CHANGED, &json!({ "after": "nonsense" }))).await;
        assert_eq!(error_code(&refused.next_payload().await), "CURSOR_MALFORMED");
        assert_eq!(refused.event().await.expect("an event").name, "complete");

        app.stop().await;
        assert_eq!(slug(&stream.next_payload().await), "m3");
        let last = stream.event().await.expect("an event");
        assert_eq!((last.name.as_str(), last.retry.as_deref()), ("", Some("1000")));
        assert_eq!(stream.event().await, None);
    }

    async fn multipart_subscriptions_send_each_part_whole(database: TestDatabase) {
        const ACCEPT: &str = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9";
        let app = TestApp::start(&database).await;
        publish_some(&app, &["m1"]).await;
        let mut stream = Chunks::of(ask(&app, ACCEPT, CHANGED, &json!({ "after": "0" }))).await;
        assert!(stream.media_type().starts_with("multipart/mixed"));
        assert_eq!(slug(&stream.part().await.expect("a part")["payload"]), "m1");
        publish_some(&app, &["m2"]).await;
        assert_eq!(slug(&stream.part().await.expect("a part")["payload"]), "m2");
        // Queries are answered as JSON, even by clients that would take parts.
        let query = ask(&app, ACCEPT, "{ feedPosition }", &Value::Null).send().await.expect("an answer");
        assert!(query.headers()["content-type"].to_str().expect("text").starts_with("application/graphql-response+json"));
        let mut refused = Chunks::of(ask(&app, ACCEPT, CHANGED, &json!({ "after": "nonsense" }))).await;
        assert_eq!(error_code(&refused.part().await.expect("a part")["payload"]), "CURSOR_MALFORMED");
        assert_eq!(refused.rest().await, "--\r\n");

        app.stop().await;
        let last = stream.part().await.expect("a part");
        assert_eq!((last["payload"].clone(), error_code(&last).as_str()), (Value::Null, "SERVICE_RESTART"));
        assert_eq!(stream.rest().await, "--\r\n");
    }

    async fn the_plain_stream_goes_on_from_the_last_event_id(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![mechanism("top", "SUMMIT", None), meeting("m1", Some("top"), "2025"), meeting("m2", None, "2025")]).await;
        let address = format!("{}/feed/stream?types=MEETING&mechanisms=top", app.url);
        let mut stream = Chunks::of(app.http().get(format!("{address}&after=0"))).await;
        let event = stream.event().await.expect("an event");
        let data: Value = serde_json::from_str(&event.data).expect("JSON");
        assert_eq!((data["item"]["slug"].as_str(), data["change"].as_str()), (Some("m1"), Some("ENTERED")));
        assert_eq!(event.id.as_deref(), data["cursor"].as_str());
        // Then it is up to date.
        assert_eq!(stream.event().await.expect("a checkpoint").name, "checkpoint");
        publish(&app.store, vec![meeting("m3", Some("top"), "2025")]).await;
        assert!(stream.event().await.expect("an event").data.contains("\"m3\""));
        drop(stream);
        publish(&app.store, vec![meeting("m4", Some("top"), "2025")]).await;
        // What the browser remembers wins over the address.
        let again = app.http().get(format!("{address}&after=0")).header("last-event-id", event.id.expect("an id"));
        let mut stream = Chunks::of(again).await;
        for slug in ["m3", "m4"] {
            assert!(stream.event().await.expect("an event").data.contains(&format!("\"{slug}\"")));
        }
        for wrong in ["types=NOTHING", "people=nobody", "after=nonsense", "colour=red"] {
            let answer = app.http().get(format!("{}/feed/stream?{wrong}", app.url)).send().await.expect("an answer");
            assert_eq!(answer.status(), 400, "{wrong}");
            let text = answer.text().await.expect("text");
            error_code(&serde_json::from_str(&text).expect("JSON"));
        }
        app.stop().await;
        assert_eq!(stream.event().await.expect("a checkpoint").name, "checkpoint");
        assert_eq!(stream.event().await.expect("an event").retry.as_deref(), Some("1000"));
    }

    async fn one_connection_carries_many_operations(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let address = format!("{}/graphql/stream", app.url);
        let status = async |request: reqwest::RequestBuilder| request.send().await.expect("an answer").status().as_u16();
        assert_eq!(status(app.http().get(&address)).await, 401);
        let reserved = app.http().put(&address).send().await.expect("an answer");
        assert_eq!(reserved.status(), 201);
        let token = reserved.text().await.expect("a token");
        let with = |request: reqwest::RequestBuilder| request.header("x-graphql-event-stream-token", &token);
        let operation = |id: &str, query: &str| {
            let body = json!({ "query": query, "variables": { "after": "0" }, "extensions": { "operationId": id } });
            with(app.http().post(&address)).json(&body)
        };
        // Operations may be started before the stream is opened.
        assert_eq!(status(operation("a", CHANGED)).await, 202);
        let mut stream = Chunks::of(with(app.http().get(&address))).await;
        assert_eq!(status(with(app.http().get(&address))).await, 409);
        assert_eq!(status(operation("a", CHANGED)).await, 409);
        assert_eq!(status(operation("b", "{ viewer { name } }")).await, 202);
        assert_eq!(stream.next_payload().await, json!({ "id": "b", "payload": { "data": { "viewer": { "name": null } } } }));
        let complete = stream.event().await.expect("an event");
        assert_eq!((complete.name.as_str(), complete.data.as_str()), ("complete", "{\"id\":\"b\"}"));
        publish_some(&app, &["m1"]).await;
        let event = stream.next_payload().await;
        assert_eq!((event["id"].as_str(), slug(&event["payload"])), (Some("a"), "m1"));
        assert_eq!(status(with(app.http().post(&address)).json(&json!({ "query": CHANGED }))).await, 400);
        assert_eq!(status(operation("c", "{")).await, 400);
        assert_eq!(status(with(app.http().delete(&address))).await, 400);
        assert_eq!(status(with(app.http().delete(format!("{address}?operationId=a")))).await, 200);
        publish_some(&app, &["m2"]).await;
        assert_eq!(status(operation("a", "{ viewer { name } }")).await, 202);
        // What was stopped says nothing more.
        assert_eq!(stream.next_payload().await["payload"]["data"], json!({ "viewer": { "name": null } }));
        app.stop().await;
        while let Some(event) = stream.event().await {
            assert!(event.name == "complete" || event.retry.is_some(), "{event:?}");
        }
    }

    async fn places_are_counted_on_every_transport(database: TestDatabase) {
        let mut settings = database.settings();
        settings.feed.connections_per_address = 1;
        let app = TestApp::start_with(&database, settings).await;
        let _open = Chunks::of(ask(&app, "text/event-stream", CHANGED, &json!({ "after": "0" }))).await;
        for request in [
            ask(&app, "text/event-stream", CHANGED, &Value::Null),
            ask(&app, "multipart/mixed;subscriptionSpec=1.0", CHANGED, &Value::Null),
            app.http().get(format!("{}/feed/stream", app.url)),
            app.http().put(format!("{}/graphql/stream", app.url)),
        ] {
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.status(), 429);
            let text = answer.text().await.expect("text");
            assert_eq!(error_code(&serde_json::from_str(&text).expect("JSON")), "TOO_MANY");
        }
        // Questions are not followers.
        app.data("{ feedPosition }").await;
    }
}
