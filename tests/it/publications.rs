//! Publications: what meetings lead to and organizations publish, and everything else about them.

use serde_json::json;

use crate::harness::documents::{document_problems, mechanism, meeting, organization, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

on_both_databases! {
    async fn a_publication_is_found_from_its_meeting_its_publisher_and_by_itself(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let title = |text: &str| json!([{ "locale": "en", "text": text }]);
        publish(&app.store, vec![
            json!({ "publication": { "slug": "declaration", "kind": "OUTCOME_DOCUMENT", "title": title("Joint Declaration"), "issued": "2024-05-27",
                "languages": ["en", "ko"], "meetings": [{ "slug": "summit-9" }] } }),
            json!({ "publication": { "slug": "statistics", "kind": "STATISTICS", "title": title("Statistics 2022"), "description": title("Figures."), "issued": "2022",
                "languages": ["en", "zh", "ja", "ko"], "isbn": "978-3-16-148410-0", "doi": "10.1000/182", "url": "https://example.org/statistics",
                "publishers": [{ "slug": "secretariat" }], "about": [{ "mechanism": { "slug": "summit" } }],
                "files": [{ "url": "https://example.org/statistics.pdf", "mediaType": "application/pdf", "language": "en", "bytes": 1_234_567 }] } }),
            meeting("summit-9", Some("summit"), "2024-05-27"), mechanism("summit", "SUMMIT", None), organization("secretariat", None, "CJK"),
        ]).await;
        let data = app.data(r#"{
            publications { nodes { slug } }
            meeting(by: { slug: "summit-9" }) { outcomes { totalCount nodes { slug meetings { slug } } } coverage { publications { nodes { slug } } } }
            organization(by: { slug: "secretariat" }) { publications { nodes { slug publishers { slug } } } }
            mechanism(by: { slug: "summit" }) { coverage { publications { totalCount } } }
            publication(by: { slug: "statistics" }) { title kind description issued languages isbn doi url about { slug } files { url mediaType language bytes } }
        }"#).await;
        assert_eq!(data["publications"]["nodes"], json!([{ "slug": "declaration" }, { "slug": "statistics" }]));
        assert_eq!(data["meeting"], json!({
            "outcomes": { "totalCount": 1, "nodes": [{ "slug": "declaration", "meetings": [{ "slug": "summit-9" }] }] },
            "coverage": { "publications": { "nodes": [{ "slug": "declaration" }] } },
        }));
        assert_eq!(data["organization"]["publications"]["nodes"], json!([{ "slug": "statistics", "publishers": [{ "slug": "secretariat" }] }]));
        assert_eq!(data["mechanism"]["coverage"]["publications"]["totalCount"], 1);
        assert_eq!(data["publication"], json!({
            "title": "Statistics 2022", "kind": "STATISTICS", "description": "Figures.", "issued": "2022", "languages": ["en", "zh", "ja", "ko"],
            "isbn": "978-3-16-148410-0", "doi": "10.1000/182", "url": "https://example.org/statistics", "about": [{ "slug": "summit" }],
            "files": [{ "url": "https://example.org/statistics.pdf", "mediaType": "application/pdf", "language": "en", "bytes": 1_234_567 }],
        }));
        for (filter, expected) in [
            ("kinds: [STATISTICS, ANNUAL_REPORT]", "statistics"), (r#"languages: ["ja"]"#, "statistics"), (r#"publishers: [{ slug: "secretariat" }]"#, "statistics"),
            (r#"meetings: [{ slug: "summit-9" }]"#, "declaration"), (r#"mechanisms: [{ slug: "summit" }], kinds: [OUTCOME_DOCUMENT]"#, "declaration"),
            (r#"about: [{ mechanism: { slug: "summit" } }]"#, "statistics"), (r#"during: { from: "2024" }"#, "declaration"),
        ] {
            let data = app.data(&format!("{{ publications(filter: {{ {filter} }}) {{ nodes {{ slug }} }} }}")).await;
            assert_eq!(data["publications"]["nodes"], json!([{ "slug": expected }]), "{filter}");
        }
    }
}

#[test]
fn every_problem_of_a_publication_is_named_at_once() {
    let problems = document_problems(json!({ "publication": {
        "slug": "p", "issued": "May 2024", "languages": ["english!"], "isbn": "978-3-16-148410-1", "doi": "https://doi.org/10.1000/182",
        "publishers": [{ "slug": "o" }, { "slug": "o" }], "files": [{ "mediaType": "pdf", "bytes": -1 }],
    } }));
    assert_eq!(
        problems,
        [
            "Required kind",
            "Required title",
            "Invalid issued",
            "Invalid languages/0",
            "Invalid isbn",
            "Invalid doi",
            "Duplicate publishers/1",
            "Required files/0/url",
            "Invalid files/0/mediaType",
            "Invalid files/0/bytes",
        ]
    );
}
