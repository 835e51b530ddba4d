//! Where to begin reading a filtered list: where the fewest items are, so that a frequent condition beside a
//! rare one costs no more as the record grows.

use std::collections::BTreeSet;

use entity::{ItemId, ItemType, item, item_key};
use futures_util::future::BoxFuture;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement, UnionType};

use super::condition::{Step, edge_step, steps};
use super::error::StoreError;
use super::plan::inside;
use super::search::having_keys;
use super::sql::Rows;
use crate::domain::condition::{Condition, Edge};
use crate::domain::dates::Certainty;
use crate::domain::match_key::MatchKey;
use crate::domain::participant::Party;
use crate::domain::query::{Direction, Having, ItemQuery, OrderField};

/// Items that are few: these are counted to find the rarest key, and named one by one to begin from.
const FEW: u64 = 1_000;
/// Where to begin reading a list.
#[derive(Debug)]
pub(super) enum Beginning {
    /// At the one key of this group, which few have, or which is all that is asked for.
    Key(usize),
    /// At these items: no others can be in the list. And what all of them are known to meet.
    Items(Vec<ItemId>, Option<Known>),
    /// At the start: nothing that is asked for is rare. The group with the rarest key, if there is one with a single key; along
    /// the order's own index otherwise.
    Along(Option<usize>),
}

/// What is asked for and known of everything that a list begins from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// The group of keys with this number.
    Group(usize),
    /// The condition with this number.
    Condition(usize),
}

/// Where to begin reading a list: at the group with a single key that fewest items have, unless there is none, or all that
/// have it are many, and something else that is asked for is rare. What must hold besides is looked up row by row.
pub(super) async fn beginning(rows: &impl Rows, query: &ItemQuery) -> Result<Beginning, StoreError> {
    let groups = &query.matches.0;
    if groups.iter().any(Vec::is_empty) {
        return Ok(Beginning::Items(Vec::new(), None));
    }
    let mut singles: Vec<(usize, &MatchKey)> = groups.iter().map(|group| &group[0]).enumerate().collect();
    singles.retain(|(group, _)| groups[*group].len() == 1);
    let is_alone = groups.len() == 1 && query.having.is_empty() && query.conditions.is_empty();
    if let (true, [(only, _)], OrderField::Date) = (is_alone, singles.as_slice(), query.order.field) {
        return Ok(Beginning::Key(*only));
    }
    let rarest = rarest(rows, query.item_type, &singles).await?;
    if let Some((rarest, ..FEW)) = rarest {
        return Ok(Beginning::Key(rarest));
    }
    // The list itself asks for the content type.
    let begin = |Few { items, exactly, .. }: Few, known: Known| {
        Ok(Beginning::Items(items.into_iter().collect(), Some(known).filter(|_| exactly)))
    };
    if rarest.is_none() {
        for (index, group) in groups.iter().enumerate() {
            if let Some(found) = with_key(rows, group, query.item_type).await? {
                return begin(found, Known::Group(index));
            }
        }
    }
    for (index, condition) in query.conditions.iter().enumerate() {
        if let Some(found) = few(rows, condition, query.item_type).await? {
            return begin(found, Known::Condition(index));
        }
    }
    Ok(Beginning::Along(rarest.map(|(rarest, _)| rarest)))
}

/// Where to begin reading all of a list, or a part of it that is not near: keys that are frequent each may be few together.
pub(super) async fn beginning_of_all(
    rows: &impl Rows,
    query: &ItemQuery,
    beginning: Beginning,
) -> Result<Beginning, StoreError> {
    let groups: Vec<&[MatchKey]> = query.matches.0.iter().map(Vec::as_slice).collect();
    if let (Beginning::Along(_), [_, _, ..]) = (&beginning, groups.as_slice())
        && let Some(found) = with_all(rows, &groups, query.item_type).await?
    {
        return Ok(Beginning::Items(found.items.into_iter().collect(), None));
    }
    Ok(beginning)
}

/// The group with the key that fewest items have, and how many, up to a bound. Where several are frequent, the first.
async fn rarest(
    rows: &impl Rows,
    item_type: ItemType,
    keys: &[(usize, &MatchKey)],
) -> Result<Option<(usize, u64)>, StoreError> {
    let Some(((first, key), others)) = keys.split_first() else { return Ok(None) };
    let mut counting = counted(item_type, *first, key);
    for (other, key) in others {
        counting.union(UnionType::All, counted(item_type, *other, key));
    }
    let found: Vec<Counted> = rows.rows(counting).await?;
    let rarest = found.into_iter().min_by_key(|counted| (counted.n, counted.candidate));
    Ok(rarest.and_then(|rarest| Some((usize::try_from(rarest.candidate).ok()?, u64::try_from(rarest.n).ok()?))))
}

