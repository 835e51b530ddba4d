//! Nothing of the desk can be seen from outside (invariant 3): whatever it holds, an anonymous
//! client's answers are byte for byte the same, over every field of the schema.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::documents::{document, publish, publish_sample};
use crate::harness::streams::Chunks;
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// What root fields with required arguments are asked with, lookups of one item aside. A new one
/// must be added here.
const ARGUMENTS: &[(&str, &[&str])] = &[
    ("node", &[r#"id: "$public""#, r#"id: "$secret""#]),
    ("nodes", &[r#"ids: ["$public", "$secret"]"#]),
    ("area", &[r#"code: "JP""#]),
    ("search", &[r#"query: "secret""#, r#"query: "s", typeAhead: true"#, r#"query: "summit""#]),
    ("draft", &[r#"id: "$public""#, r#"id: "$secret""#]),
    ("meetingPath", &[r#"first: 2, from: { person: { id: "$person" } }, to: { person: { slug: "secret-person" } }"#]),
    (
        "network",
        &[
            r#"first: 2, hops: 2, around: { person: { id: "$person" } }"#,
            r#"first: 2, around: { organization: { slug: "secret-organization" } }"#,
        ],
    ),
    (
        "meetingMatrix",
        &[
            // They have met rarely: each meeting of theirs would be asked for everything.
            r#"among: [{ organization: { slug: "tcs" } }, { organization: { slug: "jilin-province" } }]"#,
            r#"among: [{ person: { id: "$person" } }, { person: { slug: "secret-person" } }]"#,
        ],
    ),
];

/// Questions by GET that would meet what the desk holds, beside their examples.
const SECRET_QUESTIONS: [&str; 6] = [
    "meetings?first=100",
    "latest-changes?first=100",
    "search?query=secret",
    "meetings-of-person?person=secret-person",
    "news-about-meeting?meeting=secret-meeting",
    "statements-about-meeting?meeting=secret-meeting",
];

const INTROSPECTION: &str = "{ __schema { queryType { name } types { kind name possibleTypes { name }
    fields { name args { name type { kind } } type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

struct Types(BTreeMap<String, Value>);

impl Types {
    async fn read(app: &TestApp) -> Self {
        let data = app.data(INTROSPECTION).await;
        let types = data["__schema"]["types"].as_array().expect("types");
        Self(types.iter().map(|one| (one["name"].as_str().expect("a name").to_owned(), one.clone())).collect())
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.0[name]["fields"].as_array().into_iter().flatten()
    }

    /// Every field of a type, so deep.
    fn selection(&self, name: &str, depth: usize) -> String {
        let mut selected = vec!["__typename".to_owned()];
        for field in self.fields(name) {
            if needs_arguments(field) {
                continue;
            }
            let target = named(&field["type"]);
            let field = field["name"].as_str().expect("a name");
            match self.0[target]["kind"].as_str() {
                Some("SCALAR" | "ENUM") => selected.push(field.to_owned()),
                _ if depth > 0 => selected.push(format!("{field} {{ {} }}", self.selection(target, depth - 1))),
                _ => {}
            }
        }
        // What is behind an interface, under other names, as fields of the same name may differ.
        if self.0[name]["kind"] == "INTERFACE" && depth > 0 {
            for possible in self.0[name]["possibleTypes"].as_array().into_iter().flatten() {
                let possible = possible["name"].as_str().expect("a name");
                let scalars: Vec<String> = self
                    .fields(possible)
                    .filter(|field| !needs_arguments(field))
                    .filter(|field| {
                        ["SCALAR", "ENUM"].contains(&self.0[named(&field["type"])]["kind"].as_str().unwrap_or_default())
                    })
                    .map(|field| format!("{possible}_{0}: {0}", field["name"].as_str().expect("a name")))
                    .collect();
                selected.push(format!("... on {possible} {{ {} }}", scalars.join(" ")));
            }
        }
        selected.join(" ")
    }

    /// One document for each root field and each way to ask it.
    fn documents(&self, public: &BTreeMap<String, String>, secret: &str) -> Vec<String> {
        let mut documents = Vec::new();
        for field in self.fields("Query") {
            let name = field["name"].as_str().expect("a name");
            let below = self.0[named(&field["type"])]["kind"] != "SCALAR";
            let selection =
                if below { format!("{{ {} }}", self.selection(named(&field["type"]), 3)) } else { String::new() };
            if field["args"].as_array().is_some_and(|args| args.len() == 1 && args[0]["name"] == "by") {
                // One public item of the content type, one that only the desk has, and one that nobody has.
                for by in [
                    format!("id: \"{}\"", public[name]),
                    format!("slug: \"{}\"", secret_slug(name)),
                    format!("id: \"{secret}\""),
                ] {
                    documents.push(format!("{{ {name}(by: {{ {by} }}) {selection} }}"));
                }
            } else if needs_arguments(field) {
                let known = ARGUMENTS.iter().find(|(known, _)| *known == name);
                let (_, arguments) = known.unwrap_or_else(|| panic!("add the arguments of `{name}` to this test"));
                for arguments in *arguments {
                    let arguments = arguments.replace("$public", &public["meeting"]).replace("$secret", secret);
                    let arguments = arguments.replace("$person", &public["person"]);
                    documents.push(format!("{{ {name}({arguments}) {selection} }}"));
                }
            } else {
                documents.push(format!("{{ {name} {selection} }}"));
            }
        }
        documents
    }
}

/// The slug that the secret draft of a content type has.
fn secret_slug(lookup: &str) -> String {
    format!("secret-{}", lookup.to_lowercase())
}

/// Drafts of every content type, new ones and one of something public, that refer to each other and to
/// what is public.
fn secrets(public: &BTreeMap<String, String>) -> Vec<Value> {
    let text = json!([{ "locale": "en", "text": "SECRET" }]);
    let meeting = json!({ "slug": "secret-meeting", "title": text, "mechanism": { "slug": "trilateral-summit" },
        "startDate": "2025-08-22", "kind": "MEETING", "status": "HELD",
        "participants": [{ "actor": { "person": { "id": public["person"] } }, "statedName": "SECRET", "roles": ["CHAIR"] }],
        "statements": [{ "field": "attendance", "value": "SECRET", "source": { "url": "https://secret.example.org/" } }] });
    let mut drafts = vec![
        json!({ "meeting": meeting }),
        json!({ "mechanism": { "slug": "secret-mechanism", "level": "SUMMIT", "names": [{ "name": text }] } }),
        json!({ "person": { "slug": "secret-person", "names": [{ "full": "SECRET" }],
            "positions": [{ "organization": { "id": public["organization"] }, "post": "secretary-general", "title": text }] } }),
        json!({ "organization": { "slug": "secret-organization", "kind": "BOARD", "parent": { "id": public["organization"] }, "area": "JP" } }),
        json!({ "article": { "slug": "secret-article", "category": "news", "headline": text, "body": text,
            "about": [{ "person": { "id": public["person"] } }] } }),
        json!({ "publication": { "slug": "secret-publication", "kind": "ANNUAL_REPORT", "title": text,
            "publishers": [{ "id": public["organization"] }] } }),
        json!({ "mediaItem": { "slug": "secret-mediaitem", "kind": "VIDEO", "title": text, "about": [{ "meeting": { "id": public["meeting"] } }] } }),
        json!({ "indicator": { "slug": "secret-indicator", "name": text, "counter": "summit" } }),
    ];
    assert_eq!(drafts.len(), public.len(), "a content type has no secret here");
    let lookups: Vec<&String> = public.keys().collect();
    for lookup in lookups {
        drafts.push(json!({ lookup.as_str(): { "id": public[lookup], "slug": secret_slug(lookup) } }));
    }
    drafts
}

fn needs_arguments(field: &Value) -> bool {
    field["args"].as_array().into_iter().flatten().any(|argument| argument["type"]["kind"] == "NON_NULL")
}

fn named(mut found: &Value) -> &str {
    while found["name"].is_null() {
        assert!(found.is_object(), "a type in more lists than INTROSPECTION asks for");
        found = &found["ofType"];
    }
    found["name"].as_str().expect("a name")
}

/// The id of one public item of each content type, by the field that looks one up.
async fn one_of_each(app: &TestApp, schema: &Types) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for list in schema
        .fields("Query")
        .filter(|field| field["type"]["ofType"]["name"].as_str().is_some_and(|name| name.ends_with("Connection")))
        .filter(|field| !needs_arguments(field))
    {
        let name = list["name"].as_str().expect("a name");
        if name == "feed" {
            continue;
        }
        let data = app.data(&format!("{{ {name}(first: 1) {{ nodes {{ id __typename }} }} }}")).await;
        let first = &data[name]["nodes"][0];
        let lookup = first["__typename"].as_str().expect("the sample has every content type");
        let lookup = lookup[..1].to_lowercase() + &lookup[1..];
        ids.insert(lookup, first["id"].as_str().expect("an id").to_owned());
    }
    ids
}

/// Everything an anonymous client can hear, as text.
async fn everything(app: &TestApp, documents: &[String]) -> Vec<String> {
    let mut heard = Vec::new();
    for document in documents {
        let request = app.http().post(format!("{}/graphql", app.url)).json(&json!({ "query": document }));
        let text = request.send().await.expect("an answer").text().await.expect("text");
        assert!(!text.contains("DOCUMENT_TOO") && !text.contains("GRAPHQL_"), "{text}: {document}");
        heard.push(text);
    }
    let examples = crate::api::examples().into_iter().map(|(name, example)| format!("{name}?{example}"));
    for question in examples.chain(SECRET_QUESTIONS.map(str::to_owned)) {
        for suffix in ["json", "csv"] {
            let address = format!("{}/api/{}", app.url, question.replacen('?', &format!(".{suffix}?"), 1));
            heard.push(app.http().get(address).send().await.expect("an answer").text().await.expect("text"));
        }
    }
    let mut socket = app.socket().await;
    for (id, document) in documents.iter().enumerate() {
        socket.subscribe(&id.to_string(), document, json!({})).await;
        heard.push(socket.next().await.to_string());
        assert_eq!(socket.next().await["type"], "complete");
    }
    for field in ["recordChanged", "itemPublished"] {
        let document = format!(
            "subscription {{ {field}(after: \"0\") {{ cursor action change itemId item {{ id slug label }} }} }}"
        );
        socket.subscribe(field, &document, json!({})).await;
        let ask = |accept: &str| {
            let request = app.http().post(format!("{}/graphql", app.url)).header("accept", accept);
            request.json(&json!({ "query": document }))
        };
        let mut sent = Chunks::of(ask("text/event-stream")).await;
        let mut parts = Chunks::of(ask("multipart/mixed;subscriptionSpec=1.0")).await;
        let mut plain = Chunks::of(app.http().get(format!("{}/feed/stream?after=0", app.url))).await;
        let events = app.store.refresh_head().await.expect("a head");
        for _ in 0..events {
            heard.push(socket.next().await.to_string());
            heard.push(sent.next_payload().await.to_string());
            heard.push(parts.part().await.expect("a part").to_string());
            if field == "recordChanged" {
                heard.push(plain.event().await.expect("an event").data);
            }
        }
    }
    heard
}

on_both_databases! {
    async fn the_desk_cannot_be_seen_from_outside(database: TestDatabase) {
        let mut settings = database.settings();
        // The documents ask for every field at once, which nobody else may.
        settings.limits.document_bytes = 1_000_000;
        settings.limits.operation_cost = 100_000_000;
        settings.limits.document_selections = 1_000_000;
        let app = TestApp::start_with(&database, settings).await;
        publish_sample(&app.store).await;
        let schema = Types::read(&app).await;
        let public = one_of_each(&app, &schema).await;

        // Known beforehand, so that both times the same is asked.
        let access = rapporteur::store::EditorAccess::operator();
        let save = |value: Value| rapporteur::store::DraftSave { document: document(value), expected_draft_revision: None };
        let new = app.store.save_draft(&access, save(json!({ "meeting": { "slug": "secret-meeting", "title": [{ "locale": "en", "text": "SECRET" }],
            "mechanism": { "slug": "trilateral-summit" }, "startDate": "2025-08-22", "kind": "MEETING", "status": "HELD" } }))).await.expect("a draft");
        app.store.discard_draft(&access, new.id).await.expect("discarded");
        let documents = schema.documents(&public, &new.id.to_string());
        let before = everything(&app, &documents).await;

        for secret in secrets(&public) {
            app.store.save_draft(&access, save(secret)).await.expect("a draft");
        }
        let after = everything(&app, &documents).await;

        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after);
            assert!(!after.contains("SECRET"));
        }
        // The test would notice a leak: publishing changes the answers.
        publish(&app.store, vec![json!({ "meeting": { "slug": "secret-meeting", "title": [{ "locale": "en", "text": "SECRET" }], "kind": "MEETING", "status": "HELD" } })]).await;
        assert!(everything(&app, &documents).await.iter().any(|answer| answer.contains("SECRET")));
    }
}
