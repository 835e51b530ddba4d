//! Participants: who took part, as whom, for whom, and what they did; read from both ends.

use serde_json::{Value, json};

use crate::harness::documents::{document_problems, meeting, organization, person, publish, refusals, try_publish};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// A courtesy call, and a summit with delegations.
async fn meetings(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    let named = |actor: &str, roles: &[&str]| json!({ "actor": { "person": { "slug": actor } }, "roles": roles });
    let mut call = meeting("call", None, "2025-09-03");
    let visitor = |slug: &str, order: i32| {
        let mut one = named(slug, &["VISITOR"]);
        one["onBehalfOf"] = json!({ "organization": { "slug": "board" } });
        one["protocolOrder"] = order.into();
        one
    };
    let mut host = named("minister", &["HOST"]);
    host["statedTitle"] = "Minister of Foreign Affairs".into();
    call["meeting"]["participants"] = json!([host, visitor("deputy", 2), visitor("head", 1)]);
    let mut summit = meeting("summit", None, "2024-05-27");
    let leader = |slug: &str, area: &str, roles: &[&str]| {
        let mut one = named(slug, roles);
        one["onBehalfOf"] = json!({ "area": area });
        one
    };
    let mut speaker = named("head", &["SPEAKER"]);
    speaker["appearances"] = json!([{ "kind": "REMARKS", "session": "opening", "role": "SPEAKER" }]);
    summit["meeting"]["sessions"] = json!([{ "key": "opening", "kind": "OPENING" }]);
    summit["meeting"]["participants"] = json!([
        { "actor": { "area": "KR" }, "roles": ["CHAIR"] }, { "actor": { "organization": { "slug": "board" } }, "roles": ["SUPPORTER"] },
        leader("president", "KR", &["HEAD_OF_DELEGATION", "CHAIR"]), leader("premier", "CN", &["HEAD_OF_DELEGATION"]),
        { "statedTitle": "representative of an office", "roles": ["HOST"] }, speaker,
    ]);
    let mut documents = vec![call, summit, organization("board", None, "CJK")];
    documents.extend(["minister", "deputy", "head", "president", "premier"].map(|slug| person(slug, slug)));
    publish(&app.store, documents).await;
    app
}

fn slugs(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|one| one["slug"].as_str().expect("a slug")).collect()
}