/// How many items of the content type have a key, up to a bound.
fn counted(item_type: ItemType, candidate: usize, key: &MatchKey) -> SelectStatement {
    let having =
        having(item_type, std::slice::from_ref(key)).expr_as(Expr::val(1), Alias::new("one")).limit(FEW).take();
    Query::select()
        .expr_as(Expr::val(i64::try_from(candidate).unwrap_or(i64::MAX)), Alias::new("candidate"))
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

/// Items among which are all that meet a condition.
#[derive(Debug)]
struct Few {
    items: BTreeSet<ItemId>,
    /// Whether all of them meet it, if they are of the content type.
    exactly: bool,
    /// Whether all of them are.
    of_type: bool,
}

/// Items among which are all that meet a condition, if that shows that they are few.
fn few<'c, R: Rows>(
    rows: &'c R,
    condition: &'c Condition,
    item_type: ItemType,
) -> BoxFuture<'c, Result<Option<Few>, StoreError>> {
    Box::pin(async move {
        match condition {
            Condition::All(parts) => {
                let keys: Vec<&[MatchKey]> = parts.iter().filter_map(keys_of).collect();
                if let Some(found) = with_all(rows, &keys, item_type).await? {
                    return Ok(Some(found.if_exactly(keys.len() == parts.len())));
                }
                for part in parts.iter().filter(|part| keys_of(part).is_none()) {
                    if let Some(found) = few(rows, part, item_type).await? {
                        return Ok(Some(found.if_exactly(parts.len() == 1)));
                    }
                }
                Ok(None)
            }
            Condition::Any(parts) => {
                let mut all = Few { items: BTreeSet::new(), exactly: true, of_type: true };
                for part in parts {
                    let Some(more) = few(rows, part, item_type).await? else { return Ok(None) };
                    all.exactly &= more.exactly;
                    all.of_type &= more.of_type;
                    all.items.extend(more.items);
                }
                Ok(Some(all).filter(|all| all.items.len() as u64 <= FEW))
            }
            Condition::Key(keys) => with_key(rows, keys, item_type).await,
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
                led_from(rows, &steps(*relation), related).await
            }
            Condition::Edge(Edge { having, other: Some((item_type, such)), otherwise: false }) => {
                let Some(related) = few(rows, such, *item_type).await? else { return Ok(None) };
                let found = led_from(rows, &[edge_step(having)], related).await?;
                // The edge itself was not looked at.
                Ok(found.map(|found| found.if_exactly(false)))
            }
            Condition::Edge(Edge { having, other: None, otherwise: false }) => {
                let Some((step, items)) = named(having) else { return Ok(None) };
                led_from(rows, &[step], Few { items, exactly: false, of_type: true }).await
            }
            // Most items meet what begins with `not`.
            Condition::Not(_) | Condition::During(_) | Condition::Edge(_) => Ok(None),
        }
    })
}

/// The items of which one must be at the other end of an edge, if it must, and how the edge leads there.
fn named(having: &Having) -> Option<(Step, BTreeSet<ItemId>)> {
    let items = |parties: &[Party]| -> Option<BTreeSet<ItemId>> {
        let item = |party: &Party| match party {
            Party::Item(id) => Some(*id),
            Party::Area(_) => None,
        };
        parties.iter().map(item).collect()
    };
    let step = edge_step(having);
    match having {
        Having::Participant(filter) if !filter.actors.is_empty() => Some((step, items(&filter.actors)?)),
        Having::Participant(filter) if !filter.delegations.is_empty() => {
            Some((Step { to: "delegation_item", ..step }, items(&filter.delegations)?))
        }
        Having::Position(filter) if !filter.organizations.is_empty() => {
            Some((step, filter.organizations.iter().copied().collect()))
        }
        Having::Participant(_) | Having::Position(_) | Having::PositionIn(_) => None,
    }
}

impl Few {
    /// The same, of which not all need meet the condition unless this is so.
    fn if_exactly(self, exactly: bool) -> Self {
        Self { exactly: self.exactly && exactly, ..self }
    }
}

/// The keys of which something must have one, if nothing else is asked for.
fn keys_of(condition: &Condition) -> Option<&[MatchKey]> {
    match condition {
        Condition::Key(keys) => Some(keys),
        _ => None,
    }
}

/// The items that have one of some keys.
async fn with_key(rows: &impl Rows, keys: &[MatchKey], item_type: ItemType) -> Result<Option<Few>, StoreError> {
    let id = Expr::col((Alias::new("k"), Alias::new("item")));
    found(rows, having(item_type, keys).expr_as(id, Alias::new("id")).take()).await
}

/// The items that have a key of each group. However many have each, the search's index finds those that have all.
async fn with_all(rows: &impl Rows, groups: &[&[MatchKey]], item_type: ItemType) -> Result<Option<Few>, StoreError> {
    match groups {
        [] => Ok(None),
        [keys] => with_key(rows, keys, item_type).await,
        several => {
            let found = having_keys(rows, item_type, several, FEW).await?;
            Ok(found.map(|found| Few { items: found.into_iter().collect(), exactly: true, of_type: true }))
        }
    }
}

/// The items from which a step leads to one of some.
async fn led_from(rows: &impl Rows, steps: &[Step], related: Few) -> Result<Option<Few>, StoreError> {
    // A table may lead from items of several content types.
    let mut all = Few { items: BTreeSet::new(), exactly: related.exactly && related.of_type, of_type: false };
    if related.items.is_empty() {
        return Ok(Some(all));
    }
    for step in steps {
        let select = Query::select()
            .expr_as(Expr::col(Alias::new(step.from)), Alias::new("id"))
            .from(Alias::new(step.table))
            .and_where(Expr::col(Alias::new(step.to)).is_in(related.items.iter().copied()))
            // Those who are not named are no items.
            .and_where(Expr::col(Alias::new(step.from)).is_not_null())
            .take();
        let Some(more) = found(rows, select).await? else { return Ok(None) };
        all.items.extend(more.items);
    }
    Ok(Some(all).filter(|all| all.items.len() as u64 <= FEW))
}

/// What a statement finds, if it is few rows.
async fn found(rows: &impl Rows, mut select: SelectStatement) -> Result<Option<Few>, StoreError> {
    let found: Vec<Found> = rows.rows(select.limit(FEW + 1).take()).await?;
    let is_few = found.len() as u64 <= FEW;
    Ok(is_few.then(|| Few { items: found.into_iter().map(|found| found.id).collect(), exactly: true, of_type: true }))
}
