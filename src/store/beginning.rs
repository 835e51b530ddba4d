//! Where to begin reading a filtered list: where the fewest items are, so that a frequent condition beside a
//! rare one costs no more as the record grows.

use std::collections::BTreeSet;

use entity::{ItemId, ItemType, item, item_key};
use futures_util::future::BoxFuture;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement, UnionType};

use super::condition::{Step, edge_step, steps};
use super::error::StoreError;
use super::page::inside;
use super::sql::Rows;
use crate::domain::condition::{Condition, Edge};
use crate::domain::dates::Certainty;
use crate::domain::match_key::MatchKey;
use crate::domain::query::{Direction, ItemQuery};

/// Items that are few: these are counted to find the rarest key, and named one by one to begin from.
const FEW: u64 = 1_000;

/// Where to begin reading a list.
#[derive(Debug)]
pub(super) enum Beginning {
    /// At the one key of this group.
    Key(usize),
    /// At these items: no others can be in the list.
    Items(Vec<ItemId>),
    /// At the order's own index.
    Order,
}

/// Where to begin reading a list: at the group with a single key that fewest items have, unless all that have it are
/// many and something else that is asked for is rare. What must hold besides is looked up row by row.
pub(super) async fn beginning(rows: &impl Rows, query: &ItemQuery) -> Result<Beginning, StoreError> {
    let groups = &query.matches.0;
    let singles: Vec<usize> = (0..groups.len()).filter(|index| groups[*index].len() == 1).collect();
    let is_alone = groups.len() == 1 && query.having.is_empty() && query.conditions.is_empty();
    let by_key = match singles.as_slice() {
        [] => None,
        [only] if is_alone => return Ok(Beginning::Key(*only)),
        [first, others @ ..] => {
            let (rarest, count) = rarest(rows, query, *first, others).await?;
            if count < FEW {
                return Ok(Beginning::Key(rarest));
            }
            Some(rarest)
        }
    };
    let keys = groups.iter().filter(|group| group.len() > 1).map(|group| Condition::Key(group.clone()));
    for condition in keys.chain(query.conditions.iter().cloned()) {
        if let Some(few) = few(rows, &condition, query.item_type).await? {
            return Ok(Beginning::Items(few.into_iter().collect()));
        }
    }
    Ok(by_key.map_or(Beginning::Order, Beginning::Key))
}

/// The group with the key that fewest items have, and how many, up to a bound. Where several are frequent, the first.
async fn rarest(
    rows: &impl Rows,
    query: &ItemQuery,
    first: usize,
    others: &[usize],
) -> Result<(usize, u64), StoreError> {
    let mut counting = counted(query, first);
    for index in others {
        counting.union(UnionType::All, counted(query, *index));
    }
    let found: Vec<Counted> = rows.rows(counting).await?;
    let rarest = found.into_iter().min_by_key(|counted| (counted.n, counted.candidate));
    let rarest = rarest
        .and_then(|counted| Some((usize::try_from(counted.candidate).ok()?, u64::try_from(counted.n).unwrap_or(FEW))));
    Ok(rarest.unwrap_or((first, FEW)))
}

/// How many items of the content type have the one key of a group, up to a bound.
fn counted(query: &ItemQuery, group: usize) -> SelectStatement {
    let having =
        having(query.item_type, &query.matches.0[group]).expr_as(Expr::val(1), Alias::new("one")).limit(FEW).take();
    Query::select()
        .expr_as(Expr::val(i64::try_from(group).unwrap_or(i64::MAX)), Alias::new("candidate"))
        .expr_as(Expr::col(Alias::new("one")).count(), Alias::new("n"))
        .from_subquery(having, Alias::new("having"))
        .take()
}

