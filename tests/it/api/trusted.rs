//! Trusted documents: named instead of sent, over every transport; and, if settings say so, nothing else.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::json_of;
use crate::harness::documents::publish_sample;
use crate::harness::streams::Chunks;
use crate::harness::{Socket, TestApp, TestDatabase, error_code, on_both_databases};

const DOCUMENT: &str = include_str!("../../../operations/positions-of-person.graphql");
const OTHER: &str = "{ viewer { name } }";

fn variables() -> Value {
    json!({ "person": { "slug": "lee-jong-heon" }, "first": 1 })
}

/// The id of a text, made without the service.
fn id() -> String {
    let hash: Vec<String> = Sha256::digest(DOCUMENT).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{}", hash.concat())
}

async fn post(app: &TestApp, accept: &str, body: &Value) -> (u16, Value) {
    let request = app.http().post(format!("{}/graphql", app.url)).header("accept", accept).json(body);
    let response = request.send().await.expect("an answer");
    (response.status().as_u16(), response.json().await.expect("JSON"))
}

/// What a socket says to one operation, without its end.
async fn over_socket(socket: &mut Socket, id: &str, payload: Value) -> Value {
    socket.send(json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    let mut said = socket.next().await;
    if said["type"] == "next" {
        assert_eq!(socket.next().await["type"], "complete");
    }
    said["payload"].take()
}

on_both_databases! {
    async fn a_document_can_be_named_instead_of_sent(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let expected = app.ask_with(DOCUMENT, variables()).await;
        assert!(expected["data"]["person"]["positions"]["nodes"][0].is_object());
        assert_eq!(json_of(&app, "/api/positions-of-person?person=lee-jong-heon&first=1").await, expected);
        // The description lists the ids.
        let description = json_of(&app, "/api").await;
        assert_eq!(description["paths"]["/api/positions-of-person"]["get"]["x-document-id"], id());
        let mut socket = app.socket().await;
        for document_id in [id(), "positions-of-person".to_owned()] {
            let payload = json!({ "documentId": document_id, "variables": variables() });
            assert_eq!(app.send(&payload, None).await, expected);
            assert_eq!(over_socket(&mut socket, "a", payload.clone()).await, expected);
            let get = app.http().get(format!("{}/graphql", app.url));
            let get = get.query(&[("documentId", document_id.as_str()), ("variables", &variables().to_string())]);
            assert_eq!(get.send().await.expect("an answer").json::<Value>().await.expect("JSON"), expected);
            let stream = app.http().post(format!("{}/graphql", app.url)).header("accept", "text/event-stream");
            assert_eq!(Chunks::of(stream.json(&payload)).await.next_payload().await, expected);
        }
        let unknown = json!({ "documentId": "sha256:00", "variables": variables() });
        let (status, answer) = post(&app, "application/graphql-response+json", &unknown).await;
        assert_eq!((status, error_code(&answer).as_str()), (400, "UNKNOWN_OPERATION"));
        let refused = over_socket(&mut socket, "b", unknown).await;
        assert_eq!(refused[0]["extensions"]["code"], "UNKNOWN_OPERATION");
        for wrong in [json!({ "documentId": id(), "query": DOCUMENT }), json!({ "documentId": 1 }), json!({})] {
            let (status, answer) = post(&app, "application/json", &wrong).await;
            assert_eq!((status, error_code(&answer).as_str()), (400, "BAD_INPUT"), "{wrong}");
        }
    }

    async fn nothing_else_is_executed_if_settings_say_so(database: TestDatabase) {
        let mut settings = database.settings();
        settings.server.trusted_documents_only = true;
        let app = TestApp::start_with(&database, settings).await;
        publish_sample(&app.store).await;
        let token = app.token("anna").await;
        let trusted = [json!({ "documentId": id(), "variables": variables() }), json!({ "query": DOCUMENT, "variables": variables() })];
        let of_pages = include_str!("../../../web/site/documents/called.graphql");
        let of_pages = json!({ "query": of_pages, "variables": { "by": { "slug": "lee-hee-sup" }, "person": true, "organization": false, "mechanism": false } });
        assert!(app.send(&of_pages, None).await["data"]["person"].is_object(), "the pages' documents are trusted");
        let spaced = json!({ "query": format!("{DOCUMENT} "), "variables": variables() });
        let subscription = json!({ "query": "subscription { recordChanged(after: \"0\") { cursor } }" });
        let others = [json!({ "query": OTHER }), spaced, subscription];

        let mut socket = app.socket().await;
        for (number, body) in trusted.iter().enumerate() {
            assert!(app.send(body, None).await["data"]["person"].is_object(), "{body}");
            assert!(over_socket(&mut socket, &number.to_string(), body.clone()).await["data"]["person"].is_object());
        }
        for (number, body) in others.iter().enumerate() {
            let (status, answer) = post(&app, "application/graphql-response+json", body).await;
            assert_eq!((status, error_code(&answer).as_str()), (400, "DOCUMENT_NOT_TRUSTED"), "{body}");
            let refused = over_socket(&mut socket, &format!("other-{number}"), body.clone()).await;
            assert_eq!(refused[0]["extensions"]["code"], "DOCUMENT_NOT_TRUSTED");
            let stream = app.http().post(format!("{}/graphql", app.url)).header("accept", "text/event-stream").json(body);
            assert_eq!(error_code(&Chunks::of(stream).await.next_payload().await), "DOCUMENT_NOT_TRUSTED");
        }
        let get = app.http().get(format!("{}/graphql", app.url)).query(&[("query", OTHER)]);
        let get: Value = get.send().await.expect("an answer").json().await.expect("JSON");
        assert_eq!(error_code(&get), "DOCUMENT_NOT_TRUSTED");
        // One connection for many operations is held to it as well.
        let address = format!("{}/graphql/stream", app.url);
        let reserved = app.http().put(&address).send().await.expect("an answer").text().await.expect("a token");
        let operation = |query: &str| {
            let body = json!({ "query": query, "variables": variables(), "extensions": { "operationId": "a" } });
            app.http().post(&address).header("x-graphql-event-stream-token", &reserved).json(&body)
        };
        let refused = operation(OTHER).send().await.expect("an answer");
        assert_eq!(error_code(&refused.json().await.expect("JSON")), "DOCUMENT_NOT_TRUSTED");
        assert_eq!(operation(DOCUMENT).send().await.expect("an answer").status(), 202);

        // What the service asks by itself is its own.
        assert!(json_of(&app, "/api/mechanism-counts").await["data"]["mechanismCounts"].is_array());
        let mut feed = Chunks::of(app.http().get(format!("{}/feed/stream?after=0", app.url))).await;
        assert!(feed.event().await.expect("an event").data.contains("cursor"));
        // Editors may ask anything.
        assert_eq!(app.edit(&token, OTHER, Value::Null).await["data"]["viewer"]["name"], "anna");
        let mut socket = Socket::open(&app.url, json!({ "Authorization": format!("Bearer {token}") })).await;
        assert_eq!(over_socket(&mut socket, "a", json!({ "query": OTHER })).await["data"]["viewer"]["name"], "anna");
    }
}
