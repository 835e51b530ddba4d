//! Search in the database. Which items match, and in which order, follows from their terms and places
//! alone, so both databases answer alike; only how a condition on terms is written differs.
//!
//! Each rank is read from the largest place down until the page is full: of a frequent word only about as many rows are
//! read as are shown. A first page asks for the widest rank first, as nothing can be found where that finds nothing; a
//! deeper one begins at the rank that it has reached.

mod postgres;
mod sqlite;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use entity::{ItemId, search_entry};
use sea_orm::sea_query::{Alias, Condition as SqlCondition, Expr, ExprTrait as _, Order, SelectStatement};
use sea_orm::{DbBackend, FromQueryResult};

use super::error::StoreError;
use super::journal::latest_documents;
use super::keys::Refreshed;
use super::page::Page;
use super::sql::{Rows, Write, single_number};
use crate::domain::cursor::SearchCursor;
use crate::domain::documents::Document;
use crate::domain::page::PageRequest;
use crate::domain::search::{Among, Condition, Entry, MatchRank, SearchQuery};

/// Items of which PostgreSQL finds all at once, if no others have all that is asked for.
const FEW: u64 = 64;
/// Terms of which the first places are looked through for a page before that.
const STRETCHES: usize = 2;
/// Where they have one in so many of what is asked for, the rest is near enough.
const NEAR: u64 = 16;
/// The same, where what is found tells less of what follows.
const NEARER: u64 = 4;

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

#[derive(FromQueryResult)]
struct Found {
    item: ItemId,
    place: i64,
}

impl Found {
    fn with(self, rank: MatchRank) -> Hit {
        Hit { item: self.item, rank, place: self.place }
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
        best(rows, search, request.limit + 1).await?
    };
    Ok(Page::cut(found, request))
}

/// The best matches, at most so many. What has a better rank has the wider ones too, other spellings aside: the widest
/// is asked for first, and where nothing is found, nothing narrower is asked for. What takes PostgreSQL longer is only
/// asked for if the narrower ranks do not have enough.
async fn best(rows: &impl Rows, search: &Search, most: u64) -> Result<Vec<Hit>, StoreError> {
    let ranks = &search.query.ranks;
    let is_full = |found: &[Hit]| found.len() as u64 >= most;
    let asked = Asked::first(most);
    let mut glimpses: Vec<Option<Glimpse>> = Vec::new();
    glimpses.resize_with(ranks.len(), || None);
    // Where everything with a narrower rank stands, once that is known.
    let mut places: Option<Vec<i64>> = None;
    let mut wide: Option<usize> = None;
    for index in (0..ranks.len()).rev().filter(|index| ranks[*index].0 != MatchRank::Spelling) {
        let wider = wide.and_then(|wide| glimpses[wide].as_ref());
        let all_or_first = async |places| {
            let hits = ranked(rows, search, index, Asked { places, ..asked.clone() }).await?;
            Ok::<_, StoreError>(if is_full(&hits) { Glimpse::Found(hits) } else { Glimpse::All(hits) })
        };
        let glimpse = match places.as_deref() {
            Some([]) => break,
            None if rows.backend() == DbBackend::Postgres => match glimpse(rows, search, index, &asked, wider).await? {
                // If this is all, narrower ranks are among it.
                Glimpse::Near if wider.is_none() => all_or_first(None).await?,
                glimpse => glimpse,
            },
            places => all_or_first(places).await?,
        };
        if let Glimpse::All(hits) = &glimpse {
            places = Some(hits.iter().map(|hit| hit.place).collect());
        }
        glimpses[index] = Some(glimpse);
        wide = Some(index);
    }
    let mut all: Vec<Hit> = Vec::new();
    let mut known: HashSet<i64> = HashSet::new();
    for (index, glimpse) in glimpses.into_iter().enumerate() {
        if is_full(&all) {
            break;
        }
        let hits = match glimpse {
            Some(Glimpse::Found(hits) | Glimpse::All(hits)) => hits,
            // No wider rank has anything either.
            None if ranks[index].0 != MatchRank::Spelling => continue,
            None | Some(Glimpse::Near | Glimpse::Nothing) => ranked(rows, search, index, asked.clone()).await?,
        };
        // What is full already has all that comes before the rest; what is not is all there is of its rank.
        all.extend(hits.into_iter().filter(|hit| known.insert(hit.place)));
    }
    all.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(all)
}

/// What can be said of a rank without merging the places of all terms.
enum Glimpse {
    /// What is asked for.
    Found(Vec<Hit>),
    /// All items between the bounds that have the rank, the first ones first: they are few.
    All(Vec<Hit>),
    /// That merging will not take long: of two words at most, one may be rare, or both are often together.
    Near,
    /// That it has to be merged.
    Nothing,
}

