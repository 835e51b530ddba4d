//! Pages of edges under parents: participants of meetings, holders of an organization's posts,
//! observations of indicators. The sibling of [`super::page`], which pages items.
//!
//! An edge's row carries what its lists are ordered by, so that a page is one index range; the pages
//! of many parents are one statement with one limited index seek for each.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;

use entity::ItemId;
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait as _, JoinType, Order, Query, SelectStatement, SimpleExpr, ValueTuple,
};
use sea_orm::{DbBackend, EntityTrait, FromQueryResult, IdenStatic, QueryResult};

use super::error::StoreError;
use super::page::Page;
use super::sql::Rows;
use crate::domain::cursor::EdgeCursor;
use crate::domain::page::PageRequest;

/// A list of edges under a parent.
pub trait EdgeList: Send + Sync + 'static {
    /// The table of the edges.
    type Entity: EntityTrait<Model = Self::Row>;
    /// A row of it.
    type Row: FromQueryResult + Clone + Send + Sync + Debug;
    /// What restricts the list.
    type Filter: Clone + Debug + Default + Eq + Hash + Send + Sync;

    /// What its cursors are called.
    const NAME: &'static str;
    /// The column that names the parent, at the head of an index that goes on with `SORT`, owner and key.
    const PARENT: <Self::Entity as EntityTrait>::Column;
    /// The column that it is ordered by, ascending; a number.
    const SORT: <Self::Entity as EntityTrait>::Column;

    /// An edge's place in the list.
    fn place(row: &Self::Row) -> EdgeCursor;

    /// The parent of an edge.
    fn parent(row: &Self::Row) -> Option<ItemId>;

    /// The condition that a filter puts on rows of a table that goes by `edge`.
    fn condition(filter: &Self::Filter, edge: &Alias) -> Condition;
}

/// One page for each parent.
pub async fn edge_pages<L: EdgeList>(
    rows: &impl Rows,
    parents: &[ItemId],
    filter: &L::Filter,
    request: &PageRequest<EdgeCursor>,
) -> Result<HashMap<ItemId, Page<L::Row>>, StoreError> {
    let mut found: HashMap<ItemId, Vec<L::Row>> = HashMap::new();
    let statement = |parents: &[ItemId]| match rows.backend() {
        DbBackend::Postgres => Query::select()
            .column((Alias::new("page"), sea_orm::sea_query::Asterisk))
            .from_values(values(parents), Alias::new("parent"))
            .join_lateral(
                JoinType::InnerJoin,
                range::<L>(filter, request).column((Alias::new("e"), sea_orm::sea_query::Asterisk)).take(),
                Alias::new("page"),
                SimpleExpr::Constant(true.into()),
            )
            .take(),
        // SQLite has no LATERAL: each parent's page is a limited correlated subquery of row ids.
        _ => Query::select()
            .column((Alias::new("edge"), sea_orm::sea_query::Asterisk))
            .from_values(values(parents), Alias::new("parent"))
            .join_as(
                JoinType::InnerJoin,
                L::Entity::default(),
                Alias::new("edge"),
                Expr::col((Alias::new("edge"), Alias::new("rowid")))
                    .in_subquery(range::<L>(filter, request).column((Alias::new("e"), Alias::new("rowid"))).take()),
            )
            .take(),
    };
    for row in rows.rows_for_each::<ItemId, L::Row>(parents, statement).await? {
        if let Some(parent) = L::parent(&row) {
            found.entry(parent).or_default().push(row);
        }
    }
    let page = |(parent, mut edges): (ItemId, Vec<L::Row>)| {
        // A join keeps no order; the page's own order is cheap to restore.
        edges.sort_by_cached_key(|row| {
            let EdgeCursor { sort, owner, key } = L::place(row);
            (sort, owner, key)
        });
        if request.backward {
            edges.reverse();
        }
        (parent, Page::cut(edges, request))
    };
    Ok(found.into_iter().map(page).collect())
}

