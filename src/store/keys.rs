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

/// The stored keys of items, sorted; items without any are absent.
pub(super) async fn stored(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<String>>, StoreError> {
    let select = |ids: &[ItemId]| {
        item_key::Entity::find()
            .filter(item_key::Column::Item.is_in(ids.iter().copied()))
            .order_by_asc(item_key::Column::Item)
            .order_by_asc(item_key::Column::Key)
            .into_query()
    };
    let mut keys: HashMap<ItemId, Vec<String>> = HashMap::new();
    let found: Vec<item_key::Model> = rows.rows_for(ids, select).await?;
    for row in found {
        keys.entry(row.item).or_default().push(row.key);
    }
    Ok(keys)
}

/// Recomputes and stores the keys of items; those that are not public lose theirs. Returns the new
/// keys, sorted.
pub(super) async fn refresh(txn: &Write, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<String>>, StoreError> {
    txn.delete_for(item_key::Column::Item, ids).await?;
    let spine = spine_items(txn, ids).await?;
    let mut by_type: HashMap<ItemType, Vec<ItemId>> = HashMap::new();
    for item in spine.values() {
        by_type.entry(item.item_type).or_default().push(item.id);
    }
    let mut all = HashMap::new();
    let mut new_rows = Vec::new();
    for (item_type, ids) in by_type {
        for (id, mut keys) in content::keys(txn, item_type, &ids).await? {
            keys.push(MatchKey::item_type(item_type));
            keys.sort();
            keys.dedup();
            let Some(item) = spine.get(&id) else { continue };
            let keys: Vec<String> = keys.into_iter().map(MatchKey::into_string).collect();
            new_rows.extend(keys.iter().map(|key| item_key::Model {
                item: id,
                key: key.clone(),
                item_type,
                date_asc: item.date_asc,
                date_desc: item.date_desc,
                date_hi: item.date_hi,
            }));
            all.insert(id, keys);
        }
    }
    txn.insert::<item_key::Entity>(new_rows).await?;
    Ok(all)
}
