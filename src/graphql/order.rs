//! Response fields in the order in which they were asked for, as the GraphQL specification has it.
//! The library resolves siblings concurrently and writes them as they finish, so the same question
//! could give other bytes each time; this puts each object's members back in order.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Name, Value, indexmap::IndexMap};

/// The response keys of a selection, in order, with what is selected below each.
#[derive(Debug, Default)]
pub struct Shape(IndexMap<Name, Shape>);

impl Shape {
    /// The shape of an operation's response. The document must have passed the guards, which bound
    /// what its fragments expand to and refuse those that spread themselves.
    pub fn of(document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        let mut shape = Self::default();
        shape.add(document, &operation.selection_set.node);
        shape
    }

    fn add(&mut self, document: &ExecutableDocument, set: &SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let below = self.0.entry(field.node.response_key().node.clone()).or_default();
                    below.add(document, &field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.add(document, &inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                        self.add(document, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    /// The value with the members of every object in the order of this shape.
    pub fn arrange(&self, value: Value) -> Value {
        match value {
            Value::List(list) => Value::List(list.into_iter().map(|element| self.arrange(element)).collect()),
            Value::Object(mut members) if !self.0.is_empty() => {
                let mut ordered = IndexMap::with_capacity(members.len());
                for (key, below) in &self.0 {
                    if let Some(member) = members.swap_remove(key) {
                        ordered.insert(key.clone(), below.arrange(member));
                    }
                }
                ordered.extend(members);
                Value::Object(ordered)
            }
            other => other,
        }
    }
}
