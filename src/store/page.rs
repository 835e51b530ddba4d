//! Pages of items: the one helper behind every connection, at the root and nested.
//!
//! A page is an index range: `(sort, id) > (cursor)`, in one direction, one row more than asked
//! for. A list with a filter is read from where the fewest items are: a key's own index, or a few items that are
//! named one by one; what must hold besides is an index probe per row. Nested pages ask for many parents at
//! once in one statement, each with its own limited index seek (never a window over all edges).

use std::collections::HashMap;

use entity::ItemId;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, JoinType, Query, SelectStatement, SimpleExpr, TableRef};
use sea_orm::{DbBackend, FromQueryResult, QueryResult};

use super::beginning::{Beginning, beginning};
use super::error::StoreError;
use super::plan::Plan;
use super::sql::{Rows, single_number};
use crate::domain::cursor::{ListCursor, SortValue};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageRequest;
use crate::domain::query::ItemQuery;

/// One row of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// The item.
    pub id: ItemId,
    /// What it was sorted by, for its cursor.
    pub sort: SortValue,
}

impl PageRow {
    /// Its place in the list.
    pub fn cursor(&self) -> ListCursor {
        ListCursor { sort: self.sort.clone(), id: self.id }
    }
}

/// A page in list order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R = PageRow> {
    /// The rows.
    pub rows: Vec<R>,
    /// Whether the list goes on before the first row.
    pub has_previous: bool,
    /// Whether the list goes on after the last row.
    pub has_next: bool,
}

/// One page of a list.
pub async fn page(rows: &impl Rows, query: &ItemQuery, request: &PageRequest) -> Result<Page, StoreError> {
    let beginning = beginning(rows, query).await?;
    if let Beginning::Frequent(_) = beginning {
        let near = Plan::new(rows.backend(), query, Beginning::Order).near(request);
        let found: Vec<FoundRow> = rows.rows(near).await?;
        if found.len() as u64 > request.limit {
            return Ok(page_of(found, request));
        }
    }
    let plan = Plan::new(rows.backend(), query, beginning);
    let found: Vec<FoundRow> = if plan.is_empty() { Vec::new() } else { rows.rows(plan.page(request)).await? };
    Ok(page_of(found, request))
}

/// One page for each parent, where the parents are keys of the children (`edition-of:<id>`).
pub async fn pages_by_parent(
    rows: &impl Rows,
    parents: &[MatchKey],
    query: &ItemQuery,
    request: &PageRequest,
) -> Result<HashMap<MatchKey, Page>, StoreError> {
    let parent = Alias::new("parent");
    let plan = Plan::under(rows.backend(), query, Expr::col((parent.clone(), Alias::new("value"))));
    let statement = match rows.backend() {
        DbBackend::Postgres => Query::select()
            .expr_as(Expr::col((parent.clone(), Alias::new("value"))), Alias::new("parent"))
            .expr(Expr::col((Alias::new("page"), Alias::new("id"))))
            .expr(Expr::col((Alias::new("page"), Alias::new("sort"))))
            .from(key_list(rows.backend(), parents, &parent))
            .join_lateral(
                JoinType::InnerJoin,
                plan.page(request),
                Alias::new("page"),
                SimpleExpr::Constant(true.into()),
            )
            .take(),
        _ => plan.sqlite_pages(request, key_list(rows.backend(), parents, &parent), &parent),
    };
    let mut found: HashMap<String, Vec<FoundRow>> = HashMap::new();
    for row in rows.rows::<ChildRow>(statement).await? {
        found.entry(row.parent).or_default().push(row.found);
    }
    let page_under = |parent: &MatchKey| {
        let mut children = found.remove(parent.as_str()).unwrap_or_default();
        // A join keeps no order; the page's own order is cheap to restore.
        children.sort_by(|a, b| plan.compare(&a.0, &b.0, request.backward));
        (parent.clone(), page_of(children, request))
    };
    Ok(parents.iter().map(page_under).collect())
}

/// The items of a list, without order; no columns selected. And the column of their ids.
pub(super) async fn listed(
    rows: &impl Rows,
    query: &ItemQuery,
) -> Result<(SelectStatement, (Alias, Alias)), StoreError> {
    let plan = Plan::new(rows.backend(), query, beginning(rows, query).await?);
    Ok((plan.base(), plan.id()))
}

