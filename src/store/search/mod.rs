//! Search in the database. Which items match, and in which order, follows from their terms and places
//! alone, so both databases answer alike; only how a condition on terms is written differs.
//!
//! Each rank is read from the largest place down until the page is full: of a frequent word only about as many rows are
//! read as are shown. A page with a cursor begins at the rank that it has reached; [`first`] tells of the first page, and
//! [`glimpse`](mod@glimpse) of how PostgreSQL is kept from merging long lists.

mod first;
mod glimpse;
mod postgres;
mod sqlite;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use entity::{ItemId, search_entry};
use sea_orm::sea_query::{Alias, Condition as SqlCondition, Expr, ExprTrait as _, Order, SelectStatement, SimpleExpr};
use sea_orm::{DbBackend, FromQueryResult};

use self::glimpse::{Glimpse, few, glimpse};
use super::error::StoreError;
use super::journal::{Content, latest_contents};
use super::keys::Refreshed;
use super::page::Page;
use super::sql::{Rows, Write, single_number};
use crate::domain::cursor::SearchCursor;
use crate::domain::page::PageRequest;
use crate::domain::search::{Among, Condition, Entry, MatchRank, SearchQuery};

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

/// What a statement finds.
#[derive(FromQueryResult)]
struct Found {
    item: ItemId,
    place: i64,
    /// Which of the ranks it has, the best one if that was asked for.
    rank: i32,
}

impl Search {
    /// Those of some ranks, the best first, that together have all that any of them has: the widest, and other spellings.
    fn widest_of(&self, ranks: impl DoubleEndedIterator<Item = usize> + Clone) -> Vec<usize> {
        let widest = ranks.clone().rfind(|index| !self.is_spelling(*index));
        ranks.filter(|index| self.is_spelling(*index)).chain(widest).collect()
    }

    /// Whether there is such a rank, and it is that of other spellings.
    fn is_spelling(&self, index: usize) -> bool {
        self.query.ranks.get(index).is_some_and(|(rank, _)| *rank == MatchRank::Spelling)
    }

