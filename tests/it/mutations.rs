//! Editors' work: drafts, publishing, withdrawing, tokens, over HTTP.

use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use crate::harness::{TestApp, TestDatabase, on_both_databases};

const SAVE: &str = "mutation ($document: DocumentInput!, $seen: Int) {
  draftSave(input: { document: $document, expectedDraftRevision: $seen }) {
    draft { id itemType draftRevision savedBy document problems { code path } item { slug } }
    userErrors { __typename code path message ... on RevisionConflict { expected actual } }
  } }";

const PUBLISH: &str = "mutation ($items: [PublishItemInput!]!, $key: String) {
  publish(input: { items: $items, idempotencyKey: $key }) {
    cursor items { __typename slug revision }
    userErrors { __typename code path message ... on RevisionConflict { expected actual } }
  } }";

const WITHDRAW: &str = "mutation ($items: [WithdrawItemInput!]!, $detach: Boolean!) {
  withdraw(input: { items: $items, detach: $detach }) {
    cursor items { slug }
    userErrors { __typename code path ... on StillReferredTo { referrers { slug } } }
  } }";

fn summit() -> Value {
    json!({ "mechanism": { "slug": "summit", "kind": "MEETING_SERIES", "level": "SUMMIT", "status": "ACTIVE",
        "names": [{ "name": [{ "locale": "en", "text": "Summit" }] }] } })
}

fn meeting() -> Value {
    json!({ "meeting": { "slug": "first", "kind": "MEETING", "status": "HELD", "mechanism": { "slug": "summit" },
        "title": [{ "locale": "en", "text": "First" }], "startDate": "2025" } })
}

