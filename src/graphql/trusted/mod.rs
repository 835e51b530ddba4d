//! Trusted documents: the operations of `operations/`, built in. Each answers one question; it can be asked
//! by name with plain parameters, or named by its id instead of being sent.
//!
//! ```text
//!  operations/<name>.graphql ──► header: summary, text, parameters, example
//!                           └──► operation: validated ──► parameters, table, schema of the answer
//! ```
//!
//! The documents that the pages send (`web/site/documents/`) are trusted too, so the pages work where nothing else is
//! executed. They have no address of their own.
//!
//! All of it is made when the service starts, so a wrong operation stops the start and never a request.

mod document;
mod header;
mod json_schema;
mod parameter;
mod sent;
mod table;
mod validation;
mod vocabulary;

use std::collections::{BTreeMap, HashMap, HashSet};

use async_graphql::parser::types::ServiceDocument;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

pub use document::TrustedDocument;
pub use parameter::{Parameter, item_ref};
pub use sent::Sent;

use self::json_schema::JsonSchemas;
use self::vocabulary::Vocabulary;
use super::completion::Types;
use crate::domain::hexadecimal::hexadecimal;

/// The files, by name.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/operations.rs"));
/// The documents that the pages send, by name: trusted too, but not questions with an address.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/documents_of_pages.rs"));
/// How alike names must be for one to be offered for another.
const ALIKE: f64 = 0.75;
/// Names that are offered at most.
const OFFERED: usize = 3;

/// Why an operation cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("operations/{name}.graphql: {problem}")]
pub struct OperationError {
    /// The file's name.
    pub name: String,
    /// A sentence that says what to change.
    pub problem: String,
}

/// All trusted documents.
#[derive(Debug)]
pub struct TrustedDocuments {
    /// In the order of their names.
    documents: Vec<TrustedDocument>,
    /// Places by id.
    by_id: HashMap<String, usize>,
    /// Ids of the documents that the pages send.
    of_pages: HashSet<String>,
    schemas: BTreeMap<String, Json>,
}

impl TrustedDocuments {
    /// The documents that are built in, held against the schema.
    pub fn built_in(schema: &ServiceDocument, types: &Types) -> Result<Self, OperationError> {
        Self::compile(FILES, schema, types)
    }

    fn compile(
        files: &[(&'static str, &'static str)],
        schema: &ServiceDocument,
        types: &Types,
    ) -> Result<Self, OperationError> {
        let vocabulary = Vocabulary::of(schema);
        let mut schemas = JsonSchemas::new(&vocabulary);
        let validator = validation::Validator::new();
        let documents: Result<Vec<TrustedDocument>, OperationError> =
            files
                .iter()
                .map(|&(name, text)| {
                    let compiled = document::Compiler { vocabulary: &vocabulary, types, validator: &validator }
                        .compile(name, text, &mut schemas);
                    compiled.map_err(|problem| OperationError { name: name.to_owned(), problem })
                })
                .collect();
        let mut documents = documents?;
        documents.sort_by(|one, other| one.name.cmp(other.name));
        let by_id = documents.iter().enumerate().map(|(place, document)| (document.id.clone(), place)).collect();
        let of_pages = PAGES.iter().map(|(_, text)| id_of(text)).collect();
        Ok(Self { documents, by_id, of_pages, schemas: schemas.into_named() })
    }

    /// All of them, by name.
    pub fn all(&self) -> &[TrustedDocument] {
        &self.documents
    }

    /// The one that has this name.
    pub fn by_name(&self, name: &str) -> Option<&TrustedDocument> {
        let place = self.documents.binary_search_by(|document| document.name.cmp(name)).ok()?;
        self.documents.get(place)
    }

    /// The one that has this id (`sha256:` and the hash of its text) or this name.
    pub fn by_id(&self, id: &str) -> Option<&TrustedDocument> {
        match self.by_id.get(id) {
            Some(place) => self.documents.get(*place),
            None => self.by_name(id),
        }
    }

    /// Whether a text is that of a trusted document, or of one that the pages send.
    pub fn is_trusted(&self, text: &str) -> bool {
        let id = id_of(text);
        self.by_id.contains_key(&id) || self.of_pages.contains(&id)
    }

