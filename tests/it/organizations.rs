//! Organizations: where they stand, where they sit, what they were called.

use serde_json::json;

use crate::harness::documents::{document_problems, mechanism, organization, publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

on_both_databases! {
    async fn a_renamed_organization_is_one_organization(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let name = |name: &str| json!([{ "locale": "en", "text": name }]);
        publish(&app.store, vec![json!({ "organization": {
            "slug": "cnipa", "kind": "AGENCY", "abbreviation": "CNIPA", "area": "CN", "website": "https://example.org/cnipa",
            "founded": "1980", "names": [{ "name": name("State Intellectual Property Office"), "endDate": "2018" },
                { "name": name("China National Intellectual Property Administration"), "startDate": "2018" }],
        } })]).await;
        let data = app.data(r#"{ organization(by: { slug: "cnipa" }) { label abbreviation kind area { code } website founded dissolved place { city }
            names { name startDate endDate } } }"#).await;
        assert_eq!(data["organization"], json!({
            "label": "China National Intellectual Property Administration", "abbreviation": "CNIPA", "kind": "AGENCY",
            "area": { "code": "CN" }, "website": "https://example.org/cnipa", "founded": "1980", "dissolved": null, "place": null,
            "names": [{ "name": "State Intellectual Property Office", "startDate": null, "endDate": "2018" },
                { "name": "China National Intellectual Property Administration", "startDate": "2018", "endDate": null }],
        }));
    }

    async fn organizations_are_found_by_kind_area_seat_and_what_they_belong_to(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut consulate = organization("consulate", Some("ministry"), "JP");
        consulate["organization"]["kind"] = "DIPLOMATIC_MISSION".into();
        consulate["organization"]["place"] = json!({ "city": [{ "locale": "en", "text": "Shenyang" }], "area": "CN-LN" });
        publish(&app.store, vec![
            consulate,
            organization("visa-section", Some("consulate"), "JP"),
            organization("ministry", None, "JP"),
            organization("province", None, "CN-JL"),
        ]).await;
        for (filter, expected) in [
            ("kinds: [DIPLOMATIC_MISSION]", vec!["consulate"]),
            (r#"areas: ["JP"]"#, vec!["consulate", "ministry", "visa-section"]),
            (r#"areas: ["CN"]"#, vec!["province"]),
            (r#"areas: ["CJK"], kinds: [AGENCY]"#, vec!["ministry", "province", "visa-section"]),
            (r#"seats: ["CN"]"#, vec!["consulate"]),
            (r#"parents: [{ slug: "ministry" }]"#, vec!["consulate"]),
            (r#"organizations: [{ slug: "ministry" }]"#, vec!["consulate", "ministry", "visa-section"]),
        ] {
            let data = app.data(&format!("{{ organizations(filter: {{ {filter} }}) {{ totalCount nodes {{ slug }} }} }}")).await;
            let slugs: Vec<_> = expected.iter().map(|slug| json!({ "slug": slug })).collect();
            assert_eq!(data["organizations"], json!({ "totalCount": expected.len(), "nodes": slugs }), "{filter}");
        }
        let data = app.data(r#"{ organization(by: { slug: "consulate" }) { parent { slug } children(first: 5) { nodes { slug parent { slug } } }
            place { city area { code parent { code } } } } }"#).await;
        assert_eq!(data["organization"], json!({
            "parent": { "slug": "ministry" },
            "children": { "nodes": [{ "slug": "visa-section", "parent": { "slug": "consulate" } }] },
            "place": { "city": "Shenyang", "area": { "code": "CN-LN", "parent": { "code": "CN" } } },
        }));
    }

    async fn what_an_organization_does_for_a_mechanism_is_read_from_both_ends(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut series = mechanism("roundtable", "OTHER", None);
        series["mechanism"]["website"] = "https://example.org/roundtable".into();
        series["mechanism"]["organizations"] = json!([
            { "organization": { "slug": "province" }, "role": "INITIATOR", "startDate": "2019", "statements": [
                { "field": "role", "basis": "STATED", "source": { "url": "https://example.org/news" } }] },
            { "organization": { "slug": "ministry" }, "role": "LEAD", "party": "CN" },
        ]);
        publish(&app.store, vec![series, organization("province", None, "CN-JL"), organization("ministry", None, "CN")]).await;
        let data = app.data(r#"{ mechanism(by: { slug: "roundtable" }) { website organizations { id role party { code } startDate endDate organization { slug } statements { sourceUrl } } }
            organization(by: { slug: "province" }) { involvements { totalCount nodes { role mechanism { slug } } } }
            mechanisms(filter: { organizations: [{ slug: "ministry" }] }) { nodes { slug } } }"#).await;
        let involved = &data["mechanism"]["organizations"];
        assert_eq!(involved[0]["organization"], json!({ "slug": "province" }));
        assert_eq!(involved[0]["statements"], json!([{ "sourceUrl": "https://example.org/news" }]));
        assert_eq!((&involved[1]["role"], &involved[1]["party"]), (&json!("LEAD"), &json!({ "code": "CN" })));
        assert_eq!(data["mechanism"]["website"], "https://example.org/roundtable");
        assert_eq!(data["organization"]["involvements"], json!({ "totalCount": 1, "nodes": [{ "role": "INITIATOR", "mechanism": { "slug": "roundtable" } }] }));
        assert_eq!(data["mechanisms"]["nodes"], json!([{ "slug": "roundtable" }]));
        let node = app.data(&format!("{{ node(id: {}) {{ __typename }} }}", involved[0]["id"])).await;
        assert_eq!(node["node"]["__typename"], "Involvement");
    }
}

#[test]
fn every_problem_of_an_organization_is_named_at_once() {
    let problems = document_problems(json!({ "organization": {
        "slug": "Not A Slug", "area": "XX", "place": {}, "website": "example.org", "founded": "2011-09", "dissolved": "2010",
        "names": [{ "name": [] }],
    } }));
    assert_eq!(
        problems,
        [
            "Invalid slug",
            "Required kind",
            "Required names/0/name",
            "UnknownArea area",
            "Required place",
            "Invalid website",
            "Contradiction dissolved",
        ]
    );
}
