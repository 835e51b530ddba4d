//! Facets: what a list holds along each dimension is what one counts by hand.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::documents::publish_sample;
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// Filters of meetings, without their braces.
const FILTERS: [&str; 4] = [
    "",
    r#"during: { from: "2015", until: "2020" }"#,
    "kinds: [MEETING, FORUM], statuses: [HELD]",
    "participant: { roles: [CHAIR, HOST] }",
];

/// What lists of meetings are asked for, with a place for the arguments of the list.
const LISTS: [(&str, &str); 3] = [
    ("{ meetings", "}"),
    (r#"{ mechanism(by: { slug: "trilateral-summit" }) { meetings"#, "} }"),
    (r#"{ area(code: "JP") { meetings"#, "} }"),
];

const FACETS: &str = "facets { years { value count } levels { value count } mechanisms { mechanism { slug } count }
    areas { area { code } count } roles { value count } locales { value count } types { value count } }";

/// The one list in an answer.
fn list(answer: &Value) -> &Value {
    let inner = answer.as_object().and_then(|fields| fields.values().next()).expect("a field");
    if inner.get("pageInfo").is_some() || inner.get("totalCount").is_some() { inner } else { list(inner) }
}

/// What is counted by hand: how many meetings there are, and of these in each year, with each role, and in each language.
#[derive(Default)]
struct Counts {
    all: i64,
    years: BTreeMap<Option<i64>, i64>,
    roles: BTreeMap<String, i64>,
    locales: BTreeMap<String, i64>,
}

async fn counted(app: &TestApp, (begin, end): (&str, &str), filter: &str) -> Counts {
    let (mut counts, mut after) = (Counts::default(), Value::Null);
    loop {
        let asked = format!(
            "{begin}(filter: {{ {filter} }}, first: 50, after: {after}) {{ pageInfo {{ hasNextPage endCursor }}
               nodes {{ startDate titles {{ locale }} participants(first: 100) {{ nodes {{ roles }} }} }} }} {end}"
        );
        let answer = app.data(&asked).await;
        let page = list(&answer);
        for node in page["nodes"].as_array().expect("nodes") {
            counts.all += 1;
            let year = node["startDate"].as_str().map(|date| date[..4].parse().expect("a year"));
            *counts.years.entry(year).or_default() += 1;
            let texts = |list: &Value, of: &str| -> Vec<String> {
                let mut texts: Vec<String> =
                    list.as_array().into_iter().flatten().map(|one| one[of].to_string()).collect();
                texts.sort();
                texts.dedup();
                texts
            };
            for locale in texts(&node["titles"], "locale") {
                *counts.locales.entry(locale).or_default() += 1;
            }
            let mut roles: Vec<String> = node["participants"]["nodes"]
                .as_array()
                .expect("participants")
                .iter()
                .flat_map(|one| one["roles"].as_array().expect("roles").iter().map(Value::to_string))
                .collect();
            roles.sort();
            roles.dedup();
            for role in roles {
                *counts.roles.entry(role).or_default() += 1;
            }
        }
        if page["pageInfo"]["hasNextPage"] != true {
            return counts;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn told(facets: &Value, dimension: &str) -> BTreeMap<String, i64> {
    let of = |one: &Value| (one["value"].to_string(), one["count"].as_i64().expect("a count"));
    facets[dimension].as_array().expect(dimension).iter().map(of).collect()
}

on_both_databases! {
    async fn facets_are_what_is_counted_by_hand(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        for (begin, end) in LISTS {
            for filter in FILTERS {
                let asked = |more: &str, fields: &str| format!("{begin}(first: 1, filter: {{ {filter} {more} }}) {{ totalCount {fields} }} {end}");
                let answer = app.data(&asked("", FACETS)).await;
                let page = list(&answer);
                let facets = &page["facets"];
                let counts = counted(&app, (begin, end), filter).await;
                assert!(counts.all > 0, "{begin} {filter}");
                assert_eq!(page["totalCount"], counts.all);
                let years: BTreeMap<String, i64> =
                    counts.years.iter().map(|(year, count)| (json!(year).to_string(), *count)).collect();
                assert_eq!(told(facets, "years"), years, "{begin} {filter}");
                assert_eq!(told(facets, "roles"), counts.roles, "{begin} {filter}");
                assert_eq!(told(facets, "locales"), counts.locales, "{begin} {filter}");
                assert_eq!(facets["types"], json!([{ "value": "MEETING", "count": counts.all }]));
                let order: Vec<i64> = facets["years"].as_array().expect("years").iter().filter_map(|one| one["value"].as_i64()).collect();
                assert!(order.is_sorted_by(|one, next| one > next), "{order:?}");
                // As many as the list has when it is also restricted to the value.
                let values = |dimension: &str| facets[dimension].as_array().expect(dimension).clone();
                for one in values("levels") {
                    let narrower = app.data(&asked(&format!("levels: [{}]", one["value"].as_str().expect("a level")), "")).await;
                    assert_eq!(list(&narrower)["totalCount"], one["count"], "{one}");
                }
                for one in values("mechanisms").iter().take(8) {
                    let narrower = app.data(&asked(&format!("mechanisms: [{{ slug: {} }}]", one["mechanism"]["slug"]), "")).await;
                    assert_eq!(list(&narrower)["totalCount"], one["count"], "{one}");
                }
                for one in values("areas").iter().take(8) {
                    let narrower = app.data(&asked(&format!("areas: [{}]", one["area"]["code"]), "")).await;
                    assert_eq!(list(&narrower)["totalCount"], one["count"], "{one}");
                }
                for dimension in ["levels", "mechanisms", "areas", "roles", "locales"] {
                    let counts: Vec<i64> = values(dimension).iter().filter_map(|one| one["count"].as_i64()).collect();
                    assert!(counts.is_sorted_by(|one, next| one >= next), "{dimension}: {counts:?}");
                }
            }
        }
    }

    async fn topics_are_those_of_all_mechanisms(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        for filter in ["", "levels: [MINISTERIAL]"] {
            let asked = format!("{{ mechanisms(first: 100, filter: {{ {filter} }}) {{ totalCount nodes {{ topics }} facets {{ topics {{ value count }} }} }} }}");
            let data = app.data(&asked).await;
            let nodes = data["mechanisms"]["nodes"].as_array().expect("nodes");
            assert_eq!(data["mechanisms"]["totalCount"], nodes.len());
            let mut topics = BTreeMap::new();
            for topic in nodes.iter().flat_map(|node| node["topics"].as_array().expect("topics")) {
                *topics.entry(topic.to_string()).or_default() += 1;
            }
            assert!(topics.len() > 5, "{topics:?}");
            assert_eq!(told(&data["mechanisms"]["facets"], "topics"), topics);
        }
    }

    async fn every_list_of_items_has_facets(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        for (list, facet) in [
            ("people", "locales { count }"), ("organizations", "areas { count }"), ("mechanisms", "levels { count }"),
            ("articles", "years { count }"), ("publications", "years { count }"), ("mediaItems", "locales { count }"),
            ("indicators", "locales { count }"),
        ] {
            let data = app.data(&format!("{{ {list} {{ totalCount facets {{ types {{ count }} {facet} }} }} }}")).await;
            assert_eq!(data[list]["facets"]["types"][0]["count"], data[list]["totalCount"], "{list}");
            let found = data[list]["facets"].as_object().expect("facets").values().all(|counts| counts[0]["count"].as_i64() > Some(0));
            assert!(found, "{data}");
        }
        let asked = r#"{ person(by: { slug: "lee-hee-sup" }) { meetings { totalCount facets { years { count } } } } }"#;
        let data = app.data(asked).await;
        let meetings = &data["person"]["meetings"];
        let years = meetings["facets"]["years"].as_array().expect("years");
        assert_eq!(years.iter().filter_map(|one| one["count"].as_i64()).sum::<i64>(), meetings["totalCount"].as_i64().expect("a count"));
        assert!(!years.is_empty());
    }
}
