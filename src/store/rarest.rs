//! Where to begin reading a filtered list: at the key that fewest items have, so that a frequent
//! condition beside a rare one costs no more as the record grows.

use entity::item_key;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement, UnionType};

use super::error::StoreError;
use super::sql::Rows;
use crate::domain::match_key::{MatchKey, Matches};
use crate::domain::query::ItemQuery;

/// Rows of a key that are counted to find the rarest one: more make no difference.
const COUNTED: u64 = 1_000;

/// The group with a single key that fewest items have: a list is read from there, and what it must
/// match besides is looked up for each of those. Where several are frequent, the first.
pub(super) async fn rarest(rows: &impl Rows, query: &ItemQuery) -> Result<Option<usize>, StoreError> {
    let Matches(groups) = &query.matches;
    let mut singles = groups.iter().enumerate().filter(|(_, group)| group.len() == 1);
    let Some((first, group)) = singles.next() else { return Ok(None) };
    let mut counting = counted(query, first, &group[0]);
    let mut others = 0;
    for (index, group) in singles {
        counting.union(UnionType::All, counted(query, index, &group[0]));
        others += 1;
    }
    if others == 0 {
        return Ok(Some(first));
    }
    let found: Vec<Counted> = rows.rows(counting).await?;
    let rarest = found.into_iter().min_by_key(|counted| (counted.n, counted.candidate));
    Ok(rarest.and_then(|counted| usize::try_from(counted.candidate).ok()).or(Some(first)))
}

/// How many items of the content type have a key, up to a bound.
fn counted(query: &ItemQuery, candidate: usize, key: &MatchKey) -> SelectStatement {
    let column = |name: &'static str| Expr::col((Alias::new("k"), Alias::new(name)));
    let having = Query::select()
        .expr_as(Expr::val(1), Alias::new("one"))
        .from_as(item_key::Entity, Alias::new("k"))
        .and_where(column("item_type").eq(query.item_type))
        .and_where(column("key").eq(key.as_str()))
        .limit(COUNTED)
        .take();
    Query::select()
        .expr_as(Expr::val(i64::try_from(candidate).unwrap_or(i64::MAX)), Alias::new("candidate"))
        .expr_as(Expr::col(Alias::new("one")).count(), Alias::new("n"))
        .from_subquery(having, Alias::new("having"))
        .take()
}

#[derive(FromQueryResult)]
struct Counted {
    candidate: i64,
    n: i64,
}
