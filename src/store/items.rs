//! Spine rows: finding items by id or slug, whatever their content type.

use std::collections::HashMap;

use entity::{ItemId, ItemType, item, slug};
use sea_orm::sea_query::{Expr, ExprTrait as _, JoinType};
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryResult, QueryTrait as _,
};

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

/// The items of one content type that are or were public, by slugs that they have or had.
async fn by_slugs(
    rows: &impl Rows,
    item_type: ItemType,
    slugs: &[String],
) -> Result<HashMap<String, SpineItem>, StoreError> {
    let select = |slugs: &[String]| {
        let mut select = item::Entity::find().into_query();
        let owned = Expr::col((slug::Entity, slug::Column::Item)).equals((item::Entity, item::Column::Id));
        select
            .join(JoinType::InnerJoin, slug::Entity, owned)
            .expr_as(Expr::col((slug::Entity, slug::Column::Slug)), "named")
            .and_where(slug::Column::ItemType.eq(item_type))
            .and_where(slug::Column::Slug.is_in(slugs.iter().cloned()));
        select
    };
    let found: Vec<BySlug> = rows.rows_for(slugs, select).await?;
    Ok(found.into_iter().map(|found| (found.slug, found.item)).collect())
}

/// An item, and the slug by which it was looked for.
struct BySlug {
    slug: String,
    item: SpineItem,
}

impl FromQueryResult for BySlug {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { slug: row.try_get(prefix, "named")?, item: SpineItem::from_query_result(row, prefix)? })
    }
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
    let mut ids = Vec::new();
    let mut slugs: HashMap<ItemType, Vec<String>> = HashMap::new();
    for (item_type, reference) in references {
        match reference {
            ItemRef::Id(_) => ids.extend(reference.id()),
            // What is no slug names nothing.
            ItemRef::Slug(slug) if Slug::parse(slug).is_ok() => {
                slugs.entry(*item_type).or_default().push(slug.clone());
            }
            ItemRef::Slug(_) => {}
        }
    }
    let by_id = spine_items_ever(rows, &ids).await?;
    let mut by_slug = HashMap::new();
    for (item_type, slugs) in slugs {
        let found = by_slugs(rows, item_type, &slugs).await?;
        by_slug.extend(found.into_iter().map(|(slug, item)| ((item_type, slug), item)));
    }
    let found = references.iter().filter_map(|reference| {
        let (item_type, named) = reference;
        let item = match named {
            ItemRef::Id(_) => by_id.get(&named.id()?)?,
            ItemRef::Slug(slug) => by_slug.get(&(*item_type, slug.clone()))?,
        };
        (item.item_type == *item_type).then(|| (reference.clone(), item.clone()))
    });
    Ok(found.collect())
}
