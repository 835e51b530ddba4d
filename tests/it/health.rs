//! Health, and GraphQL over HTTP as its specification has it.

use serde_json::{Value, json};

use crate::harness::{TestApp, TestDatabase, error_code, on_both_databases};

async fn post(app: &TestApp, accept: &str, body: &Value) -> (u16, String, Value) {
    let request = app.http().post(format!("{}/graphql", app.url)).header("accept", accept).json(body);
    let response = request.send().await.expect("an answer");
    let content_type = response.headers()["content-type"].to_str().expect("text").to_owned();
    (response.status().as_u16(), content_type, response.json().await.expect("JSON"))
}

on_both_databases! {
    async fn the_service_says_that_it_is_live_and_ready(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        for path in ["live", "ready"] {
            let response = app.http().get(format!("{}/health/{path}", app.url)).send().await.expect("an answer");
            assert_eq!(response.status(), 200, "{path}");
        }
    }

    async fn the_media_type_decides_the_status_of_a_refusal(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let (modern, plain) = ("application/graphql-response+json", "application/json");
        let wrong = json!({ "query": "{ nothing }" });
        let (status, content_type, body) = post(&app, modern, &wrong).await;
        assert_eq!((status, content_type.as_str()), (400, "application/graphql-response+json; charset=utf-8"));
        assert!(body.get("data").is_none());
        assert_eq!(error_code(&body), "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(post(&app, plain, &wrong).await.0, 200);
        let right = json!({ "query": "{ viewer { name } }" });
        assert_eq!(post(&app, modern, &right).await.0, 200);
        assert_eq!(post(&app, "text/html", &right).await.0, 406);
    }

    async fn what_is_not_a_request_is_refused(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let address = format!("{}/graphql", app.url);
        let get = |query: &'static str| app.http().get(&address).query(&[("query", query)]).send();
        assert_eq!(get("{ viewer { name } }").await.expect("an answer").status(), 200);
        let mutation = get("mutation { draftDiscard(input: { id: \"x\" }) { discardedId } }").await.expect("an answer");
        assert_eq!((mutation.status().as_u16(), mutation.headers()["allow"].to_str().expect("text")), (405, "POST"));
        let put = app.http().put(&address).send().await.expect("an answer");
        assert_eq!(put.status(), 405);
        let form = app.http().post(&address).body("query={viewer{name}}").send().await.expect("an answer");
        assert_eq!(form.status(), 415);
        for body in ["", "[]", "{}", "{\"query\": 1}", "{\"query\": \"{a}\", \"variables\": 1}", "{\"query\": \"{a}\", \"operationName\": 1}"] {
            let request = app.http().post(&address).header("content-type", "application/json").body(body);
            assert_eq!(request.send().await.expect("an answer").status(), 400, "{body}");
        }
        let large = json!({ "query": "{ viewer { name } }", "variables": { "x": "y".repeat(2_000_000) } });
        let request = app.http().post(&address).json(&large);
        assert_eq!(request.send().await.expect("an answer").status(), 413);
        let subscription = post(&app, "application/json", &json!({ "query": "subscription { recordChanged { cursor } }" })).await;
        assert_eq!(subscription.0, 406);
    }

    async fn the_operation_is_chosen_by_name(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let document = "query A { a: viewer { name } } query B { b: viewer { name } }";
        let named = app.send(&json!({ "query": document, "operationName": "B" }), None).await;
        assert!(named["data"].get("b").is_some());
        let unnamed = app.send(&json!({ "query": document }), None).await;
        assert_eq!(error_code(&unnamed), "GRAPHQL_VALIDATION_FAILED");
    }
}