/// Frequent terms that seldom stand together would have PostgreSQL walk the places of all of them to their end. So it
/// looks at some places first. If they do not nearly have what is asked for, it asks its inverted index, which knows no
/// order, but soon has all that few items have. `wider` is what is known of a wider rank.
async fn glimpse(
    rows: &impl Rows,
    search: &Search,
    index: usize,
    asked: &Asked<'_>,
    wider: Option<&Glimpse>,
) -> Result<Glimpse, StoreError> {
    let groups: Vec<&Vec<String>> = search.query.ranks[index].1.0.iter().chain(&search.filter.0).collect();
    let most = asked.page.as_ref().map_or(u64::MAX, |(_, most)| *most);
    if groups.len() == 1 {
        return Ok(Glimpse::Near);
    }
    // One of several keys is looked up for each place.
    let is_looked_up = search.filter.0.iter().any(|group| group.len() > 1);
    let places: Vec<i64>;
    let (glimpses, share): (Vec<Asked<'_>>, u64) = match wider {
        // Several words are fewer together in a narrower rank, and so many are few in any.
        Some(_) if groups.len() > 2 => (Vec::new(), NEAR),
        _ if groups.len() > postgres::MERGED => (Vec::new(), NEAR),
        // If the first ones with a wider rank have this one too, they are also the first ones with it.
        Some(Glimpse::Found(wide)) => {
            places = wide.iter().map(|hit| hit.place).collect();
            (vec![Asked { places: Some(&places), ..asked.clone() }], NEARER)
        }
        _ => {
            let alone = groups.iter().filter(|group| group.len() == 1).take(STRETCHES);
            let stretches = alone.map(|term| Asked { stretch: Some(&term[0]), ..asked.clone() });
            (stretches.collect(), if is_looked_up { NEARER } else { NEAR })
        }
    };
    for glimpse in glimpses {
        let found = ranked(rows, search, index, glimpse).await?;
        if found.len() as u64 >= most {
            return Ok(Glimpse::Found(found));
        }
        if found.len() as u64 * share >= most {
            return Ok(if groups.len() == 2 { Glimpse::Near } else { Glimpse::Nothing });
        }
    }
    Ok(few(rows, search, index, asked.bounds).await?.map_or(Glimpse::Nothing, Glimpse::All))
}

/// All items between some places that have a rank, the first ones first, if PostgreSQL's inverted index shows that they
/// are few.
async fn few(rows: &impl Rows, search: &Search, index: usize, bounds: Bounds) -> Result<Option<Vec<Hit>>, StoreError> {
    let (rank, condition) = &search.query.ranks[index];
    let types = Some(&search.among.terms).filter(|types| !types.is_empty());
    let wanted = Condition(condition.0.iter().chain(&search.filter.0).chain(types).cloned().collect());
    let bounds = bounds.within(search.among.places.as_ref());
    let found: Vec<Found> = rows.rows(postgres::having_all(&wanted, bounds, FEW + 1)).await?;
    if found.len() as u64 > FEW {
        return Ok(None);
    }
    let mut hits: Vec<Hit> = found.into_iter().map(|found| found.with(*rank)).collect();
    hits.sort_unstable_by_key(|hit| std::cmp::Reverse(hit.place));
    Ok(Some(hits))
}

/// What has a rank, in the order and as many as is asked for.
async fn ranked(rows: &impl Rows, search: &Search, index: usize, asked: Asked<'_>) -> Result<Vec<Hit>, StoreError> {
    let (mut select, place) = matching(rows.backend(), search, &[index], asked.clone());
    select
        .expr_as(Expr::col((Alias::new("e"), Alias::new("item"))), Alias::new("item"))
        .expr_as(Expr::col(place.clone()), Alias::new("place"));
    if let Some((order, most)) = asked.page {
        select.order_by(place, order).limit(most);
    }
    let found: Vec<Found> = rows.rows(select).await?;
    Ok(found.into_iter().map(|found| found.with(search.query.ranks[index].0)).collect())
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
        let none = better(search, index);
        let asked = Asked { none: &none, bounds, page: Some((order, wanted)), ..Asked::default() };
        let glimpse = match rows.backend() {
            DbBackend::Postgres => glimpse(rows, search, index, &asked, None).await?,
            _ => Glimpse::Nothing,
        };
        found.extend(match glimpse {
            Glimpse::Found(hits) => hits,
            Glimpse::All(hits) => {
                let places: Vec<i64> = hits.iter().map(|hit| hit.place).collect();
                ranked(rows, search, index, Asked { places: Some(&places), ..asked }).await?
            }
            Glimpse::Near | Glimpse::Nothing => ranked(rows, search, index, asked).await?,
        });
    }
    Ok(found)
}

/// The ranks that together hold everything of a better one than this: the next better one holds those before it,
/// but for other spellings.
fn better(search: &Search, index: usize) -> Vec<usize> {
    let before = (0..index).rev();
    let is_spelling = |index: &usize| search.query.ranks[*index].0 == MatchRank::Spelling;
    let next = before.clone().find(|index| !is_spelling(index));
    before.filter(is_spelling).chain(next).collect()
}

/// How many items are found.
pub async fn count_found(rows: &impl Rows, search: &Search) -> Result<i64, StoreError> {
    let (mut select, id) = found(rows.backend(), search);
    select.expr_as(Expr::col(id).count(), Alias::new("n"));
    single_number(rows, select).await
}

/// The items that are found, without order; no columns selected. And the column of their ids.
pub(super) fn found(backend: DbBackend, search: &Search) -> (SelectStatement, (Alias, Alias)) {
    let (select, _) = matching(backend, search, &widest(search), Asked::default());
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
    /// Only among the first places of one term, on PostgreSQL, which stands alone in its group. What is found there
    /// comes before all the rest.
    stretch: Option<&'a str>,
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

/// The ranks that together hold everything that is found: the widest, and other spellings.
fn widest(search: &Search) -> Vec<usize> {
    let last = search.query.ranks.len() - 1;
    let is_wide =
        |(index, (rank, _)): &(usize, &(MatchRank, Condition))| *index == last || *rank == MatchRank::Spelling;
    search.query.ranks.iter().enumerate().filter(is_wide).map(|(index, _)| index).collect()
}
