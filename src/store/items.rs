//! Spine rows: finding items by id or slug, whatever their content type.

use std::collections::HashMap;

use entity::{ItemId, ItemType, item, slug};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryTrait as _};

use super::error::StoreError;
use super::sql::Rows;
use crate::domain::entered::Parsed as _;
use crate::domain::identity::ItemRef;
use crate::domain::slug::Slug;

/// The spine row of an item.
pub type SpineItem = item::Model;

/// The spine rows of those items that are public now.
pub async fn spine_items(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, SpineItem>, StoreError> {
    let mut found = spine_items_ever(rows, ids).await?;
    found.retain(|_, item| item.withdrawn_at.is_none());
    Ok(found)
}

/// The spine rows of items that are or were public.
pub(super) async fn spine_items_ever(
    rows: &impl Rows,
    ids: &[ItemId],
) -> Result<HashMap<ItemId, SpineItem>, StoreError> {
    let select = |ids: &[ItemId]| item::Entity::find().filter(item::Column::Id.is_in(ids.iter().copied())).into_query();
    let found: Vec<SpineItem> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|item| (item.id, item)).collect())
}

/// The owners of slugs of one content type.
pub(super) async fn slug_owners(
    rows: &impl Rows,
    item_type: ItemType,
    slugs: &[String],
) -> Result<HashMap<String, ItemId>, StoreError> {
    let select = |slugs: &[String]| {
        slug::Entity::find()
            .filter(slug::Column::ItemType.eq(item_type))
            .filter(slug::Column::Slug.is_in(slugs.iter().cloned()))
            .into_query()
    };
    let found: Vec<slug::Model> = rows.rows_for(slugs, select).await?;
    Ok(found.into_iter().map(|row| (row.slug, row.item)).collect())
}

/// The public items that references name, each of the content type it must have.
pub async fn find_many(
    rows: &impl Rows,
    references: &[(ItemType, ItemRef)],
) -> Result<HashMap<(ItemType, ItemRef), SpineItem>, StoreError> {
    let mut found = find_many_ever(rows, references).await?;
    found.retain(|_, item| item.withdrawn_at.is_none());
    Ok(found)
}

/// The items that references name, whether they are public or were.
pub async fn find_many_ever(
    rows: &impl Rows,
    references: &[(ItemType, ItemRef)],
) -> Result<HashMap<(ItemType, ItemRef), SpineItem>, StoreError> {
    let mut slugs: HashMap<ItemType, Vec<String>> = HashMap::new();
    for (item_type, reference) in references {
        // What is no slug names nothing.
        if let ItemRef::Slug(slug) = reference
            && Slug::parse(slug).is_ok()
        {
            slugs.entry(*item_type).or_default().push(slug.clone());
        }
    }
    let mut owners = HashMap::new();
    for (item_type, slugs) in slugs {
        let found = slug_owners(rows, item_type, &slugs).await?;
        owners.extend(found.into_iter().map(|(slug, item)| ((item_type, slug), item)));
    }
    let id_of = |(item_type, reference): &(ItemType, ItemRef)| match reference {
        ItemRef::Id(_) => reference.id(),
        ItemRef::Slug(slug) => owners.get(&(*item_type, slug.clone())).copied(),
    };
    let ids: Vec<ItemId> = references.iter().filter_map(id_of).collect();
    let spine = spine_items_ever(rows, &ids).await?;
    let found = references.iter().filter_map(|reference| {
        let item = spine.get(&id_of(reference)?)?;
        (item.item_type == reference.0).then(|| (reference.clone(), item.clone()))
    });
    Ok(found.collect())
}
