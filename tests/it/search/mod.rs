//! Search: what is found, in which order, and where; over the sample record and as it changes.

use std::collections::BTreeSet;

use rapporteur::store::{Change, EditorAccess, Release};
use serde_json::{Value, json};

use crate::harness::documents::{article, mechanism, meeting, person, publish, publish_sample};
use crate::harness::{Backend, TestApp, TestDatabase, on_both_databases};

const QUESTIONS: &str = include_str!("questions.txt");

/// A question of the list.
struct Question {
    text: &'static str,
    is_ahead: bool,
    first: Option<&'static str>,
    expected: Vec<&'static str>,
}

fn questions() -> Vec<Question> {
    let lines = QUESTIONS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (text, expected) = line.split_once(" => ").expect("a question and what it finds");
            let expected: Vec<&str> = expected.split(", ").collect();
            Question {
                text: text.trim_start_matches('~'),
                is_ahead: text.starts_with('~'),
                first: expected[0].strip_prefix('!'),
                expected: expected.iter().map(|slug| slug.trim_start_matches('!')).collect(),
            }
        })
        .collect()
}

const SEARCH: &str = "query($query: String!, $typeAhead: Boolean!, $first: Int, $after: String, $last: Int, $before: String, $filter: ItemFilter) {
  search(query: $query, typeAhead: $typeAhead, first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor rank node { slug } highlights { field locale text isExcerpt ranges { start end } } } } }";

async fn search(app: &TestApp, mut variables: Value) -> Value {
    if variables["typeAhead"].is_null() {
        variables["typeAhead"] = false.into();
    }
    let answer = app.ask_with(SEARCH, variables).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["search"].clone()
}

fn slugs(found: &Value) -> Vec<String> {
    let edges = found["edges"].as_array().expect("edges");
    edges.iter().map(|edge| edge["node"]["slug"].as_str().expect("a slug").to_owned()).collect()
}

/// The sample record, served, and its database, which is removed when it is dropped.
async fn sample(backend: Backend) -> (TestApp, TestDatabase) {
    let database = TestDatabase::create(backend).await;
    let app = TestApp::start(&database).await;
    publish_sample(&app.store).await;
    (app, database)
}

