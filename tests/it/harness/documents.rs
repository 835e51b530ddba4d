//! Short ways to write documents.

use rapporteur::domain::area::Areas;
use rapporteur::domain::documents::Document;
use rapporteur::domain::problem::{Problem, ProblemCode};
use rapporteur::store::{
    Change, EditorAccess, ImportOptions, Imported, Line, Lines, Outcome, Refusal, Release, Store, StoreError,
};
use serde_json::{Value, json};

pub fn document(value: Value) -> Document {
    serde_json::from_value(value).expect("a document")
}

pub fn organization(slug: &str, parent: Option<&str>, area: &str) -> Value {
    let mut fields = json!({
        "slug": slug, "kind": "AGENCY", "names": [{ "name": [{ "locale": "en", "text": slug }] }], "area": area,
    });
    if let Some(parent) = parent {
        fields["parent"] = json!({ "slug": parent });
    }
    json!({ "organization": fields })
}

pub fn person(slug: &str, full: &str) -> Value {
    json!({ "person": { "slug": slug, "names": [{ "full": full, "order": "UNKNOWN", "language": "en" }] } })
}

pub fn mechanism(slug: &str, level: &str, parent: Option<&str>) -> Value {
    let mut fields = json!({
        "slug": slug, "kind": "MEETING_SERIES", "level": level, "status": "ACTIVE",
        "names": [{ "name": [{ "locale": "en", "text": slug }] }],
        "parties": ["CN", "JP", "KR"],
    });
    if let Some(parent) = parent {
        fields["parent"] = json!({ "slug": parent });
    }
    json!({ "mechanism": fields })
}

pub fn meeting(slug: &str, mechanism: Option<&str>, start: &str) -> Value {
    let mut fields = json!({
        "slug": slug, "kind": "MEETING", "status": "HELD",
        "title": [{ "locale": "en", "text": slug }],
    });
    if let Some(mechanism) = mechanism {
        fields["mechanism"] = json!({ "slug": mechanism });
    }
    if !start.is_empty() {
        fields["startDate"] = start.into();
    }
    json!({ "meeting": fields })
}

pub fn article(slug: &str, published_on: &str) -> Value {
    let headline = json!([{ "locale": "en", "text": slug }]);
    json!({ "article": { "slug": slug, "category": "others", "headline": headline, "publishedOn": published_on } })
}

/// What checking a document by itself finds, as `code path`.
pub fn document_problems(value: Value) -> Vec<String> {
    let areas = Areas::from_json(include_str!("../../../data/areas.json")).expect("the areas");
    let problems = document(value).check(&areas).expect_err("problems");
    problems.iter().map(|problem| format!("{:?} {}", problem.code, problem.path)).collect()
}

pub fn publishing(documents: Vec<Value>) -> Release {
    let change = |value| Change::Publish { document: document(value), expected_revision: None };
    Release { changes: documents.into_iter().map(change).collect() }
}

pub async fn publish(store: &Store, documents: Vec<Value>) -> Outcome {
    try_publish(store, documents).await.expect("a release")
}

pub async fn try_publish(store: &Store, documents: Vec<Value>) -> Result<Outcome, StoreError> {
    store.publish(&EditorAccess::operator(), publishing(documents)).await
}

/// The codes and paths of a refusal, as `change code path`.
pub fn refusals<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> Vec<String> {
    let outline = |Refusal { change, problem }| format!("{change} {:?} {}", problem.code, problem.path);
    match answer {
        Err(StoreError::Refused(refusals) | StoreError::ImportRefused { refusals, .. }) => {
            refusals.into_iter().map(outline).collect()
        }
        other => panic!("not refused: {other:?}"),
    }
}

/// The documents of the sample record.
pub fn sample() -> Vec<Value> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the sample").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let texts = files.iter().map(|file| std::fs::read_to_string(file).expect("a text"));
    let parse = |text: String| text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect::<Vec<_>>();
    texts.flat_map(parse).collect()
}

/// Publishes the sample record.
pub async fn publish_sample(store: &Store) {
    publish(store, sample()).await;
}

/// Documents as the lines of an import.
pub struct Documents {
    documents: Vec<Value>,
    next: usize,
}

impl Documents {
    pub fn new(documents: Vec<Value>) -> Self {
        Self { documents, next: 0 }
    }
}

impl Lines for Documents {
    fn rewind(&mut self) -> Result<(), StoreError> {
        self.next = 0;
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Line>, StoreError> {
        let number = self.next;
        let Some(value) = self.documents.get(number) else { return Ok(None) };
        self.next += 1;
        let document = serde_json::from_value(value.clone());
        let document = document.map_err(|error| Problem::new("", ProblemCode::Invalid, error.to_string()));
        Ok(Some(Line { number, bytes: value.to_string().len(), document }))
    }
}

/// Imports documents, so many at once.
pub async fn import(store: &Store, batch: usize, documents: Vec<Value>) -> Result<Imported, StoreError> {
    let options = ImportOptions { batch, ..ImportOptions::default() };
    store.import(&EditorAccess::operator(), options, &mut Documents::new(documents), &mut ()).await
}
