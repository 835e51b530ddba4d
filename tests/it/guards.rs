//! The requests that stop a stock server are refused by every transport, and the service goes on.

use std::time::Duration;

use rapporteur::config::Settings;
use rapporteur::store::{StoreError, record_head};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use crate::harness::documents::{meeting, person, publish};
use crate::harness::streams::Chunks;
use crate::harness::{Backend, TestApp, TestDatabase, error_code, on_both_databases};

/// 1,600 nested lists: overflows the parser's stack.
fn deep() -> String {
    format!("{{ node(id: {}1{}) {{ id }} }}", "[".repeat(1600), "]".repeat(1600))
}

/// Ten fragments of ten spreads each: ten thousand million fields once expanded.
fn exponential() -> String {
    let spread = |level: usize| format!("...f{level} ").repeat(10);
    let fragment = |level: usize| format!("fragment f{level} on Query {{ {} }}", spread(level + 1));
    let fragments = (0..9).map(fragment).collect::<Vec<_>>().join(" ");
    format!("{{ {} }} {fragments} fragment f9 on Query {{ feedPosition }}", spread(0))
}

fn long() -> String {
    format!("{{ feedPosition }} # {}", "x".repeat(20_000))
}

/// Types of interfaces of types: multiplies with each level, and needs no data.
fn introspective() -> String {
    let deep = (0..9).fold("name".to_owned(), |inside, _| format!("possibleTypes {{ interfaces {{ {inside} }} }}"));
    format!("{{ __type(name: \"Item\") {{ ...f }} }} fragment f on __Type {{ {deep} }}")
}

/// Links of links of links, each list as long as it happens to be.
fn linked() -> String {
    let link = |inside: &str| format!("linkedFrom {{ from {{ {inside} }} to {{ {inside} }} }}");
    let deep = (0..6).fold("id".to_owned(), |inside, _| link(&inside));
    format!("{{ meetings(first: 1) {{ nodes {{ {deep} }} }} }}")
}

/// Pages of pages of pages: a million objects.
fn costly() -> String {
    let page = |inside: &str| format!("meetings(first: 100) {{ nodes {{ mechanism {{ {inside} }} }} }}");
    format!("{{ {} }}", page(&page(&page("id"))))
}

/// Lists each row of which is looked at many times.
fn filtered(lists: usize) -> String {
    let list = |number| format!("l{number}: meetings(first: 100, filter: $filter) {{ nodes {{ id }} }}");
    format!("query($filter: MeetingFilter) {{ {} }}", (0..lists).map(list).collect::<Vec<_>>().join(" "))
}

async fn over_get(app: &TestApp, document: &str) -> Value {
    let request = app.http().get(format!("{}/graphql", app.url)).query(&[("query", document)]);
    request.send().await.expect("an answer").json().await.expect("JSON")
}

async fn over_stream(app: &TestApp, accept: &str, document: &str) -> Value {
    let request = app.http().post(format!("{}/graphql", app.url)).header("accept", accept);
    let mut answer = Chunks::of(request.json(&json!({ "query": document }))).await;
    match accept {
        "text/event-stream" => answer.next_payload().await,
        _ => answer.part().await.expect("a part")["payload"].take(),
    }
}

async fn over_single_connection(app: &TestApp, document: &str) -> Value {
    let address = format!("{}/graphql/stream", app.url);
    let token = app.http().put(&address).send().await.expect("an answer").text().await.expect("a token");
    let body = json!({ "query": document, "extensions": { "operationId": "1" } });
    let request = app.http().post(&address).header("x-graphql-event-stream-token", token).json(&body);
    request.send().await.expect("an answer").json().await.expect("JSON")
}

async fn over_socket(app: &TestApp, document: &str) -> Value {
    let mut socket = app.socket().await;
    socket.subscribe("1", document, json!({})).await;
    let message = socket.next().await;
    if message["type"] == "error" { json!({ "errors": message["payload"] }) } else { message["payload"].clone() }
}

