//! What changed between two publications of a document, for people to read. Elements of lists are
//! told apart by their key or language, so that one more at the top does not look like many changes.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::{Map, Value};

/// Characters of a value that are shown.
const SHOWN: usize = 120;

/// One thing that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where it is in the newer document, in the older one for what was removed: such as
    /// `places/0/area`.
    pub path: String,
    /// How it differs.
    pub change: ValueChange,
}

/// How a value differs.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueChange {
    /// It is new.
    Added(Value),
    /// It is gone.
    Removed(Value),
    /// It was replaced.
    Replaced(Value, Value),
    /// A list has the same elements in another order.
    Reordered,
}

/// What differs between two documents in canonical JSON.
pub fn difference(older: &Value, newer: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", older, newer, &mut found);
    found
}

fn compare(path: &str, older: &Value, newer: &Value, found: &mut Vec<Difference>) {
    match (older, newer) {
        (Value::Object(older), Value::Object(newer)) => compare_members(path, older, newer, found),
        (Value::Array(older), Value::Array(newer)) => match (names(older), names(newer)) {
            (Some(older_names), Some(newer_names)) => {
                compare_named(path, (older, &older_names), (newer, &newer_names), found);
            }
            _ => compare_in_place(path, older, newer, found),
        },
        _ if older == newer => {}
        _ => push(found, path, ValueChange::Replaced(older.clone(), newer.clone())),
    }
}

fn compare_members(path: &str, older: &Map<String, Value>, newer: &Map<String, Value>, found: &mut Vec<Difference>) {
    for (name, value) in older {
        match newer.get(name) {
            Some(now) => compare(&below(path, name), value, now, found),
            None => push(found, &below(path, name), ValueChange::Removed(value.clone())),
        }
    }
    for (name, value) in newer.iter().filter(|(name, _)| !older.contains_key(*name)) {
        push(found, &below(path, name), ValueChange::Added(value.clone()));
    }
}

/// What tells the elements of a list apart, if there is such a thing.
fn names(list: &[Value]) -> Option<Vec<&str>> {
    let (mut names, mut seen) = (Vec::with_capacity(list.len()), HashSet::new());
    for value in list {
        let name = match value {
            Value::String(text) => text.as_str(),
            other => other.get("key").or_else(|| other.get("locale"))?.as_str()?,
        };
        if !seen.insert(name) {
            return None;
        }
        names.push(name);
    }
    Some(names)
}

type Named<'v> = (&'v [Value], &'v [&'v str]);

fn compare_named(path: &str, older: Named<'_>, newer: Named<'_>, found: &mut Vec<Difference>) {
    let places: HashMap<&str, usize> = newer.1.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let mut kept = Vec::new();
    for (index, (value, name)) in older.0.iter().zip(older.1).enumerate() {
        match places.get(name) {
            Some(now) => kept.push((*now, value)),
            None => push(found, &below(path, &index.to_string()), ValueChange::Removed(value.clone())),
        }
    }
    if !kept.is_sorted_by_key(|(now, _)| *now) {
        push(found, path, ValueChange::Reordered);
    }
    let kept: HashMap<usize, &Value> = kept.into_iter().collect();
    for (now, value) in newer.0.iter().enumerate() {
        let path = below(path, &now.to_string());
        match kept.get(&now) {
            Some(before) => compare(&path, before, value, found),
            None => push(found, &path, ValueChange::Added(value.clone())),
        }
    }
}

fn compare_in_place(path: &str, older: &[Value], newer: &[Value], found: &mut Vec<Difference>) {
    for index in 0..older.len().max(newer.len()) {
        let path = below(path, &index.to_string());
        match (older.get(index), newer.get(index)) {
            (Some(older), Some(newer)) => compare(&path, older, newer, found),
            (Some(older), None) => push(found, &path, ValueChange::Removed(older.clone())),
            (None, Some(newer)) => push(found, &path, ValueChange::Added(newer.clone())),
            (None, None) => {}
        }
    }
}

fn below(path: &str, part: &str) -> String {
    if path.is_empty() { part.to_owned() } else { format!("{path}/{part}") }
}

fn push(found: &mut Vec<Difference>, path: &str, change: ValueChange) {
    found.push(Difference { path: path.to_owned(), change });
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path)?;
        match &self.change {
            ValueChange::Added(value) => write!(f, "added {}", shown(value)),
            ValueChange::Removed(value) => write!(f, "removed {}", shown(value)),
            ValueChange::Replaced(older, newer) => write!(f, "{} → {}", shown(older), shown(newer)),
            ValueChange::Reordered => f.write_str("put in another order"),
        }
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(older: &Value, newer: &Value) -> Vec<String> {
        difference(older, newer).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn members_are_added_removed_and_replaced() {
        let older = json!({ "slug": "a", "endDate": "2025-08", "edition": 1 });
        let newer = json!({ "slug": "a", "endDate": "2025-09", "kind": "FORUM" });
        assert_eq!(
            lines(&older, &newer),
            ["edition: removed 1", "endDate: \"2025-08\" → \"2025-09\"", "kind: added \"FORUM\""]
        );
    }

    #[test]
    fn elements_with_keys_are_followed() {
        let older = json!({ "sessions": [{ "key": "s1", "number": 1 }, { "key": "s2", "number": 2 }] });
        let newer = json!({ "sessions": [{ "key": "s2-1", "number": 0 }, { "key": "s1", "number": 1 }, { "key": "s2", "number": 3 }] });
        assert_eq!(
            lines(&older, &newer),
            ["sessions/0: added {\"key\":\"s2-1\",\"number\":0}", "sessions/2/number: 2 → 3"]
        );
        let turned = json!({ "sessions": [{ "key": "s2", "number": 2 }, { "key": "s1", "number": 1 }] });
        assert_eq!(lines(&older, &turned), ["sessions: put in another order"]);
        let shorter = json!({ "sessions": [{ "key": "s2", "number": 2 }] });
        assert_eq!(lines(&older, &shorter), ["sessions/0: removed {\"key\":\"s1\",\"number\":1}"]);
    }

    #[test]
    fn texts_are_followed_by_language_and_words_by_themselves() {
        let older = json!({ "title": [{ "locale": "en", "text": "Old" }], "parties": ["CN", "JP"] });
        let newer = json!({ "title": [{ "locale": "ja", "text": "新" }, { "locale": "en", "text": "New" }], "parties": ["CN", "KR"] });
        assert_eq!(
            lines(&older, &newer),
            [
                "parties/1: removed \"JP\"",
                "parties/1: added \"KR\"",
                "title/0: added {\"locale\":\"ja\",\"text\":\"新\"}",
                "title/1/text: \"Old\" → \"New\"",
            ]
        );
    }

    #[test]
    fn elements_that_cannot_be_told_apart_are_compared_in_place() {
        let twice = |last: i32| json!({ "list": [{ "n": 1 }, { "n": 1 }, { "n": last }] });
        assert_eq!(lines(&twice(1), &twice(2)), ["list/2/n: 1 → 2"]);
    }

    #[test]
    fn long_values_are_cut_and_equal_ones_say_nothing() {
        let long = json!({ "text": "あ".repeat(500) });
        let line = &lines(&json!({}), &long)[0];
        assert!(line.ends_with('…') && line.chars().count() < 140, "{line}");
        assert_eq!(lines(&long, &long), Vec::<String>::new());
    }
}
