//! References between items: who refers to whom, and the typed links that are read from both ends.

use std::collections::HashMap;

use entity::{ItemId, item, link, reference};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::error::StoreError;
use super::sql::{Rows, Write};

/// A typed link between two items.
pub type Linked = link::Model;

#[derive(FromQueryResult)]
struct Edge {
    owner: ItemId,
    target: ItemId,
}

/// The items that refer to each of these items, themselves aside.
pub(super) async fn referrers(
    rows: &impl Rows,
    targets: &[ItemId],
) -> Result<HashMap<ItemId, Vec<ItemId>>, StoreError> {
    let select = reference::Entity::find()
        .select_only()
        .columns([reference::Column::Owner, reference::Column::Target])
        .distinct()
        .filter(reference::Column::Target.is_in(targets.iter().copied()))
        .order_by_asc(reference::Column::Owner);
    let edges: Vec<Edge> = rows.rows(select.into_query()).await?;
    let mut referrers: HashMap<ItemId, Vec<ItemId>> = HashMap::new();
    for edge in edges.into_iter().filter(|edge| edge.owner != edge.target) {
        referrers.entry(edge.target).or_default().push(edge.owner);
    }
    Ok(referrers)
}

/// Removes what is stored of the references and links that items hold.
pub(super) async fn erase(txn: &Write, owners: &[ItemId]) -> Result<(), StoreError> {
    let ids = || owners.iter().copied();
    let references =
        Query::delete().from_table(reference::Entity).and_where(reference::Column::Owner.is_in(ids())).take();
    let links = Query::delete().from_table(link::Entity).and_where(link::Column::Owner.is_in(ids())).take();
    txn.run_delete(references).await?;
    txn.run_delete(links).await?;
    Ok(())
}

/// The links that each of these items holds, in the order of its document.
pub async fn links_from(rows: &impl Rows, owners: &[ItemId]) -> Result<HashMap<ItemId, Vec<Linked>>, StoreError> {
    let select = link::Entity::find()
        .filter(link::Column::Owner.is_in(owners.iter().copied()))
        .order_by_asc(link::Column::Owner)
        .order_by_asc(link::Column::Ordinal);
    grouped(rows, select.into_query(), |link| link.owner).await
}

/// The links that lead to each of these items, by the date of their owners.
pub async fn links_to(rows: &impl Rows, targets: &[ItemId]) -> Result<HashMap<ItemId, Vec<Linked>>, StoreError> {
    let select = link::Entity::find()
        .join(
            JoinType::InnerJoin,
            link::Entity::belongs_to(item::Entity).from(link::Column::Owner).to(item::Column::Id).into(),
        )
        .filter(link::Column::Target.is_in(targets.iter().copied()))
        .order_by_asc(item::Column::DateAsc)
        .order_by_asc(link::Column::Owner)
        .order_by_asc(link::Column::Ordinal);
    grouped(rows, select.into_query(), |link| link.target).await
}

async fn grouped(
    rows: &impl Rows,
    select: SelectStatement,
    by: impl Fn(&Linked) -> ItemId,
) -> Result<HashMap<ItemId, Vec<Linked>>, StoreError> {
    let mut links: HashMap<ItemId, Vec<Linked>> = HashMap::new();
    for link in rows.rows::<Linked>(select).await? {
        links.entry(by(&link)).or_default().push(link);
    }
    Ok(links)
}
