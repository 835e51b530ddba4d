//! Where to begin reading a filtered list: where the fewest items are, so that a frequent condition beside a
//! rare one costs no more as the record grows.

use std::collections::BTreeSet;

use entity::{ItemId, ItemType, item, item_key};
use futures_util::future::BoxFuture;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement, UnionType};

use super::condition::{Step, edge_step, steps};
use super::error::StoreError;
use super::plan::{inside, probe};
use super::sql::Rows;
use crate::domain::condition::{Condition, Edge};
use crate::domain::dates::Certainty;
use crate::domain::match_key::MatchKey;
use crate::domain::participant::Party;
use crate::domain::query::{Direction, Having, ItemQuery, OrderField};

/// Items that are few: these are counted to find the rarest key, and named one by one to begin from.
const FEW: u64 = 1_000;
/// Items of a key that are looked through for those that have other keys too.
const MANY: u64 = 10_000;

/// Where to begin reading a list.
#[derive(Debug)]
pub(super) enum Beginning {
    /// At the one key of this group.
    Key(usize),
    /// At the one key of this group, unless the page is full with what is near along the order: so many have the key.
    Frequent(usize),
    /// At these items: no others can be in the list. And what all of them are known to meet.
    Items(Vec<ItemId>, Option<Known>),
    /// At the order's own index.
    Order,
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
    let mut singles: Vec<(usize, &[MatchKey])> = groups.iter().map(Vec::as_slice).enumerate().collect();
    singles.retain(|(_, group)| group.len() == 1);
    let is_alone = groups.len() == 1 && query.having.is_empty() && query.conditions.is_empty();
    let by_date = query.order.field == OrderField::Date;
    if let (true, [(only, _)]) = (is_alone && by_date, singles.as_slice()) {
        return Ok(Beginning::Key(*only));
    }
    let rarest = rarest(rows, query.item_type, &singles, FEW).await?;
    if let Some((rarest, ..FEW)) = rarest {
        return Ok(Beginning::Key(rarest));
    }
    // The list itself asks for the content type.
    let begin = |Few { items, exactly, .. }: Few, known: Known| {
        Ok(Beginning::Items(items.into_iter().collect(), Some(known).filter(|_| exactly)))
    };
    if rarest.is_none() {
        for (index, group) in groups.iter().enumerate() {
            if let Some(found) = with_all(rows, &[group], query.item_type).await? {
                return begin(found, Known::Group(index));
            }
        }
    }
    for (index, condition) in query.conditions.iter().enumerate() {
        if let Some(found) = few(rows, condition, query.item_type).await? {
            return begin(found, Known::Condition(index));
        }
    }
    // The order by date is also that of each key. What is asked for besides may be rare.
    let is_frequent = is_alone && query.during.is_none() && !by_date;
    let at = |rarest| if is_frequent { Beginning::Frequent(rarest) } else { Beginning::Key(rarest) };
    Ok(rarest.map_or(Beginning::Order, |(rarest, _)| at(rarest)))
}

/// The group with the keys that fewest items have, and how many, up to a bound. Where several are frequent, the first.
async fn rarest(
    rows: &impl Rows,
    item_type: ItemType,
    groups: &[(usize, &[MatchKey])],
    most: u64,
) -> Result<Option<(usize, u64)>, StoreError> {
    let Some(((first, group), others)) = groups.split_first() else { return Ok(None) };
    let mut counting = counted(item_type, *first, group, most);
    for (other, group) in others {
        counting.union(UnionType::All, counted(item_type, *other, group, most));
    }
    let found: Vec<Counted> = rows.rows(counting).await?;
    let rarest = found.into_iter().min_by_key(|counted| (counted.n, counted.candidate));
    Ok(rarest.and_then(|rarest| Some((usize::try_from(rarest.candidate).ok()?, u64::try_from(rarest.n).ok()?))))
}

/// How many items of the content type have one of some keys, up to a bound.
fn counted(item_type: ItemType, candidate: usize, group: &[MatchKey], most: u64) -> SelectStatement {
    let having = having(item_type, group).expr_as(Expr::val(1), Alias::new("one")).limit(most).take();
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
            Condition::Key(keys) => with_all(rows, &[keys], item_type).await,
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

/// The items that have a key of each group: those of the rarest are looked through, unless they are many.
async fn with_all(rows: &impl Rows, groups: &[&[MatchKey]], item_type: ItemType) -> Result<Option<Few>, StoreError> {
    let rarest = match groups {
        [] => return Ok(None),
        [_] => 0,
        several => {
            let numbered: Vec<(usize, &[MatchKey])> = several.iter().copied().enumerate().collect();
            match rarest(rows, item_type, &numbered, MANY).await? {
                Some((rarest, ..MANY)) => rarest,
                _ => return Ok(None),
            }
        }
    };
    let id = (Alias::new("k"), Alias::new("item"));
    let mut select = having(item_type, groups[rarest]);
    select.expr_as(Expr::col(id.clone()), Alias::new("id"));
    for (_, other) in groups.iter().enumerate().filter(|(index, _)| *index != rarest) {
        select.and_where(Expr::exists(probe(other, &id)));
    }
    found(rows, select).await
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
