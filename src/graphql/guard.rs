//! Guards that every request of every transport passes before it is parsed or executed. The parser
//! recurses on nested brackets and the validator expands every fragment spread, so a few kilobytes
//! could otherwise end the process or hold a thread for hours.
//!
//! Bytes and bracket depth are measured on the text; then, on the parsed document, the number of
//! fields once fragments are expanded, counting each fragment once and multiplying.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Value as ConstValue, Variables};

use super::errors::{ApiError, ErrorCode};
use crate::config::LimitSettings;

/// The limits that requests are held to, for the `limits` field.
#[derive(Clone, Copy, Debug)]
pub struct Guarded(pub LimitSettings);

/// Elements that a list in a question's variables can have: more than any argument takes.
const MAX_LIST: usize = 200;
/// Bytes that a text in a question's variables can have.
const MAX_TEXT: usize = 4_096;

/// Looks at a document's text before it is parsed.
pub fn check_text(text: &str, limits: &LimitSettings) -> Result<(), ApiError> {
    if text.len() > limits.document_bytes {
        let message = format!("the document has {} bytes; at most {} are allowed", text.len(), limits.document_bytes);
        return Err(ApiError::new(ErrorCode::DocumentTooLong, message));
    }
    if bracket_depth(text) > limits.document_depth {
        let message = format!("the document opens more than {} brackets at once", limits.document_depth);
        return Err(ApiError::new(ErrorCode::DocumentTooDeep, message));
    }
    Ok(())
}

/// Looks at a parsed document before it is validated.
pub fn check_document(document: &ExecutableDocument, limits: &LimitSettings) -> Result<(), ApiError> {
    let mut count = Count { document, fragments: HashMap::new(), cyclic: false };
    let operations = || document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let selections = operations().fold(0_usize, |sum, set| sum.saturating_add(count.selections(set)));
    // A fragment that no operation spreads is validated all the same.
    let unused = document.fragments.keys().fold(0_usize, |most, name| most.max(count.fragment(name)));
    if count.cyclic {
        let message = "a fragment of the document spreads itself, directly or through others";
        return Err(ApiError::new(ErrorCode::ValidationFailed, message));
    }
    let mut introspection = Introspection { document, fragments: HashMap::new() };
    if operations().any(|set| introspection.depth(set, false) > MAX_INTROSPECTION) {
        let message = format!("the document nests more than {MAX_INTROSPECTION} lists of the schema's own description");
        return Err(ApiError::new(ErrorCode::DocumentTooComplex, message));
    }
    if selections.max(unused) > limits.document_selections {
        let message = format!(
            "the document selects more than {} fields once its fragments are expanded",
            limits.document_selections
        );
        return Err(ApiError::new(ErrorCode::DocumentTooComplex, message));
    }
    Ok(())
}

/// Looks at the operation that is to be executed.
pub fn check_operation(operation: &OperationDefinition, variables: &Variables) -> Result<(), ApiError> {
    let invalid = |message: String| Err(ApiError::new(ErrorCode::ValidationFailed, message));
    for definition in &operation.variable_definitions {
        let (definition, given) = (&definition.node, variables.get(&definition.node.name.node));
        let missing = given.is_none_or(|value| *value == ConstValue::Null) && definition.default_value.is_none();
        if missing && !definition.var_type.node.nullable {
            return invalid(format!("the variable `${}` is required", definition.name.node));
        }
    }
    if operation.ty == OperationType::Subscription {
        let roots = &operation.selection_set.node.items;
        if !matches!(roots.as_slice(), [root] if matches!(root.node, Selection::Field(_))) {
            return invalid("a subscription asks for exactly one field, and not through a fragment".to_owned());
        }
        if roots.iter().any(|root| !root.node.directives().is_empty()) {
            return invalid("the field of a subscription takes no directives such as @skip".to_owned());
        }
    }
    if operation.ty != OperationType::Mutation {
        for (name, value) in variables.iter() {
            if !is_small(value) {
                let message = format!("at most {MAX_LIST} elements of a list and {MAX_TEXT} bytes of text");
                return Err(ApiError::bad_input(&format!("${name}"), message));
            }
        }
    }
    Ok(())
}

