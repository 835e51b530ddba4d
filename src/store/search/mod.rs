//! Search in the database. Which items match, and in which order, follows from their terms and places
//! alone, so both databases answer alike; only how a condition on terms is written differs.
//!
//! A page is read rank by rank, each from the largest place down until the page is full: of a frequent word
//! only as many rows are read as are shown.

mod postgres;
mod sqlite;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use entity::{ItemId, search_entry};
use sea_orm::sea_query::{Alias, Condition as SqlCondition, Expr, ExprTrait as _, Order, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryTrait as _};

use super::error::StoreError;
use super::journal::latest_documents;
use super::page::{Page, probe};
use super::sql::{Rows, Write};
use crate::domain::cursor::SearchCursor;
use crate::domain::documents::Document;
use crate::domain::match_key::Matches;
use crate::domain::page::PageRequest;
use crate::domain::search::{Condition, Entry, MatchRank, SearchQuery};

/// What is looked for, and among which items.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    /// The words.
    pub query: SearchQuery,
    /// Terms of which one must be among an item's; none restrict nothing.
    pub types: Vec<String>,
    /// What items must match besides.
    pub matches: Matches,
}

/// An item that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The item.
    pub item: ItemId,
    /// How well it matches.
    pub rank: MatchRank,
    /// Where it stands among those that match as well.
    pub place: i64,
}

/// Writes what items can be searched by; nothing is stored of them yet.
pub(super) async fn write(txn: &Write, entries: Vec<(ItemId, Entry)>) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => postgres::write(txn, entries).await,
        _ => sqlite::write(txn, entries).await,
    }
}

/// Removes what items can be searched by.
pub(super) async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
    if txn.backend() != DbBackend::Postgres {
        let select = |ids: &[ItemId]| {
            search_entry::Entity::find().filter(search_entry::Column::Item.is_in(ids.iter().copied())).into_query()
        };
        let entries: Vec<search_entry::Model> = txn.rows_for(ids, select).await?;
        sqlite::erase(txn, &entries).await?;
    }
    txn.delete_for(search_entry::Column::Item, ids).await
}

/// Removes all terms; the places go with the record's other tables.
pub(super) async fn clear(txn: &Write) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => Ok(()),
        _ => sqlite::clear(txn).await,
    }
}

/// One page of what is found, the best matches first.
pub async fn search(
    rows: &impl Rows,
    search: &Search,
    request: &PageRequest<SearchCursor>,
) -> Result<Page<Hit>, StoreError> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let mut found: Vec<Hit> = Vec::new();
    let mut ranks: Vec<usize> = (0..search.query.ranks.len()).collect();
    if request.backward {
        ranks.reverse();
    }
    for index in ranks {
        let rank = search.query.ranks[index].0;
        let (after, before) = (request.after.as_ref(), request.before.as_ref());
        if found.len() > limit || after.is_some_and(|at| rank < at.rank) || before.is_some_and(|at| rank > at.rank) {
            continue;
        }
        let dialect = Dialect::of(rows.backend());
        let place = dialect.place();
        // What has an earlier rank is not found again.
        let mut select = matching(dialect, search, &[index], 0..index);
        select.and_where_option(after.filter(|at| at.rank == rank).map(|at| place.clone().lt(at.place)));
        select.and_where_option(before.filter(|at| at.rank == rank).map(|at| place.clone().gt(at.place)));
        let order = if request.backward { Order::Asc } else { Order::Desc };
        let wanted = request.limit + 1 - found.len() as u64;
        select
            .expr_as(Expr::col((Alias::new("e"), Alias::new("item"))), Alias::new("item"))
            .expr_as(place.clone(), Alias::new("place"))
            .order_by_expr(place, order)
            .limit(wanted);
        let hits: Vec<search_entry::Model> = rows.rows(select).await?;
        found.extend(hits.into_iter().map(|hit| Hit { item: hit.item, rank, place: hit.place }));
    }
    Ok(Page::cut(found, request))
}

/// How many items are found.
pub async fn count_found(rows: &impl Rows, search: &Search) -> Result<i64, StoreError> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let (mut select, id) = found(rows.backend(), search);
    select.expr_as(Expr::col(id).count(), Alias::new("n"));
    let counts: Vec<Count> = rows.rows(select).await?;
    Ok(counts.first().map_or(0, |count| count.n))
}

/// The items that are found, without order; no columns selected. And the column of their ids.
pub(super) fn found(backend: DbBackend, search: &Search) -> (SelectStatement, (Alias, Alias)) {
    (matching(Dialect::of(backend), search, &widest(search), 0..0), (Alias::new("e"), Alias::new("item")))
}

/// The documents of public items.
pub async fn documents(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Arc<Document>>, StoreError> {
    let documents = latest_documents(rows, ids).await?;
    Ok(documents.into_iter().map(|(id, (_, document))| (id, Arc::new(document))).collect())
}

/// How each database writes a condition on terms.
#[derive(Clone, Copy)]
enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    fn of(backend: DbBackend) -> Self {
        match backend {
            DbBackend::Postgres => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// The tables, without any condition.
    fn from(self) -> SelectStatement {
        match self {
            Self::Sqlite => sqlite::from(),
            Self::Postgres => postgres::from(),
        }
    }

    /// The column of places, by which rows come in order.
    fn place(self) -> SimpleExpr {
        match self {
            Self::Sqlite => sqlite::place(),
            Self::Postgres => postgres::place(),
        }
    }

    /// The condition that any of these hold and none of those.
    fn terms(self, any: &[&Condition], none: &[&Condition], types: &[String]) -> SqlCondition {
        match self {
            Self::Sqlite => sqlite::terms(any, none, types),
            Self::Postgres => postgres::terms(any, none, types),
        }
    }
}

/// The items that have any of some ranks and none of others; no columns selected.
fn matching(dialect: Dialect, search: &Search, any: &[usize], none: Range<usize>) -> SelectStatement {
    let ranks = &search.query.ranks;
    let any: Vec<&Condition> = any.iter().map(|index| &ranks[*index].1).collect();
    let none: Vec<&Condition> = ranks[none].iter().map(|(_, condition)| condition).collect();
    let mut select = dialect.from();
    select.cond_where(dialect.terms(&any, &none, &search.types));
    for group in &search.matches.0 {
        select.and_where(Expr::exists(probe(group, &(Alias::new("e"), Alias::new("item")))));
    }
    select
}

/// The ranks that together hold everything that is found: the widest, and other spellings.
fn widest(search: &Search) -> Vec<usize> {
    let last = search.query.ranks.len() - 1;
    let is_wide =
        |(index, (rank, _)): &(usize, &(MatchRank, Condition))| *index == last || *rank == MatchRank::Spelling;
    search.query.ranks.iter().enumerate().filter(is_wide).map(|(index, _)| index).collect()
}
