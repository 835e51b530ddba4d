//! What the schema says of its types, and of the places at which a variable is used.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Selection, SelectionSet, ServiceDocument, Type, TypeDefinition,
    TypeKind, TypeSystemDefinition, VariableDefinition,
};
use async_graphql_value::Value;

use super::super::completion::named;

/// The types of the schema, by name.
pub struct Vocabulary<'s>(HashMap<&'s str, &'s TypeDefinition>);

impl<'s> Vocabulary<'s> {
    /// Reads the schema's own definition.
    pub fn of(schema: &'s ServiceDocument) -> Self {
        let types = schema.definitions.iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(defined) => Some((defined.node.name.node.as_str(), &defined.node)),
            _ => None,
        });
        Self(types.collect())
    }

    /// What a type is, and how it is described.
    pub fn get(&self, name: &str) -> Option<&'s TypeDefinition> {
        self.0.get(name).copied()
    }

    /// The places at which a variable is used below a type.
    pub fn uses(&self, parent: &str, set: &SelectionSet, variable: &Name) -> Vec<Use<'s>> {
        let in_one = |selection: &Selection| match selection {
            Selection::Field(field) => {
                let Some(defined) = self.field(parent, &field.node.name.node) else { return Vec::new() };
                let below = named(&defined.ty.node.base);
                let mut uses = Vec::new();
                for (name, value) in &field.node.arguments {
                    let argument = defined.arguments.iter().find(|argument| argument.node.name.node == name.node);
                    if let Some(argument) = argument {
                        uses.extend(self.in_value(Use::of(&argument.node), &value.node, variable));
                    }
                }
                uses.extend(self.uses(below, &field.node.selection_set.node, variable));
                uses
            }
            Selection::InlineFragment(inline) => {
                let on = inline.node.type_condition.as_ref().map_or(parent, |on| on.node.on.node.as_str());
                self.uses(on, &inline.node.selection_set.node, variable)
            }
            Selection::FragmentSpread(_) => Vec::new(),
        };
        set.items.iter().flat_map(|item| in_one(&item.node)).collect()
    }

    fn field(&self, parent: &str, name: &Name) -> Option<&'s FieldDefinition> {
        let fields = match &self.get(parent)?.kind {
            TypeKind::Object(object) => &object.fields,
            TypeKind::Interface(interface) => &interface.fields,
            _ => return None,
        };
        fields.iter().map(|field| &field.node).find(|field| field.name.node == *name)
    }

    fn in_value(&self, place: Use<'s>, value: &Value, variable: &Name) -> Vec<Use<'s>> {
        match value {
            Value::Variable(name) if name == variable => vec![place],
            Value::List(list) => {
                let BaseType::List(element) = &place.ty.base else { return Vec::new() };
                let place = Use { ty: element, has_default: false, ..place };
                list.iter().flat_map(|one| self.in_value(place, one, variable)).collect()
            }
            Value::Object(members) => {
                let defined = self.get(named(&place.ty.base)).map(|defined| &defined.kind);
                let Some(TypeKind::InputObject(input)) = defined else { return Vec::new() };
                let field = |name: &Name| input.fields.iter().find(|field| field.node.name.node == *name);
                let found = members.iter().filter_map(|(name, value)| Some((Use::of(&field(name)?.node), value)));
                found.flat_map(|(place, value)| self.in_value(place, value, variable)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A place at which a variable is used.
#[derive(Clone, Copy, Debug)]
pub struct Use<'s> {
    /// How the schema describes it.
    pub description: Option<&'s str>,
    /// The type that is wanted.
    pub ty: &'s Type,
    has_default: bool,
}

impl<'s> Use<'s> {
    fn of(place: &'s InputValueDefinition) -> Self {
        Self {
            description: place.description.as_ref().map(|description| description.node.as_str()),
            ty: &place.ty.node,
            has_default: place.default_value.is_some(),
        }
    }

    /// Whether a variable can stand here. The library looks only when it executes.
    pub fn takes(&self, variable: &VariableDefinition) -> bool {
        let given = &variable.var_type.node;
        let may_be_null = given.nullable && variable.default_value.is_none() && !self.has_default;
        (self.ty.nullable || !may_be_null) && is_same(&given.base, &self.ty.base)
    }
}

fn is_same(given: &BaseType, wanted: &BaseType) -> bool {
    match (given, wanted) {
        (BaseType::Named(given), BaseType::Named(wanted)) => given == wanted,
        (BaseType::List(given), BaseType::List(wanted)) => {
            (wanted.nullable || !given.nullable) && is_same(&given.base, &wanted.base)
        }
        _ => false,
    }
}
