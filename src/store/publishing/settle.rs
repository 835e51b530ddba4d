//! Settling match keys, once everything else of a release is written: what an item can be found by
//! depends on rows of others, which may have come after it. The journal learns what each item
//! matched before and matches since; items that match something else without having changed (a
//! mechanism moves under another parent, and its meetings with it) get an entry of their own.

use std::collections::{HashMap, HashSet};

use entity::text::Words;
use entity::{ItemId, ItemType, journal};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, TableRef, Value, ValueTuple};

use super::content;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::keys::Refreshed;
use crate::store::sql::Write;

/// Items by content type.
pub(super) type ByType = HashMap<ItemType, Vec<ItemId>>;

/// Adds everything whose keys depend on these items, at first hand or through others, as far as it
/// is `wanted` and was not found before.
pub(super) async fn dependents(
    txn: &Write,
    of: ByType,
    found: &mut HashSet<ItemId>,
    wanted: impl Fn(ItemId) -> bool,
) -> Result<(), StoreError> {
    let mut frontier = of;
    while !frontier.is_empty() {
        let mut new = Vec::new();
        for (item_type, ids) in &frontier {
            let dependents = content::dependents(txn, *item_type, ids).await?;
            new.extend(dependents.into_iter().filter(|id| wanted(*id) && found.insert(*id)));
        }
        frontier = HashMap::new();
        for item in spine_items(txn, &new).await?.into_values() {
            frontier.entry(item.item_type).or_default().push(item.id);
        }
    }
    Ok(())
}

/// Tells journal entries, from this position on, what their items matched and match.
pub(super) async fn journal_keys(txn: &Write, from: i64, keys: Vec<Refreshed>) -> Result<(), StoreError> {
    const KEYS: &str = "keys";
    // The names that both databases give to the columns of VALUES.
    let column = |number: u8| Expr::col((Alias::new(KEYS), Alias::new(format!("column{number}"))));
    let row = |(position, keys): (i64, Refreshed)| {
        let word = |words: Vec<String>| Value::from(Words(words));
        ValueTuple::Three(position.into(), word(keys.before), word(keys.after))
    };
    let rows: Vec<ValueTuple> = (from..).zip(keys).map(row).collect();
    let update = Query::update()
        .table(journal::Entity)
        .value(journal::Column::KeysBefore, column(2))
        .value(journal::Column::KeysAfter, column(3))
        .from(TableRef::ValuesList(rows, Alias::new(KEYS).into()))
        .and_where(Expr::col((journal::Entity, journal::Column::Position)).eq(column(1)))
        .take();
    txn.run_update(update).await?;
    Ok(())
}
