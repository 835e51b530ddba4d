//! The parameters of an operation: its variables as plain text. A list is a parameter that may be repeated; an
//! `ItemRef` is a slug or an id; no other input objects, so that every address can be written by hand.

use async_graphql::Name;
use async_graphql::parser::types::{BaseType, Type, TypeKind, VariableDefinition};
use serde_json::{Value as Json, json};

use super::super::scalars;
use super::json_schema::JsonSchemas;
use super::vocabulary::Vocabulary;

/// The one input object that a parameter can stand for.
const ITEM_REF: &str = "ItemRef";

/// A variable of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// Its name, as that of the variable.
    pub name: String,
    /// What it means.
    pub description: String,
    /// The name of its type, or of its elements'.
    pub of: Name,
    /// Whether it can be repeated.
    pub is_list: bool,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it is if left out.
    pub default: Option<Json>,
    /// The JSON schema of its value, or of each.
    pub schema: Json,
    kind: Kind,
}

/// How a text becomes a value.
#[derive(Debug)]
enum Kind {
    /// As it is, if the scalar takes it.
    Text,
    Int,
    Float,
    Boolean,
    /// One of these words.
    Enum(Vec<Name>),
    Item,
}

impl Parameter {
    /// The parameter for a variable; or why there can be none.
    pub fn new(
        vocabulary: &Vocabulary<'_>,
        schemas: &mut JsonSchemas<'_>,
        variable: &VariableDefinition,
        description: String,
    ) -> Result<Self, String> {
        let name = &variable.name.node;
        let ty = &variable.var_type.node;
        let (of, is_list) = match &ty.base {
            BaseType::Named(of) => (of, false),
            BaseType::List(element) => match &**element {
                Type { base: BaseType::Named(of), nullable: false } => (of, true),
                _ => return Err(format!("`${name}`: a parameter's list has no null and no lists in it")),
            },
        };
        let defined = vocabulary.get(of).map(|defined| &defined.kind);
        let kind = match (of.as_str(), defined) {
            ("Int", _) => Kind::Int,
            ("Float", _) => Kind::Float,
            ("Boolean", _) => Kind::Boolean,
            ("String" | "ID", _) | (_, Some(TypeKind::Scalar)) => Kind::Text,
            (_, Some(TypeKind::Enum(words))) => {
                Kind::Enum(words.values.iter().map(|word| word.node.value.node.clone()).collect())
            }
            (ITEM_REF, _) => Kind::Item,
            _ => return Err(format!("`${name}`: `{of}` cannot be a parameter; use scalars, enums and {ITEM_REF}")),
        };
        let default = variable.default_value.as_ref().map(|default| default.node.clone().into_json());
        let default = default.transpose().map_err(|error| format!("`${name}`: {error}"))?;
        Ok(Self {
            name: name.to_string(),
            description,
            of: of.clone(),
            is_list,
            is_required: !ty.nullable && default.is_none(),
            default,
            schema: schemas.of_leaf(of),
            kind,
        })
    }

    /// The value of the variable, from how often the parameter is given; none if it is left out. The error says
    /// what is expected.
    pub fn read(&self, given: &[&str]) -> Result<Option<Json>, String> {
        match given {
            [] if self.is_required => Err(format!("is required: {}", self.description)),
            [] => Ok(None),
            given if self.is_list => {
                let elements: Result<Vec<Json>, String> = given.iter().map(|text| self.element(text)).collect();
                elements.map(|elements| Some(elements.into()))
            }
            [text] => self.element(text).map(Some),
            given => Err(format!("is given {} times, and takes one value", given.len())),
        }
    }

    fn element(&self, text: &str) -> Result<Json, String> {
        match &self.kind {
            Kind::Text => scalars::check(&self.of, text).map(|()| text.into()),
            Kind::Int => {
                let number = text.parse::<i32>().map(Json::from);
                number.map_err(|_| format!("`{text}` is not a whole number, at most {}", i32::MAX))
            }
            Kind::Float => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Json::from);
                number.ok_or_else(|| format!("`{text}` is not a number"))
            }
            Kind::Boolean => {
                let truth = text.parse::<bool>().map(Json::from);
                truth.map_err(|_| format!("`{text}` is neither true nor false"))
            }
            Kind::Enum(words) if words.iter().any(|word| word.as_str() == text) => Ok(text.into()),
            Kind::Enum(words) => {
                let words: Vec<&str> = words.iter().map(Name::as_str).collect();
                Err(format!("`{text}` is none of {}", words.join(", ")))
            }
            Kind::Item => Ok(item_ref(text)),
        }
    }
}

/// An `ItemRef`: by id if the text looks like one, else by slug.
pub fn item_ref(text: &str) -> Json {
    let by = if text.parse::<uuid::Uuid>().is_ok() { "id" } else { "slug" };
    json!({ by: text })
}