    /// Names that are like this one, the likest first.
    pub fn alike(&self, name: &str) -> Vec<&'static str> {
        let likeness = |document: &TrustedDocument| strsim::jaro_winkler(document.name, name);
        let mut alike: Vec<(f64, &'static str)> =
            self.documents.iter().map(|document| (likeness(document), document.name)).collect();
        alike.retain(|(likeness, _)| *likeness >= ALIKE);
        alike.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        alike.into_iter().take(OFFERED).map(|(_, name)| name).collect()
    }

    /// The JSON schemas of the types that parameters and answers refer to, by name.
    pub fn schemas(&self) -> &BTreeMap<String, Json> {
        &self.schemas
    }
}

/// The id of a document with this text.
fn id_of(text: &str) -> String {
    format!("sha256:{}", hexadecimal(&Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(name: &'static str, text: &'static str) -> Result<TrustedDocuments, OperationError> {
        let schema = async_graphql::parser::parse_schema(crate::graphql::sdl()).expect("a schema");
        TrustedDocuments::compile(&[(name, text)], &schema, &Types::of(&schema))
    }

    #[test]
    fn an_operation_that_does_not_fit_is_refused() {
        for (name, text, said) in [
            ("x", "query X { feedPosition }", "comment"),
            ("x", "# Asks.\n# example:\nquery X {", "expected"),
            ("x", "# Asks.\n# example:\n{ feedPosition }", "with a name"),
            ("x", "# Asks.\n# example:\nquery X { feedPosition } query Y { feedPosition }", "one operation"),
            ("x", "# Asks.\n# example:\nsubscription X { recordChanged { cursor } }", "must be a query"),
            ("x", "# Asks.\n# example:\nquery OtherName { feedPosition }", "other-name"),
            ("x", "# Asks.\n# example:\nquery X { nothing }", "nothing"),
            ("x", "# Asks.\n# example:\nquery X($by: ItemRef!) { meeting(by: $by) { slug } }", "`by`: is required"),
            ("x", "# Asks.\n# example: by=a&c=d\nquery X($by: ItemRef!) { meeting(by: $by) { slug } }", "`c`: is not"),
            ("x", "# Asks.\n# example: by=a\nquery X($by: String!) { meeting(by: $by) { slug } }", "`ItemRef!`"),
            ("x", "# Asks.\n# example:\nquery X($by: ItemRef) { meeting(by: $by) { slug } }", "`ItemRef!`"),
            (
                "x",
                "# Asks.\n# example:\nquery X($a: [String!]) { meetings(filter: { areas: [$a] }) { totalCount } }",
                "`String!`",
            ),
            (
                "x",
                "# Asks.\n# example:\nquery X($f: MeetingFilter) { meetings(filter: $f) { totalCount } }",
                "MeetingFilter",
            ),
            ("x", "# Asks.\n# $y: None.\n# example:\nquery X { feedPosition }", "`$y`"),
            ("x", "# Asks.\n# example:\nquery X($first: Int) { feedPosition }", "`$first`"),
            (
                "x",
                "# Asks.\n# example:\nquery X($after: String) { meetings(after: $after) { nodes { slug } } }",
                "pageInfo",
            ),
        ] {
            let error = compile(name, text).expect_err(text);
            assert!(error.problem.contains(said), "{error}: {text}");
        }
        compile("x", "# Asks.\n# example: by=a\nquery X($by: ItemRef!) { meeting(by: $by) { slug } }").expect("right");
    }

    #[test]
    fn parameters_are_described_by_the_schema_unless_by_the_operation() {
        let text = "# Asks.\n# $first: Some.\n# example:\nquery X($first: Int, $after: String, $areas: [String!]) {
            meetings(first: $first, after: $after, filter: { areas: $areas }) { nodes { slug } pageInfo { hasNextPage endCursor } }
        }";
        let compiled = compile("x", text).expect("right");
        let parameters = &compiled.by_name("x").expect("it").parameters;
        let descriptions: Vec<&str> = parameters.iter().map(|parameter| parameter.description.as_str()).collect();
        assert_eq!(descriptions[..2], ["Some.", "What comes after this cursor."]);
        assert!(!descriptions[2].is_empty());
    }
}
