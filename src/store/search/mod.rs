//! Search in the database. Which items match, and in which order, follows from their terms and places
//! alone, so both databases answer alike; only how a condition on terms is written differs.
//!
//! What has all words anywhere is asked for first. Where that is little, it is ranked here. Where it is much, a page is
//! read rank by rank, each from the largest place down until the page is full: of a frequent word only about as many
//! rows are read as are shown.

mod postgres;
mod sqlite;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use entity::{ItemId, search_entry};
use sea_orm::sea_query::{
    Alias, CaseStatement, Condition as SqlCondition, Expr, ExprTrait as _, Order, Query, SelectStatement,
};
use sea_orm::{DbBackend, FromQueryResult};

use super::error::StoreError;
use super::journal::latest_documents;
use super::keys::Refreshed;
use super::page::Page;
use super::sql::{Rows, Write};
use crate::domain::cursor::SearchCursor;
use crate::domain::documents::Document;
use crate::domain::page::PageRequest;
use crate::domain::search::{Among, Condition, Entry, MatchRank, SearchQuery};

/// If no more than this is found, all of it is read and ranked.
const FEW: u64 = 100;

/// What is looked for, and among which items.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    /// The words.
    pub query: SearchQuery,
    /// The content types.
    pub among: Among,
    /// What items must have besides, as terms of their match keys.
    pub filter: Condition,
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

/// Adds the match keys of items to what they can be searched by.
pub(super) fn with_keys(entries: Vec<(ItemId, Entry)>, keys: &HashMap<ItemId, Refreshed>) -> Vec<(ItemId, Entry)> {
    let add = |(id, entry): (ItemId, Entry)| {
        let keys = keys.get(&id).map_or(&[][..], |keys| &keys.after);
        (id, entry.with_keys(keys.iter().map(String::as_str)))
    };
    entries.into_iter().map(add).collect()
}

/// Writes what items can be searched by; nothing is stored of them yet.
pub(super) async fn write(txn: &Write, entries: Vec<(ItemId, Entry)>) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => postgres::write(txn, entries).await,
        _ => sqlite::write(txn, entries).await,
    }
}

/// Writes much that items can be searched by. None of it is found before [`write_terms`].
pub(super) async fn write_much(txn: &Write, entries: Vec<(ItemId, Entry)>) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => postgres::write_entries(txn, &entries).await,
        _ => sqlite::write(txn, entries).await,
    }
}

/// Has everything be found that was written by [`write_much`], whose content comes from this position of the
/// journal or from later ones.
pub(super) async fn write_terms(txn: &Write, position: i64) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => postgres::write_terms(txn, position).await,
        _ => Ok(()),
    }
}

/// Has the database look at how often terms occur, which it reads by.
pub(super) async fn gather_statistics(txn: &Write) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => txn.gather_statistics(&[postgres::TERMS]).await,
        _ => Ok(()),
    }
}

/// Removes what items can be searched by.
pub(super) async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => postgres::erase(txn, ids).await?,
        _ => sqlite::erase(txn, ids).await?,
    }
    txn.delete_for(search_entry::Column::Item, ids).await
}

/// Removes all terms; the places go with the record's other tables.
pub(super) async fn clear(txn: &Write) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => postgres::clear(txn).await,
        _ => sqlite::clear(txn).await,
    }
}

/// One page of what is found, the best matches first.
pub async fn search(
    rows: &impl Rows,
    search: &Search,
    request: &PageRequest<SearchCursor>,
) -> Result<Page<Hit>, StoreError> {
    let found = match few(rows, search).await? {
        Some(few) => {
            let few = ranked(rows, search, few).await?;
            request.range(few, |hit| (hit.rank, Reverse(hit.place)))
        }
        None => by_rank(rows, search, request).await?,
    };
    Ok(Page::cut(found, request))
}

/// Everything that is found, with no rank yet; nothing if it is more than a few.
async fn few(rows: &impl Rows, search: &Search) -> Result<Option<Vec<search_entry::Model>>, StoreError> {
    let (mut select, place) = matching(rows.backend(), search, &widest(search), 0..0, Bounds::default());
    select_places(&mut select, &place).order_by(place, Order::Desc).limit(FEW + 1);
    let found: Vec<search_entry::Model> = rows.rows(select).await?;
    Ok((found.len() as u64 <= FEW).then_some(found))
}

