//! Terms in SQLite: a full-text table whose rows are named by their place. It keeps no text and looks
//! at none: terms come ready made.

use entity::{ItemId, search_entry};
use sea_orm::sea_query::{
    Alias, Condition as SqlCondition, Expr, ExprTrait as _, IntoTableRef as _, Query, SelectStatement, SimpleExpr,
};

use crate::domain::search::{Condition, Entry};
use crate::store::error::StoreError;
use crate::store::sql::Write;

const INDEX: &str = "search_index";
/// Rows inserted by one statement.
const CHUNK: usize = 200;

pub(super) async fn write(txn: &Write, entries: Vec<(ItemId, Entry)>) -> Result<(), StoreError> {
    for chunk in entries.chunks(CHUNK) {
        let mut insert = Query::insert();
        insert.into_table(Alias::new(INDEX)).columns([Alias::new("rowid"), Alias::new("terms")]);
        for (_, entry) in chunk {
            let terms: Vec<&str> = entry.terms.iter().map(String::as_str).collect();
            insert.values_panic([entry.place.into(), terms.join(" ").into()]);
        }
        txn.run_insert(insert).await?;
    }
    let row = |(item, entry): (ItemId, Entry)| search_entry::Model { item, place: entry.place };
    txn.insert::<search_entry::Entity>(entries.into_iter().map(row).collect()).await
}

pub(super) async fn erase(txn: &Write, entries: &[search_entry::Model]) -> Result<(), StoreError> {
    for chunk in entries.chunks(CHUNK) {
        let named = Expr::col(Alias::new("rowid")).is_in(chunk.iter().map(|entry| entry.place));
        txn.run_delete(Query::delete().from_table(Alias::new(INDEX)).and_where(named).take()).await?;
    }
    Ok(())
}

pub(super) async fn clear(txn: &Write) -> Result<(), StoreError> {
    txn.run_text("INSERT INTO search_index (search_index) VALUES ('delete-all')").await
}

/// The terms lead to the places, never the other way round.
pub(super) fn from() -> SelectStatement {
    let of_place = Expr::col((Alias::new("e"), Alias::new("place"))).equals((Alias::new(INDEX), Alias::new("rowid")));
    Query::select()
        .from(Alias::new(INDEX))
        // The order in which a cross join is written is the order in which it is read.
        .cross_join(search_entry::Entity.into_table_ref().alias(Alias::new("e")))
        .and_where(of_place)
        .take()
}

pub(super) fn place() -> SimpleExpr {
    Expr::col((Alias::new(INDEX), Alias::new("rowid")))
}

pub(super) fn terms(any: &[&Condition], none: &[&Condition], types: &[String]) -> SqlCondition {
    let any: Vec<String> = any.iter().map(|condition| all_of(condition)).collect();
    let mut wanted = format!("({})", any.join(" OR "));
    if !types.is_empty() {
        wanted = format!("({wanted} AND {})", one_of(types));
    }
    for condition in none {
        wanted = format!("({wanted} NOT {})", all_of(condition));
    }
    SqlCondition::all().add(Expr::cust_with_values("search_index MATCH ?", [wanted]))
}

fn all_of(condition: &Condition) -> String {
    let groups: Vec<String> = condition.0.iter().map(|group| one_of(group)).collect();
    format!("({})", groups.join(" AND "))
}

/// Terms are letters and digits only, so the quotes that keep them from being read as words of the language
/// of questions need no care.
fn one_of(terms: &[String]) -> String {
    let quoted: Vec<String> = terms.iter().map(|term| format!("\"{term}\"")).collect();
    format!("({})", quoted.join(" OR "))
}
