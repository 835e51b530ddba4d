//! A subscription's question, and what tells it from others: two requests with equal keys get the
//! same payloads, whatever place each of them goes on from.

use std::sync::Arc;

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Data, Name, Request, Value as Given, Variables};
use async_graphql_value::Value;
use sha2::{Digest as _, Sha256};

use super::Requester;
use super::completion::Shape;
use crate::domain::locale::Locales;

/// The argument of a root field that says where to go on from.
const AFTER: &str = "after";

/// What is executed for each event.
pub struct Question {
    /// The document, parsed and guarded.
    pub document: ExecutableDocument,
    /// Which of its operations.
    pub operation_name: Option<String>,
    /// The variables.
    pub variables: Variables,
    /// Who asks.
    pub requester: Requester,
    /// How answers are completed.
    pub shape: Arc<Shape>,
}

/// What tells one question from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// SHA-256 of the document.
    document: [u8; 32],
    operation_name: Option<String>,
    /// The variables as JSON, without one that says only where to go on from.
    variables: String,
    locales: Locales,
    /// What the requester may see: that of anybody, or of the editor with this name.
    access: Option<String>,
}

/// Where a subscriber wants to go on from, as far as the request alone says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// From now.
    Now,
    /// From this cursor.
    Cursor(String),
    /// The root field must be resolved to know.
    Unknown,
}

impl Question {
    /// A request that asks it. It brings data for the resolvers along.
    pub fn request(&self, data: impl FnOnce(&mut Data)) -> Request {
        let mut request = Request::new(String::new()).variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation_name);
        request.set_parsed_query(self.document.clone());
        data(&mut request.data);
        request
    }

    /// What tells it from others, and where its sender wants to go on from.
    pub fn key(&self, text: &str, operation: &OperationDefinition) -> (Key, After) {
        let (variable, after) = self.after(operation);
        let others = self.variables.iter().filter(|(name, _)| variable.as_ref() != Some(*name));
        // Ordered by name, as `Variables` is, so equal variables are equal text.
        let others: Vec<(&Name, &Given)> = others.collect();
        let key = Key {
            document: Sha256::digest(text).into(),
            operation_name: self.operation_name.clone(),
            variables: serde_json::to_string(&others).unwrap_or_default(),
            locales: self.requester.locales.clone(),
            access: self.requester.viewer.editor().map(|editor| editor.actor().to_owned()),
        };
        (key, after)
    }

    /// The variable that is used as the root field's `after` and nowhere else, and what it says.
    fn after(&self, operation: &OperationDefinition) -> (Option<Name>, After) {
        let [root] = operation.selection_set.node.items.as_slice() else { return (None, After::Unknown) };
        let Selection::Field(field) = &root.node else { return (None, After::Unknown) };
        let argument = field.node.arguments.iter().find(|(name, _)| name.node == AFTER);
        let variable = match argument.map(|(_, value)| &value.node) {
            None => return (None, After::Now),
            Some(Value::Variable(name)) => name.clone(),
            Some(_) => return (None, After::Unknown),
        };
        let definition = operation.variable_definitions.iter().find(|definition| definition.node.name.node == variable);
        if definition.is_none_or(|definition| definition.node.default_value.is_some())
            || self.uses(operation, &variable) != 1
        {
            return (None, After::Unknown);
        }
        let after = match self.variables.get(&variable) {
            None | Some(Given::Null) => After::Now,
            Some(Given::String(cursor)) => After::Cursor(cursor.clone()),
            Some(_) => After::Unknown,
        };
        (Some(variable), after)
    }

    /// How often a variable is used in the operation, and in any fragment of the document.
    fn uses(&self, operation: &OperationDefinition, variable: &Name) -> usize {
        let directives = operation.directives.iter().flat_map(|directive| &directive.node.arguments);
        let directives: usize = directives.map(|(_, value)| in_value(&value.node, variable)).sum();
        let fragments = self.document.fragments.values().map(|fragment| {
            let arguments = fragment.node.directives.iter().flat_map(|directive| &directive.node.arguments);
            let directives: usize = arguments.map(|(_, value)| in_value(&value.node, variable)).sum();
            directives + in_selections(&fragment.node.selection_set.node, variable)
        });
        directives + in_selections(&operation.selection_set.node, variable) + fragments.sum::<usize>()
    }
}

fn in_selections(set: &SelectionSet, variable: &Name) -> usize {
    let in_one = |selection: &Selection| {
        let (arguments, below) = match selection {
            Selection::Field(field) => (field.node.arguments.as_slice(), Some(&field.node.selection_set.node)),
            Selection::InlineFragment(inline) => ([].as_slice(), Some(&inline.node.selection_set.node)),
            Selection::FragmentSpread(_) => ([].as_slice(), None),
        };
        let arguments: usize = arguments.iter().map(|(_, value)| in_value(&value.node, variable)).sum();
        let directives = selection.directives().iter().flat_map(|directive| &directive.node.arguments);
        let directives: usize = directives.map(|(_, value)| in_value(&value.node, variable)).sum();
        arguments + directives + below.map_or(0, |set| in_selections(set, variable))
    };
    set.items.iter().map(|item| in_one(&item.node)).sum()
}

fn in_value(value: &Value, variable: &Name) -> usize {
    match value {
        Value::Variable(name) => usize::from(name == variable),
        Value::List(list) => list.iter().map(|one| in_value(one, variable)).sum(),
        Value::Object(members) => members.values().map(|one| in_value(one, variable)).sum(),
        _ => 0,
    }
}
