//! Terms in PostgreSQL: an array beside each place, with an inverted index. Of frequent terms rows are read
//! by place, of rare ones by term; the database chooses by how often they occur.

use entity::{ItemId, search_entry};
use sea_orm::sea_query::{Alias, Condition as SqlCondition, Expr, Func, Query, SelectStatement, SimpleExpr};

use crate::domain::search::{Condition, Entry};
use crate::store::error::StoreError;
use crate::store::sql::Write;

/// Rows inserted by one statement.
const CHUNK: usize = 200;

pub(super) async fn write(txn: &Write, entries: Vec<(ItemId, Entry)>) -> Result<(), StoreError> {
    for chunk in entries.chunks(CHUNK) {
        let mut insert = Query::insert();
        let columns = ["item", "place", "terms"].map(Alias::new);
        insert.into_table(search_entry::Entity).columns(columns);
        for (item, entry) in chunk {
            let terms: Vec<&str> = entry.terms.iter().map(String::as_str).collect();
            insert.values_panic([Expr::val(*item), Expr::val(entry.place), array(&terms)]);
        }
        txn.run_insert(insert).await?;
    }
    Ok(())
}

pub(super) fn from() -> SelectStatement {
    Query::select().from_as(search_entry::Entity, Alias::new("e")).take()
}

pub(super) fn place() -> SimpleExpr {
    Expr::col((Alias::new("e"), Alias::new("place")))
}

pub(super) fn terms(any: &[&Condition], none: &[&Condition], types: &[String]) -> SqlCondition {
    let mut wanted = SqlCondition::all();
    if let [one] = any {
        wanted = wanted.add(all_of(one));
    } else {
        wanted = wanted.add(any.iter().fold(SqlCondition::any(), |any, condition| any.add(all_of(condition))));
    }
    if !types.is_empty() {
        wanted = wanted.add(one_of(types));
    }
    none.iter().fold(wanted, |wanted, condition| wanted.add(all_of(condition).not()))
}

/// Terms that stand alone are asked for together, as one look into the index.
fn all_of(condition: &Condition) -> SqlCondition {
    let (alone, several): (Vec<&Vec<String>>, Vec<&Vec<String>>) =
        condition.0.iter().partition(|group| group.len() == 1);
    let mut all = SqlCondition::all();
    if !alone.is_empty() {
        let terms: Vec<&str> = alone.iter().map(|group| group[0].as_str()).collect();
        all = all.add(Expr::cust_with_exprs("$1 @> $2", [column(), array(&terms)]));
    }
    several.into_iter().fold(all, |all, group| all.add(one_of(group)))
}

fn one_of(terms: &[String]) -> SimpleExpr {
    let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
    Expr::cust_with_exprs("$1 && $2", [column(), array(&terms)])
}

fn column() -> SimpleExpr {
    Expr::col((Alias::new("e"), Alias::new("terms")))
}

/// Terms hold no blanks, so they travel as one text.
fn array(terms: &[&str]) -> SimpleExpr {
    Func::cust(Alias::new("string_to_array")).arg(terms.join(" ")).arg(" ").into()
}
