//! The order of labels in the languages that have one, its cursors, and records made by older rules.

use entity::ItemType;
use rapporteur::clock::Clock;
use rapporteur::domain::identity::derived_id;
use rapporteur::store::{Change, EditorAccess, Release, Store, StoreError};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use crate::harness::documents::{meeting, organization, person, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// Somebody with names in the languages of a list, each with the family name first.
fn named(slug: &str, names: &[(&str, &str)]) -> Value {
    let mut document = person(slug, slug);
    let name = |(language, full): &(&str, &str)| {
        let (full, reading) = full.split_once('|').map_or((*full, None), |(full, reading)| (full, Some(reading)));
        json!({ "full": full, "order": "FAMILY_FIRST", "language": language, "reading": reading })
    };
    document["person"]["names"] = names.iter().map(name).collect();
    document
}

/// Those who led the secretariat, as three scripts write them; and one whose given name comes first.
async fn leaders(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    let mut dana = person("dana", "Dana Zushi");
    dana["person"]["names"][0]["order"] = json!("GIVEN_FIRST");
    dana["person"]["names"][0]["family"] = json!("Zushi");
    dana["person"]["names"][0]["given"] = json!("Dana");
    publish(
        &app.store,
        vec![
            named("shin", &[("en", "SHIN Bong-kil"), ("ko", "신봉길"), ("zh", "申凤吉")]),
            named("iwatani", &[("en", "IWATANI Shigeo"), ("ja", "岩谷滋雄|いわたに しげお")]),
            named("yang", &[("zh", "杨厚兰"), ("en", "YANG Houlan")]),
            named("lee", &[("en", "Lee Jong-heon"), ("ko", "이종헌")]),
            named("michigami", &[("ja", "道上尚史|ミチガミ ヒサシ"), ("en", "MICHIGAMI Hisashi")]),
            named("ou", &[("en", "OU Boqian"), ("zh", "欧渤芊")]),
            named("cao", &[("zh", "曹静")]),
            dana,
        ],
    )
    .await;
    app
}

async fn listed(app: &TestApp, arguments: &str) -> Vec<String> {
    let data = app.data(&format!("{{ people({arguments}) {{ nodes {{ slug }} }} }}")).await;
    let nodes = data["people"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["slug"].as_str().expect("a slug").to_owned()).collect()
}

/// How somebody who reads the language would put them; who has no name in it stands by the first that they have:
/// 道上 is read `dao` in Chinese, and `do` in Korean.
const ORDERED: [(&str, [&str; 8]); 4] = [
    ("en", ["iwatani", "lee", "michigami", "ou", "shin", "yang", "dana", "cao"]),
    ("zh", ["cao", "michigami", "ou", "shin", "yang", "iwatani", "lee", "dana"]),
    ("ja", ["lee", "ou", "shin", "dana", "iwatani", "michigami", "cao", "yang"]),
    ("ko", ["michigami", "shin", "lee", "cao", "yang", "iwatani", "ou", "dana"]),
];

on_both_databases! {
    async fn people_are_listed_as_readers_of_a_language_expect(database: TestDatabase) {
        let app = leaders(&database).await;
        for (language, expected) in ORDERED {
            assert_eq!(listed(&app, &format!(r#"orderBy: {{ field: NAME, locale: "{language}" }}"#)).await, expected, "{language}");
            let mut backwards = expected;
            backwards.reverse();
            let descending = format!(r#"orderBy: {{ field: NAME, direction: DESC, locale: "{language}" }}"#);
            assert_eq!(listed(&app, &descending).await, backwards, "{language}");
        }
        // Any other language has the order of code points, and so has none.
        assert_eq!(listed(&app, r#"orderBy: { field: NAME, locale: "de" }"#).await, listed(&app, "orderBy: { field: NAME }").await);
        assert_eq!(listed(&app, "first: 20").await[..2], ["dana", "iwatani"]);
        assert_eq!(app.code(r#"{ people(orderBy: { field: NAME, locale: "Chinese!" }) { nodes { slug } } }"#).await, "BAD_INPUT");
    }

    async fn pages_follow_the_order_in_both_directions(database: TestDatabase) {
        let app = leaders(&database).await;
        for (language, expected) in ORDERED {
            for (size, edge, more, next) in [("first", "after", "hasNextPage", "endCursor"), ("last", "before", "hasPreviousPage", "startCursor")] {
                let (mut seen, mut cursor) = (Vec::new(), String::new());
                loop {
                    let page = format!(r#"{{ people({size}: 3 {cursor} orderBy: {{ field: NAME, locale: "{language}" }}) {{ nodes {{ slug }} pageInfo {{ {more} {next} }} }} }}"#);
                    let data = app.data(&page).await;
                    let nodes = data["people"]["nodes"].as_array().expect("nodes");
                    let slugs = nodes.iter().map(|node| node["slug"].as_str().expect("a slug").to_owned());
                    if size == "first" { seen.extend(slugs) } else { seen = slugs.chain(std::mem::take(&mut seen)).collect() }
                    if data["people"]["pageInfo"][more] == false {
                        break;
                    }
                    cursor = format!("{edge}: {}", data["people"]["pageInfo"][next]);
                }
                assert_eq!(seen, expected, "{language} {size}");
            }
        }
    }

    async fn a_cursor_says_which_order_it_belongs_to(database: TestDatabase) {
        let app = leaders(&database).await;
        let cursor = |order: &str| format!("{{ people(first: 1, orderBy: {{ field: NAME {order} }}) {{ pageInfo {{ endCursor }} }} }}");
        let chinese = app.data(&cursor(r#"locale: "zh-CN""#)).await["people"]["pageInfo"]["endCursor"].clone();
        let after = |order: &str| format!("{{ people(after: {chinese}, orderBy: {{ field: NAME {order} }}) {{ nodes {{ slug }} }} }}");
        // Chinese has one order, whatever the region.
        assert_eq!(app.data(&after(r#"locale: "zh-TW""#)).await["people"]["nodes"][0]["slug"], "michigami");
        for other in [r#"locale: "ja""#, ""] {
            assert_eq!(app.code(&after(other)).await, "CURSOR_FOREIGN");
        }
    }

    async fn nested_filtered_and_dated_lists_have_the_order_too(database: TestDatabase) {
        let app = leaders(&database).await;
        let titled = |slug: &str, start: &str, zh: &str| {
            let mut one = meeting(slug, None, start);
            one["meeting"]["title"] = json!([{ "locale": "en", "text": slug }, { "locale": "zh", "text": zh }]);
            one["meeting"]["participants"] = json!([{ "actor": { "person": { "slug": "cao" } }, "roles": ["DELEGATE"] }]);
            one["meeting"]["places"] = json!([{ "area": "JP" }]);
            one
        };
        publish(&app.store, vec![titled("a", "2024", "中国会议"), titled("b", "2025", "北京会议"), titled("c", "2026", "首尔会议")]).await;
        let slugs = |nodes: &Value| nodes.as_array().expect("nodes").iter().map(|node| node["slug"].as_str().unwrap_or_default().to_owned()).collect::<String>();
        let order = r#"orderBy: { field: TITLE, locale: "zh" }"#;
        let nested = app.data(&format!(r#"{{ person(by: {{ slug: "cao" }}) {{ meetings({order}) {{ edges {{ node {{ slug }} }} }} }} area(code: "JP") {{ meetingsHeld({order}) {{ nodes {{ slug }} }} }} }}"#)).await;
        let attended: Vec<Value> = nested["person"]["meetings"]["edges"].as_array().expect("edges").iter().map(|edge| edge["node"].clone()).collect();
        assert_eq!(slugs(&Value::from(attended)), "bca");
        assert_eq!(slugs(&nested["area"]["meetingsHeld"]["nodes"]), "bca");
        for (filter, expected) in [("", "bca"), (r#"during: { from: "2025" }"#, "bc"), (r#"areas: ["JP"], during: { until: "2026" }"#, "ba"), ("not: { areas: [\"JP\"] }", "")] {
            let found = app.data(&format!("{{ meetings(filter: {{ {filter} }}, {order}) {{ totalCount nodes {{ slug }} }} }}")).await;
            assert_eq!(slugs(&found["meetings"]["nodes"]), expected, "{filter}");
            assert_eq!(found["meetings"]["totalCount"], expected.len(), "{filter}");
        }
    }

    async fn the_order_follows_what_is_published_and_withdrawn(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let order = r#"{ organizations(orderBy: { field: NAME, locale: "zh" }) { nodes { slug } } }"#;
        // The first character of 重庆 is read `chong` here, and `zhong` elsewhere.
        let chinese = |slug: &str, name: &str| {
            let mut one = organization(slug, None, "CN");
            one["organization"]["names"] = json!([{ "key": "n1", "name": [{ "locale": "zh", "text": name }] }]);
            one
        };
        publish(&app.store, vec![chinese("one", "北京"), chinese("two", "上海"), chinese("three", "重庆")]).await;
        let slugs = async || {
            let data = app.data(order).await;
            let nodes = data["organizations"]["nodes"].as_array().expect("nodes").clone();
            nodes.iter().map(|node| node["slug"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(slugs().await, ["one", "three", "two"]);
        publish(&app.store, vec![chinese("one", "中国")]).await;
        assert_eq!(slugs().await, ["three", "two", "one"]);
        let operator = EditorAccess::operator();
        let item = derived_id(ItemType::Organization, "two");
        let change = Change::Withdraw { item, detach: false, expected_revision: None };
        app.store.publish(&operator, Release { changes: vec![change] }).await.expect("withdrawn");
        assert_eq!(slugs().await, ["three", "one"]);
        app.store.rebuild(&operator).await.expect("rebuilt");
        assert_eq!(slugs().await, ["three", "one"]);
    }

    async fn a_record_made_by_other_rules_is_made_anew_before_it_is_read(database: TestDatabase) {
        let app = leaders(&database).await;
        let order = r#"orderBy: { field: NAME, locale: "ja" }"#;
        let before = listed(&app, order).await;
        let connection = database.connection().await;
        connection.execute_unprepared("UPDATE record SET derivation = 'by hand'").await.expect("other rules");
        connection.execute_unprepared("UPDATE label_order SET ja = 'ff'").await.expect("other keys");
        let areas = rapporteur::app::areas().expect("areas");
        let opened = Store::open(database.database_settings(), areas.clone(), Clock::system()).await;
        match opened {
            Err(error @ StoreError::MadeOtherwise { .. }) => assert!(error.to_string().contains("rapporteur migrate"), "{error}"),
            other => panic!("{other:?}"),
        }
        let store = Store::connect(database.database_settings(), areas.clone(), Clock::system()).await.expect("a connection");
        assert_eq!(store.migrate().await.expect("migrated").rebuilt, Some(8));
        Store::open(database.database_settings(), areas, Clock::system()).await.expect("a store");
        assert_eq!(listed(&app, order).await, before);
    }
}