/// Whether a variable of a question is of a reasonable size. It may be used at many places, and is
/// read again at each.
fn is_small(value: &ConstValue) -> bool {
    match value {
        ConstValue::String(text) => text.len() <= MAX_TEXT,
        ConstValue::List(list) => list.len() <= MAX_LIST && list.iter().all(is_small),
        ConstValue::Object(members) => members.values().all(is_small),
        _ => true,
    }
}

/// The most brackets open at once, outside strings and comments.
fn bracket_depth(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut deepest, mut at) = (0_usize, 0_usize, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'#' => at += bytes[at..].iter().take_while(|b| !matches!(b, b'\n' | b'\r')).count(),
            b'"' => at = end_of_string(bytes, at),
            _ => {}
        }
        at += 1;
    }
    deepest
}

/// The index of the last byte of the string that begins at `start`; the end of the text if it is
/// never closed.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let block = bytes[start..].starts_with(b"\"\"\"");
    let mut at = start + if block { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if !block => at += 1,
            b'\\' if bytes[at..].starts_with(b"\\\"\"\"") => at += 3,
            // A plain string ends with its line at the latest; brackets count again after it, and the
            // parser will refuse what was never closed.
            b'"' | b'\n' | b'\r' if !block => return at,
            b'"' if bytes[at..].starts_with(b"\"\"\"") => return at + 2,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Lists of the schema's description that lead back to types, and so multiply when nested. Tools
/// that read the schema nest one.
const INTROSPECTION_LISTS: [&str; 5] = ["types", "fields", "interfaces", "possibleTypes", "inputFields"];
/// How deep they may be nested.
const MAX_INTROSPECTION: usize = 3;

/// Measures how deep introspection nests. Only for documents whose fragments do not spread
/// themselves.
struct Introspection<'d> {
    document: &'d ExecutableDocument,
    /// The depth of each fragment, outside and inside of introspection.
    fragments: HashMap<(Name, bool), usize>,
}

impl Introspection<'_> {
    fn depth(&mut self, set: &SelectionSet, inside: bool) -> usize {
        let depths = set.items.iter().map(|item| match &item.node {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                let inside = inside || name == "__schema" || name == "__type";
                let counted = usize::from(inside && INTROSPECTION_LISTS.contains(&name));
                counted + self.depth(&field.node.selection_set.node, inside)
            }
            Selection::InlineFragment(inline) => self.depth(&inline.node.selection_set.node, inside),
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, inside),
        });
        depths.max().unwrap_or(0)
    }

    fn fragment(&mut self, name: &Name, inside: bool) -> usize {
        let key = (name.clone(), inside);
        if let Some(depth) = self.fragments.get(&key) {
            return *depth;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        let depth = self.depth(&fragment.node.selection_set.node, inside);
        self.fragments.insert(key, depth);
        depth
    }
}

struct Count<'d> {
    document: &'d ExecutableDocument,
    /// Fields of each fragment, expanded; `None` while it is being counted.
    fragments: HashMap<Name, Option<usize>>,
    /// Whether a fragment spreads itself. What comes after the guards may follow spreads freely.
    cyclic: bool,
}

impl Count<'_> {
    fn selections(&mut self, set: &SelectionSet) -> usize {
        set.items.iter().fold(0_usize, |sum, item| {
            sum.saturating_add(match &item.node {
                Selection::Field(field) => self.selections(&field.node.selection_set.node).saturating_add(1),
                Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node).saturating_add(1),
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node).saturating_add(1),
            })
        })
    }

    fn fragment(&mut self, name: &Name) -> usize {
        match self.fragments.get(name) {
            Some(Some(counted)) => return *counted,
            Some(None) => {
                self.cyclic = true;
                return 0;
            }
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        self.fragments.insert(name.clone(), None);
        let count = self.selections(&fragment.node.selection_set.node);
        self.fragments.insert(name.clone(), Some(count));
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        for (text, depth) in [
            ("{ a(b: [[1]]) }", 4),
            ("{ a(b: \"[[[[\") } # {{{{{{\n", 2),
            (r#"{ a(b: "\"[[[") }"#, 2),
            (r#"{ a(b: """[[ " [[ \""" [[""") }"#, 2),
            ("{ a(b: \"[[\n{{{{", 6),
            ("}}}}{", 1),
            ("\"", 0),
        ] {
            assert_eq!(bracket_depth(text), depth, "{text}");
        }
    }
}
