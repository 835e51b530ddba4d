//! Statements: what sources say, of items and their parts, beside each other; read from every end.

use serde_json::{Value, json};

use crate::harness::documents::{article, document_problems, meeting, organization, person, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

fn countries(value: &str, number: &str) -> Value {
    json!({ "field": "countriesRepresented", "value": value, "number": number, "qualifier": "EXACT", "basis": "STATED",
        "quote": format!("the {value} countries"), "location": "body", "source": { "item": { "article": { "slug": "news" } } } })
}

/// A roundtable of which one article says two things, a participant who said something himself, and a post.
async fn stated(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    let mut roundtable = meeting("roundtable", None, "2025-08-26");
    roundtable["meeting"]["statements"] = json!([countries("five", "5"), countries("six", "6")]);
    roundtable["meeting"]["sessions"] = json!([{ "number": 1, "statements": [
        { "field": "title", "basis": "INFERRED", "source": { "url": "https://example.org/programme" } }] }]);
    roundtable["meeting"]["participants"] = json!([{ "actor": { "person": { "slug": "minister" } }, "roles": ["ATTENDEE"], "statements": [
        { "field": "actor", "basis": "STATED", "statedBy": { "person": { "slug": "minister" } }, "source": { "item": { "article": { "slug": "news" } } } }] }]);
    let mut minister = person("minister", "CHO Hyun");
    minister["person"]["positions"] = json!([{ "organization": { "slug": "ministry" }, "post": "minister",
        "statements": [{ "field": "title", "value": "Minister", "basis": "STATED", "source": { "url": "https://example.org/minister" } }] }]);
    publish(
        &app.store,
        vec![roundtable, minister, organization("ministry", None, "KR"), article("news", "2025-08-26")],
    )
    .await;
    app
}

on_both_databases! {
    async fn contradicting_statements_stand_side_by_side(database: TestDatabase) {
        let app = stated(&database).await;
        let data = app.data(r#"{ meeting(by: { slug: "roundtable" }) { statements { field value number qualifier basis quote location sourceUrl
            source { __typename slug } statedBy { __typename } subject { __typename id } } id } }"#).await;
        let statement = |value: &str, number: &str| json!({
            "field": "countriesRepresented", "value": value, "number": number, "qualifier": "EXACT", "basis": "STATED",
            "quote": format!("the {value} countries"), "location": "body", "sourceUrl": null, "source": { "__typename": "Article", "slug": "news" },
            "statedBy": null, "subject": { "__typename": "Meeting", "id": data["meeting"]["id"] },
        });
        assert_eq!(data["meeting"]["statements"], json!([statement("five", "5"), statement("six", "6")]));
    }

    async fn parts_of_items_have_statements_of_their_own(database: TestDatabase) {
        let app = stated(&database).await;
        let data = app.data(r#"{
            meeting(by: { slug: "roundtable" }) { sessions { statements { field basis sourceUrl subject { __typename } } }
                participants { nodes { statements { id field statedBy { ... on Person { slug } } subject { __typename } } } } }
            person(by: { slug: "minister" }) { statements { id } positions { nodes { statements { value sourceUrl subject { __typename } } } } }
        }"#).await;
        assert_eq!(data["meeting"]["sessions"], json!([{ "statements": [
            { "field": "title", "basis": "INFERRED", "sourceUrl": "https://example.org/programme", "subject": { "__typename": "Session" } }] }]));
        let said = &data["meeting"]["participants"]["nodes"][0]["statements"][0];
        assert_eq!((&said["field"], &said["statedBy"], &said["subject"]), (&json!("actor"), &json!({ "slug": "minister" }), &json!({ "__typename": "Participant" })));
        assert_eq!(data["person"], json!({ "statements": [], "positions": { "nodes": [{ "statements": [
            { "value": "Minister", "sourceUrl": "https://example.org/minister", "subject": { "__typename": "Position" } }] }] } }));
        let id = said["id"].as_str().expect("an id");
        let node = app.data(&format!("{{ node(id: \"{id}\") {{ id __typename ... on Statement {{ field }} }} }}")).await;
        assert_eq!(node["node"], json!({ "id": id, "__typename": "Statement", "field": "actor" }));
    }

    async fn statements_are_read_from_who_makes_them_and_from_their_source(database: TestDatabase) {
        let app = stated(&database).await;
        let data = app.data(r#"{
            person(by: { slug: "minister" }) { statementsMade { totalCount nodes { field source { slug } } } }
            article(by: { slug: "news" }) { sourceOf(first: 2) { totalCount nodes { field } pageInfo { hasNextPage endCursor } } }
        }"#).await;
        assert_eq!(data["person"]["statementsMade"], json!({ "totalCount": 1, "nodes": [{ "field": "actor", "source": { "slug": "news" } }] }));
        let sourced = &data["article"]["sourceOf"];
        assert_eq!((&sourced["totalCount"], &sourced["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
        let rest = app.data(&format!(r#"{{ article(by: {{ slug: "news" }}) {{ sourceOf(after: {}) {{ nodes {{ field }} }} }} }}"#, sourced["pageInfo"]["endCursor"])).await;
        assert_eq!(rest["article"]["sourceOf"]["nodes"].as_array().map(Vec::len), Some(1));
    }

    async fn the_keys_of_statements_stay_when_the_document_is_published_again(database: TestDatabase) {
        let app = stated(&database).await;
        let ids = async || {
            let mut data = app.data(r#"{ meeting(by: { slug: "roundtable" }) { statements { id value } } }"#).await;
            data["meeting"]["statements"].take()
        };
        let before = ids().await;
        let mut again = meeting("roundtable", None, "2025-08-26");
        again["meeting"]["statements"] = json!([countries("seven", "7"), countries("six", "6"), countries("five", "5")]);
        publish(&app.store, vec![again]).await;
        let after = ids().await;
        assert_eq!((&after[1], &after[2]), (&before[1], &before[0]));
        assert_ne!(after[0]["id"], before[0]["id"]);
    }
}

#[test]
fn every_problem_of_a_statement_is_named_at_once() {
    let mut wrong = meeting("wrong", None, "2025");
    wrong["meeting"]["statements"] = json!([
        { "field": "start date", "number": "70+", "source": { "url": "somewhere" } }, { "field": "a", "basis": "STATED", "qualifier": "ABOUT", "quote": " " },
    ]);
    assert_eq!(
        document_problems(wrong),
        [
            "Invalid statements/0/field",
            "Invalid statements/0/number",
            "Required statements/0/basis",
            "Invalid statements/0/source/url",
            "Required statements/1/number",
            "Invalid statements/1/quote",
            "Required statements/1/source",
        ]
    );
}