/// Asks what takes the database much longer than these settings allow.
async fn is_given_up(database: &TestDatabase, mut settings: Settings) {
    // One reader: it must be there for the next question.
    settings.database.max_connections = 1;
    let app = TestApp::start_with(database, settings).await;
    let everybody: Vec<Value> = (0..30).map(|number| person(&format!("p{number}"), "P")).collect();
    let meetings = (0..30).map(|number| {
        let mut one = meeting(&format!("m{number}"), None, "2025");
        let actors = (0..30)
            .map(|number| json!({ "actor": { "person": { "slug": format!("p{number}") } }, "roles": ["DELEGATE"] }));
        one["meeting"]["participants"] = actors.collect();
        one
    });
    publish(&app.store, everybody.into_iter().chain(meetings).collect()).await;
    // Meetings of people in meetings of people …: 30 times as many with each step, and nothing is found.
    let deep = (0..5).fold(r#"not: { name: "p" }"#.to_owned(), |inner, step| {
        let other = if step % 2 == 0 { "people" } else { "meetings" };
        format!("related: {{ {other}: {{ some: {{ {inner} }} }} }}")
    });
    let deep = format!("{{ meetings(filter: {{ {deep} }}) {{ nodes {{ id }} }} }}");
    assert_eq!(app.code(&deep).await, "DATABASE_TIMEOUT");
    // After one statement was given up, PostgreSQL answers no other of the operation: that is said alike on both. What
    // is under a field is read after it.
    let slow = format!("slow: {}", &deep[1..deep.len() - 1]);
    let quick = r#"quick: meeting(by: { slug: "m1" }) { participants { nodes { id } } }"#;
    let answer = app.ask(&format!("{{ {slow} {quick} }}")).await;
    let errors = answer["errors"].as_array().into_iter().flatten();
    let mut told: Vec<String> =
        errors.map(|error| format!("{} {}", error["path"][0], error["extensions"]["code"])).collect();
    told.sort();
    assert_eq!(told, [r#""quick" "DATABASE_TIMEOUT""#, r#""slow" "DATABASE_TIMEOUT""#]);
    assert_eq!(app.data("{ meetings { totalCount } }").await["meetings"]["totalCount"], 30);
    // Whoever leaves does not keep the reader at work.
    let leaving = tokio::time::timeout(Duration::from_millis(50), app.ask(&deep));
    assert!(leaving.await.is_err());
    assert_eq!(app.data("{ meetings { totalCount } }").await["meetings"]["totalCount"], 30);
}

/// Who took part in what is read for everybody, however little time there is for whoever asks first.
#[tokio::test]
async fn what_is_read_for_everybody_is_not_given_up_with_one_operation() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let mut settings = database.settings();
    settings.database.operation_timeout_ms = 1_000;
    let app = TestApp::start_with(&database, settings).await;
    publish(&app.store, vec![person("p1", "P"), person("p2", "P")]).await;
    let locked = database.single_connection().await;
    locked.execute_unprepared("BEGIN; LOCK TABLE attendance IN ACCESS EXCLUSIVE MODE").await.expect("a lock");
    let asked = r#"{ person(by: { slug: "p1" }) { sharedMeetingsWith { totalCount } } }"#;
    let (answer, ()) = tokio::join!(app.ask(asked), async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        locked.execute_unprepared("COMMIT").await.expect("no lock");
    });
    assert_eq!(answer, json!({ "data": { "person": { "sharedMeetingsWith": { "totalCount": 0 } } } }));
}