/// Saves a draft and gives its id.
async fn save(app: &TestApp, token: &str, document: Value) -> String {
    let answer = app.edit(token, SAVE, json!({ "document": document })).await;
    let draft = &answer["data"]["draftSave"]["draft"];
    draft["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn publish(app: &TestApp, token: &str, ids: &[&str]) -> Value {
    let items: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    let mut answer = app.edit(token, PUBLISH, json!({ "items": items })).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"]["publish"].take()
}

on_both_databases! {
    async fn a_draft_becomes_public_when_it_is_published(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let mechanism = save(&app, &token, summit()).await;
        let first = save(&app, &token, meeting()).await;
        assert_eq!(app.data("{ meetings { totalCount } }").await["meetings"]["totalCount"], 0);

        let published = publish(&app, &token, &[&first, &mechanism]).await;
        assert_eq!(published["userErrors"], json!([]));
        assert_eq!(published["items"], json!([
            { "__typename": "Meeting", "slug": "first", "revision": 1 },
            { "__typename": "Mechanism", "slug": "summit", "revision": 1 },
        ]));
        let data = app.data(r#"{ feedPosition meeting(by: { slug: "first" }) { id mechanism { label } } }"#).await;
        assert_eq!(data["feedPosition"], published["cursor"]);
        assert_eq!(data["meeting"], json!({ "id": first, "mechanism": { "label": "Summit" } }));
        let drafts = app.edit(&token, "{ drafts { id } }", json!({})).await;
        assert_eq!(drafts["data"]["drafts"], json!([]));
    }

    async fn an_incomplete_draft_can_be_saved_and_not_published(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let document = json!({ "meeting": { "slug": "first", "startDate": "2025-02-30" } });
        let answer = app.edit(&token, SAVE, json!({ "document": document })).await;
        let saved = &answer["data"]["draftSave"];
        assert_eq!(saved["userErrors"], json!([]));
        assert_eq!(saved["draft"]["savedBy"], "newsroom");
        assert_eq!(saved["draft"]["document"]["startDate"], "2025-02-30");
        assert_eq!(saved["draft"]["problems"], json!([
            { "code": "REQUIRED", "path": "kind" }, { "code": "REQUIRED", "path": "status" },
            { "code": "REQUIRED", "path": "title" }, { "code": "INVALID", "path": "startDate" },
        ]));
        let refused = publish(&app, &token, &[saved["draft"]["id"].as_str().expect("an id")]).await;
        assert_eq!(refused["cursor"], Value::Null);
        let paths: Vec<_> = refused["userErrors"].as_array().expect("errors").iter().map(|error| &error["path"]).collect();
        assert_eq!(paths, ["items/0/kind", "items/0/status", "items/0/title", "items/0/startDate"]);
    }

    async fn two_editors_do_not_overwrite_each_other(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let (anna, ben) = (app.token("anna").await, app.token("ben").await);
        let id = save(&app, &anna, summit()).await;
        let mut document = summit();
        document["mechanism"]["id"] = id.clone().into();
        let saved = app.edit(&ben, SAVE, json!({ "document": document, "seen": 1 })).await;
        assert_eq!(saved["data"]["draftSave"]["draft"]["draftRevision"], 2);
        let refused = app.edit(&anna, SAVE, json!({ "document": document, "seen": 1 })).await;
        let error = &refused["data"]["draftSave"]["userErrors"][0];
        assert_eq!((&error["__typename"], &error["expected"], &error["actual"]), (&json!("RevisionConflict"), &json!(1), &json!(2)));

        publish(&app, &anna, &[&id]).await;
        save(&app, &anna, document).await;
        let stale = app.edit(&anna, PUBLISH, json!({ "items": [{ "id": id, "expectedRevision": 0 }] })).await;
        let error = &stale["data"]["publish"]["userErrors"][0];
        assert_eq!((&error["code"], &error["path"]), (&json!("REVISION_CONFLICT"), &json!("items/0/expectedRevision")));
    }

    async fn of_many_who_save_at_once_one_is_first(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let id = save(&app, &token, summit()).await;
        for seen in 1..6 {
            let mut document = summit();
            document["mechanism"]["id"] = id.clone().into();
            let request = || app.edit(&token, SAVE, json!({ "document": document.clone(), "seen": seen }));
            let (a, b, c) = tokio::join!(request(), request(), request());
            let saved = [a, b, c].iter().filter(|answer| !answer["data"]["draftSave"]["draft"].is_null()).count();
            assert_eq!(saved, 1);
        }
    }

    async fn a_draft_can_be_discarded_once(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let id = save(&app, &token, summit()).await;
        let discard = "mutation ($id: ID!) { draftDiscard(input: { id: $id }) { discardedId userErrors { code path } } }";
        let first = app.edit(&token, discard, json!({ "id": id })).await;
        assert_eq!(first["data"]["draftDiscard"], json!({ "discardedId": id, "userErrors": [] }));
        let second = app.edit(&token, discard, json!({ "id": id })).await;
        assert_eq!(second["data"]["draftDiscard"], json!({ "discardedId": null, "userErrors": [{ "code": "NOT_FOUND", "path": "id" }] }));
    }

    async fn a_withdrawal_names_who_stands_in_the_way(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let (mechanism, first) = (save(&app, &token, summit()).await, save(&app, &token, meeting()).await);
        publish(&app, &token, &[&mechanism, &first]).await;
        let items = json!([{ "id": mechanism }]);
        let refused = app.edit(&token, WITHDRAW, json!({ "items": items, "detach": false })).await;
        assert_eq!(refused["data"]["withdraw"]["userErrors"], json!([
            { "__typename": "StillReferredTo", "code": "STILL_REFERRED_TO", "path": "items/0", "referrers": [{ "slug": "first" }] },
        ]));
        let done = app.edit(&token, WITHDRAW, json!({ "items": items, "detach": true })).await;
        assert_eq!(done["data"]["withdraw"]["userErrors"], json!([]));
        let data = app.data(r#"{ mechanism(by: { slug: "summit" }) { id } meeting(by: { slug: "first" }) { revision mechanism { id } } }"#).await;
        assert_eq!(data, json!({ "mechanism": null, "meeting": { "revision": 2, "mechanism": null } }));
    }

    async fn a_repeated_request_is_answered_and_not_repeated(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let id = save(&app, &token, summit()).await;
        let request = json!({ "items": [{ "id": id }], "key": "k1" });
        let first = app.edit(&token, PUBLISH, request.clone()).await;
        let again = app.edit(&token, PUBLISH, request).await;
        assert_eq!(first["data"]["publish"]["userErrors"], json!([]));
        assert_eq!(again, first);
        let other = app.edit(&token, PUBLISH, json!({ "items": [{ "id": id, "expectedRevision": 3 }], "key": "k1" })).await;
        assert_eq!(other["data"]["publish"]["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");
    }

    async fn only_a_valid_token_opens_the_desk(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let token = app.token("newsroom").await;
        let anonymous = app.send(&json!({ "query": SAVE, "variables": { "document": summit() } }), None).await;
        assert_eq!(crate::harness::error_code(&anonymous), "UNAUTHENTICATED");
        for document in ["{ drafts { id } }", r#"{ draft(id: "x") { id } }"#] {
            assert_eq!(app.code(document).await, "UNAUTHENTICATED");
        }
        assert_eq!(app.edit(&token, "{ viewer { name } }", json!({})).await["data"]["viewer"]["name"], "newsroom");
        assert_eq!(app.data("{ viewer { name } }").await["viewer"]["name"], Value::Null);
        let wrong = app.edit("rap_wrong", "{ viewer { name } }", json!({})).await;
        assert_eq!(crate::harness::error_code(&wrong), "TOKEN_REFUSED");

        let mut socket =
            crate::harness::Socket::open(&app.url, json!({ "Authorization": format!("Bearer {token}") })).await;
        socket.subscribe("1", "{ viewer { name } }", json!({})).await;
        assert_eq!(socket.event().await["viewer"]["name"], "newsroom");
        assert_eq!(socket.next().await["type"], "complete");

        app.store.revoke_token(&rapporteur::store::EditorAccess::operator(), "newsroom").await.expect("revoked");
        let revoked = app.edit(&token, "{ viewer { name } }", json!({})).await;
        assert_eq!(crate::harness::error_code(&revoked), "TOKEN_REFUSED");
        socket.subscribe("2", "{ viewer { name } }", json!({})).await;
        assert_eq!(socket.closed().await, 4403);
        // The token itself is nowhere in the database, only its hash.
        let rows = entity::token::Entity::find().all(&database.connection().await).await.expect("tokens");
        assert!(rows.iter().all(|row| !format!("{row:?}").contains(&token)) && rows[0].hash.len() == 64);
    }
}
