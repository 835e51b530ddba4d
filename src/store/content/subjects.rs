//! What items are about: articles, publications and media items concern other items of any content
//! type, and are found by all that those are found by.

use std::collections::{HashMap, HashSet};

use entity::vocabulary::SubjectRelation;
use entity::{ItemId, ItemType, meeting, subject};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::{mechanism, meeting as meetings};
use crate::domain::match_key::MatchKey;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::Rows;

/// What items concern, in the order of their documents.
pub async fn subjects(rows: &impl Rows, owners: &[ItemId]) -> Result<HashMap<ItemId, Vec<subject::Model>>, StoreError> {
    let select = |owners: &[ItemId]| {
        subject::Entity::find()
            .filter(subject::Column::Owner.is_in(owners.iter().copied()))
            .order_by_asc(subject::Column::Owner)
            .order_by_asc(subject::Column::Relation)
            .order_by_asc(subject::Column::Ordinal)
            .into_query()
    };
    let mut grouped: HashMap<ItemId, Vec<subject::Model>> = HashMap::new();
    for row in rows.rows_for::<_, subject::Model>(owners, select).await? {
        grouped.entry(row.owner).or_default().push(row);
    }
    Ok(grouped)
}

#[derive(FromQueryResult)]
struct Owner {
    owner: ItemId,
}

/// The items that concern these.
pub(super) async fn concerning(rows: &impl Rows, targets: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
    let select = |targets: &[ItemId]| {
        subject::Entity::find()
            .select_only()
            .column(subject::Column::Owner)
            .distinct()
            .filter(subject::Column::Target.is_in(targets.iter().copied()))
            .into_query()
    };
    let found: Vec<Owner> = rows.rows_for(targets, select).await?;
    Ok(found.into_iter().map(|row| row.owner).collect())
}

/// The keys that items have because of what they concern.
pub(super) async fn keys(rows: &impl Rows, owners: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
    let subjects = subjects(rows, owners).await?;
    let targets: HashSet<ItemId> = subjects.values().flatten().map(|subject| subject.target).collect();
    let found = found_by(rows, &targets.into_iter().collect::<Vec<_>>()).await?;
    let mut all: HashMap<ItemId, Vec<MatchKey>> = HashMap::new();
    for (owner, subjects) in subjects {
        let keys = all.entry(owner).or_default();
        for subject::Model { relation, target, .. } in subjects {
            keys.push(MatchKey::concerns(target));
            keys.push(match relation {
                SubjectRelation::About => MatchKey::about(target),
                SubjectRelation::Mentions => MatchKey::mentions(target),
                SubjectRelation::OutcomeOf => MatchKey::outcome_of(target),
                SubjectRelation::PublishedBy => MatchKey::published_by(target),
            });
            keys.extend(found.get(&target).into_iter().flatten().cloned());
        }
    }
    Ok(all)
}

/// What items concerned are themselves found by, as far as what concerns them is found by it too.
async fn found_by(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
    let spine = spine_items(rows, ids).await?;
    let of_type = |wanted: ItemType| -> Vec<ItemId> {
        spine.values().filter(|item| item.item_type == wanted).map(|item| item.id).collect()
    };
    let held: HashMap<ItemId, meeting::Model> = meetings::details(rows, &of_type(ItemType::Meeting)).await?;
    let mut mechanisms = of_type(ItemType::Mechanism);
    mechanisms.extend(held.values().filter_map(|meeting| meeting.mechanism_id));
    let lineage = mechanism::HIERARCHY.lineage(rows, &mechanisms).await?;
    let levels = mechanism::details(rows, &mechanisms).await?;
    let under = |mechanism: ItemId| {
        let level = levels.get(&mechanism).map(|mechanism| MatchKey::level(mechanism.level));
        lineage.upwards(mechanism).map(MatchKey::mechanism).chain(level).collect::<Vec<_>>()
    };
    let keys = |id: ItemId, item_type: ItemType| match item_type {
        ItemType::Person => vec![MatchKey::person(id)],
        ItemType::Organization => vec![MatchKey::organization(id)],
        ItemType::Mechanism => under(id),
        ItemType::Meeting => {
            let mechanism = held.get(&id).and_then(|meeting| meeting.mechanism_id);
            std::iter::once(MatchKey::meeting(id)).chain(mechanism.map(under).unwrap_or_default()).collect()
        }
        // What there is to read is found by itself alone.
        ItemType::Article | ItemType::Publication | ItemType::MediaItem | ItemType::Indicator => Vec::new(),
    };
    Ok(spine.values().map(|item| (item.id, keys(item.id, item.item_type))).collect())
}
