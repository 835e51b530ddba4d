//! Match keys in the database: what each public item can be found by, recomputed from the record's
//! own rows whenever those change.

use std::collections::HashMap;

use entity::{ItemId, ItemType, item_key};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::content;
use super::error::StoreError;
use super::items::spine_items;
use super::sql::{Rows, Write};
use crate::domain::match_key::MatchKey;

/// What an item could be found by and can be found by now, each sorted; nothing while it was not or
/// is not public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Refreshed {
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// Makes the keys of items anew from their rows, and stores those that differ; items that are not
/// public lose theirs.
pub(super) async fn refresh(txn: &Write, ids: &[ItemId]) -> Result<HashMap<ItemId, Refreshed>, StoreError> {
    let mut stored = stored(txn, ids).await?;
    let mut current = current(txn, ids).await?;
    let (mut outdated, mut new) = (Vec::new(), Vec::new());
    for id in ids {
        let (before, after) = (rows_of(&stored, *id), rows_of(&current, *id));
        let gone = before.iter().any(|row| !has(after, row));
        if gone {
            outdated.push(*id);
        }
        // Most items that match something else only match more.
        new.extend(after.iter().filter(|row| gone || !has(before, row)).cloned());
    }
    txn.delete_for(item_key::Column::Item, &outdated).await?;
    txn.insert::<item_key::Entity>(new).await?;
    let words = |rows: Option<Vec<item_key::Model>>| rows.into_iter().flatten().map(|row| row.key).collect();
    let both = |id: &ItemId| (*id, Refreshed { before: words(stored.remove(id)), after: words(current.remove(id)) });
    Ok(ids.iter().map(both).collect())
}

type KeyRows = HashMap<ItemId, Vec<item_key::Model>>;

fn rows_of(rows: &KeyRows, id: ItemId) -> &[item_key::Model] {
    rows.get(&id).map_or(&[], Vec::as_slice)
}

/// Whether a row is among those of an item, which are in the order of their keys.
fn has(rows: &[item_key::Model], row: &item_key::Model) -> bool {
    rows.binary_search_by(|other| other.key.cmp(&row.key)).is_ok_and(|found| rows[found] == *row)
}

/// The stored keys of items, sorted; items without any are absent.
async fn stored(rows: &impl Rows, ids: &[ItemId]) -> Result<KeyRows, StoreError> {
    let select = |ids: &[ItemId]| {
        item_key::Entity::find()
            .filter(item_key::Column::Item.is_in(ids.iter().copied()))
            .order_by_asc(item_key::Column::Item)
            .order_by_asc(item_key::Column::Key)
            .into_query()
    };
    let mut keys = KeyRows::new();
    let found: Vec<item_key::Model> = rows.rows_for(ids, select).await?;
    for row in found {
        keys.entry(row.item).or_default().push(row);
    }
    Ok(keys)
}

/// The keys that items should have, sorted; items that are not public are absent.
async fn current(rows: &impl Rows, ids: &[ItemId]) -> Result<KeyRows, StoreError> {
    let spine = spine_items(rows, ids).await?;
    let mut by_type: HashMap<ItemType, Vec<ItemId>> = HashMap::new();
    for item in spine.values() {
        by_type.entry(item.item_type).or_default().push(item.id);
    }
    let mut current = KeyRows::new();
    for (item_type, ids) in by_type {
        for (id, mut keys) in content::keys(rows, item_type, &ids).await? {
            let Some(item) = spine.get(&id) else { continue };
            keys.push(MatchKey::item_type(item_type));
            keys.sort();
            keys.dedup();
            let row = |key: MatchKey| item_key::Model {
                item: id,
                key: key.into_string(),
                item_type,
                date_asc: item.date_asc,
                date_desc: item.date_desc,
                date_hi: item.date_hi,
            };
            current.insert(id, keys.into_iter().map(row).collect());
        }
    }
    Ok(current)
}
