//! Articles: their text in three forms, their photos, and everything they concern, from both ends.

use serde_json::json;

use crate::harness::documents::{article, document_problems, mechanism, meeting, organization, person, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

async fn news(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    let mut visit = article("visit", "2025-08-22");
    visit["article"]["category"] = "others".into();
    visit["article"]["eventDate"] = "2025-08-21".into();
    visit["article"]["url"] = "https://example.org/news/1".into();
    visit["article"]["areas"] = json!(["JP-13"]);
    visit["article"]["body"] = json!([{ "locale": "en", "text": "They *met*.\n\n<script>alert(1)</script>" }, { "locale": "ja", "text": "会った。" }]);
    visit["article"]["about"] = json!([{ "meeting": { "slug": "heads" } }, { "organization": { "slug": "office" } }]);
    visit["article"]["mentions"] = json!([{ "mechanism": { "slug": "leaders" } }, { "person": { "slug": "absent" } }]);
    visit["article"]["photos"] = json!([
        { "caption": [{ "locale": "en", "text": "Group Photo" }], "credit": "TCS", "depicts": [{ "person": { "slug": "host" } }, { "area": "JP" }],
          "image": { "url": "https://example.org/1.jpg", "mediaType": "image/jpeg", "width": 800, "height": 600 } },
        { "caption": [{ "locale": "en", "text": "Meeting in progress" }] },
    ]);
    let mut forum = article("forum", "2025-08-26");
    forum["article"]["category"] = "seminar-forum".into();
    let undated = article("undated", "");
    let mut undated = undated;
    undated["article"].as_object_mut().expect("fields").remove("publishedOn");
    publish(
        &app.store,
        vec![
            visit,
            forum,
            undated,
            meeting("heads", Some("offices"), "2025-12"),
            mechanism("offices", "MINISTERIAL", Some("leaders")),
            mechanism("leaders", "SUMMIT", None),
            organization("office", None, "JP"),
            person("host", "HOST"),
            person("absent", "ABSENT"),
        ],
    )
    .await;
    app
}

on_both_databases! {
    async fn an_article_has_a_text_in_three_forms_and_photos(database: TestDatabase) {
        let app = news(&database).await;
        let data = app.data(r#"{ article(by: { slug: "visit" }) { headline category eventDate publishedOn url areas { code }
            body html: body(format: HTML) text: body(format: TEXT) ja: body(locales: ["ja"])
            korean: bodyText(format: TEXT, locales: ["ko"]) { value locale }
            photos { caption credit alt image { url mediaType width height } depicts { __typename ... on Person { slug } ... on Area { code } } } } }"#).await;
        let html = data["article"]["html"].as_str().expect("HTML");
        assert!(html.contains("<em>met</em>") && !html.contains("script"), "{html}");
        assert_eq!(data["article"]["text"], "They met.");
        assert_eq!(data["article"]["ja"], "会った。");
        assert_eq!(data["article"]["korean"], json!({ "value": "They met.", "locale": "en" }));
        assert_eq!(data["article"]["eventDate"], "2025-08-21");
        assert_eq!(data["article"]["photos"], json!([
            { "caption": "Group Photo", "credit": "TCS", "alt": null, "image": { "url": "https://example.org/1.jpg", "mediaType": "image/jpeg", "width": 800, "height": 600 },
              "depicts": [{ "__typename": "Person", "slug": "host" }, { "__typename": "Area", "code": "JP" }] },
            { "caption": "Meeting in progress", "credit": null, "alt": null, "image": null, "depicts": [] },
        ]));
    }

    async fn the_latest_article_comes_first_and_the_undated_last(database: TestDatabase) {
        let app = news(&database).await;
        let data = app.data("{ articles { nodes { slug } } }").await;
        assert_eq!(data["articles"]["nodes"], json!([{ "slug": "forum" }, { "slug": "visit" }, { "slug": "undated" }]));
    }

    async fn articles_are_found_by_what_they_concern(database: TestDatabase) {
        let app = news(&database).await;
        for (filter, expected) in [
            (r#"about: [{ meeting: { slug: "heads" } }]"#, 1), (r#"about: [{ person: { slug: "absent" } }]"#, 0),
            (r#"mentions: [{ person: { slug: "absent" } }]"#, 1), (r#"depicts: [{ person: { slug: "host" } }]"#, 1),
            (r#"concerns: [{ person: { slug: "host" } }]"#, 1), (r#"concerns: [{ meeting: { slug: "heads" } }, { person: { slug: "host" } }]"#, 1),
            // The meeting is held under a mechanism below this one.
            (r#"mechanisms: [{ slug: "leaders" }]"#, 1), (r#"mechanisms: [{ slug: "offices" }]"#, 1),
            (r#"categories: ["seminar-forum"]"#, 1), (r#"categories: ["others"]"#, 2), (r#"areas: ["JP"]"#, 1), (r#"areas: ["CJK"]"#, 1),
            (r#"during: { from: "2025-08-22", until: "2025-08-23" }"#, 1), (r#"during: { from: "2025" }"#, 2), (r#"locales: ["en"]"#, 3),
        ] {
            let data = app.data(&format!("{{ articles(filter: {{ {filter} }}) {{ totalCount }} }}")).await;
            assert_eq!(data["articles"]["totalCount"], expected, "{filter}");
        }
    }

    async fn what_an_article_concerns_leads_back_to_it(database: TestDatabase) {
        let app = news(&database).await;
        let data = app.data(r#"{ article(by: { slug: "visit" }) { about { __typename slug } mentions { __typename slug } }
            meeting(by: { slug: "heads" }) { coverage { articles { nodes { slug } } } }
            person(by: { slug: "host" }) { coverage { articles { totalCount nodes { slug } } } }
            mechanism(by: { slug: "leaders" }) { coverage { articles { nodes { slug } } } }
            organization(by: { slug: "office" }) { coverage { articles(filter: { categories: ["seminar-forum"] }) { totalCount } } }
            area(code: "JP") { coverage { articles { nodes { slug } } } } }"#).await;
        assert_eq!(data["article"], json!({
            "about": [{ "__typename": "Meeting", "slug": "heads" }, { "__typename": "Organization", "slug": "office" }],
            "mentions": [{ "__typename": "Mechanism", "slug": "leaders" }, { "__typename": "Person", "slug": "absent" }],
        }));
        let visit = json!([{ "slug": "visit" }]);
        for end in ["meeting", "person", "mechanism", "area"] {
            assert_eq!(data[end]["coverage"]["articles"]["nodes"], visit, "{end}");
        }
        assert_eq!(data["organization"]["coverage"]["articles"]["totalCount"], 0);
    }

    async fn articles_follow_when_a_mechanism_moves(database: TestDatabase) {
        let app = news(&database).await;
        let outcome = publish(&app.store, vec![mechanism("offices", "MINISTERIAL", None)]).await;
        let actions: Vec<_> = outcome.entries.iter().map(|(_, action)| format!("{action:?}")).collect();
        // The meeting; the article mentions the other mechanism by itself, so nothing changes for it.
        assert_eq!(actions, ["Updated", "Affected"]);
        let outcome = publish(&app.store, vec![mechanism("offices", "EXPERT", None)]).await;
        let actions: Vec<_> = outcome.entries.iter().map(|(_, action)| format!("{action:?}")).collect();
        assert_eq!(actions, ["Updated", "Affected", "Affected"]);
    }
}

#[test]
fn every_problem_of_an_article_is_named_at_once() {
    let problems = document_problems(json!({ "article": {
        "slug": "a", "category": "Seminar & Forum", "publishedOn": "26.08.2025", "url": "nowhere", "areas": ["XX"],
        "about": [{ "meeting": { "slug": "m" } }, { "meeting": { "slug": "m" } }],
        "photos": [{ "depicts": [{ "area": "XX" }], "image": {} }],
    } }));
    assert_eq!(
        problems,
        [
            "Invalid category",
            "Required headline",
            "Invalid publishedOn",
            "Invalid url",
            "UnknownArea photos/0/depicts/0/area",
            "Required photos/0/image/url",
            "Duplicate about/1",
            "UnknownArea areas/0",
        ]
    );
}
