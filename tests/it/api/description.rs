//! The OpenAPI description: it is one, it describes exactly the addresses there are, and answers are as it says.

use std::collections::BTreeSet;

use boon::{Compiler, Schemas};
use serde_json::Value;

use super::{examples, get, header, json_of};
use crate::harness::documents::publish_sample;
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// Where the description is thought to be while it is read.
const HERE: &str = "http://localhost/api";

/// What does not fit a schema of the description.
fn misfit(description: &Value, pointer: &str, value: &Value) -> Option<String> {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.add_resource(HERE, description.clone()).expect("a resource");
    let schema = compiler.compile(&format!("{HERE}#{pointer}"), &mut schemas);
    let schema = schema.unwrap_or_else(|error| panic!("{pointer}: {error:#}"));
    schemas.validate(value, schema).err().map(|error| error.to_string())
}

on_both_databases! {
    async fn the_description_is_openapi(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let description = json_of(&app, "/api").await;
        let openapi: Value = serde_json::from_str(include_str!("../../data/openapi-3.1.schema.json")).expect("JSON");
        let id = openapi["$id"].as_str().expect("an id").to_owned();
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler.add_resource(&id, openapi).expect("a resource");
        let schema = compiler.compile(&id, &mut schemas).expect("a schema");
        let valid = schemas.validate(&description, schema);
        assert!(valid.is_ok(), "{}", valid.expect_err("problems"));
        // It would notice.
        let mut broken = description.clone();
        broken["paths"]["/api/meetings"]["get"]["parameters"][0]["in"] = "nowhere".into();
        assert!(schemas.validate(&broken, schema).is_err());
        // What is referred to is there.
        let text = description.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().expect("a pointer");
            assert!(description.pointer(pointer).is_some(), "{pointer}");
        }
    }

    async fn exactly_the_addresses_are_described(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let description = json_of(&app, "/api").await;
        let described: BTreeSet<&str> = description["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
        let names = examples();
        let mut there: BTreeSet<String> = names.keys().map(|name| format!("/api/{name}")).collect();
        there.insert("/api".to_owned());
        assert_eq!(described, there.iter().map(String::as_str).collect());

        let meetings = &description["paths"]["/api/upcoming-meetings"]["get"];
        let parameter = |name: &str| {
            let parameters = meetings["parameters"].as_array().expect("parameters");
            parameters.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name}")).clone()
        };
        assert_eq!(parameter("from")["required"], true);
        assert_eq!(parameter("from")["schema"]["$ref"], "#/components/schemas/PartialDate");
        assert_eq!(parameter("mechanisms")["schema"]["type"], "array");
        assert_eq!(parameter("first")["description"], "This many from the start, 1 to 100.");
        let kinds = description["components"]["schemas"]["MeetingKind"]["enum"].as_array().expect("words");
        assert!(kinds.iter().any(|kind| kind == "FORUM"));
        let ways = &description["paths"]["/api/ways-between-people"]["get"]["parameters"];
        assert_eq!(ways[2]["schema"]["default"], 4);
    }

    async fn answers_are_as_described(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let description = json_of(&app, "/api").await;
        for (name, example) in examples() {
            let answer = json_of(&app, &format!("/api/{name}?{example}")).await;
            let content = format!("/paths/~1api~1{name}/get/responses/200/content");
            let schema = description.pointer(&format!("{content}/application~1json/schema/$ref")).expect("a schema");
            let pointer = schema.as_str().expect("a reference").trim_start_matches('#').to_owned();
            assert_eq!(misfit(&description, &pointer, &answer), None, "{name}");
            let columns = description.pointer(&format!("{content}/text~1csv/schema/description")).expect("columns");
            let csv = get(&app, &format!("/api/{name}.csv?{example}"), &[]).await.text().await.expect("text");
            let header = csv.lines().next().expect("a line").replace(',', ", ");
            assert!(columns.as_str().expect("text").contains(&header), "{name}: {columns}");
        }
        let refused = json_of(&app, "/api/meetings?first=0").await;
        assert_eq!(misfit(&description, "/components/schemas/Errors", &refused), None);
        // It would notice.
        assert!(misfit(&description, "/components/schemas/MeetingsAnswer", &refused).is_some());
    }

    async fn people_get_a_page(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let accept = [("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")];
        let response = get(&app, "/api", &accept).await;
        assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
        assert!(header(&response, "content-security-policy").contains("default-src 'none'"));
        let page = response.text().await.expect("text");
        assert!(!page.contains("<script"));
        let links: Vec<String> =
            page.split("href=\"").skip(1).map(|link| link.split('"').next().expect("a link").replace("&amp;", "&")).collect();
        assert_eq!(links.len(), 1 + 2 * examples().len());
        for link in links {
            assert_eq!(get(&app, &link, &[]).await.status(), 200, "{link}");
        }
        assert_eq!(get(&app, "/api", &[("accept", "image/png")]).await.status(), 406);
        let posted = app.http().post(format!("{}/api", app.url)).send().await.expect("an answer");
        assert_eq!((posted.status().as_u16(), header(&posted, "allow")), (405, "GET, HEAD"));
    }
}
