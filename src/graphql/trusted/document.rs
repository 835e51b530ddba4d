//! One trusted document: an operation with its name, what it says of itself, its parameters, and how its answers
//! look.

use async_graphql::parser::types::{OperationDefinition, OperationType};
use async_graphql::{Name, Variables};
use serde_json::{Map, Value as Json};

use super::super::completion::{Shape, Types};
use super::super::errors::ApiError;
use super::header::Header;
use super::id_of;
use super::json_schema::JsonSchemas;
use super::parameter::Parameter;
use super::table::Table;
use super::validation::Validator;
use super::vocabulary::Vocabulary;

/// The variable, and so the parameter, that says where a page begins.
const AFTER: &str = "after";

/// An operation that is built in.
#[derive(Debug)]
pub struct TrustedDocument {
    /// Its name, in lower case with hyphens.
    pub name: &'static str,
    /// The GraphQL document.
    pub text: &'static str,
    /// `sha256:` and the hash of the text.
    pub id: String,
    /// What it answers, in a sentence.
    pub summary: String,
    /// More about it; may be empty.
    pub details: String,
    /// Parameters that give an answer over the sample, as in an address; may be empty.
    pub example: String,
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
    /// How its answers become rows.
    pub table: Table,
    /// The JSON schema of its answers' data.
    pub answer: Json,
}

impl TrustedDocument {
    /// The parameter that says where a page begins, if it has one.
    pub fn after(&self) -> Option<&str> {
        self.parameters.iter().map(|parameter| parameter.name.as_str()).find(|name| *name == AFTER)
    }

    /// The variables that parameters make; or everything that is wrong with them.
    pub fn variables(&self, given: &[(String, String)]) -> Result<Variables, Vec<ApiError>> {
        let mut problems = Vec::new();
        let mut unknown: Vec<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
        unknown.retain(|name| !self.parameters.iter().any(|parameter| parameter.name == *name));
        unknown.dedup();
        for name in unknown {
            let known: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            problems
                .push(ApiError::bad_input(name, format!("is not a parameter of `{}`; it takes {known}", self.name)));
        }
        let mut variables = Map::new();
        for parameter in &self.parameters {
            let name = &parameter.name;
            let texts: Vec<&str> =
                given.iter().filter(|(given, _)| given == name).map(|(_, text)| text.as_str()).collect();
            match parameter.read(&texts) {
                Ok(None) => {}
                Ok(Some(value)) => _ = variables.insert(name.clone(), value),
                Err(problem) => problems.push(ApiError::bad_input(name, problem)),
            }
        }
        if problems.is_empty() { Ok(Variables::from_json(variables.into())) } else { Err(problems) }
    }
}

/// Makes trusted documents from files.
pub struct Compiler<'c> {
    /// What the schema says of its types.
    pub vocabulary: &'c Vocabulary<'c>,
    /// The types of fields.
    pub types: &'c Types,
    /// Holds operations against the schema.
    pub validator: &'c Validator,
}

impl Compiler<'_> {
    /// The document that a file holds; or what is wrong with it.
    pub fn compile(
        &self,
        name: &'static str,
        text: &'static str,
        schemas: &mut JsonSchemas<'_>,
    ) -> Result<TrustedDocument, String> {
        let header = Header::parse(text)?;
        let document = async_graphql::parser::parse_query(text).map_err(|error| error.to_string())?;
        let mut operations = document.operations.iter();
        let (Some((Some(called), operation)), None) = (operations.next(), operations.next()) else {
            return Err("needs one operation, with a name".to_owned());
        };
        let operation = &operation.node;
        if operation.ty != OperationType::Query {
            return Err("must be a query".to_owned());
        }
        if kebab_case(called) != name {
            return Err(format!("is called after its file: rename it, or the file to {}.graphql", kebab_case(called)));
        }
        let parameters = self.parameters(operation, &header, schemas)?;
        let shape = Shape::of(self.types, &document, operation);
        let compiled = TrustedDocument {
            name,
            text,
            id: id_of(text),
            summary: header.summary,
            details: header.details,
            example: header.example,
            parameters,
            table: Table::of(&shape),
            answer: schemas.of_shape(&shape),
        };
        let problem = |problem: String| format!("the example: {problem}");
        let example: Vec<(String, String)> =
            serde_urlencoded::from_str(&compiled.example).map_err(|error| problem(error.to_string()))?;
        let variables = compiled.variables(&example).map_err(|problems| {
            let problems: Vec<String> = problems.into_iter().map(|error| error.message).collect();
            problem(problems.join("; "))
        })?;
        if let Some(problem) = self.validator.problem(text, variables) {
            return Err(problem);
        }
        if compiled.after().is_some() && !compiled.table.has_pages() {
            return Err("has `$after`, so it must ask for `pageInfo { hasNextPage endCursor }` of its list".to_owned());
        }
        Ok(compiled)
    }

    fn parameters(
        &self,
        operation: &OperationDefinition,
        header: &Header,
        schemas: &mut JsonSchemas<'_>,
    ) -> Result<Vec<Parameter>, String> {
        let variables = operation.variable_definitions.iter().map(|variable| &variable.node);
        let known: Vec<&Name> = variables.clone().map(|variable| &variable.name.node).collect();
        let unknown = header.parameters.keys().find(|name| !known.iter().any(|known| known.as_str() == *name));
        if let Some(unknown) = unknown {
            return Err(format!("describes `${unknown}`, which it has not"));
        }
        variables
            .map(|variable| {
                let name = &variable.name.node;
                let uses = self.vocabulary.uses("Query", &operation.selection_set.node, name);
                if let Some(misused) = uses.iter().find(|place| !place.takes(variable)) {
                    return Err(format!("uses `${name}` where the type is `{}`", misused.ty));
                }
                let of_use = uses.iter().find_map(|place| place.description);
                let described = header.parameters.get(name.as_str()).map(String::as_str).or(of_use);
                let described = described.ok_or_else(|| format!("does not say what `${name}` means"))?;
                Parameter::new(self.vocabulary, schemas, variable, described.replace('\n', " "))
            })
            .collect()
    }
}

/// `MeetingsOfPerson` as `meetings-of-person`.
fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