#[tokio::test]
async fn everything_that_people_look_for_is_found_alike_on_both_databases() {
    let ((sqlite, _file), (postgres, _database)) = (sample(Backend::Sqlite).await, sample(Backend::Postgres).await);
    let questions = questions();
    assert!(questions.len() >= 60);
    let mut wrong = Vec::new();
    for question in &questions {
        let variables = json!({ "query": question.text, "typeAhead": question.is_ahead, "first": 100 });
        let found = search(&sqlite, variables.clone()).await;
        assert_eq!(found, search(&postgres, variables).await, "{}", question.text);
        let slugs = slugs(&found);
        // Short pages are found on other ways than long ones.
        for (size, app) in [(1, &sqlite), (1, &postgres), (3, &sqlite), (3, &postgres)] {
            let variables = json!({ "query": question.text, "typeAhead": question.is_ahead, "first": size });
            let all = found["edges"].as_array().expect("edges");
            let short = search(app, variables).await;
            assert_eq!(short["edges"], json!(all[..all.len().min(size)]), "{size} of {}", question.text);
        }
        for expected in question.expected.iter().filter(|expected| !slugs.iter().any(|slug| slug == *expected)) {
            wrong.push(format!("{} does not find {expected}, but {slugs:?}", question.text));
        }
        if question.first.is_some_and(|first| slugs.first().map(String::as_str) != Some(first)) {
            wrong.push(format!("{} finds first {:?}", question.text, slugs.first()));
        }
        for edge in found["edges"].as_array().expect("edges") {
            if edge["highlights"].as_array().is_none_or(Vec::is_empty) {
                wrong.push(format!("{} does not say where it is in {}", question.text, edge["node"]["slug"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

on_both_databases! {
    async fn pages_in_either_direction_are_parts_of_one_list(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        for query in ["seoul", "lee", "trilateral cooperation", "会议"] {
            let whole = search(&app, json!({ "query": query, "first": 100 })).await;
            let all: Vec<Value> = whole["edges"].as_array().expect("edges").clone();
            assert!(all.len() > 7, "{query}");
            if whole["pageInfo"]["hasNextPage"] == false {
                assert_eq!(whole["totalCount"], all.len(), "{query}");
            }
            let forward = walk(&app, query, ("first", "after", "endCursor", "hasNextPage"), all.len()).await;
            assert_eq!(forward, all, "{query}");
            let last = json!({ "query": query, "last": 3, "before": all[7]["cursor"] });
            assert_eq!(search(&app, last).await["edges"], json!(all[4..7]), "{query}");
        }
    }

    async fn a_content_type_is_found_as_it_is_among_all(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let types: Vec<Value> = ["PERSON", "ORGANIZATION", "MECHANISM", "MEETING", "ARTICLE", "PUBLICATION", "MEDIA_ITEM", "INDICATOR"]
            .map(Value::from)
            .into();
        let some = [json!(["PERSON", "ORGANIZATION"]), json!(["ORGANIZATION", "INDICATOR"]), json!(["ARTICLE", "PERSON"])];
        for query in ["cooperation", "meeting", "korea", "of", "lee", "会"] {
            let all = everything(&app, json!({ "query": query })).await;
            // More than a page, but for two.
            assert!(all.len() > 100 || ["lee", "会"].contains(&query), "{query}: {}", all.len());
            for types in types.iter().map(|one| json!([one])).chain(some.clone()) {
                let is_among = |found: &&Value| types.as_array().expect("types").contains(&found["node"]["itemType"]);
                let expected: Vec<&Value> = all.iter().filter(is_among).collect();
                let filter = json!({ "query": query, "filter": { "types": types } });
                let found = everything(&app, filter.clone()).await;
                assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter}");
                let backward = json!({ "query": query, "filter": { "types": types }, "last": 5 });
                let last: Vec<Value> = edges(&app, backward).await;
                assert_eq!(last[..], found[found.len().saturating_sub(5)..], "{filter}");
            }
        }
    }

    async fn what_is_found_follows_each_publication(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![article("harvest", "2025-01-01"), meeting("harvest-festival", None, "2025-02-01")]).await;
        assert_eq!(slugs(&search(&app, json!({ "query": "harvests" })).await), ["harvest-festival", "harvest"]);

        let mut changed = article("harvest", "2025-01-01");
        changed["article"]["headline"] = json!([{ "locale": "en", "text": "Sowing" }]);
        changed["article"]["body"] = json!([{ "locale": "ko", "text": "가을의 수확" }]);
        let outcome = publish(&app.store, vec![changed]).await;
        assert_eq!(slugs(&search(&app, json!({ "query": "harvest" })).await), ["harvest-festival"]);
        assert_eq!(slugs(&search(&app, json!({ "query": "sowing" })).await), ["harvest"]);
        assert_eq!(slugs(&search(&app, json!({ "query": "수확" })).await), ["harvest"]);

        let before = search(&app, json!({ "query": "harvest" })).await;
        assert_eq!(before["totalCount"], 1);
        app.store.rebuild(&EditorAccess::operator()).await.expect("a rebuild");
        assert_eq!(search(&app, json!({ "query": "harvest" })).await, before);
        assert_eq!(slugs(&search(&app, json!({ "query": "sowing" })).await), ["harvest"]);

        let withdraw = Change::Withdraw { item: outcome.items[0], expected_revision: None, detach: false };
        app.store.publish(&EditorAccess::operator(), Release { changes: vec![withdraw] }).await.expect("a withdrawal");
        assert_eq!(search(&app, json!({ "query": "sowing" })).await["totalCount"], 0);
    }

    async fn better_matches_come_first_and_say_where_they_match(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut told = article("told", "2025-03-01");
        told["article"]["headline"] = json!([{ "locale": "en", "text": "News" }]);
        told["article"]["body"] = json!([{ "locale": "en", "text": format!("{}On 🎉 day Lee met Kim. {}", "word ".repeat(80), "more ".repeat(80)) }]);
        let mut shown = article("shown", "2025-02-01");
        shown["article"]["headline"] = json!([{ "locale": "en", "text": "Pictures" }]);
        shown["article"]["photos"] = json!([{ "caption": [{ "locale": "en", "text": "Lee, left" }] }]);
        publish(&app.store, vec![told, shown, person("lee", "Lee"), person("lee-soo", "LEE Soo"), person("rhee", "RHEE Ho")]).await;

        let found = search(&app, json!({ "query": "lee" })).await;
        assert_eq!(slugs(&found), ["lee", "lee-soo", "rhee", "shown", "told"]);
        let ranks: Vec<&Value> = found["edges"].as_array().expect("edges").iter().map(|edge| &edge["rank"]).collect();
        assert_eq!(ranks, ["WHOLE", "NAME", "SPELLING", "DETAILS", "TEXT"]);
        assert_eq!(found["edges"][3]["highlights"], json!([{ "field": "photos/0/caption", "locale": "en", "text": "Lee, left",
            "isExcerpt": false, "ranges": [{ "start": 0, "end": 3 }] }]));
        let told = &found["edges"][4]["highlights"][0];
        assert_eq!((&told["field"], &told["isExcerpt"]), (&json!("body"), &json!(true)));
        let units: Vec<u16> = told["text"].as_str().expect("a text").encode_utf16().collect();
        let place = |end: &str| usize::try_from(told["ranges"][0][end].as_u64().expect("a place")).expect("small");
        assert_eq!(String::from_utf16(&units[place("start")..place("end")]).expect("text"), "Lee");
        assert!(told["text"].as_str().expect("a text").chars().count() <= 240);
    }

    async fn a_given_name_is_shown_however_it_is_parted(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut said = article("said", "2025-03-01");
        said["article"]["headline"] = json!([{ "locale": "en", "text": "Hee sup of the hill" }]);
        publish(&app.store, vec![person("parted", "LEE Hee-sup"), person("apart", "RHEE Hee Sup"), said]).await;
        for (query, expected) in [
            ("heesup", vec![("apart", vec![(5, 8), (9, 12)]), ("parted", vec![(4, 7), (8, 11)])]),
            ("heesup heesup heesup", vec![("apart", vec![(5, 8), (9, 12)]), ("parted", vec![(4, 7), (8, 11)])]),
            ("lee heesup", vec![("parted", vec![(0, 3), (4, 7), (8, 11)]), ("apart", vec![(0, 4), (5, 8), (9, 12)])]),
        ] {
            let found = search(&app, json!({ "query": query })).await;
            let mut shown: Vec<(&str, Vec<(u64, u64)>)> = Vec::new();
            for edge in found["edges"].as_array().expect("edges") {
                let ranges = edge["highlights"][0]["ranges"].as_array().expect("ranges");
                let range = |range: &Value| (range["start"].as_u64().expect("a place"), range["end"].as_u64().expect("a place"));
                shown.push((edge["node"]["slug"].as_str().expect("a slug"), ranges.iter().map(range).collect()));
            }
            assert_eq!(shown, expected, "{query}");
        }
    }

    async fn a_filter_follows_what_an_item_matches_by_others(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let documents = vec![
            mechanism("forestry", "SUMMIT", None),
            mechanism("fishery", "MINISTERIAL", None),
            mechanism("trees", "EXPERT", Some("forestry")),
            meeting("planting-talks", Some("trees"), "2025-02-01"),
        ];
        publish(&app.store, documents).await;
        let under = |above: &str| json!({ "query": "planting", "filter": { "mechanisms": [{ "slug": above }] } });
        let of_level = |level: &str| json!({ "query": "planting", "filter": { "levels": [level], "types": ["MEETING", "ARTICLE"] } });
        for (question, is_found) in [(under("forestry"), true), (under("fishery"), false), (of_level("EXPERT"), true)] {
            assert_eq!(slugs(&search(&app, question.clone()).await).is_empty(), !is_found, "{question}");
        }
        // The meeting is not published again, nor when its mechanism moves nor when that has another level.
        publish(&app.store, vec![mechanism("trees", "SENIOR_OFFICIALS", Some("fishery"))]).await;
        for (question, is_found) in [
            (under("forestry"), false),
            (under("fishery"), true),
            (of_level("EXPERT"), false),
            (of_level("SENIOR_OFFICIALS"), true),
        ] {
            assert_eq!(slugs(&search(&app, question.clone()).await).is_empty(), !is_found, "{question}");
        }
    }

    async fn a_filter_and_facets_agree_with_what_is_found(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let facets = "query($filter: ItemFilter) { search(query: \"summit\", filter: $filter) { totalCount
            facets { types { value count } levels { value count } areas { area { code } count } locales { value count } } } }";
        let answer = app.ask_with(facets, json!({})).await;
        let found = &answer["data"]["search"];
        let types = found["facets"]["types"].as_array().unwrap_or_else(|| panic!("{answer}"));
        let sum: u64 = types.iter().filter_map(|one| one["count"].as_u64()).sum();
        assert_eq!(found["totalCount"].as_u64(), Some(sum));
        assert!(types.len() > 3);
        for one in types {
            let some = app.ask_with(facets, json!({ "filter": { "types": [one["value"]] } })).await;
            assert_eq!(some["data"]["search"]["totalCount"], one["count"], "{one}");
        }
        for one in found["facets"]["levels"].as_array().expect("levels") {
            let some = app.ask_with(facets, json!({ "filter": { "levels": [one["value"]] } })).await;
            assert_eq!(some["data"]["search"]["totalCount"], one["count"], "{one}");
        }
        for one in found["facets"]["areas"].as_array().expect("areas") {
            assert!(one["count"].as_u64() > Some(0), "{one}");
        }
        let listed = search(&app, json!({ "query": "summit", "first": 100, "filter": { "levels": ["SUMMIT"], "types": ["MEETING"] } })).await;
        assert_eq!(listed["totalCount"], slugs(&listed).len());
        assert!(slugs(&listed).contains(&"trilateral-summit-9".to_owned()));
    }

    async fn what_is_still_being_written_is_shown_too(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![article("cooperation", "2025-01-01"), person("lee", "LEE Hee-sup")]).await;
        for (query, ranges) in [("cooperationx", json!([{ "start": 0, "end": 11 }])), ("hee-su", json!([{ "start": 4, "end": 7 }, { "start": 8, "end": 11 }]))] {
            let found = search(&app, json!({ "query": query, "typeAhead": true })).await;
            assert_eq!(found["edges"][0]["highlights"][0]["ranges"], ranges, "{query}");
        }
    }

    async fn a_filter_of_several_finds_what_one_by_one_finds(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let all = everything(&app, json!({ "query": "cooperation", "filter": { "areas": ["JP", "KR"] } })).await;
        let mut each = Vec::new();
        for area in ["JP", "KR"] {
            each.extend(everything(&app, json!({ "query": "cooperation", "filter": { "areas": [area] } })).await);
        }
        let set = |found: &[Value]| found.iter().map(Value::to_string).collect::<BTreeSet<_>>();
        assert!(all.len() > 3);
        assert_eq!(set(&all), set(&each));
        let ahead = json!({ "query": "cooperation", "filter": { "areas": ["JP", "KR"] }, "last": 3 });
        assert_eq!(edges(&app, ahead).await, all[all.len() - 3..]);
    }

    async fn what_cannot_be_looked_for_is_refused(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![person("lee", "Lee")]).await;
        let long = "a ".repeat(101);
        let many = (0..40).map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
        for (query, reason) in [("", "no letter"), ("… !", "no letter"), (long.as_str(), "longer than 200"), (many.as_str(), "too many words")] {
            let answer = app.ask_with(SEARCH, json!({ "query": query, "typeAhead": false })).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_INPUT", "{answer}");
            assert!(error["message"].as_str().expect("a message").contains(reason), "{answer}");
        }
        // Whatever is not a letter or digit is looked over, not run.
        for query in ["lee\" OR *", "lee) NOT (", "lee; DROP TABLE item", "{lee}", "lee:*", "lee' --", "^lee", "lee\u{1}"] {
            let found = search(&app, json!({ "query": query })).await;
            assert!(found["totalCount"].as_u64() <= Some(1), "{query}");
        }
        let types = json!({ "query": "lee", "typeAhead": false, "filter": { "types": vec!["PERSON"; 101] } });
        assert_eq!(app.ask_with(SEARCH, types).await["errors"][0]["extensions"]["code"], "BAD_INPUT");
        let cursor = search(&app, json!({ "query": "lee" })).await["edges"][0]["cursor"].clone();
        let answer = app.ask_with(SEARCH, json!({ "query": "kim", "typeAhead": false, "after": cursor })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "CURSOR_FOREIGN");
        let answer = app.ask_with(SEARCH, json!({ "query": "kim", "typeAhead": false, "after": "x" })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "CURSOR_MALFORMED");
    }
}

const EDGES: &str = "query($query: String!, $first: Int, $after: String, $last: Int, $filter: ItemFilter) {
  search(query: $query, first: $first, after: $after, last: $last, filter: $filter) {
    edges { cursor rank node { itemType slug } } } }";

