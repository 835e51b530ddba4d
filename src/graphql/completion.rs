//! Completing a response as the GraphQL specification has it: members in the order in which they
//! were asked for, null where a field failed, and null for the nearest nullable parent where it may
//! not be null. The library resolves siblings concurrently, writes them as they finish, and leaves
//! out what failed.

use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{
    BaseType, ExecutableDocument, FieldDefinition, OperationDefinition, OperationType, Selection, SelectionSet,
    ServiceDocument, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Name, Positioned, Value};

/// The types of the fields of each object type and interface.
#[derive(Debug, Default)]
pub struct Types(HashMap<Name, HashMap<Name, Type>>);

impl Types {
    /// Reads the schema's own definition.
    pub fn of(schema: &ServiceDocument) -> Self {
        let mut types = HashMap::new();
        for definition in &schema.definitions {
            let TypeSystemDefinition::Type(defined) = definition else { continue };
            let fields = match &defined.node.kind {
                TypeKind::Object(object) => &object.fields,
                TypeKind::Interface(interface) => &interface.fields,
                _ => continue,
            };
            let of_field =
                |field: &Positioned<FieldDefinition>| (field.node.name.node.clone(), field.node.ty.node.clone());
            types.insert(defined.node.name.node.clone(), fields.iter().map(of_field).collect());
        }
        Self(types)
    }

    fn field(&self, parent: Option<&Name>, field: &Name) -> Option<&Type> {
        self.0.get(parent?)?.get(field)
    }
}

/// What is selected of an object, in order.
#[derive(Debug, Default)]
pub struct Shape(IndexMap<Name, Field>);

/// One selected field.
#[derive(Debug, Default)]
pub struct Field {
    /// Its type; none for introspection.
    pub ty: Option<Type>,
    /// Whether it may be absent: behind a type condition that the object need not meet, or a
    /// directive.
    pub conditional: bool,
    /// What is selected of it.
    pub below: Shape,
}

impl Shape {
    /// The shape of an operation's response. The document must have passed the guards, which bound
    /// what its fragments expand to and refuse those that spread themselves.
    pub fn of(types: &Types, document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        let root = Name::new(match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        });
        let mut shape = Self::default();
        let walk = Walk { types, document };
        walk.add(&mut shape, Some(&root), false, &operation.selection_set.node);
        shape
    }

    /// The fields by the keys they are answered under, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&Name, &Field)> {
        self.0.iter()
    }

    /// The data of a response, completed; null where something that may not be null failed.
    pub fn complete(&self, data: Value) -> Value {
        match data {
            Value::Object(members) => self.object(members).unwrap_or(Value::Null),
            other => other,
        }
    }

    /// None when a field that may not be null is.
    fn object(&self, mut members: IndexMap<Name, Value>) -> Option<Value> {
        let mut completed = IndexMap::with_capacity(members.len());
        for (key, field) in &self.0 {
            let value = match members.swap_remove(key) {
                Some(value) => value,
                None if field.conditional || field.ty.is_none() => continue,
                None => Value::Null,
            };
            completed.insert(key.clone(), field.complete(value)?);
        }
        Some(Value::Object(completed))
    }
}

impl Field {
    /// Whether it is an object, or a list of objects.
    pub fn has_fields(&self) -> bool {
        !self.below.0.is_empty()
    }

    fn complete(&self, value: Value) -> Option<Value> {
        match &self.ty {
            Some(ty) => self.of_type(ty, value),
            None => Some(self.untyped(value)),
        }
    }

    /// None when the type does not allow what is left.
    fn of_type(&self, ty: &Type, value: Value) -> Option<Value> {
        let value = match (&ty.base, value) {
            (BaseType::List(element), Value::List(list)) => {
                let list: Option<Vec<Value>> = list.into_iter().map(|one| self.of_type(element, one)).collect();
                list.map_or(Value::Null, Value::List)
            }
            (BaseType::Named(_), Value::Object(members)) if self.has_fields() => {
                self.below.object(members).unwrap_or(Value::Null)
            }
            (_, other) => other,
        };
        (ty.nullable || value != Value::Null).then_some(value)
    }

    fn untyped(&self, value: Value) -> Value {
        match value {
            Value::List(list) => Value::List(list.into_iter().map(|one| self.untyped(one)).collect()),
            Value::Object(members) => self.below.object(members).unwrap_or(Value::Null),
            other => other,
        }
    }
}

struct Walk<'d> {
    types: &'d Types,
    document: &'d ExecutableDocument,
}

impl Walk<'_> {
    fn add(&self, shape: &mut Shape, parent: Option<&Name>, conditional: bool, set: &SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(selected) => {
                    let selected = &selected.node;
                    let ty = self.types.field(parent, &selected.name.node);
                    let conditional = conditional || !selected.directives.is_empty();
                    let below = ty.map(|ty| named(&ty.base).clone());
                    let field = shape.0.entry(selected.response_key().node.clone()).or_insert_with(|| Field {
                        ty: ty.cloned(),
                        conditional: true,
                        below: Shape::default(),
                    });
                    // Asked for once without condition, it must be there.
                    field.conditional &= conditional;
                    self.add(&mut field.below, below.as_ref(), false, &selected.selection_set.node);
                }
                Selection::InlineFragment(inline) => {
                    let inline = &inline.node;
                    let on = inline.type_condition.as_ref().map(|condition| &condition.node.on.node);
                    let same = on.is_none() || on == parent;
                    let conditional = conditional || !same || !inline.directives.is_empty();
                    self.add(shape, on.or(parent), conditional, &inline.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) else { continue };
                    let on = &fragment.node.type_condition.node.on.node;
                    let conditional = conditional || Some(on) != parent || !spread.node.directives.is_empty();
                    self.add(shape, Some(on), conditional, &fragment.node.selection_set.node);
                }
            }
        }
    }
}

/// The type at the bottom of all lists.
pub fn named(base: &BaseType) -> &Name {
    match base {
        BaseType::Named(name) => name,
        BaseType::List(element) => named(&element.base),
    }
}
