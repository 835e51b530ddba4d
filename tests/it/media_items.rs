//! Media items: what others published, and what it is about.

use serde_json::json;

use crate::harness::documents::{document_problems, meeting, person, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

on_both_databases! {
    async fn a_media_item_is_found_by_what_it_is_and_leads_to_what_it_is_about(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let title = |text: &str| json!([{ "locale": "en", "text": text }]);
        publish(&app.store, vec![
            json!({ "mediaItem": { "slug": "interview", "kind": "INTERVIEW", "title": title("An interview"), "outlet": "People’s Daily", "date": "2019-03",
                "languages": ["zh"], "url": "https://example.org/interview", "about": [{ "person": { "slug": "lee" } }, { "meeting": { "slug": "forum" } }] } }),
            json!({ "mediaItem": { "slug": "video", "kind": "VIDEO", "title": title("A video"), "outlet": "A channel" } }),
            person("lee", "LEE Jong-heon"), meeting("forum", None, "2019-05-10"),
        ]).await;
        let data = app.data(r#"{
            mediaItems { totalCount nodes { slug } }
            mediaItem(by: { slug: "interview" }) { __typename itemType label title kind outlet url date languages about { __typename slug } statements { id } }
            person(by: { slug: "lee" }) { coverage { mediaItems { nodes { slug } } } }
        }"#).await;
        assert_eq!(data["mediaItems"], json!({ "totalCount": 2, "nodes": [{ "slug": "interview" }, { "slug": "video" }] }));
        assert_eq!(data["mediaItem"], json!({
            "__typename": "MediaItem", "itemType": "MEDIA_ITEM", "label": "An interview", "title": "An interview", "kind": "INTERVIEW",
            "outlet": "People’s Daily", "url": "https://example.org/interview", "date": "2019-03", "languages": ["zh"],
            "about": [{ "__typename": "Person", "slug": "lee" }, { "__typename": "Meeting", "slug": "forum" }], "statements": [],
        }));
        assert_eq!(data["person"]["coverage"]["mediaItems"]["nodes"], json!([{ "slug": "interview" }]));
        for (filter, expected) in [
            ("kinds: [VIDEO]", "video"), (r#"outlets: ["People’s Daily"]"#, "interview"), (r#"languages: ["zh"]"#, "interview"),
            (r#"about: [{ meeting: { slug: "forum" } }]"#, "interview"), (r#"during: { from: "2019", until: "2020" }"#, "interview"),
        ] {
            let data = app.data(&format!("{{ mediaItems(filter: {{ {filter} }}) {{ nodes {{ slug }} }} }}")).await;
            assert_eq!(data["mediaItems"]["nodes"], json!([{ "slug": expected }]), "{filter}");
        }
    }
}

#[test]
fn every_problem_of_a_media_item_is_named_at_once() {
    let problems =
        document_problems(json!({ "mediaItem": { "slug": "m", "outlet": " ", "date": "yesterday", "url": "x" } }));
    assert_eq!(problems, ["Required kind", "Required title", "Invalid outlet", "Invalid url", "Invalid date"]);
}