/// The edges of a page, without what there is to show of them.
async fn edges(app: &TestApp, variables: Value) -> Vec<Value> {
    let answer = app.ask_with(EDGES, variables).await;
    answer["data"]["search"]["edges"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

/// All that is found.
async fn everything(app: &TestApp, mut variables: Value) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    variables["first"] = 100.into();
    loop {
        let page = edges(app, variables.clone()).await;
        let is_last = page.len() < 100;
        all.extend(page);
        if is_last {
            return all;
        }
        variables["after"] = all[all.len() - 1]["cursor"].clone();
    }
}

/// All edges of a list, three at a time.
async fn walk(
    app: &TestApp,
    query: &str,
    (size, from, cursor, more): (&str, &str, &str, &str),
    most: usize,
) -> Vec<Value> {
    let (mut all, mut at) = (Vec::new(), Value::Null);
    let mut seen = BTreeSet::new();
    while all.len() < most {
        let page = search(app, json!({ "query": query, size: 3, from: at })).await;
        all.extend(page["edges"].as_array().expect("edges").iter().cloned());
        at = page["pageInfo"][cursor].clone();
        assert!(seen.insert(at.to_string()), "{query}: the page does not go on");
        if page["pageInfo"][more] == false {
            break;
        }
    }
    all.truncate(most);
    all
}