/// Those of some items that are in a list.
pub(super) async fn among(rows: &impl Rows, query: &ItemQuery, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
    #[derive(FromQueryResult)]
    struct Found {
        id: ItemId,
    }
    let plan = Plan::new(rows.backend(), query, Beginning::Order);
    let statement = |ids: &[ItemId]| {
        let these = Expr::col(plan.id()).is_in(ids.iter().copied());
        plan.base().expr_as(Expr::col(plan.id()), Alias::new("id")).and_where(these).take()
    };
    let found: Vec<Found> = rows.rows_for(ids, statement).await?;
    Ok(found.into_iter().map(|found| found.id).collect())
}

/// How many items a list has.
pub async fn count(rows: &impl Rows, query: &ItemQuery) -> Result<i64, StoreError> {
    let plan = Plan::new(rows.backend(), query, beginning(rows, query).await?);
    if plan.is_empty() {
        return Ok(0);
    }
    let statement = plan.base().expr_as(Expr::col(plan.id()).count(), Alias::new("n")).take();
    single_number(rows, statement).await
}

/// How many items the list of each parent has.
pub async fn count_by_parent(
    rows: &impl Rows,
    parents: &[MatchKey],
    query: &ItemQuery,
) -> Result<HashMap<MatchKey, i64>, StoreError> {
    let parent = Alias::new("parent");
    let plan = Plan::under(rows.backend(), query, Expr::col((parent.clone(), Alias::new("value"))));
    let counting = plan.base().expr(Expr::col(plan.id()).count()).take();
    let statement = Query::select()
        .expr_as(Expr::col((parent.clone(), Alias::new("value"))), Alias::new("parent"))
        .expr_as(SimpleExpr::SubQuery(None, Box::new(counting.into())), Alias::new("n"))
        .from(key_list(rows.backend(), parents, &parent))
        .take();
    let found: Vec<ParentCount> = rows.rows(statement).await?;
    let counts: HashMap<&str, i64> = found.iter().map(|row| (row.parent.as_str(), row.n)).collect();
    Ok(parents.iter().map(|parent| (parent.clone(), counts.get(parent.as_str()).copied().unwrap_or(0))).collect())
}

/// A list of keys as a table with one column, `value`.
fn key_list(backend: DbBackend, keys: &[MatchKey], alias: &Alias) -> TableRef {
    let json = serde_json::Value::from(keys.iter().map(MatchKey::as_str).collect::<Vec<_>>()).to_string();
    let function = match backend {
        DbBackend::Postgres => {
            Func::cust(Alias::new("json_array_elements_text")).arg(Expr::val(json).cast_as(Alias::new("json")))
        }
        _ => Func::cust(Alias::new("json_each")).arg(Expr::val(json)),
    };
    TableRef::FunctionCall(function, alias.clone().into())
}

impl<R> Page<R> {
    /// The page of what was found, in reading direction, one row more than asked for: cuts the row
    /// that only says that there is more, and restores list order.
    pub(crate) fn cut<C>(mut found: Vec<R>, request: &PageRequest<C>) -> Self {
        let more = found.len() as u64 > request.limit;
        found.truncate(usize::try_from(request.limit).unwrap_or(usize::MAX));
        if request.backward {
            found.reverse();
        }
        Self {
            rows: found,
            has_previous: if request.backward { more } else { request.after.is_some() },
            has_next: if request.backward { request.before.is_some() } else { more },
        }
    }
}

impl<R> Default for Page<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), has_previous: false, has_next: false }
    }
}

fn page_of(found: Vec<FoundRow>, request: &PageRequest) -> Page {
    Page::cut(found.into_iter().map(|row| row.0).collect(), request)
}

struct FoundRow(PageRow);

impl FromQueryResult for FoundRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let id = row.try_get(prefix, "id")?;
        let number = row.try_get::<i64>(prefix, "sort").map(SortValue::Number);
        let sort = number.or_else(|_| row.try_get::<String>(prefix, "sort").map(SortValue::Text))?;
        Ok(Self(PageRow { id, sort }))
    }
}

struct ChildRow {
    parent: String,
    found: FoundRow,
}

impl FromQueryResult for ChildRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { parent: row.try_get(prefix, "parent")?, found: FoundRow::from_query_result(row, prefix)? })
    }
}

#[derive(FromQueryResult)]
struct ParentCount {
    parent: String,
    n: i64,
}