    fn hit(&self, found: &Found) -> Option<Hit> {
        let (rank, _) = self.query.ranks.get(usize::try_from(found.rank).ok()?)?;
        Some(Hit { item: found.item, rank: *rank, place: found.place })
    }
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

/// Has the database prepare for questions after so many items were written.
pub(super) async fn settle(txn: &Write, written: usize) -> Result<(), StoreError> {
    match txn.backend() {
        DbBackend::Postgres => postgres::settle(txn).await,
        _ => sqlite::settle(txn, written).await,
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
    let found = if request.backward || request.after.is_some() || request.before.is_some() {
        by_rank(rows, search, request).await?
    } else {
        first::best(rows, search, request.limit + 1).await?
    };
    Ok(Page::cut(found, request))
}

/// What has a rank, in the order and as many as is asked for.
async fn ranked(rows: &impl Rows, search: &Search, index: usize, asked: Asked<'_>) -> Result<Vec<Hit>, StoreError> {
    let found: Vec<Found> = rows.rows(ranking(rows.backend(), search, index, asked)).await?;
    Ok(found.iter().filter_map(|found| search.hit(found)).collect())
}

/// The statement for what has a rank.
fn ranking(backend: DbBackend, search: &Search, index: usize, asked: Asked<'_>) -> SelectStatement {
    let (mut select, place) = matching(backend, search, &[index], asked.clone());
    let better = if asked.is_ranked { 0..index } else { 0..0 };
    let ranks: Vec<(usize, &Condition)> =
        better.chain([index]).map(|rank| (rank, &search.query.ranks[rank].1)).collect();
    select
        .expr_as(Expr::col((Alias::new("e"), Alias::new("item"))), Alias::new("item"))
        .expr_as(Expr::col(place.clone()), Alias::new("place"))
        .expr_as(postgres::best_rank(&ranks), Alias::new("rank"));
    if let Some((order, most)) = asked.page {
        select.order_by(place, order).limit(most);
    }
    select
}

/// A page anywhere in what is found, rank by rank; one row more than asked for.
async fn by_rank(
    rows: &impl Rows,
    search: &Search,
    request: &PageRequest<SearchCursor>,
) -> Result<Vec<Hit>, StoreError> {
    let all = &search.query.ranks;
    let mut found: Vec<Hit> = Vec::new();
    let mut ranks: Vec<usize> = (0..all.len()).collect();
    if request.backward {
        ranks.reverse();
    }
    for index in ranks {
        let rank = all[index].0;
        let (after, before) = (request.after.as_ref(), request.before.as_ref());
        let wanted = (request.limit + 1).saturating_sub(found.len() as u64);
        if wanted == 0 || after.is_some_and(|at| rank < at.rank) || before.is_some_and(|at| rank > at.rank) {
            continue;
        }
        let bounds = Bounds {
            above: before.filter(|at| at.rank == rank).map(|at| at.place),
            below: after.filter(|at| at.rank == rank).map(|at| at.place),
        };
        let order = if request.backward { Order::Asc } else { Order::Desc };
        let none = search.widest_of(0..index);
        let asked = Asked { none: &none, bounds, page: Some((order, wanted)), ..Asked::default() };
        let hits = match rows.backend() {
            DbBackend::Postgres => glimpsed(rows, search, index, &asked).await?,
            _ => None,
        };
        found.extend(match hits {
            Some(hits) => hits,
            None => ranked(rows, search, index, asked).await?,
        });
    }
    Ok(found)
}

/// The number of a rank.
fn number(index: usize) -> SimpleExpr {
    // Text of the statement: its type would not be known of a parameter.
    Expr::cust(index.to_string())
}

/// What PostgreSQL finds of a page of a rank without merging.
async fn glimpsed(
    rows: &impl Rows,
    search: &Search,
    index: usize,
    asked: &Asked<'_>,
) -> Result<Option<Vec<Hit>>, StoreError> {
    match glimpse(rows, search, index, asked).await? {
        Glimpse::Page(hits) => return Ok(Some(hits)),
        Glimpse::Near => return Ok(None),
        Glimpse::Nothing => {}
    }
    let Some(few) = few(rows, search, &[index], asked.bounds).await? else { return Ok(None) };
    if few.is_empty() {
        return Ok(Some(few));
    }
    let places: Vec<i64> = few.iter().map(|hit| hit.place).collect();
    ranked(rows, search, index, Asked { places: Some(&places), ..asked.clone() }).await.map(Some)
}

/// How many items are found.
pub async fn count_found(rows: &impl Rows, search: &Search) -> Result<i64, StoreError> {
    let (mut select, id) = found(rows.backend(), search);
    select.expr_as(Expr::col(id).count(), Alias::new("n"));
    single_number(rows, select).await
}

/// The items that are found, without order; no columns selected. And the column of their ids.
pub(super) fn found(backend: DbBackend, search: &Search) -> (SelectStatement, (Alias, Alias)) {
    let (select, _) = matching(backend, search, &search.widest_of(0..search.query.ranks.len()), Asked::default());
    (select, (Alias::new("e"), Alias::new("item")))
}

/// What was published last of items.
pub async fn contents(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Arc<Content>>, StoreError> {
    let contents = latest_contents(rows, ids).await?;
    Ok(contents.into_iter().map(|content| (content.item, Arc::new(content))).collect())
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

/// Which of the items that have a rank are asked for.
#[derive(Clone, Debug, Default)]
struct Asked<'a> {
    /// Not those that have one of these ranks.
    none: &'a [usize],
    bounds: Bounds,
    /// The places among which all of them are known to be.
    places: Option<&'a [i64]>,
    /// In which order of places, and how many at most; all, in no order, if that is not said.
    page: Option<(Order, u64)>,
    /// Only among the first places of one term, on PostgreSQL, which stands alone in its group. What is found
    /// there comes before all the rest.
    stretch: Option<&'a str>,
    /// Whether each is wanted with the best rank that it has, which PostgreSQL tells at once.
    is_ranked: bool,
}

impl Asked<'_> {
    /// Those with the largest places.
    fn first(most: u64) -> Self {
        Self { page: Some((Order::Desc, most)), ..Self::default() }
    }
}

/// What terms items must have: any of some conditions, none of others, those of the filter, and one of those of
/// content types.
struct Wanted<'s> {
    any: Vec<&'s Condition>,
    none: Vec<&'s Condition>,
    filter: &'s Condition,
    types: &'s [String],
    asked: Asked<'s>,
}

/// The items that have any of some ranks and are asked for, from the table `e` of places; no columns selected. And the
/// column of places by which they come in order.
fn matching(backend: DbBackend, search: &Search, any: &[usize], asked: Asked<'_>) -> (SelectStatement, (Alias, Alias)) {
    let conditions = |ranks: &[usize]| ranks.iter().map(|index| &search.query.ranks[*index].1).collect();
    let wanted = Wanted {
        any: conditions(any),
        none: conditions(asked.none),
        filter: &search.filter,
        types: &search.among.terms,
        asked: Asked { bounds: asked.bounds.within(search.among.places.as_ref()), ..asked },
    };
    match backend {
        DbBackend::Postgres => postgres::matching(&wanted),
        _ => sqlite::matching(&wanted),
    }
}
