//! An answer as a table. The first list of objects that the selection comes to, field by field and downwards, gives
//! the rows; what stands outside of it is left out. Objects in a row become columns whose names have dots; lists of
//! plain values are joined, lists of objects are JSON. Without a list the whole answer is one row. Columns come from
//! the selection, so an answer without rows has them too.

use async_graphql::parser::types::BaseType;
use async_graphql::{Name, Value};

use super::super::completion::{Field, Shape};

/// What stands between the elements of a list in a cell.
const BETWEEN: &str = "; ";

/// How answers of an operation become rows.
#[derive(Debug)]
pub struct Table {
    /// The way to the list.
    rows: Option<Vec<Name>>,
    columns: Vec<Column>,
    /// The way to what says whether there is another page.
    page_info: Option<Vec<Name>>,
}

#[derive(Debug)]
struct Column {
    name: String,
    path: Vec<Name>,
    /// Whether its cells are JSON.
    of_objects: bool,
}

impl Table {
    /// The table of answers of this shape.
    pub fn of(shape: &Shape) -> Self {
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        let Some(row) = first_list(shape, &mut rows) else {
            add_columns(shape, &[], &mut columns);
            return Self { rows: None, columns, page_info: None };
        };
        add_columns(&row.below, &[], &mut columns);
        let mut page_info = rows[..rows.len() - 1].to_vec();
        page_info.push(Name::new("pageInfo"));
        let found = at(shape, &page_info);
        let pages = found.is_some_and(|found| {
            let has = |name: &str| found.below.fields().any(|(key, _)| key.as_str() == name);
            has("hasNextPage") && has("endCursor")
        });
        Self { rows: Some(rows), columns, page_info: pages.then_some(page_info) }
    }

    /// Whether answers say if there is another page.
    pub fn has_pages(&self) -> bool {
        self.page_info.is_some()
    }

    /// The names of the columns.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The rows of an answer, with a cell for each column.
    pub fn rows<'a>(&'a self, data: &'a Value) -> impl Iterator<Item = Vec<String>> + 'a {
        let rows = match &self.rows {
            None => std::slice::from_ref(data),
            Some(path) => match find(data, path) {
                Some(Value::List(rows)) => rows.as_slice(),
                _ => &[],
            },
        };
        rows.iter().map(|row| self.columns.iter().map(|column| column.cell(row)).collect())
    }

    /// The cursor after which the next page begins, if there is one.
    pub fn next_page<'a>(&self, data: &'a Value) -> Option<&'a str> {
        let page_info = find(data, self.page_info.as_ref()?)?;
        match (member(page_info, "hasNextPage")?, member(page_info, "endCursor")?) {
            (Value::Boolean(true), Value::String(cursor)) => Some(cursor),
            _ => None,
        }
    }
}

/// The first list of objects, and the way to it.
fn first_list<'s>(shape: &'s Shape, path: &mut Vec<Name>) -> Option<&'s Field> {
    shape.fields().find_map(|(key, field)| {
        path.push(key.clone());
        let found = if field.has_fields() && is_list(field) { Some(field) } else { first_list(&field.below, path) };
        if found.is_none() {
            path.pop();
        }
        found
    })
}

fn add_columns(shape: &Shape, above: &[Name], columns: &mut Vec<Column>) {
    for (key, field) in shape.fields() {
        let path = [above, std::slice::from_ref(key)].concat();
        if field.has_fields() && !is_list(field) {
            add_columns(&field.below, &path, columns);
        } else {
            let names: Vec<&str> = path.iter().map(Name::as_str).collect();
            columns.push(Column { name: names.join("."), path, of_objects: field.has_fields() });
        }
    }
}

fn is_list(field: &Field) -> bool {
    field.ty.as_ref().is_some_and(|ty| matches!(ty.base, BaseType::List(_)))
}

fn at<'s>(shape: &'s Shape, path: &[Name]) -> Option<&'s Field> {
    let (first, rest) = path.split_first()?;
    let (_, field) = shape.fields().find(|(key, _)| *key == first)?;
    if rest.is_empty() { Some(field) } else { at(&field.below, rest) }
}

fn find<'a>(value: &'a Value, path: &[Name]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| member(value, key))
}

fn member<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(key),
        _ => None,
    }
}

impl Column {
    fn cell(&self, row: &Value) -> String {
        match find(row, &self.path) {
            Some(objects @ Value::List(_)) if self.of_objects => json(objects),
            value => plain(value),
        }
    }
}

fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Enum(word)) => word.to_string(),
        Some(Value::List(list)) => {
            let cells: Vec<String> = list.iter().map(|one| plain(Some(one))).collect();
            cells.join(BETWEEN)
        }
        // Numbers and truths are the same in a cell as in JSON.
        Some(other) => json(other),
    }
}

fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
