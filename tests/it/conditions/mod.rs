//! Conditions that are combined and nested: random filters let through what a plain model says, on both databases.

mod model;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use self::model::{Kind, Random, World};
use crate::harness::documents::{article, meeting, person, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// Random worlds, and random filters asked of each list of each.
const WORLDS: u64 = 3;
const FILTERS: usize = 80;

/// A filter of meetings in which `not` stands so deep.
fn nested(depth: usize) -> String {
    (0..depth).fold("kinds: [FORUM]".to_owned(), |inner, _| format!("not: {{ {inner} }}"))
}

fn slugs(list: &Value) -> BTreeSet<String> {
    let slug = |node: &Value| node["slug"].as_str().expect("a slug").to_owned();
    list["nodes"].as_array().expect("nodes").iter().map(slug).collect()
}

on_both_databases! {
    async fn filters_let_through_what_a_plain_model_says(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let (mut all, mut none, mut deep) = (0, 0, 0);
        for seed in 1..=WORLDS {
            let mut random = Random::new(seed);
            let world = World::new(&mut random);
            // Whatever an earlier world had is had by this one too, otherwise.
            publish(&app.store, world.documents()).await;
            for kind in Kind::ALL {
                let (list, prefix, count) = kind.list();
                for _ in 0..FILTERS {
                    let depth = 1 + random.below(3);
                    let filter = kind.filter(depth, &mut random);
                    let asked = format!("{{ {list}(filter: {{ {} }}, first: 100) {{ totalCount nodes {{ slug }} }} }}", filter.text);
                    let data = app.data(&asked).await;
                    let expected: BTreeSet<String> = (0..count)
                        .filter(|item| (filter.holds)(&world, *item))
                        .map(|item| format!("{prefix}{item}"))
                        .collect();
                    assert_eq!(slugs(&data[list]), expected, "seed {seed}: {asked}");
                    assert_eq!(data[list]["totalCount"], expected.len(), "seed {seed}: {asked}");
                    all += usize::from(expected.len() == count);
                    none += usize::from(expected.is_empty());
                    deep += usize::from(filter.text.matches("related").count() > 1);
                }
            }
        }
        // Most filters tell something apart.
        let asked = usize::try_from(WORLDS).expect("few") * Kind::ALL.len() * FILTERS;
        assert!(all < asked / 2 && none < asked / 2 && deep > asked / 10, "{all} {none} {deep} of {asked}");
    }

    async fn conditions_hold_for_nested_lists_facets_and_encounters(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut documents: Vec<Value> = ["ann", "bo", "cy"].map(|slug| person(slug, slug)).into();
        for (slug, start, people) in [("one", "2010", vec!["ann", "bo"]), ("two", "2011", vec!["ann", "cy"]), ("three", "2012", vec!["ann", "bo", "cy"])] {
            let mut one = meeting(slug, None, start);
            let role = |slug: &str| if slug == "cy" { "CHAIR" } else { "DELEGATE" };
            one["meeting"]["participants"] =
                people.iter().map(|slug| json!({ "actor": { "person": { "slug": slug } }, "roles": [role(slug)] })).collect();
            documents.push(one);
        }
        publish(&app.store, documents).await;
        let without_chair = "related: { participants: { none: { participant: { roles: [CHAIR] } } } }";
        let data = app.data(&format!(r#"{{ person(by: {{ slug: "ann" }}) {{
            meetings(filter: {{ {without_chair} }}) {{ totalCount nodes {{ slug }} facets {{ years {{ value count }} }} }}
            sharedMeetingsWith(filter: {{ meetings: {{ not: {{ {without_chair} }} }} }}) {{ edges {{ count node {{ slug }} }} }} }} }}"#)).await;
        assert_eq!(data["person"]["meetings"], json!({
            "totalCount": 1, "nodes": [{ "slug": "one" }], "facets": { "years": [{ "value": 2010, "count": 1 }] },
        }));
        let met = data["person"]["sharedMeetingsWith"]["edges"].as_array().expect("edges").clone();
        let met: BTreeSet<(String, i64)> =
            met.iter().map(|one| (one["node"]["slug"].to_string(), one["count"].as_i64().expect("a count"))).collect();
        assert_eq!(met, [(r#""bo""#.to_owned(), 1), (r#""cy""#.to_owned(), 2)].into());
    }

    async fn what_lies_between_is_of_the_content_type_that_is_asked_for(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let about = json!([{ "meeting": { "slug": "harvest" } }, { "person": { "slug": "ann" } }]);
        let title = json!([{ "locale": "en", "text": "Statistics" }]);
        let statistics = json!({ "publication": { "slug": "statistics", "kind": "STATISTICS", "title": title, "about": about } });
        let mut news = article("news", "2025-02-02");
        news["article"]["about"] = json!([{ "meeting": { "slug": "harvest" } }]);
        publish(&app.store, vec![person("ann", "Ann"), meeting("harvest", None, "2025-02-01"), statistics, news]).await;
        for (between, expected) in [("articles", 0), ("publications", 1)] {
            let filter = format!("related: {{ {between}: {{ some: {{ related: {{ people: {{ some: {{ name: \"ann\" }} }} }} }} }} }}");
            let data = app.data(&format!("{{ meetings(filter: {{ {filter} }}) {{ totalCount }} }}")).await;
            assert_eq!(data["meetings"]["totalCount"], expected, "{filter}");
        }
    }

    async fn what_asks_too_much_is_refused(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let ask = |filter: &str| format!("{{ meetings(filter: {{ {filter} }}) {{ totalCount }} }}");
        assert_eq!(app.data(&ask(&nested(6))).await["meetings"]["totalCount"], 0);
        let many = |count: usize| format!("or: [{}]", vec!["{ kinds: [FORUM] }"; count].join(", "));
        let both = r#"related: { participants: { some: { person: { name: "a" }, organization: { kinds: [MINISTRY] } } } }"#;
        for (filter, reason) in [
            (nested(9), "nested"),
            (many(51), "50 conditions"),
            // What restricts nothing is looked up all the same, and organizations are looked for at two ends.
            (format!("or: [{}]", vec!["{ not: {} }"; 51].join(", ")), "50 conditions"),
            (format!("or: [{}]", vec!["{ related: { people: { some: {} } } }"; 51].join(", ")), "50 conditions"),
            (format!("or: [{}]", vec!["{ related: { organizations: { some: {} } } }"; 26].join(", ")), "50 conditions"),
            (both.to_owned(), "one of the two"),
        ] {
            let answer = app.ask(&ask(&filter)).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_INPUT", "{answer}");
            assert!(error["message"].as_str().expect("a message").contains(reason), "{answer}");
        }
        assert_eq!(app.data(&ask(&many(50))).await["meetings"]["totalCount"], 0);
        let unknown = r#"related: { people: { some: { organizations: [{ slug: "nowhere" }] } } }"#;
        assert_eq!(app.code(&ask(unknown)).await, "UNKNOWN_ITEM");
        // Nothing restricts nothing.
        assert_eq!(app.data(&ask("or: [], and: [], related: { people: {} }")).await["meetings"]["totalCount"], 0);
    }
}
