//! Settling match keys: what an item can be found by depends on rows of others. When a mechanism
//! moves under another parent, its meetings move with it, whether the release changes them too, in
//! an earlier batch, or not at all.

use std::collections::{HashMap, HashSet};

use entity::text::Words;
use entity::{ItemId, ItemType, journal};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, TableRef, ValueTuple};

use super::content;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::Write;

/// Items by content type.
pub(super) type ByType = HashMap<ItemType, Vec<ItemId>>;

/// Everything whose keys depend on these items, at first hand or through others.
pub(super) async fn dependents(txn: &Write, of: &ByType) -> Result<HashSet<ItemId>, StoreError> {
    let mut found = HashSet::new();
    let mut frontier = of.clone();
    while !frontier.is_empty() {
        let mut new = Vec::new();
        for (item_type, ids) in &frontier {
            let dependents = content::dependents(txn, *item_type, ids).await?;
            new.extend(dependents.into_iter().filter(|id| found.insert(*id)));
        }
        frontier = HashMap::new();
        for item in spine_items(txn, &new).await?.into_values() {
            frontier.entry(item.item_type).or_default().push(item.id);
        }
    }
    Ok(found)
}

/// Corrects what journal entries of this release say that their items match since.
pub(super) async fn correct_journal(txn: &Write, keys: Vec<(i64, Words)>) -> Result<(), StoreError> {
    const KEYS: &str = "keys";
    if keys.is_empty() {
        return Ok(());
    }
    // The names that both databases give to the columns of VALUES.
    let column = |number: u8| Expr::col((Alias::new(KEYS), Alias::new(format!("column{number}"))));
    let row = |(position, keys): (i64, Words)| ValueTuple::Two(position.into(), keys.into());
    let update = Query::update()
        .table(journal::Entity)
        .value(journal::Column::KeysAfter, column(2))
        .from(TableRef::ValuesList(keys.into_iter().map(row).collect(), Alias::new(KEYS).into()))
        .and_where(Expr::col((journal::Entity, journal::Column::Position)).eq(column(1)))
        .take();
    txn.run_update(update).await?;
    Ok(())
}
