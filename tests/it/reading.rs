//! Questions about the record, over HTTP.

use serde_json::{Value, json};

use crate::harness::documents::{mechanism, meeting, publish, publish_sample};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// A small record: two mechanisms, one below the other, and meetings known more or less exactly.
async fn small_record(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    let mut online = meeting("m-2025-03-07", Some("below"), "2025-03-07");
    online["meeting"]["places"] = json!([{ "city": [{ "locale": "en", "text": "Tokyo" }], "area": "JP-13" }]);
    online["meeting"]["title"] = json!([{ "locale": "en", "text": "A meeting" }, { "locale": "ja", "text": "会合" }]);
    let mut numbered = meeting("second", Some("top"), "2024-05");
    numbered["meeting"]["edition"] = 2.into();
    let mut first = meeting("first", Some("top"), "2025-01-01");
    first["meeting"]["edition"] = 1.into();
    first["meeting"]["endDate"] = "2025-01-03".into();
    let mut call = meeting("call", None, "");
    call["meeting"]["kind"] = "COURTESY_CALL".into();
    call["meeting"]["links"] = json!([{ "kind": "HELD_BESIDE", "target": { "slug": "first" } }]);
    publish(
        &app.store,
        vec![
            mechanism("top", "SUMMIT", None),
            mechanism("below", "MINISTERIAL", Some("top")),
            meeting("year", Some("below"), "2025"),
            meeting("month", Some("below"), "2025-03"),
            online,
            numbered,
            first,
            call,
        ],
    )
    .await;
    app
}

async fn slugs(app: &TestApp, arguments: &str) -> Vec<String> {
    let data = app.data(&format!("{{ meetings{arguments} {{ nodes {{ slug }} }} }}")).await;
    texts(&data["meetings"]["nodes"], "slug")
}

fn texts(list: &Value, field: &str) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|one| one[field].as_str().expect("text").to_owned()).collect()
}

