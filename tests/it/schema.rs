//! The schema: what is served is what is committed, every element is described, documents are the
//! same in files and in GraphQL, and the README tells the truth.

use std::collections::BTreeSet;

use rapporteur::domain::documents::{
    AppearanceDocument, ArticleDocument, DatedNameDocument, Document, FileDocument, ImageDocument, IndicatorDocument,
    InvolvementDocument, LocalizedStringDocument, MechanismDocument, MechanismLinkDocument, MediaItemDocument,
    MeetingDocument, MeetingLinkDocument, ObservationDocument, OrganizationDocument, ParticipantDocument,
    PersonDocument, PersonNameDocument, PhotoDocument, PlaceDocument, PositionDocument, PublicationDocument,
    SessionDocument, SourceRef, StatementDocument,
};
use rapporteur::domain::identity::AnyItemRef;
use rapporteur::graphql::{ErrorCode, sdl};
use serde_json::{Value, json};

use crate::harness::{TestApp, TestDatabase, on_both_databases};

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let committed = include_str!("../../schema.graphql");
    assert!(sdl() == committed, "schema.graphql is out of date; run: cargo run -- schema > schema.graphql");
}

const INTROSPECTION: &str = "{ __schema { types { kind name description specifiedByURL
    fields { name description args { name description } }
    inputFields { name description }
    enumValues { name description } } } }";

on_both_databases! {
    async fn every_element_is_described(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let data = app.data(INTROSPECTION).await;
        let mut bare = Vec::new();
        for described in data["__schema"]["types"].as_array().expect("types") {
            let name = described["name"].as_str().expect("a name");
            if name.starts_with("__") || ["String", "Int", "Float", "Boolean", "ID"].contains(&name) {
                continue;
            }
            let mut look = |path: String, element: &Value| {
                if element["description"].as_str().is_none_or(str::is_empty) {
                    bare.push(path);
                }
            };
            look(name.to_owned(), described);
            for list in ["fields", "inputFields", "enumValues"] {
                for element in described[list].as_array().into_iter().flatten() {
                    let path = format!("{name}.{}", element["name"].as_str().expect("a name"));
                    look(path.clone(), element);
                    for argument in element["args"].as_array().into_iter().flatten() {
                        look(format!("{path}({})", argument["name"].as_str().expect("a name")), argument);
                    }
                }
            }
            if described["kind"] == "SCALAR" && described["specifiedByURL"].is_null() {
                bare.push(format!("{name} has no @specifiedBy"));
            }
        }
        assert!(bare.is_empty(), "{bare:#?}");
    }

    async fn documents_have_the_same_fields_in_files_and_in_graphql(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let data = app.data(INTROSPECTION).await;
        let graphql = |name: &str| -> BTreeSet<String> {
            let types = data["__schema"]["types"].as_array().expect("types");
            let found = types.iter().find(|found| found["name"] == name).unwrap_or_else(|| panic!("{name}"));
            let fields = found["inputFields"].as_array().expect("fields");
            fields.iter().map(|field| field["name"].as_str().expect("a name").to_owned()).collect()
        };
        macro_rules! compare {
            ($($Type:ty => $name:literal;)*) => {$(
                assert_eq!(serde_fields::<$Type>(), graphql($name), $name);
            )*};
        }
        compare! {
            Document => "DocumentInput";
            ParticipantDocument => "ParticipantInput";
            AppearanceDocument => "AppearanceInput";
            StatementDocument => "StatementInput";
            SourceRef => "SourceRef";
            AnyItemRef => "AnyItemRef";
            ArticleDocument => "ArticleInput";
            IndicatorDocument => "IndicatorInput";
            ObservationDocument => "ObservationInput";
            MediaItemDocument => "MediaItemInput";
            PublicationDocument => "PublicationInput";
            FileDocument => "FileInput";
            PhotoDocument => "PhotoInput";
            PersonDocument => "PersonInput";
            PersonNameDocument => "PersonNameInput";
            PositionDocument => "PositionInput";
            ImageDocument => "ImageInput";
            OrganizationDocument => "OrganizationInput";
            MechanismDocument => "MechanismInput";
            InvolvementDocument => "InvolvementInput";
            DatedNameDocument => "DatedNameInput";
            MechanismLinkDocument => "MechanismLinkInput";
            MeetingDocument => "MeetingInput";
            PlaceDocument => "PlaceInput";
            SessionDocument => "SessionInput";
            MeetingLinkDocument => "MeetingLinkInput";
            LocalizedStringDocument => "LocalizedStringInput";
        }
    }

    async fn the_readme_gives_the_answers_that_are_given(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        crate::harness::documents::publish_sample(&app.store).await;
        let pages = [document("README.md"), document("docs/questions.md")].concat();
        let mut asked = 0;
        for block in pages.split("```graphql\n").skip(1) {
            let (query, rest) = block.split_once("\n```").expect("the end of a query");
            let Some(answer) = rest.trim_start().strip_prefix("```json\n") else { continue };
            let (answer, _) = answer.split_once("\n```").expect("the end of an answer");
            let expected: Value = serde_json::from_str(answer).expect("an answer in JSON");
            assert_eq!(app.ask(query).await, expected, "{query}");
            asked += 1;
        }
        assert!(asked >= 15, "the pages should ask and answer; found {asked}");
    }
}

/// The members that serde knows, from its own complaint about one that it does not.
fn serde_fields<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let complaint = match serde_json::from_value::<T>(json!({ "?": null })) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("an unknown member was accepted"),
    };
    let (_, expected) = complaint.split_once("expected").unwrap_or_else(|| panic!("{complaint}"));
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_error_code_is_documented() {
    let documented = document("docs/errors.md");
    for code in ErrorCode::ALL {
        assert!(documented.contains(&format!("`{}`", code.as_str())), "{code:?} is missing in docs/errors.md");
    }
}

/// A file of the repository.
fn document(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}
