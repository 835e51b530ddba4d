//! GET for every question: each operation has an address, its parameters are typed, and what cannot be answered
//! says why.

mod description;
mod documents;
mod representations;
mod trusted;

use std::collections::BTreeMap;
use std::path::Path;

use reqwest::Response;
use serde_json::{Value, json};

use crate::harness::documents::publish_sample;
use crate::harness::{TestApp, TestDatabase, error_code, on_both_databases};

/// The operations that are checked in: the examples of each, by name.
pub fn examples() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("operations");
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let read = |file: std::path::PathBuf| {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("text");
        let example = text.lines().find_map(|line| line.strip_prefix("# example:")).expect("an example");
        (name, example.trim().to_owned())
    };
    files.map(read).collect()
}

async fn get(app: &TestApp, address: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = app.http().get(format!("{}{address}", app.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
}

async fn json_of(app: &TestApp, address: &str) -> Value {
    get(app, address, &[]).await.json().await.expect("JSON")
}

on_both_databases! {
    async fn every_question_has_an_address_and_an_answer(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let examples = examples();
        assert!(examples.len() >= 12);
        for (name, example) in examples {
            let response = get(&app, &format!("/api/{name}?{example}"), &[]).await;
            assert_eq!(response.status(), 200, "{name}");
            assert_eq!(header(&response, "content-type"), "application/json; charset=utf-8");
            assert!(!header(&response, "x-request-id").is_empty());
            let answer: Value = response.json().await.expect("JSON");
            assert_eq!(answer.as_object().expect("an object").keys().collect::<Vec<_>>(), ["data"], "{name}");
            let roots: Vec<&Value> = answer["data"].as_object().expect("data").values().collect();
            assert!(!roots.is_empty() && roots.iter().all(|root| !root.is_null()), "{name}: {answer}");
        }
    }

    async fn an_answer_is_that_of_the_document(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let document = include_str!("../../../operations/meetings-of-person.graphql");
        let variables = json!({
            "person": { "slug": "lee-hee-sup" }, "from": "2025-08", "until": "2025-09",
            "kinds": ["VISIT", "TALK"], "first": 2,
        });
        let posted = app.ask_with(document, variables).await;
        let meetings = &posted["data"]["person"]["meetings"];
        assert_eq!(meetings["edges"].as_array().map(Vec::len), Some(2));
        let query = "from=2025-08&until=2025-09&kinds=VISIT&kinds=TALK&first=2";
        let by_slug = json_of(&app, &format!("/api/meetings-of-person?person=lee-hee-sup&{query}")).await;
        assert_eq!(by_slug, posted);
        let person = app.data(r#"{ person(by: { slug: "lee-hee-sup" }) { id } }"#).await;
        let id = person["person"]["id"].as_str().expect("an id").to_owned();
        assert_eq!(json_of(&app, &format!("/api/meetings-of-person.json?person={id}&{query}")).await, posted);
        // Who is not there is null, as everywhere.
        let nobody = get(&app, "/api/meetings-of-person?person=nobody", &[]).await;
        assert_eq!(nobody.status(), 200);
        assert_eq!(nobody.json::<Value>().await.expect("JSON"), json!({ "data": { "person": null } }));
    }

    async fn languages_are_those_of_the_reader(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let address = "/api/timeline-of-mechanism?mechanism=trilateral-summit";
        for (language, label) in [("ja", "日中韓首脳会議"), ("en", "Trilateral Summit")] {
            let response = get(&app, address, &[("accept-language", language)]).await;
            assert_eq!(header(&response, "vary"), "accept, accept-language, authorization");
            let answer: Value = response.json().await.expect("JSON");
            assert_eq!(answer["data"]["mechanism"]["label"], label);
        }
    }

    async fn wrong_parameters_are_named(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        for (address, code, said) in [
            ("upcoming-meetings", "BAD_INPUT", "`from`: is required"),
            ("upcoming-meetings?from=soon", "BAD_INPUT", "`from`: `soon` is not a date"),
            ("upcoming-meetings?from=", "BAD_INPUT", "`from`: `` is not a date"),
            ("upcoming-meetings?from=2025&from=2026", "BAD_INPUT", "`from`: is given 2 times"),
            ("upcoming-meetings?from=2025&colour=red", "BAD_INPUT", "`colour`: is not a parameter of `upcoming-meetings`; it takes from"),
            ("upcoming-meetings?from=2025&first=many", "BAD_INPUT", "`first`: `many` is not a whole number"),
            ("upcoming-meetings?from=2025&first=3000000000", "BAD_INPUT", "`first`"),
            ("upcoming-meetings?from=2025&first=101", "BAD_INPUT", "`first`"),
            ("upcoming-meetings?from=2025&after=nonsense", "CURSOR_MALFORMED", "`after`"),
            ("upcoming-meetings?from=2025&mechanisms=nothing", "UNKNOWN_ITEM", "nothing"),
            ("meetings?kinds=FORUM&kinds=PARTY", "BAD_INPUT", "`kinds`: `PARTY` is none of"),
            ("meetings?areas=Atlantis", "BAD_INPUT", "Atlantis"),
            ("search?query=tcs&typeAhead=maybe", "BAD_INPUT", "`typeAhead`: `maybe` is neither true nor false"),
            ("mechanism-counts?first=1", "BAD_INPUT", "takes none"),
        ] {
            let response = get(&app, &format!("/api/{address}"), &[]).await;
            assert_eq!(response.status(), 400, "{address}");
            assert_eq!(header(&response, "cache-control"), "no-store");
            assert_eq!(header(&response, "etag"), "");
            let answer: Value = response.json().await.expect("JSON");
            assert_eq!(error_code(&answer), code, "{address}");
            let message = answer["errors"][0]["message"].as_str().expect("a message");
            assert!(message.contains(said), "{address}: {message}");
        }
        // Everything that is wrong is said at once.
        let answer = json_of(&app, "/api/upcoming-meetings?colour=red&first=x").await;
        assert_eq!(answer["errors"].as_array().map(Vec::len), Some(3), "{answer}");
        // So much cannot be meant.
        let many = "kinds=FORUM&".repeat(201);
        assert_eq!(get(&app, &format!("/api/meetings?{many}"), &[]).await.status(), 400);
    }

    async fn what_is_not_there_or_not_allowed_says_so(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        for (path, said) in [
            ("upcoming-meeting", "did you mean upcoming-meetings"),
            ("meetings.xml", "/api has all"),
            ("meetings.json.csv", "did you mean meetings"),
            ("%ff", "there is no question `?`"),
            ("qqqqq", "there is no question `qqqqq`: /api has all of them"),
        ] {
            let response = get(&app, &format!("/api/{path}"), &[]).await;
            assert_eq!(response.status(), 404, "{path}");
            let answer: Value = response.json().await.expect("JSON");
            assert_eq!(error_code(&answer), "UNKNOWN_OPERATION");
            let message = answer["errors"][0]["message"].as_str().expect("a message");
            assert!(message.contains(said), "{message}");
        }
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
            let response = app.http().request(method, format!("{}/api/meetings", app.url)).send().await.expect("an answer");
            assert_eq!((response.status().as_u16(), header(&response, "allow")), (405, "GET, HEAD"));
            assert_eq!(error_code(&response.json().await.expect("JSON")), "BAD_INPUT");
        }
        let accept = |accept: &'static str| [("accept", accept)];
        assert_eq!(get(&app, "/api/mechanism-counts", &accept("image/png")).await.status(), 406);
        // The address says what is wanted.
        assert_eq!(get(&app, "/api/mechanism-counts.json", &accept("image/png")).await.status(), 200);
        let modern = get(&app, "/api/mechanism-counts", &accept("application/graphql-response+json")).await;
        assert_eq!(header(&modern, "content-type"), "application/graphql-response+json; charset=utf-8");
        let refused = app.http().get(format!("{}/api/mechanism-counts", app.url)).bearer_auth("no-token");
        let refused = refused.send().await.expect("an answer");
        assert_eq!(refused.status(), 401);
        assert_eq!(error_code(&refused.json().await.expect("JSON")), "TOKEN_REFUSED");
    }
}