on_both_databases! {
    async fn an_item_is_found_by_id_and_by_slug(database: TestDatabase) {
        let app = small_record(&database).await;
        let data = app.data(r#"{ meeting(by: { slug: "first" }) { id title edition } missing: meeting(by: { slug: "none" }) { id } }"#).await;
        assert_eq!(data["meeting"]["title"], "first");
        assert_eq!(data["missing"], Value::Null);
        let id = data["meeting"]["id"].as_str().expect("an id");
        let again = app.data(&format!(
            r#"{{ meeting(by: {{ id: "{id}" }}) {{ slug }} wrong: mechanism(by: {{ id: "{id}" }}) {{ slug }}
                 node(id: "{id}") {{ __typename id ... on Item {{ slug label }} }} nodes(ids: ["{id}", "x"]) {{ id }} }}"#,
        )).await;
        assert_eq!(again, json!({
            "meeting": { "slug": "first" }, "wrong": null,
            "node": { "__typename": "Meeting", "id": id, "slug": "first", "label": "first" },
            "nodes": [{ "id": id }, null],
        }));
    }

    async fn an_earlier_slug_still_leads_to_its_item(database: TestDatabase) {
        let app = small_record(&database).await;
        let id = app.data(r#"{ meeting(by: { slug: "first" }) { id } }"#).await["meeting"]["id"].take();
        let mut renamed = meeting("renamed", Some("top"), "2025-01-01");
        renamed["meeting"]["id"] = id;
        publish(&app.store, vec![renamed]).await;
        let data = app.data(r#"{ meeting(by: { slug: "first" }) { slug revision } }"#).await;
        assert_eq!(data["meeting"], json!({ "slug": "renamed", "revision": 2 }));
    }

    async fn meetings_come_by_date_the_exact_first_and_the_undated_last(database: TestDatabase) {
        let app = small_record(&database).await;
        let ascending = slugs(&app, "(orderBy: { field: START_DATE })").await;
        assert_eq!(ascending, ["second", "first", "year", "month", "m-2025-03-07", "call"]);
        let descending = slugs(&app, "(orderBy: { field: START_DATE, direction: DESC })").await;
        assert_eq!(descending, ["m-2025-03-07", "month", "first", "year", "second", "call"]);
    }

    async fn pages_are_the_same_forward_and_backward(database: TestDatabase) {
        let app = small_record(&database).await;
        for order in ["START_DATE", "TITLE", "PUBLISHED_AT", "UPDATED_AT"] {
            for direction in ["ASC", "DESC"] {
                let order_by = format!("orderBy: {{ field: {order}, direction: {direction} }}");
                let all = slugs(&app, &format!("({order_by}, first: 100)")).await;
                assert_eq!(all.len(), 6);
                assert_eq!(walk(&app, &order_by, "first", "after", "endCursor", "hasNextPage").await, all);
                assert_eq!(walk(&app, &order_by, "last", "before", "startCursor", "hasPreviousPage").await, all);
            }
        }
    }

    async fn meetings_are_filtered(database: TestDatabase) {
        let app = small_record(&database).await;
        for (filter, expected) in [
            (r#"mechanisms: [{ slug: "top" }]"#, vec!["second", "first", "year", "month", "m-2025-03-07"]),
            (r#"mechanisms: [{ slug: "below" }]"#, vec!["year", "month", "m-2025-03-07"]),
            (r#"mechanisms: [{ slug: "below" }, { slug: "top" }], levels: [SUMMIT]"#, vec!["second", "first"]),
            ("levels: [SUMMIT]", vec!["second", "first"]),
            ("levels: [SUMMIT, MINISTERIAL], areas: [\"JP\"]", vec!["m-2025-03-07"]),
            ("kinds: [COURTESY_CALL]", vec!["call"]),
            ("kinds: []", vec!["second", "first", "year", "month", "m-2025-03-07", "call"]),
            (r#"areas: ["JP"]"#, vec!["m-2025-03-07"]),
            (r#"areas: ["JP-13"]"#, vec!["m-2025-03-07"]),
            (r#"areas: ["CJK"]"#, vec!["m-2025-03-07"]),
            (r#"areas: ["KR"]"#, vec![]),
            ("statuses: [SCHEDULED]", vec![]),
            (r#"during: { from: "2025", until: "2026" }"#, vec!["first", "year", "month", "m-2025-03-07"]),
            (r#"during: { from: "2025-03", until: "2025-04" }"#, vec!["month", "m-2025-03-07"]),
            (r#"during: { from: "2025-03", until: "2025-04", certainty: POSSIBLE }"#, vec!["year", "month", "m-2025-03-07"]),
            (r#"during: { from: "2025-01-02", certainty: CERTAIN }"#, vec!["month", "m-2025-03-07"]),
            (r#"during: { from: "2025-01-02", certainty: POSSIBLE }"#, vec!["first", "year", "month", "m-2025-03-07"]),
            (r#"during: { until: "2025-01-02" }"#, vec!["second"]),
        ] {
            let mut found = slugs(&app, &format!("(filter: {{ {filter} }}, orderBy: {{ field: START_DATE }})")).await;
            let mut expected: Vec<String> = expected.into_iter().map(String::from).collect();
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{filter}");
            let data = app.data(&format!("{{ meetings(filter: {{ {filter} }}) {{ totalCount }} }}")).await;
            assert_eq!(data["meetings"]["totalCount"], expected.len(), "{filter}");
        }
    }

    async fn nested_pages_are_cut_for_each_parent(database: TestDatabase) {
        let app = small_record(&database).await;
        let data = app.data(r"{ mechanisms(orderBy: { field: NAME }) { nodes { slug
            meetings(first: 1, orderBy: { field: START_DATE, direction: DESC }) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } }
            all: meetings(below: true, last: 2, orderBy: { field: TITLE }) { totalCount nodes { slug } pageInfo { hasPreviousPage } }
            children(first: 5) { nodes { slug parent { slug } } } } } }").await;
        let nodes = &data["mechanisms"]["nodes"];
        assert_eq!(nodes[0]["slug"], "below");
        assert_eq!(nodes[0]["meetings"]["nodes"], json!([{ "slug": "m-2025-03-07" }]));
        assert_eq!(nodes[0]["meetings"]["totalCount"], 3);
        assert_eq!(nodes[0]["meetings"]["pageInfo"]["hasNextPage"], true);
        assert_eq!(nodes[1]["meetings"]["nodes"], json!([{ "slug": "first" }]));
        assert_eq!(nodes[1]["all"], json!({ "totalCount": 5, "nodes": [{ "slug": "second" }, { "slug": "year" }], "pageInfo": { "hasPreviousPage": true } }));
        assert_eq!(nodes[1]["children"]["nodes"], json!([{ "slug": "below", "parent": { "slug": "top" } }]));
        let cursor = nodes[0]["meetings"]["pageInfo"]["endCursor"].as_str().expect("a cursor");
        let next = app.data(&format!(r#"{{ mechanism(by: {{ slug: "below" }}) {{
            meetings(first: 1, after: "{cursor}", orderBy: {{ field: START_DATE, direction: DESC }}) {{ nodes {{ slug }} }} }} }}"#)).await;
        assert_eq!(next["mechanism"]["meetings"]["nodes"], json!([{ "slug": "month" }]));
    }

    async fn editions_are_neighbours_by_number_else_by_date(database: TestDatabase) {
        let app = small_record(&database).await;
        let data = app.data(r#"{ a: meeting(by: { slug: "first" }) { previousEdition { slug } nextEdition { slug } }
            b: meeting(by: { slug: "second" }) { previousEdition { slug } nextEdition { slug } }
            c: meeting(by: { slug: "month" }) { previousEdition { slug } nextEdition { slug } } }"#).await;
        assert_eq!(data, json!({
            "a": { "previousEdition": null, "nextEdition": { "slug": "second" } },
            "b": { "previousEdition": { "slug": "first" }, "nextEdition": null },
            "c": { "previousEdition": { "slug": "year" }, "nextEdition": { "slug": "m-2025-03-07" } },
        }));
    }

    async fn links_are_read_from_both_ends(database: TestDatabase) {
        let app = small_record(&database).await;
        let data = app.data(r#"{ meeting(by: { slug: "first" }) { links { kind } linkedFrom { kind from { slug } to { slug } } } }"#).await;
        assert_eq!(data["meeting"], json!({ "links": [], "linkedFrom": [
            { "kind": "HELD_BESIDE", "from": { "slug": "call" }, "to": { "slug": "first" } },
        ]}));
    }

    async fn prose_says_which_language_it_is_in(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let mut texts = 0;
        for (list, field) in [
            ("mechanisms", "description"), ("organizations", "description"), ("publications", "description"),
            ("indicators", "description"), ("people", "biography"), ("meetings", "theme"), ("articles", "body"),
        ] {
            let data = app.data(&format!(r"{{ {list}(first: 100) {{ nodes {{ plain: {field} said: {field}Text {{ value locale }} }} }} }}")).await;
            for node in data[list]["nodes"].as_array().expect("items") {
                assert_eq!(node["plain"], node["said"]["value"], "{list}: {node}");
                assert_eq!(node["said"].is_null(), node["said"]["locale"].is_null());
                texts += usize::from(!node["said"].is_null());
            }
        }
        assert!(texts > 50, "{texts} texts");
    }

    async fn texts_come_in_the_language_asked_for(database: TestDatabase) {
        let app = small_record(&database).await;
        let document = r#"{ meeting(by: { slug: "m-2025-03-07" }) { title ja: title(locales: ["ja"]) titleText(locales: ["fr", "ja"]) { value locale } places { area { name(locales: ["ja"]) } } } }"#;
        let data = app.data(document).await;
        assert_eq!(data["meeting"], json!({ "title": "A meeting", "ja": "会合", "titleText": { "value": "会合", "locale": "ja" },
            "places": [{ "area": { "name": "東京都" } }] }));
        let answer: Value = app.http().post(format!("{}/graphql", app.url)).header("accept-language", "ja, en;q=0.5")
            .json(&json!({ "query": r#"{ meeting(by: { slug: "m-2025-03-07" }) { title } }"# }))
            .send().await.expect("an answer").json().await.expect("JSON");
        assert_eq!(answer["data"]["meeting"]["title"], "会合");
    }

    async fn fields_come_in_the_order_asked_for(database: TestDatabase) {
        let app = small_record(&database).await;
        let body = json!({ "query": r"{ meetings(first: 1) { totalCount pageInfo { hasNextPage } nodes { places { city } title ...More } } feedPosition viewer { name } }
            fragment More on Meeting { mechanism { label } kind slug }" });
        let text = app.http().post(format!("{}/graphql", app.url)).json(&body).send().await.expect("an answer").text().await.expect("text");
        let mut from = 0;
        for key in ["meetings", "totalCount", "pageInfo", "nodes", "places", "title", "mechanism", "kind", "slug", "feedPosition", "viewer"] {
            let at = text[from..].find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key} in {text}"));
            from += at;
        }
    }

    async fn what_failed_is_null_and_so_is_what_cannot_be_without_it(database: TestDatabase) {
        let app = small_record(&database).await;
        let wrong = "title(locales: [\"!\"])";
        let answer = app.ask(&format!("{{ meetings(first: 2) {{ nodes {{ slug {wrong} }} }} }}")).await;
        assert_eq!(answer["data"]["meetings"]["nodes"][1]["title"], Value::Null);
        assert!(answer["data"]["meetings"]["nodes"][1].as_object().expect("an object").contains_key("title"));
        assert_eq!(answer["errors"].as_array().expect("errors").len(), 2);
        let nested = "mechanism { slug meetings(first: 0) { totalCount } }";
        let answer = app.ask(&format!("{{ viewer {{ name }} meeting(by: {{ slug: \"first\" }}) {{ slug {nested} }} }}")).await;
        assert_eq!(answer["data"], json!({ "viewer": { "name": null }, "meeting": { "slug": "first", "mechanism": null } }));
        let answer = app.ask("{ viewer { name } meetings(first: 0) { totalCount } }").await;
        assert_eq!(answer["data"], Value::Null);
        let absent = app.ask("query ($no: Boolean = false) { meetings(first: 1) { nodes { slug id @include(if: $no) ... on Item @include(if: $no) { label } } } }").await;
        assert_eq!(absent["data"]["meetings"]["nodes"][0].as_object().expect("an object").len(), 1);
        assert_eq!(absent.get("errors"), None);
    }

    async fn the_feed_position_is_that_of_the_same_answer(database: TestDatabase) {
        let app = small_record(&database).await;
        let store = database.store().await;
        // Writers and readers at once: every answer must be as of exactly its position.
        let writing = async {
            for number in 0..20 {
                publish(&store, vec![meeting(&format!("w{number}"), None, "2025")]).await;
            }
        };
        let reading = async {
            for _ in 0..20 {
                let data = app.data("{ a: feedPosition meetings { totalCount } b: feedPosition }").await;
                assert_eq!(data["a"], data["b"]);
                let after = data["a"].as_str().expect("a cursor");
                let count = data["meetings"]["totalCount"].as_i64().expect("a count");
                let published = app.data(&format!(r#"{{ feed(after: "0", first: 100) {{ nodes {{ cursor itemType }} }} end: feed(after: "{after}", first: 1) {{ pageInfo {{ endCursor }} }} }}"#)).await;
                let nodes = published["feed"]["nodes"].as_array().expect("events");
                let upto = nodes.iter().position(|node| node["cursor"] == *after).expect("the position is an event") + 1;
                let meetings = nodes[..upto].iter().filter(|node| node["itemType"] == "MEETING").count();
                assert_eq!(count, i64::try_from(meetings).expect("a small number"));
            }
        };
        tokio::join!(writing, reading);
    }
}

/// Walks a list page by page, two rows at a time.
async fn walk(app: &TestApp, order_by: &str, size: &str, cursor: &str, end: &str, more: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut from = String::new();
    loop {
        let data = app
            .data(&format!(
                "{{ meetings({order_by}, {size}: 2{from}) {{ nodes {{ slug }} pageInfo {{ {end} {more} }} }} }}"
            ))
            .await;
        let page = texts(&data["meetings"]["nodes"], "slug");
        if size == "first" {
            all.extend(page);
        } else {
            all.splice(0..0, page);
        }
        if data["meetings"]["pageInfo"][more] == false {
            return all;
        }
        from = format!(", {cursor}: {}", data["meetings"]["pageInfo"][end]);
    }
}
