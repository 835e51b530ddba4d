//! The normal form of a document and its canonical JSON: text in NFC and trimmed, list elements
//! with keys, object members in alphabetical order, nothing empty written.
//!
//! Two documents that say the same have the same canonical JSON, so publishing an unchanged one can
//! be recognised, and importing a file twice changes nothing.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::{Content, Document, for_document, map_document};
use crate::domain::problem::{Problem, ProblemCode};

/// Brings a document into normal form, as it would be published with this revision. Elements without
/// a key take the one that an equal element of the `previous` publication has, else a new one that
/// the revision is part of, so that a key is never given twice.
pub fn normalize(document: Document, previous: Option<&Document>, revision: i32) -> Result<Document, Vec<Problem>> {
    fn of<D: Content>(document: &D, previous: Option<&Value>, revision: i32) -> Result<D, Vec<Problem>> {
        let broken = |error: serde_json::Error| {
            vec![Problem::new("", ProblemCode::Invalid, format!("the document cannot be read back: {error}"))]
        };
        let mut value = serde_json::to_value(document).map_err(broken)?;
        let mut problems = Vec::new();
        settle_text(&mut value, &mut String::new(), &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        settle_keys(&mut value, previous, D::KEYED, revision);
        serde_json::from_value(value).map_err(broken)
    }
    let previous = previous
        .filter(|previous| previous.item_type() == document.item_type())
        .and_then(|previous| for_document!(previous, document => serde_json::to_value(document)).ok());
    Ok(map_document!(document, document => of(&document, previous.as_ref(), revision)?))
}

/// The canonical JSON of a document in normal form.
pub fn canonical_json(document: &Document) -> Result<String, serde_json::Error> {
    // `serde_json::Value` keeps object members in alphabetical order.
    for_document!(document, document => serde_json::to_value(document)).map(|value| value.to_string())
}

fn settle_text(value: &mut Value, path: &mut String, problems: &mut Vec<Problem>) {
    let length = path.len();
    match value {
        Value::String(text) => {
            let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            if text.contains(forbidden) {
                let message = "the text has a control character; remove it";
                problems.push(Problem::new(path.as_str(), ProblemCode::Invalid, message));
            }
            *text = text.replace("\r\n", "\n").replace('\r', "\n").trim().nfc().collect();
        }
        Value::Array(list) => {
            for (index, element) in list.iter_mut().enumerate() {
                push(path, &index.to_string());
                settle_text(element, path, problems);
                path.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                push(path, name);
                settle_text(member, path, problems);
                path.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn push(path: &mut String, part: &str) {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(part);
}

fn settle_keys(value: &mut Value, previous: Option<&Value>, lists: &[(&str, char)], revision: i32) {
    let mut taken = HashSet::new();
    let mut used = HashSet::new();
    for (path, _) in lists {
        used.extend(elements(value, path).into_iter().filter_map(key_of).map(str::to_owned));
        let before = previous.into_iter().flat_map(|previous| elements(previous, path));
        taken.extend(before.filter_map(key_of).map(str::to_owned));
    }
    taken.extend(used.iter().cloned());
    for (path, letter) in lists {
        // The keys that equal elements had, in their order.
        let mut before: HashMap<String, VecDeque<&str>> = HashMap::new();
        for element in previous.into_iter().flat_map(|previous| elements(previous, path)) {
            if let Some(key) = key_of(element).filter(|key| !used.contains(*key)) {
                before.entry(without_keys(element).to_string()).or_default().push_back(key);
            }
        }
        let mut new_keys = new_keys(*letter, revision);
        each_element(value, path, &mut |element| {
            if key_of(element).is_some() {
                return;
            }
            let known = if before.is_empty() { None } else { before.get_mut(&without_keys(element).to_string()) };
            let same = known.and_then(VecDeque::pop_front);
            let key = same.map(str::to_owned).or_else(|| new_keys.find(|key| !taken.contains(key)));
            // New keys do not run out.
            if let (Some(key), Value::Object(members)) = (key, element) {
                taken.insert(key.clone());
                members.insert("key".to_owned(), Value::String(key));
            }
        });
    }
}

/// The elements of a list; its path leads through the elements of other lists (`participants/statements`).
fn elements<'v>(document: &'v Value, path: &str) -> Vec<&'v Value> {
    let list = |value: &'v Value, field: &str| value.get(field).and_then(Value::as_array).into_iter().flatten();
    path.split('/')
        .fold(vec![document], |found, field| found.into_iter().flat_map(|value| list(value, field)).collect())
}

fn each_element(document: &mut Value, path: &str, look: &mut impl FnMut(&mut Value)) {
    let (field, rest) = path.split_once('/').map_or((path, None), |(field, rest)| (field, Some(rest)));
    for element in document.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten() {
        match rest {
            Some(rest) => each_element(element, rest, look),
            None => look(element),
        }
    }
}

fn key_of(element: &Value) -> Option<&str> {
    element.get("key").and_then(Value::as_str)
}

/// An element without its key and those of its parts.
fn without_keys(element: &Value) -> Value {
    match element {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| *name != "key")
            .map(|(name, part)| (name.clone(), without_keys(part)))
            .collect(),
        Value::Array(parts) => parts.iter().map(without_keys).collect(),
        plain => plain.clone(),
    }
}

/// `s1`, `s2` … in the first publication, `s3-1`, `s3-2` … in the third.
fn new_keys(letter: char, revision: i32) -> impl Iterator<Item = String> {
    let prefix = if revision > 1 { format!("{letter}{revision}-") } else { letter.to_string() };
    (1_u32..).map(move |number| format!("{prefix}{number}"))
}