/// How many edges there are under each parent; parents without any may be left out.
pub async fn edge_counts<L: EdgeList>(
    rows: &impl Rows,
    parents: &[ItemId],
    filter: &L::Filter,
) -> Result<HashMap<ItemId, i64>, StoreError> {
    let edge = Alias::new("e");
    let statement = |parents: &[ItemId]| {
        let parent = column::<L>(&edge, L::PARENT);
        Query::select()
            .expr_as(parent.clone(), Alias::new("parent"))
            .expr_as(Expr::col((edge.clone(), Alias::new("key"))).count(), Alias::new("n"))
            .from_as(L::Entity::default(), edge.clone())
            .and_where(parent.clone().is_in(parents.iter().copied()))
            .cond_where(L::condition(filter, &edge))
            .add_group_by([parent])
            .take()
    };
    let found: Vec<Count> = rows.rows_for(parents, statement).await?;
    Ok(found.into_iter().map(|row| (row.parent, row.n)).collect())
}

/// The edges with these owners and keys.
pub async fn edges_by_key<L: EdgeList>(
    rows: &impl Rows,
    keys: &[(ItemId, String)],
) -> Result<HashMap<(ItemId, String), L::Row>, StoreError> {
    let statement = |keys: &[(ItemId, String)]| {
        let named = keys.iter().map(|(owner, key)| Expr::tuple([Expr::val(*owner), Expr::val(key.as_str())]));
        let place = Expr::tuple([Expr::col(Alias::new("owner")), Expr::col(Alias::new("key"))]);
        let table = L::Entity::default();
        Query::select().column(sea_orm::sea_query::Asterisk).from(table).and_where(place.is_in(named)).take()
    };
    let found: Vec<L::Row> = rows.rows_for(keys, statement).await?;
    let keyed = |row: L::Row| {
        let EdgeCursor { owner, key, .. } = L::place(&row);
        ((owner, key), row)
    };
    Ok(found.into_iter().map(keyed).collect())
}

/// One parent's range, one row more than asked for; no columns selected.
fn range<L: EdgeList>(filter: &L::Filter, request: &PageRequest<EdgeCursor>) -> SelectStatement {
    let edge = Alias::new("e");
    let place = [
        column::<L>(&edge, L::SORT),
        Expr::col((edge.clone(), Alias::new("owner"))),
        Expr::col((edge.clone(), Alias::new("key"))),
    ];
    let cursor = |at: &EdgeCursor| Expr::tuple([Expr::val(at.sort), Expr::val(at.owner), Expr::val(at.key.clone())]);
    let order = if request.backward { Order::Desc } else { Order::Asc };
    let mut select = Query::select();
    select
        .from_as(L::Entity::default(), edge.clone())
        .and_where(column::<L>(&edge, L::PARENT).equals((Alias::new("parent"), Alias::new("column1"))))
        .cond_where(L::condition(filter, &edge))
        .and_where_option(request.after.as_ref().map(|after| Expr::tuple(place.clone()).gt(cursor(after))))
        .and_where_option(request.before.as_ref().map(|before| Expr::tuple(place.clone()).lt(cursor(before))))
        .limit(request.limit + 1);
    for part in place {
        select.order_by_expr(part, order.clone());
    }
    select
}

fn column<L: EdgeList>(edge: &Alias, column: <L::Entity as EntityTrait>::Column) -> SimpleExpr {
    Expr::col((edge.clone(), Alias::new(column.as_str())))
}

fn values(parents: &[ItemId]) -> Vec<ValueTuple> {
    parents.iter().map(|parent| ValueTuple::One((*parent).into())).collect()
}

struct Count {
    parent: ItemId,
    n: i64,
}

impl FromQueryResult for Count {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { parent: row.try_get(prefix, "parent")?, n: row.try_get(prefix, "n")? })
    }
}
