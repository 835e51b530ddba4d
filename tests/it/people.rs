//! People: their names in several scripts, and the posts they held when.

use serde_json::json;

use crate::harness::documents::{document_problems, organization, person, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// A secretariat with three secretaries-general, and somebody seen once.
async fn secretariat(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    let held = |post: &str, start: &str, end: Option<&str>| {
        json!({ "organization": { "slug": "secretariat" }, "post": post, "startDate": start, "endDate": end,
            "title": [{ "locale": "en", "text": post.replace('-', " ") }] })
    };
    let mut lee = person("lee-jong-heon", "LEE Jong-heon");
    lee["person"]["positions"] = json!([
        held("deputy", "2013-09", Some("2015-08")),
        held("deputy", "2015-09", Some("2017-08")),
        held("head", "2017-09", Some("2019-08")),
    ]);
    let mut michigami = person("michigami-hisashi", "MICHIGAMI Hisashi");
    michigami["person"]["positions"] = json!([held("head", "2019-09", Some("2021-08"))]);
    let mut present = person("lee-hee-sup", "LEE Hee-sup");
    present["person"]["names"] = json!([
        { "full": "LEE Hee-sup", "family": "LEE", "given": "Hee-sup", "order": "FAMILY_FIRST", "language": "en", "script": "Latn" },
        { "full": "이희섭", "family": "이", "given": "희섭", "order": "FAMILY_FIRST", "language": "ko", "script": "Hang" },
        { "full": "李熙燮", "order": "FAMILY_FIRST", "language": "zh", "script": "Hans" },
        { "full": "李熙燮", "order": "FAMILY_FIRST", "language": "ja", "script": "Jpan", "reading": "イ・ヒソプ" },
    ]);
    present["person"]["nationalities"] = json!(["KR"]);
    present["person"]["positions"] = json!([held("head", "2023-09-01", None)]);
    let mut seen_once = person("seen-once", "J. Sainchogt");
    seen_once["person"]["positions"] =
        json!([{ "organization": { "slug": "province" }, "post": "vice-governor", "statedTitle": "ViceGovernor" }]);
    publish(
        &app.store,
        vec![
            lee,
            michigami,
            present,
            seen_once,
            organization("secretariat", None, "CJK"),
            organization("province", None, "MN-049"),
        ],
    )
    .await;
    app
}

on_both_databases! {
    async fn who_held_a_post_on_a_day_is_answered_with_certainty_or_without(database: TestDatabase) {
        let app = secretariat(&database).await;
        let holders = async |arguments: &str| {
            let data = app.data(&format!("{{ organization(by: {{ slug: \"secretariat\" }}) {{ positionsAt({arguments}) {{ post person {{ slug }} }} }} }}")).await;
            let held = data["organization"]["positionsAt"].as_array().expect("positions").clone();
            held.iter().map(|one| format!("{} {}", one["post"].as_str().unwrap_or_default(), one["person"]["slug"].as_str().unwrap_or_default())).collect::<Vec<_>>()
        };
        assert_eq!(holders(r#"date: "2018-06-01""#).await, ["head lee-jong-heon"]);
        assert_eq!(holders(r#"date: "2014""#).await, ["deputy lee-jong-heon"]);
        assert_eq!(holders(r#"date: "2024-01-01", posts: ["head"]"#).await, ["head lee-hee-sup"]);
        assert_eq!(holders(r#"date: "2024-01-01", posts: ["deputy"]"#).await, [""; 0]);
        // The day of the change is not stated, only its month.
        assert_eq!(holders(r#"date: "2019-08-15", posts: ["head"]"#).await, [""; 0]);
        assert_eq!(holders(r#"date: "2019-08-15", certainty: POSSIBLE"#).await, ["head lee-jong-heon"]);
        assert_eq!(holders(r#"date: "2019", certainty: POSSIBLE"#).await, ["head michigami-hisashi", "head lee-jong-heon"]);
        // The one that was seen once held the post at some time, nobody knows when.
        let data = app.data(r#"{ person(by: { slug: "seen-once" }) { sure: positionsAt(date: "2025-08-26") { post }
            perhaps: positionsAt(date: "2025-08-26", certainty: POSSIBLE) { post statedTitle organization { slug } } } }"#).await;
        assert_eq!(data["person"], json!({ "sure": [], "perhaps": [{ "post": "vice-governor", "statedTitle": "ViceGovernor", "organization": { "slug": "province" } }] }));
    }

    async fn positions_are_read_from_both_ends_and_in_pages(database: TestDatabase) {
        let app = secretariat(&database).await;
        let data = app.data(r#"{ person(by: { slug: "lee-jong-heon" }) { positions { totalCount nodes { id post startDate endDate isActing organization { slug } } } } }"#).await;
        let positions = data["person"]["positions"]["nodes"].as_array().expect("positions");
        let posts: Vec<_> = positions.iter().map(|one| (one["post"].as_str().expect("a post"), one["startDate"].as_str().expect("a date"))).collect();
        assert_eq!(posts, [("head", "2017-09"), ("deputy", "2015-09"), ("deputy", "2013-09")]);
        assert_eq!(data["person"]["positions"]["totalCount"], 3);
        let id = positions[0]["id"].as_str().expect("an id");
        let node = app.data(&format!("{{ node(id: \"{id}\") {{ id __typename ... on Position {{ post person {{ slug }} }} }} }}")).await;
        assert_eq!(node["node"], json!({ "id": id, "__typename": "Position", "post": "head", "person": { "slug": "lee-jong-heon" } }));

        // The same list, whichever way it is paged.
        let page = async |arguments: &str| {
            let mut data = app.data(&format!("{{ organization(by: {{ slug: \"secretariat\" }}) {{ positions({arguments}) {{
                totalCount edges {{ cursor node {{ startDate person {{ slug }} }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}")).await;
            data["organization"]["positions"].take()
        };
        let whole = page("first: 10").await;
        assert_eq!(whole["totalCount"], 5);
        let (mut forward, mut after) = (Vec::new(), String::new());
        loop {
            let one = page(&format!("first: 2{after}")).await;
            forward.extend(one["edges"].as_array().expect("edges").clone());
            if one["pageInfo"]["hasNextPage"] == false { break; }
            after = format!(", after: {}", one["pageInfo"]["endCursor"]);
        }
        assert_eq!(json!(forward), whole["edges"]);
        let (mut backward, mut before) = (Vec::new(), String::new());
        loop {
            let one = page(&format!("last: 2{before}")).await;
            backward.splice(0..0, one["edges"].as_array().expect("edges").clone());
            if one["pageInfo"]["hasPreviousPage"] == false { break; }
            before = format!(", before: {}", one["pageInfo"]["startCursor"]);
        }
        assert_eq!(json!(backward), whole["edges"]);
        let filtered = page(r#"filter: { posts: ["head"], held: { on: "2020" } }"#).await;
        assert_eq!((filtered["totalCount"].clone(), filtered["edges"][0]["node"]["person"]["slug"].clone()), (json!(1), json!("michigami-hisashi")));
        let foreign = app.code(&format!(r#"{{ person(by: {{ slug: "lee-hee-sup" }}) {{ positions(after: {}) {{ totalCount }} }} }}"#, whole["pageInfo"]["endCursor"])).await;
        assert_eq!(foreign, "CURSOR_FOREIGN");
    }

    async fn people_are_found_by_name_organization_area_and_position(database: TestDatabase) {
        let app = secretariat(&database).await;
        for (filter, expected) in [
            (r#"name: "lee""#, vec!["lee-hee-sup", "lee-jong-heon"]),
            (r#"name: "Hee LEE""#, vec!["lee-hee-sup"]),
            (r#"name: "heesup""#, vec!["lee-hee-sup"]),
            (r#"name: "희섭""#, vec!["lee-hee-sup"]),
            (r#"name: "熙燮""#, vec!["lee-hee-sup"]),
            (r#"name: "nobody""#, vec![]),
            (r#"organizations: [{ slug: "province" }]"#, vec!["seen-once"]),
            (r#"areas: ["MN"]"#, vec!["seen-once"]),
            (r#"areas: ["KR"]"#, vec!["lee-hee-sup"]),
            (r#"position: { posts: ["head"] }"#, vec!["lee-hee-sup", "lee-jong-heon", "michigami-hisashi"]),
            (r#"position: { posts: ["head"], held: { on: "2018" } }"#, vec!["lee-jong-heon"]),
            (r#"position: { posts: ["deputy"], held: { on: "2018", certainty: POSSIBLE } }"#, vec![]),
            (r#"position: { organizations: [{ slug: "secretariat" }], held: { on: "2020-01-01" } }, name: "hisashi""#, vec!["michigami-hisashi"]),
        ] {
            let data = app.data(&format!("{{ people(filter: {{ {filter} }}) {{ totalCount nodes {{ slug }} }} }}")).await;
            let slugs: Vec<_> = expected.iter().map(|slug| json!({ "slug": slug })).collect();
            assert_eq!(data["people"], json!({ "totalCount": expected.len(), "nodes": slugs }), "{filter}");
        }
    }

    async fn a_name_is_shown_in_the_readers_language_and_style(database: TestDatabase) {
        let app = secretariat(&database).await;
        let data = app.data(r#"{ person(by: { slug: "lee-hee-sup" }) { label ko: label(locales: ["ko"]) displayName
            given: displayName(style: GIVEN_FIRST) zh: displayName(style: GIVEN_FIRST, locales: ["zh"])
            ja: displayNameText(style: READING, locales: ["ja-JP"]) { value locale } none: displayName(locales: ["mn"], fallback: NONE)
            fr: displayNameText(locales: ["fr"]) { value locale }
            names { full family script kind display(style: FAMILY_FIRST) } nationalities { code } } }"#).await;
        assert_eq!(data["person"], json!({
            "label": "LEE Hee-sup", "ko": "이희섭", "displayName": "LEE Hee-sup", "given": "Hee-sup Lee", "zh": "李熙燮",
            "ja": { "value": "イ・ヒソプ", "locale": "ja" }, "none": null, "fr": { "value": "LEE Hee-sup", "locale": "en" },
            "names": [
                { "full": "LEE Hee-sup", "family": "LEE", "script": "Latn", "kind": "OFFICIAL", "display": "Lee Hee-sup" },
                { "full": "이희섭", "family": "이", "script": "Hang", "kind": "OFFICIAL", "display": "이희섭" },
                { "full": "李熙燮", "family": null, "script": "Hans", "kind": "OFFICIAL", "display": "李熙燮" },
                { "full": "李熙燮", "family": null, "script": "Jpan", "kind": "OFFICIAL", "display": "李熙燮" },
            ],
            "nationalities": [{ "code": "KR" }],
        }));
    }

    async fn people_follow_when_their_organization_moves_to_another_area(database: TestDatabase) {
        let app = secretariat(&database).await;
        let outcome = publish(&app.store, vec![organization("province", None, "JP")]).await;
        let actions: Vec<_> = outcome.entries.iter().map(|(_, action)| format!("{action:?}")).collect();
        assert_eq!(actions, ["Updated", "Affected"]);
        let data = app.data(r#"{ people(filter: { areas: ["JP"] }) { nodes { slug } } }"#).await;
        assert_eq!(data["people"]["nodes"], json!([{ "slug": "seen-once" }]));
    }
}

#[test]
fn every_problem_of_a_person_is_named_at_once() {
    let problems = document_problems(json!({ "person": {
        "slug": "somebody", "nationalities": ["XX", "KR", "KR"], "image": { "mediaType": "jpeg", "width": 0 },
        "names": [{ "full": " ", "script": "Latin" }],
        "positions": [{ "post": "Head", "startDate": "2020", "endDate": "2019", "ordinal": 0 }],
    } }));
    assert_eq!(
        problems,
        [
            "Invalid names/0/full",
            "Required names/0/order",
            "Required names/0/language",
            "Invalid names/0/script",
            "UnknownArea nationalities/0",
            "Duplicate nationalities/2",
            "Required image/url",
            "Invalid image/mediaType",
            "Invalid image/width",
            "Required positions/0/organization",
            "Invalid positions/0/post",
            "Contradiction positions/0/endDate",
            "Invalid positions/0/ordinal",
        ]
    );
}