on_both_databases! {
    async fn participants_come_by_protocol_then_as_they_were_named(database: TestDatabase) {
        let app = meetings(&database).await;
        let data = app.data(r#"{ meeting(by: { slug: "call" }) { participants { totalCount nodes { id roles statedTitle protocolOrder meeting { slug }
            actor { __typename ... on Person { slug } } onBehalfOf { __typename ... on Organization { slug } } } } } }"#).await;
        let participants = data["meeting"]["participants"]["nodes"].as_array().expect("participants").clone();
        let who: Vec<_> = participants.iter().map(|one| one["actor"]["slug"].as_str().expect("a slug")).collect();
        assert_eq!(who, ["head", "deputy", "minister"]);
        assert_eq!(participants[0]["onBehalfOf"], json!({ "__typename": "Organization", "slug": "board" }));
        assert_eq!(participants[2]["statedTitle"], "Minister of Foreign Affairs");
        let id = participants[0]["id"].as_str().expect("an id");
        let node = app.data(&format!("{{ node(id: \"{id}\") {{ __typename ... on Participant {{ roles meeting {{ slug }} }} }} }}")).await;
        assert_eq!(node["node"], json!({ "__typename": "Participant", "roles": ["VISITOR"], "meeting": { "slug": "call" } }));
    }

    async fn a_meetings_participants_are_filtered_and_paged(database: TestDatabase) {
        let app = meetings(&database).await;
        for (filter, expected) in [
            ("roles: [HEAD_OF_DELEGATION]", 2), ("roles: [CHAIR]", 2), ("roles: [CHAIR, SPEAKER]", 3),
            (r#"onBehalfOf: [{ area: "KR" }]"#, 1), (r#"actors: [{ area: "KR" }]"#, 1),
            (r#"actors: [{ person: { slug: "premier" } }, { organization: { slug: "board" } }]"#, 2),
            ("named: false", 1), ("named: true, roles: [HOST]", 0), ("named: false, roles: [HOST]", 1), ("", 6),
        ] {
            let data = app.data(&format!("{{ meeting(by: {{ slug: \"summit\" }}) {{ participants(first: 1, filter: {{ {filter} }}) {{ totalCount nodes {{ id }} }} }} }}")).await;
            assert_eq!(data["meeting"]["participants"]["totalCount"], expected, "{filter}");
        }
        assert_eq!(app.code(r#"{ meeting(by: { slug: "summit" }) { participants(filter: { actors: [{ person: { slug: "nobody" } }] }) { totalCount } } }"#).await, "UNKNOWN_ITEM");
        assert_eq!(app.code(r#"{ meeting(by: { slug: "summit" }) { participants(filter: { actors: [{ area: "XX" }] }) { totalCount } } }"#).await, "BAD_INPUT");
    }

    async fn meetings_are_read_from_those_who_took_part(database: TestDatabase) {
        let app = meetings(&database).await;
        let data = app.data(r#"{
            person(by: { slug: "head" }) { meetings { totalCount edges { participant { roles } participants { roles } node { slug } } nodes { slug } pageInfo { hasNextPage } } }
            organization(by: { slug: "board" }) { meetings(first: 5) { edges { participants { roles actor { ... on Person { slug } ... on Organization { abbreviation } } } node { slug } } } }
            area(code: "KR") { meetings { edges { participants { roles } node { slug } } } }
        }"#).await;
        assert_eq!(data["person"]["meetings"], json!({
            "totalCount": 2, "nodes": [{ "slug": "call" }, { "slug": "summit" }], "pageInfo": { "hasNextPage": false },
            "edges": [
                { "participant": { "roles": ["VISITOR"] }, "participants": [{ "roles": ["VISITOR"] }], "node": { "slug": "call" } },
                { "participant": { "roles": ["SPEAKER"] }, "participants": [{ "roles": ["SPEAKER"] }], "node": { "slug": "summit" } },
            ],
        }));
        assert_eq!(data["organization"]["meetings"]["edges"], json!([
            { "participants": [{ "roles": ["VISITOR"], "actor": { "slug": "head" } }, { "roles": ["VISITOR"], "actor": { "slug": "deputy" } }], "node": { "slug": "call" } },
            { "participants": [{ "roles": ["SUPPORTER"], "actor": { "abbreviation": null } }], "node": { "slug": "summit" } },
        ]));
        assert_eq!(data["area"]["meetings"]["edges"], json!([
            { "participants": [{ "roles": ["CHAIR"] }, { "roles": ["CHAIR", "HEAD_OF_DELEGATION"] }], "node": { "slug": "summit" } },
        ]));
    }

    async fn meetings_are_found_by_who_took_part_in_which_role_for_whom(database: TestDatabase) {
        let app = meetings(&database).await;
        for (filter, expected) in [
            (r#"people: [{ slug: "head" }]"#, vec!["call", "summit"]),
            (r#"people: [{ slug: "minister" }, { slug: "premier" }]"#, vec!["call", "summit"]),
            (r#"organizations: [{ slug: "board" }]"#, vec!["call", "summit"]),
            ("participant: { roles: [CHAIR] }", vec!["summit"]),
            (r#"participant: { actors: [{ person: { slug: "head" } }], roles: [VISITOR] }"#, vec!["call"]),
            // Somebody is a chair, and somebody is the premier, but they are not the same.
            (r#"participant: { actors: [{ person: { slug: "premier" } }], roles: [CHAIR] }"#, vec![]),
            (r#"participant: { onBehalfOf: [{ area: "KR" }], roles: [CHAIR] }"#, vec!["summit"]),
            (r#"participant: { onBehalfOf: [{ organization: { slug: "board" } }] }"#, vec!["call"]),
            (r#"participant: { actors: [{ area: "KR" }] }"#, vec!["summit"]),
        ] {
            let data = app.data(&format!("{{ meetings(filter: {{ {filter} }}) {{ totalCount nodes {{ slug }} }} }}")).await;
            assert_eq!(slugs(&data["meetings"]["nodes"]), expected, "{filter}");
            assert_eq!(data["meetings"]["totalCount"], expected.len(), "{filter}");
        }
    }

    async fn what_was_done_is_read_from_the_session_and_the_participant(database: TestDatabase) {
        let app = meetings(&database).await;
        let data = app.data(r#"{ meeting(by: { slug: "summit" }) { sessions { appearances { kind role participant { actor { ... on Person { slug } } } } }
            participants(filter: { roles: [SPEAKER] }) { nodes { appearances { kind session { kind } } } } } }"#).await;
        assert_eq!(data["meeting"], json!({
            "sessions": [{ "appearances": [{ "kind": "REMARKS", "role": "SPEAKER", "participant": { "actor": { "slug": "head" } } }] }],
            "participants": { "nodes": [{ "appearances": [{ "kind": "REMARKS", "session": { "kind": "OPENING" } }] }] },
        }));
    }

    async fn a_person_who_took_part_cannot_be_withdrawn_unless_detached(database: TestDatabase) {
        let app = meetings(&database).await;
        let data = app.data(r#"{ person(by: { slug: "minister" }) { id } }"#).await;
        let id: entity::ItemId = data["person"]["id"].as_str().expect("an id").parse().expect("an id");
        let withdraw = async |detach| {
            let change = rapporteur::store::Change::Withdraw { item: id, detach, expected_revision: None };
            let release = rapporteur::store::Release { changes: vec![change] };
            app.store.publish(&rapporteur::store::EditorAccess::operator(), release).await
        };
        assert_eq!(refusals(withdraw(false).await), ["0 StillReferredTo "]);
        withdraw(true).await.expect("detached");
        let data = app.data(r#"{ meeting(by: { slug: "call" }) { participants(filter: { named: false }) { nodes { statedTitle actor { __typename } roles } } } }"#).await;
        assert_eq!(data["meeting"]["participants"]["nodes"], json!([{ "statedTitle": "Minister of Foreign Affairs", "actor": null, "roles": ["HOST"] }]));
    }

    async fn a_participant_must_be_of_the_right_content_type(database: TestDatabase) {
        let store = database.store().await;
        let mut wrong = meeting("wrong", None, "2025");
        wrong["meeting"]["participants"] = json!([{ "actor": { "person": { "slug": "nobody" } } }]);
        assert_eq!(refusals(try_publish(&store, vec![wrong]).await), ["0 DanglingReference participants/0/actor/person"]);
    }
}

#[test]
fn every_problem_of_a_participant_is_named_at_once() {
    let mut wrong = meeting("wrong", None, "2025");
    let somebody = json!({ "area": "JP" });
    wrong["meeting"]["participants"] = json!([
        {}, { "statedName": " ", "onBehalfOf": { "area": "XX" }, "protocolOrder": 0, "roles": ["HOST", "HOST"] },
        { "actor": somebody, "appearances": [{ "session": "none" }] }, { "actor": somebody },
    ]);
    assert_eq!(
        document_problems(wrong),
        [
            "Required participants/0",
            "Invalid participants/1/statedName",
            "UnknownArea participants/1/onBehalfOf/area",
            "Invalid participants/1/protocolOrder",
            "Duplicate participants/1/roles/1",
            "Required participants/2/appearances/0/kind",
            "DanglingReference participants/2/appearances/0/session",
            "Duplicate participants/3/actor",
        ]
    );
}
