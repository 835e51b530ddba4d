//! Parameters and answers as JSON schemas (draft 2020-12, as OpenAPI 3.1 has them). Scalars and enums are named
//! once, and referred to.

use std::collections::BTreeMap;

use async_graphql::Name;
use async_graphql::parser::types::{BaseType, Type, TypeKind};
use serde_json::{Map, Value as Json, json};

use super::super::completion::{Field, Shape};
use super::vocabulary::Vocabulary;

/// Makes schemas, and keeps those that were referred to.
pub struct JsonSchemas<'v> {
    vocabulary: &'v Vocabulary<'v>,
    named: BTreeMap<String, Json>,
}

impl<'v> JsonSchemas<'v> {
    /// None yet.
    pub fn new(vocabulary: &'v Vocabulary<'v>) -> Self {
        Self { vocabulary, named: BTreeMap::new() }
    }

    /// Those that were referred to, by name.
    pub fn into_named(self) -> BTreeMap<String, Json> {
        self.named
    }

    /// The schema of a scalar, enum or input object, by reference if it is the schema's own.
    pub fn of_leaf(&mut self, name: &Name) -> Json {
        match name.as_str() {
            "String" | "ID" => json!({ "type": "string" }),
            "Int" => json!({ "type": "integer", "format": "int32" }),
            "Float" => json!({ "type": "number", "format": "double" }),
            "Boolean" => json!({ "type": "boolean" }),
            own => {
                if !self.named.contains_key(own) {
                    let described = self.describe(own);
                    self.named.insert(own.to_owned(), described);
                }
                json!({ "$ref": format!("#/components/schemas/{own}") })
            }
        }
    }

    fn describe(&self, name: &str) -> Json {
        let defined = self.vocabulary.get(name);
        let description = defined.and_then(|defined| defined.description.as_ref());
        let description = description.map_or("", |description| description.node.as_str());
        match defined.map(|defined| &defined.kind) {
            Some(TypeKind::Enum(words)) => {
                let lines = words.values.iter().map(|word| {
                    let meaning = word.node.description.as_ref().map(|meaning| meaning.node.replace('\n', " "));
                    format!("- `{}`: {}", word.node.value.node, meaning.unwrap_or_default())
                });
                let lines: Vec<String> = lines.collect();
                let description = format!("{description}\n\n{}", lines.join("\n"));
                let words: Vec<&str> = words.values.iter().map(|word| word.node.value.node.as_str()).collect();
                json!({ "type": "string", "description": description, "enum": words })
            }
            Some(TypeKind::InputObject(_)) => {
                json!({ "type": "string", "description": "An item, by slug (one that it has or had) or by id." })
            }
            _ => {
                let mut schema = json!({ "type": "string", "description": description });
                let format = match name {
                    "DateTime" => "date-time",
                    "Url" => "uri",
                    _ => return schema,
                };
                schema["format"] = format.into();
                schema
            }
        }
    }

    /// The schema of an answer's data.
    pub fn of_shape(&mut self, shape: &Shape) -> Json {
        let mut properties = Map::new();
        for (key, field) in shape.fields() {
            properties.insert(key.to_string(), self.of_field(field));
        }
        let required: Vec<&str> =
            shape.fields().filter(|(_, field)| !field.conditional).map(|(key, _)| key.as_str()).collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    }

    fn of_field(&mut self, field: &Field) -> Json {
        match &field.ty {
            // The name of a type: nothing else of the schema's own description is asked for.
            None => json!({ "type": "string" }),
            Some(ty) => self.of_type(ty, field),
        }
    }

    fn of_type(&mut self, ty: &Type, field: &Field) -> Json {
        let schema = match &ty.base {
            BaseType::List(element) => json!({ "type": "array", "items": self.of_type(element, field) }),
            BaseType::Named(_) if field.has_fields() => self.of_shape(&field.below),
            BaseType::Named(name) => self.of_leaf(name),
        };
        if ty.nullable { nullable(schema) } else { schema }
    }
}

fn nullable(mut schema: Json) -> Json {
    match schema.get("type").cloned() {
        Some(one @ Json::String(_)) => {
            schema["type"] = json!([one, "null"]);
            schema
        }
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}
