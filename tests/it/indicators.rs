//! Indicators: observations by area and period with their corrections, and the declared counters.

use serde_json::{Value, json};

use crate::harness::documents::{document_problems, mechanism, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

fn indicator(slug: &str, observations: &Value) -> Value {
    json!({ "indicator": { "slug": slug, "name": [{ "locale": "en", "text": slug }], "unit": "COUNT", "observations": observations } })
}

fn slugs(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|one| one["value"].as_str().expect("a value")).collect()
}

on_both_databases! {
    async fn observations_come_by_period_and_are_found_by_area_and_time(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut travellers = indicator("travellers", &json!([
            { "area": "CJK", "period": "2014", "value": "20.47" }, { "area": "CJK", "period": "2018", "value": "30.5" },
            { "area": "CJK", "period": "2018", "value": "30.6", "vintage": "2020-01" }, { "area": "JP", "period": "2019-08", "value": "-0.5", "status": "PROVISIONAL" },
            { "area": "CJK", "period": "2030", "value": "40", "status": "TARGET" },
        ]));
        travellers["indicator"]["multiplier"] = 6.into();
        travellers["indicator"]["topic"] = "travel".into();
        travellers["indicator"]["frequency"] = "ANNUAL".into();
        publish(&app.store, vec![travellers, indicator("other", &json!([]))]).await;
        let data = app.data(r#"{ indicator(by: { slug: "travellers" }) { name unit multiplier topic frequency counter counts
            observations { totalCount nodes { id value period vintage status area { code } indicator { slug } } } } }"#).await;
        let observations = &data["indicator"]["observations"];
        assert_eq!(slugs(&observations["nodes"]), ["40", "-0.5", "30.5", "30.6", "20.47"]);
        assert_eq!(data["indicator"]["multiplier"], 6);
        assert_eq!(observations["nodes"][1]["area"], json!({ "code": "JP" }));
        let id = observations["nodes"][0]["id"].as_str().expect("an id");
        let node = app.data(&format!("{{ node(id: \"{id}\") {{ __typename ... on Observation {{ value }} }} }}")).await;
        assert_eq!(node["node"], json!({ "__typename": "Observation", "value": "40" }));
        for (filter, expected) in [
            (r#"areas: ["JP"]"#, vec!["-0.5"]), (r#"areas: ["CJK"]"#, vec!["40", "-0.5", "30.5", "30.6", "20.47"]), (r#"during: { from: "2018", until: "2019" }"#, vec!["30.5", "30.6"]),
            (r#"during: { from: "2019-08-15", until: "2019-08-16" }"#, vec![]), (r#"during: { from: "2019-08-15", until: "2019-08-16", certainty: POSSIBLE }"#, vec!["-0.5"]),
        ] {
            let data = app.data(&format!("{{ indicator(by: {{ slug: \"travellers\" }}) {{ observations(filter: {{ {filter} }}) {{ totalCount nodes {{ value }} }} }} }}")).await;
            assert_eq!(slugs(&data["indicator"]["observations"]["nodes"]), expected, "{filter}");
        }
        for (filter, expected) in [(r#"topics: ["travel"]"#, 1), (r#"areas: ["JP"]"#, 1), (r#"areas: ["KR"]"#, 0), ("", 2)] {
            let data = app.data(&format!("{{ indicators(filter: {{ {filter} }}) {{ totalCount }} }}")).await;
            assert_eq!(data["indicators"]["totalCount"], expected, "{filter}");
        }
    }

    async fn what_is_declared_stands_beside_what_is_recorded(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let counting = |slug: &str, counter: Option<&str>| {
            let mut one = mechanism(slug, "MINISTERIAL", None);
            one["mechanism"]["counter"] = json!(counter);
            one
        };
        let declaring = |slug: &str, counter: &str, counts: &str, observations: &Value| {
            let mut one = indicator(slug, observations);
            one["indicator"]["counter"] = counter.into();
            one["indicator"]["counts"] = counts.into();
            one
        };
        let stated = |text: &str, number: &str| json!([{ "field": "value", "value": text, "number": number, "qualifier": "AT_LEAST", "basis": "STATED",
            "source": { "url": "https://example.org/" } }]);
        publish(&app.store, vec![
            counting("environment", Some("ministerial")), counting("health", Some("ministerial")), counting("others", None), counting("summit", Some("summit")),
            declaring("declared-ministerial", "ministerial", "MECHANISMS", &json!([
                { "area": "CJK", "period": "2011-09-01", "value": "17" }, { "area": "CJK", "period": "2025-09", "value": "20" },
                { "area": "CJK", "period": "2025-09", "value": "21", "vintage": "2025-10" }])),
            declaring("declared-others", "other", "MECHANISMS", &json!([{ "area": "CJK", "period": "2025-09", "value": "70", "statements": stated("70+", "70") }])),
            declaring("declared-countries", "countries", "PARTIES", &json!([{ "area": "CJK", "period": "2025-09", "value": "3" }])),
        ]).await;
        let data = app.data("{ mechanismCounts { counter counts recorded declared { text number qualifier date observation { id } } indicator { slug } } }").await;
        let mut counts = data["mechanismCounts"].clone();
        for count in counts.as_array_mut().expect("counters") {
            if let Some(declared) = count["declared"].as_object_mut() {
                assert!(declared.remove("observation").is_some_and(|observation| observation["id"].is_string()));
            }
        }
        let declared = |text: &str, number: &str, qualifier: &str| json!({ "text": text, "number": number, "qualifier": qualifier, "date": "2025-09" });
        assert_eq!(counts, json!([
            { "counter": "countries", "counts": "PARTIES", "recorded": 3, "declared": declared("3", "3", "EXACT"), "indicator": { "slug": "declared-countries" } },
            { "counter": "ministerial", "counts": "MECHANISMS", "recorded": 2, "declared": declared("21", "21", "EXACT"), "indicator": { "slug": "declared-ministerial" } },
            { "counter": "other", "counts": "MECHANISMS", "recorded": 0, "declared": declared("70+", "70", "AT_LEAST"), "indicator": { "slug": "declared-others" } },
            { "counter": "summit", "counts": "MECHANISMS", "recorded": 1, "declared": null, "indicator": null },
        ]));
    }
}

#[test]
fn every_problem_of_an_indicator_is_named_at_once() {
    let problems = document_problems(json!({ "indicator": {
        "slug": "i", "unit": "per cent", "multiplier": 40, "counter": "ministerial",
        "observations": [{ "value": "70+" }, { "area": "XX", "period": "2025", "value": "1" }, { "area": "XX", "period": "2025", "value": "2" }],
    } }));
    assert_eq!(
        problems,
        [
            "Required name",
            "Invalid unit",
            "Invalid multiplier",
            "Contradiction counts",
            "Required observations/0/area",
            "Required observations/0/period",
            "Invalid observations/0/value",
            "UnknownArea observations/1/area",
            "UnknownArea observations/2/area",
            "Duplicate observations/2",
        ]
    );
}
