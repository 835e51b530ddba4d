//! References between items: who refers to whom, and the typed links that are read from both ends.

use std::collections::HashMap;

use entity::{ItemId, item, link, reference};
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
    let select = |targets: &[ItemId]| {
        reference::Entity::find()
            .select_only()
            .columns([reference::Column::Owner, reference::Column::Target])
            .distinct()
            .filter(reference::Column::Target.is_in(targets.iter().copied()))
            .order_by_asc(reference::Column::Owner)
            .into_query()
    };
    let edges: Vec<Edge> = rows.rows_for(targets, select).await?;
    let mut referrers: HashMap<ItemId, Vec<ItemId>> = HashMap::new();
    for edge in edges.into_iter().filter(|edge| edge.owner != edge.target) {
        referrers.entry(edge.target).or_default().push(edge.owner);
    }
    Ok(referrers)
}

/// Removes what is stored of the references and links that items hold.
pub(super) async fn erase(txn: &Write, owners: &[ItemId]) -> Result<(), StoreError> {
    txn.delete_for(reference::Column::Owner, owners).await?;
    txn.delete_for(link::Column::Owner, owners).await
}

/// The links that each of these items holds, in the order of its document.
pub async fn links_from(rows: &impl Rows, owners: &[ItemId]) -> Result<HashMap<ItemId, Vec<Linked>>, StoreError> {
    let select = |owners: &[ItemId]| {
        link::Entity::find()
            .filter(link::Column::Owner.is_in(owners.iter().copied()))
            .order_by_asc(link::Column::Owner)
            .order_by_asc(link::Column::Ordinal)
            .into_query()
    };
    Ok(grouped(rows.rows_for(owners, select).await?, |link| link.owner))
}

/// The links that lead to each of these items, by the date of their owners.
pub async fn links_to(rows: &impl Rows, targets: &[ItemId]) -> Result<HashMap<ItemId, Vec<Linked>>, StoreError> {
    let select = |targets: &[ItemId]| {
        let to_owner = link::Entity::belongs_to(item::Entity).from(link::Column::Owner).to(item::Column::Id);
        link::Entity::find()
            .join(JoinType::InnerJoin, to_owner.into())
            .filter(link::Column::Target.is_in(targets.iter().copied()))
            .order_by_asc(item::Column::DateAsc)
            .order_by_asc(link::Column::Owner)
            .order_by_asc(link::Column::Ordinal)
            .into_query()
    };
    Ok(grouped(rows.rows_for(targets, select).await?, |link| link.target))
}

fn grouped(links: Vec<Linked>, by: impl Fn(&Linked) -> ItemId) -> HashMap<ItemId, Vec<Linked>> {
    let mut groups: HashMap<ItemId, Vec<Linked>> = HashMap::new();
    for link in links {
        groups.entry(by(&link)).or_default().push(link);
    }
    groups
}
