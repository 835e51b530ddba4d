//! Terms in SQLite: a full-text table whose rows are named by their place. It keeps no text and looks
//! at none: terms come ready made.

use entity::{ItemId, search_entry};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, IntoTableRef as _, Query, SelectStatement};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryTrait as _};

use super::{Bounds, Wanted};
use crate::domain::search::{Condition, Entry};
use crate::store::error::StoreError;
use crate::store::sql::{Rows as _, Write, single_number};

const INDEX: &str = "search_index";
/// Rows inserted by one statement.
const CHUNK: usize = 200;
/// One in so many items is a good share.
const GOOD_SHARE: usize = 8;

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

/// Removes the terms of items; their places are still there.
pub(super) async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
    let select = |ids: &[ItemId]| {
        search_entry::Entity::find().filter(search_entry::Column::Item.is_in(ids.iter().copied())).into_query()
    };
    let entries: Vec<search_entry::Model> = txn.rows_for(ids, select).await?;
    for chunk in entries.chunks(CHUNK) {
        let named = Expr::col(Alias::new("rowid")).is_in(chunk.iter().map(|entry| entry.place));
        txn.run_delete(Query::delete().from_table(Alias::new(INDEX)).and_where(named).take()).await?;
    }
    Ok(())
}

/// Puts the parts of the index together, if a good share of it was written: a question reads each of them, and they are
/// as many as there were times when much was written.
pub(super) async fn settle(txn: &Write, written: usize) -> Result<(), StoreError> {
    let count = Expr::col(search_entry::Column::Item).count();
    let counting = Query::select().expr_as(count, Alias::new("n")).from(search_entry::Entity).take();
    let items = usize::try_from(single_number(txn, counting).await?).unwrap_or(usize::MAX);
    if written >= items / GOOD_SHARE {
        txn.run_text("INSERT INTO search_index (search_index) VALUES ('optimize')").await?;
    }
    Ok(())
}

pub(super) async fn clear(txn: &Write) -> Result<(), StoreError> {
    txn.run_text("INSERT INTO search_index (search_index) VALUES ('delete-all')").await
}

/// The terms lead to the places, never the other way round.
pub(super) fn matching(wanted: &Wanted<'_>) -> (SelectStatement, (Alias, Alias)) {
    let place = (Alias::new(INDEX), Alias::new("rowid"));
    let of_place = Expr::col((Alias::new("e"), Alias::new("place"))).equals(place.clone());
    // One by one they would take the index as long as all of them.
    let known = wanted.asked.places.map(|places| Bounds {
        above: places.iter().min().map(|least| least - 1),
        below: places.iter().max().map(|greatest| greatest + 1),
    });
    let select = Query::select()
        .from(Alias::new(INDEX))
        // The order in which a cross join is written is the order in which it is read.
        .cross_join(search_entry::Entity.into_table_ref().alias(Alias::new("e")))
        .and_where(of_place)
        .and_where(Expr::cust_with_values("search_index MATCH ?", [terms(wanted)]))
        .cond_where(wanted.asked.bounds.around(&place))
        .cond_where(known.unwrap_or_default().around(&place))
        .take();
    (select, place)
}

/// The terms, in the language of questions of the full-text index.
fn terms(wanted: &Wanted<'_>) -> String {
    let any: Vec<String> = wanted.any.iter().map(|condition| all_of(condition)).collect();
    let mut terms = format!("({})", any.join(" OR "));
    if !wanted.filter.0.is_empty() {
        terms = format!("({terms} AND {})", all_of(wanted.filter));
    }
    if !wanted.types.is_empty() {
        terms = format!("({terms} AND {})", one_of(wanted.types));
    }
    for condition in &wanted.none {
        terms = format!("({terms} NOT {})", all_of(condition));
    }
    terms
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