/// How well some items match of which it is known that they match somehow.
async fn ranked(rows: &impl Rows, search: &Search, found: Vec<search_entry::Model>) -> Result<Vec<Hit>, StoreError> {
    #[derive(FromQueryResult)]
    struct Ranked {
        item: ItemId,
        place: i64,
        rank: i32,
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ranks = &search.query.ranks;
    let Some(((last, _), better)) = ranks.split_last() else { return Ok(Vec::new()) };
    let mut rank = CaseStatement::new();
    for (number, (_, condition)) in (0_i32..).zip(better) {
        rank = rank.case(meets(rows.backend(), condition), Expr::val(number));
    }
    let number_of_last = i32::try_from(better.len()).unwrap_or(i32::MAX);
    let of_entry = |name: &'static str| Expr::col((Alias::new("e"), Alias::new(name)));
    let mut select = Query::select();
    select
        .expr(of_entry("item"))
        .expr(of_entry("place"))
        .expr_as(rank.finally(Expr::val(number_of_last)), Alias::new("rank"))
        .from_as(search_entry::Entity, Alias::new("e"))
        .and_where(of_entry("item").is_in(found.iter().map(|found| found.item)));
    let found: Vec<Ranked> = rows.rows(select).await?;
    let hit = |Ranked { item, place, rank }: Ranked| {
        let rank = usize::try_from(rank).ok().and_then(|number| ranks.get(number)).map_or(*last, |(rank, _)| *rank);
        Hit { item, rank, place }
    };
    Ok(found.into_iter().map(hit).collect())
}

/// A page of what is found rank by rank, one row more than asked for.
async fn by_rank(
    rows: &impl Rows,
    search: &Search,
    request: &PageRequest<SearchCursor>,
) -> Result<Vec<Hit>, StoreError> {
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
        let bounds = Bounds {
            above: before.filter(|at| at.rank == rank).map(|at| at.place),
            below: after.filter(|at| at.rank == rank).map(|at| at.place),
        };
        // What has an earlier rank is not found again.
        let (mut select, place) = matching(rows.backend(), search, &[index], 0..index, bounds);
        let order = if request.backward { Order::Asc } else { Order::Desc };
        let wanted = request.limit + 1 - found.len() as u64;
        select_places(&mut select, &place).order_by(place, order).limit(wanted);
        let hits: Vec<search_entry::Model> = rows.rows(select).await?;
        found.extend(hits.into_iter().map(|hit| Hit { item: hit.item, rank, place: hit.place }));
    }
    Ok(found)
}

fn select_places<'s>(select: &'s mut SelectStatement, place: &(Alias, Alias)) -> &'s mut SelectStatement {
    select
        .expr_as(Expr::col((Alias::new("e"), Alias::new("item"))), Alias::new("item"))
        .expr_as(Expr::col(place.clone()), Alias::new("place"))
}

/// The condition that a row of the table `e` of places has terms.
fn meets(backend: DbBackend, condition: &Condition) -> SqlCondition {
    match backend {
        DbBackend::Postgres => postgres::meets(condition),
        _ => sqlite::meets(condition),
    }
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
    let (select, _) = matching(backend, search, &widest(search), 0..0, Bounds::default());
    (select, (Alias::new("e"), Alias::new("item")))
}

/// The documents of public items.
pub async fn documents(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Arc<Document>>, StoreError> {
    let documents = latest_documents(rows, ids).await?;
    Ok(documents.into_iter().map(|(id, (_, document))| (id, Arc::new(document))).collect())
}

/// Places between which is looked; neither is one of them.
#[derive(Clone, Copy, Debug, Default)]
struct Bounds {
    above: Option<i64>,
    below: Option<i64>,
}

impl Bounds {
    /// These, and the ends of a stretch of places.
    fn within(self, places: Option<&Range<i64>>) -> Self {
        let Some(places) = places else { return self };
        let (above, below) = (places.start - 1, places.end);
        Self {
            above: Some(self.above.map_or(above, |own| Ord::max(own, above))),
            below: Some(self.below.map_or(below, |own| Ord::min(own, below))),
        }
    }

    /// The condition on a column of places.
    fn around(self, place: &(Alias, Alias)) -> SqlCondition {
        SqlCondition::all()
            .add_option(self.above.map(|above| Expr::col(place.clone()).gt(above)))
            .add_option(self.below.map(|below| Expr::col(place.clone()).lt(below)))
    }
}

/// What terms items must have: any of some conditions, none of others, those of the filter, and one of those of
/// content types.
struct Wanted<'s> {
    any: Vec<&'s Condition>,
    none: Vec<&'s Condition>,
    filter: &'s Condition,
    types: &'s Vec<String>,
    bounds: Bounds,
}

/// The items that have any of some ranks and none of others, from the table `e` of places; no columns
/// selected. And the column of places by which they come in order.
fn matching(
    backend: DbBackend,
    search: &Search,
    any: &[usize],
    none: Range<usize>,
    bounds: Bounds,
) -> (SelectStatement, (Alias, Alias)) {
    let ranks = &search.query.ranks;
    let wanted = Wanted {
        any: any.iter().map(|index| &ranks[*index].1).collect(),
        none: ranks[none].iter().map(|(_, condition)| condition).collect(),
        filter: &search.filter,
        types: &search.among.terms,
        bounds: bounds.within(search.among.places.as_ref()),
    };
    match backend {
        DbBackend::Postgres => postgres::matching(&wanted),
        _ => sqlite::matching(&wanted),
    }
}

/// The ranks that together hold everything that is found: the widest, and other spellings.
fn widest(search: &Search) -> Vec<usize> {
    let last = search.query.ranks.len() - 1;
    let is_wide =
        |(index, (rank, _)): &(usize, &(MatchRank, Condition))| *index == last || *rank == MatchRank::Spelling;
    search.query.ranks.iter().enumerate().filter(is_wide).map(|(index, _)| index).collect()
}
