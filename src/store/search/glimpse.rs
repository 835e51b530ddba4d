//! What PostgreSQL finds without merging the places of all terms. Frequent terms that seldom stand together would have it
//! walk the places of all of them to their end. So it looks at some places first. If they do not nearly have what is
//! asked for, its inverted index is asked, which knows no order, but soon has all that few items have.

use entity::ItemId;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Order;

use super::{Asked, Bounds, Found, Hit, Search, postgres, ranking};
use crate::domain::search::Condition;
use crate::store::error::StoreError;
use crate::store::sql::Rows;

/// Items that are found all at once, if no others have what is asked for.
const FEW: u64 = 64;
/// Terms of which the first places are looked through for a page before that.
const STRETCHES: usize = 2;
/// Where they have one in so many of what is asked for, the rest is near enough.
const NEAR: u64 = 16;
/// The same, where one of several keys is looked up for each place.
const NEARER: u64 = 4;

/// What is to be said of a rank after looking at some places.
pub(super) enum Glimpse {
    /// The first ones that have it: as many as are asked for, or all.
    Page(Vec<Hit>),
    /// That merging will not take long: one word is asked for, or those that have all are near.
    Near,
    /// That only the inverted index, or merging, can tell.
    Nothing,
}

/// Looks for a rank at the first places of some terms. What is found there comes before all the rest.
pub(super) async fn glimpse(
    rows: &impl Rows,
    search: &Search,
    index: usize,
    asked: &Asked<'_>,
) -> Result<Glimpse, StoreError> {
    let condition = &search.query.ranks[index].1;
    let groups: Vec<&Vec<String>> = condition.0.iter().chain(&search.filter.0).collect();
    let most = asked.page.as_ref().map_or(u64::MAX, |(_, most)| *most);
    if groups.len() == 1 {
        return Ok(Glimpse::Near);
    }
    // So many words are few in any rank.
    if groups.len() > postgres::MERGED {
        return Ok(Glimpse::Nothing);
    }
    let is_looked_up = search.filter.0.iter().any(|group| group.len() > 1);
    let share = if is_looked_up { NEARER } else { NEAR };
    for term in groups.iter().filter(|group| group.len() == 1).take(STRETCHES) {
        let asked = Asked { stretch: Some(&term[0]), ..asked.clone() };
        let (found, is_all) = stretch(rows, search, index, asked).await?;
        if is_all || found.len() as u64 >= most {
            return Ok(Glimpse::Page(found));
        }
        if found.len() as u64 * share >= most {
            return Ok(Glimpse::Near);
        }
    }
    Ok(Glimpse::Nothing)
}

/// What is found at the first places of a term, and whether it has no others.
async fn stretch(
    rows: &impl Rows,
    search: &Search,
    index: usize,
    asked: Asked<'_>,
) -> Result<(Vec<Hit>, bool), StoreError> {
    #[derive(FromQueryResult)]
    struct Seen {
        item: Option<ItemId>,
        place: i64,
        rank: i32,
    }
    let bounds = asked.bounds.within(search.among.places.as_ref());
    let order = asked.page.as_ref().map(|(order, _)| order.clone());
    let select = ranking(rows.backend(), search, index, asked.clone());
    let seen: Vec<Seen> = rows.rows(postgres::with_length(select, &Asked { bounds, ..asked })).await?;
    let length = seen.iter().find(|seen| seen.item.is_none()).map_or(i64::MAX, |seen| seen.place);
    let found = seen.iter().filter_map(|seen| Some(Found { item: seen.item?, place: seen.place, rank: seen.rank }));
    let mut hits: Vec<Hit> = found.filter_map(|found| search.hit(&found)).collect();
    // What is put together of several selects has no order that could be relied on.
    hits.sort_unstable_by_key(|hit| hit.place);
    if !matches!(order, Some(Order::Asc)) {
        hits.reverse();
    }
    Ok((hits, u64::try_from(length).is_ok_and(|length| length < postgres::STRETCH)))
}

/// All items between some places that have any of some ranks, which come in order, each with the best of these: those with
/// the largest places first, if the inverted index shows that they are few.
pub(super) async fn few(
    rows: &impl Rows,
    search: &Search,
    ranks: &[usize],
    bounds: Bounds,
) -> Result<Option<Vec<Hit>>, StoreError> {
    let types = Some(&search.among.terms).filter(|types| !types.is_empty());
    let wanted = |index: usize| {
        let groups = search.query.ranks[index].1.0.iter().chain(&search.filter.0).chain(types);
        Condition(groups.cloned().collect())
    };
    // Wider ranks have all that narrower ones have.
    let any: Vec<Condition> = search.widest_of(ranks.iter().copied()).into_iter().map(wanted).collect();
    let ranks: Vec<(usize, &Condition)> = ranks.iter().map(|index| (*index, &search.query.ranks[*index].1)).collect();
    let bounds = bounds.within(search.among.places.as_ref());
    let found: Vec<Found> = rows.rows(postgres::having_any(&any, &ranks, bounds, FEW)).await?;
    if found.len() as u64 > FEW {
        return Ok(None);
    }
    let mut hits: Vec<Hit> = found.iter().filter_map(|found| search.hit(found)).collect();
    hits.sort_unstable_by_key(|hit| std::cmp::Reverse(hit.place));
    Ok(Some(hits))
}