on_both_databases! {
    async fn what_would_stop_a_server_is_refused_everywhere(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        for (document, code) in [
            (deep(), "DOCUMENT_TOO_DEEP"),
            (exponential(), "DOCUMENT_TOO_COMPLEX"),
            (long(), "DOCUMENT_TOO_LONG"),
            (costly(), "DOCUMENT_TOO_COMPLEX"),
            (linked(), "DOCUMENT_TOO_COMPLEX"),
            (introspective(), "DOCUMENT_TOO_COMPLEX"),
        ] {
            assert_eq!(app.code(&document).await, code);
            assert_eq!(error_code(&over_get(&app, &document).await), code);
            assert_eq!(error_code(&over_socket(&app, &document).await), code);
        }
        // Whoever takes nothing but a stream is told so by one.
        for document in [deep(), exponential(), long()] {
            let code = app.code(&document).await;
            for accept in ["text/event-stream", "multipart/mixed;subscriptionSpec=1.0"] {
                assert_eq!(error_code(&over_stream(&app, accept, &document).await), code);
            }
            assert_eq!(error_code(&over_single_connection(&app, &document).await), code);
        }
        app.data("{ feedPosition }").await;
    }

    async fn what_is_asked_of_each_row_counts_too(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let many = json!({ "filter": { "or": vec![json!({ "levels": ["SUMMIT"] }); 50] } });
        assert_eq!(error_code(&app.ask_with(&filtered(45), many.clone()).await), "DOCUMENT_TOO_COMPLEX");
        assert_eq!(app.ask_with(&filtered(20), many).await["errors"], Value::Null);
        assert_eq!(app.ask_with(&filtered(45), json!({})).await["errors"], Value::Null);
    }

    async fn what_takes_the_database_too_long_is_given_up(database: TestDatabase) {
        let mut settings = database.settings();
        settings.database.statement_timeout_ms = 300;
        is_given_up(&database, settings).await;
    }

    async fn an_operation_has_an_end_however_many_statements_it_takes(database: TestDatabase) {
        let mut settings = database.settings();
        settings.database.operation_timeout_ms = 300;
        is_given_up(&database, settings).await;
    }

    async fn the_time_of_an_operation_runs_while_it_reads_nothing(database: TestDatabase) {
        let mut settings = database.settings();
        settings.database.operation_timeout_ms = 1_000;
        let app = TestApp::start_with(&database, settings).await;
        let (operation, other) = (app.store.operation_snapshot(), app.store.snapshot());
        record_head(&operation).await.expect("the record");
        record_head(&other).await.expect("the record");
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        assert!(matches!(record_head(&operation).await, Err(StoreError::OutOfTime)));
        record_head(&other).await.expect("the record");
    }

    async fn a_fragment_that_is_never_spread_counts_too(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let unused = exponential().replacen(&"...f0 ".repeat(10), "feedPosition", 1);
        assert_eq!(app.code(&unused).await, "DOCUMENT_TOO_COMPLEX");
    }

    async fn a_fragment_that_spreads_itself_is_invalid(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        // Every fragment spreads the next and all before it: as many simple paths as there are orders.
        let spreads = |of: usize| (0..of).chain([of + 1]).map(|to| format!("...f{to}")).collect::<Vec<_>>().join(" ");
        let tangle: Vec<String> = (0..40).map(|of| format!("fragment f{of} on Query {{ {} }}", spreads(of))).collect();
        let tangle = format!("{{ ...f0 }} {} fragment f40 on Query {{ ...f0 }}", tangle.join(" "));
        assert_eq!(app.code(&tangle).await, "GRAPHQL_VALIDATION_FAILED");
        let answer = app.ask("{ ...f } fragment f on Query { ...g } fragment g on Query { ...f }").await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    }

    async fn a_subscription_asks_for_one_field(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        for document in [
            "subscription { a: recordChanged { cursor } b: recordChanged { cursor } }",
            "subscription { ...f } fragment f on Subscription { recordChanged { cursor } }",
            "subscription { recordChanged @skip(if: true) { cursor } }",
        ] {
            assert_eq!(error_code(&over_socket(&app, document).await), "GRAPHQL_VALIDATION_FAILED");
        }
    }

    async fn variables_are_there_and_of_a_reasonable_size(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let document = "query ($a: Boolean!, $l: [Locale!]) { feedPosition @include(if: $a) meetings { nodes { title(locales: $l) } } }";
        assert_eq!(error_code(&app.ask_with(document, json!({})).await), "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(error_code(&app.ask_with(document, json!({ "a": null })).await), "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(app.ask_with(document, json!({ "a": false, "l": ["en"] })).await.get("errors"), None);
        let many = vec!["en"; 1_000];
        assert_eq!(error_code(&app.ask_with(document, json!({ "a": true, "l": many })).await), "BAD_INPUT");
        let long = "x".repeat(10_000);
        assert_eq!(error_code(&app.ask_with(document, json!({ "a": true, "l": [long] })).await), "BAD_INPUT");
    }

    async fn a_socket_that_does_not_read_keeps_nothing_from_others(database: TestDatabase) {
        let mut settings = database.settings();
        // What is kept from them never comes; on a slow machine, waiting for their turn may take long.
        settings.database.acquire_timeout_ms = 60_000;
        let app = TestApp::start_with(&database, settings).await;
        crate::harness::documents::publish_sample(&app.store).await;
        let mut socket = app.socket().await;
        let large = "{ meetings(first: 100) { nodes { id title slug label publishedAt updatedAt places { city area { names { value } } } parties { names { value } } } } }";
        // Far more answers than fit into the buffers on the way; none of them is read.
        for number in 0..60 {
            socket.subscribe(&number.to_string(), large, json!({})).await;
        }
        for _ in 0..10 {
            app.data("{ meetings(first: 1) { nodes { title } } }").await;
        }
    }

    async fn graphiql_can_read_the_schema(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let answer = app.ask(include_str!("harness/introspection.graphql")).await;
        assert_eq!(answer.get("errors"), None);
    }
}