/// The items of a content type that have one of some keys; no columns selected.
fn having(item_type: ItemType, keys: &[MatchKey]) -> SelectStatement {
    let column = |name: &'static str| Expr::col((Alias::new("k"), Alias::new(name)));
    Query::select()
        .from_as(item_key::Entity, Alias::new("k"))
        .and_where(column("item_type").eq(item_type))
        .and_where(column("key").is_in(keys.iter().map(MatchKey::as_str)))
        .take()
}

#[derive(FromQueryResult)]
struct Counted {
    candidate: i64,
    n: i64,
}

#[derive(FromQueryResult)]
struct Found {
    id: ItemId,
}

type FewItems = Option<BTreeSet<ItemId>>;

/// Items among which are all that meet a condition, if that shows that they are few.
fn few<'c, R: Rows>(
    rows: &'c R,
    condition: &'c Condition,
    item_type: ItemType,
) -> BoxFuture<'c, Result<FewItems, StoreError>> {
    Box::pin(async move {
        match condition {
            Condition::All(parts) => {
                for part in parts {
                    if let Some(few) = few(rows, part, item_type).await? {
                        return Ok(Some(few));
                    }
                }
                Ok(None)
            }
            Condition::Any(parts) => {
                let mut all = BTreeSet::new();
                for part in parts {
                    let Some(more) = few(rows, part, item_type).await? else { return Ok(None) };
                    all.extend(more);
                }
                Ok(Some(all).filter(|all| all.len() as u64 <= FEW))
            }
            Condition::Key(keys) => {
                let item = Expr::col((Alias::new("k"), Alias::new("item")));
                found(rows, having(item_type, keys).expr_as(item, Alias::new("id")).take()).await
            }
            Condition::During(during) if during.certainty == Certainty::Certain => {
                let spine = Alias::new("i");
                let column = |name: &'static str| Expr::col((Alias::new("i"), Alias::new(name)));
                let select = Query::select()
                    .expr_as(column("id"), Alias::new("id"))
                    .from_as(item::Entity, spine.clone())
                    .and_where(column("item_type").eq(item_type))
                    .cond_where(inside(&spine, *during, Direction::Asc))
                    .take();
                found(rows, select).await
            }
            Condition::Related(relation, such) => {
                let Some(related) = few(rows, such, relation.leads_to()).await? else { return Ok(None) };
                led_from(rows, &steps(*relation), &related).await
            }
            Condition::Edge(Edge { having, other: Some((item_type, such)), otherwise: false }) => {
                let Some(related) = few(rows, such, *item_type).await? else { return Ok(None) };
                led_from(rows, &[edge_step(having)], &related).await
            }
            // Most items meet what begins with `not`, and what an edge must be by itself has no index.
            Condition::Not(_) | Condition::During(_) | Condition::Edge(_) => Ok(None),
        }
    })
}

/// The items from which a step leads to one of some.
async fn led_from(rows: &impl Rows, steps: &[Step], related: &BTreeSet<ItemId>) -> Result<FewItems, StoreError> {
    let mut all = BTreeSet::new();
    if related.is_empty() {
        return Ok(Some(all));
    }
    for step in steps {
        let select = Query::select()
            .expr_as(Expr::col(Alias::new(step.from)), Alias::new("id"))
            .from(Alias::new(step.table))
            .and_where(Expr::col(Alias::new(step.to)).is_in(related.iter().copied()))
            // Those who are not named are no items.
            .and_where(Expr::col(Alias::new(step.from)).is_not_null())
            .take();
        let Some(more) = found(rows, select).await? else { return Ok(None) };
        all.extend(more);
    }
    Ok(Some(all).filter(|all| all.len() as u64 <= FEW))
}

/// What a statement finds, if it is few rows.
async fn found(rows: &impl Rows, mut select: SelectStatement) -> Result<FewItems, StoreError> {
    let found: Vec<Found> = rows.rows(select.limit(FEW + 1).take()).await?;
    let is_few = found.len() as u64 <= FEW;
    Ok(is_few.then(|| found.into_iter().map(|found| found.id).collect()))
}
