//! Counting what a list or a search holds along a dimension: by match key, and by year.

use std::collections::BTreeMap;

use entity::{item, item_key};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, JoinType, Order, Query, SelectStatement};

use super::error::StoreError;
use super::page::listed;
use super::search::{Search, found};
use super::sql::Rows;
use crate::domain::dates::year_of;
use crate::domain::query::ItemQuery;

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'q> {
    /// A list.
    List(&'q ItemQuery),
    /// What a search finds.
    Search(&'q Search),
}

/// How many items have a key.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct KeyCount {
    /// The key, `dimension:value`.
    pub key: String,
    /// How many.
    pub n: i64,
}

impl Counted<'_> {
    /// Its items; no columns selected. And the column of their ids.
    async fn items(self, rows: &impl Rows) -> Result<(SelectStatement, (Alias, Alias)), StoreError> {
        match self {
            Self::List(query) => listed(rows, query).await,
            Self::Search(search) => Ok(found(rows.backend(), search)),
        }
    }
}

/// How many of the items have each key of a dimension, most first.
pub async fn by_key(
    rows: &impl Rows,
    counted: Counted<'_>,
    dimension: &str,
    most: u64,
) -> Result<Vec<KeyCount>, StoreError> {
    let column = |name: &'static str| Expr::col((Alias::new("f"), Alias::new(name)));
    let mut select = match counted {
        // Of everything, the keys of a dimension are one stretch of an index.
        Counted::List(query) if query.selects_all() => {
            let of_type = column("item_type").eq(query.item_type);
            Query::select().from_as(item_key::Entity, Alias::new("f")).and_where(of_type).take()
        }
        _ => {
            let (mut select, id) = counted.items(rows).await?;
            select.join_as(JoinType::InnerJoin, item_key::Entity, Alias::new("f"), column("item").equals(id));
            select
        }
    };
    let key = || column("key");
    select
        .and_where(key().gte(format!("{dimension}:")))
        .and_where(key().lt(format!("{dimension};")))
        .expr_as(key(), Alias::new("key"))
        .expr_as(key().count(), Alias::new("n"))
        .group_by_col((Alias::new("f"), Alias::new("key")))
        .order_by_expr(key().count(), Order::Desc)
        .order_by_expr(key(), Order::Asc)
        .limit(most);
    rows.rows(select).await
}

/// How many of the items begin in each year, and how many are undated.
pub async fn by_year(rows: &impl Rows, counted: Counted<'_>) -> Result<BTreeMap<Option<i16>, i64>, StoreError> {
    #[derive(FromQueryResult)]
    struct Dated {
        date: i64,
        n: i64,
    }
    let (mut select, id) = counted.items(rows).await?;
    let date = (Alias::new("d"), Alias::new("date_asc"));
    let of_item = Expr::col((Alias::new("d"), Alias::new("id"))).equals(id);
    select
        .join_as(JoinType::InnerJoin, item::Entity, Alias::new("d"), of_item)
        .expr_as(Expr::col(date.clone()), Alias::new("date"))
        .expr_as(Expr::col(date.clone()).count(), Alias::new("n"))
        .group_by_col(date);
    let mut years = BTreeMap::new();
    for Dated { date, n } in rows.rows(select).await? {
        *years.entry(year_of(date)).or_default() += n;
    }
    Ok(years)
}
