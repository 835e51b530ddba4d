//! Mechanisms in the database.

use std::collections::{HashMap, HashSet};

use entity::text::Words;
use entity::{ItemId, item, mechanism, meeting};
use sea_orm::{
    ActiveEnum as _, ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _,
    QueryTrait as _,
};

use super::{Stored, required, settled};
use crate::domain::documents::{DatedNameDocument, MechanismDocument, localized};
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::match_key::MatchKey;
use crate::store::edges::parties;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = MechanismDocument;

/// The details of mechanisms.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, mechanism::Model>, StoreError> {
    let select = |ids: &[ItemId]| {
        mechanism::Entity::find().filter(mechanism::Column::Id.is_in(ids.iter().copied())).into_query()
    };
    let found: Vec<mechanism::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

impl Stored for MechanismDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let details = batch.iter().map(|(id, document)| detail(*id, document)).collect::<Result<_, _>>()?;
        txn.insert::<mechanism::Entity>(details).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(mechanism::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let parties = parties(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let lineage = Lineage::of(rows, ids).await?;
        let mut all = HashMap::new();
        for (id, row) in details {
            let mut keys = vec![MatchKey::kind(&row.kind), MatchKey::level(row.level), MatchKey::status(&row.status)];
            keys.extend(row.topics.0.iter().map(|topic| MatchKey::topic(topic)));
            keys.extend(row.parent_id.map(MatchKey::parent));
            keys.extend(lineage.upwards(id).map(MatchKey::mechanism));
            keys.extend(parties.get(&id).into_iter().flatten().map(|party| MatchKey::party(&party.area)));
            keys.extend(locales(spine.get(&id)));
            all.insert(id, keys);
        }
        Ok(all)
    }

    async fn dependents(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        let mut mechanisms: HashSet<ItemId> = ids.iter().copied().collect();
        let mut frontier = ids.to_vec();
        while !frontier.is_empty() {
            let below = |parents: &[ItemId]| {
                mechanism::Entity::find()
                    .select_only()
                    .column(mechanism::Column::Id)
                    .filter(mechanism::Column::ParentId.is_in(parents.iter().copied()))
                    .into_query()
            };
            let children: Vec<OnlyId> = rows.rows_for(&frontier, below).await?;
            frontier = children.into_iter().map(|child| child.id).filter(|id| mechanisms.insert(*id)).collect();
        }
        let editions = |mechanisms: &[ItemId]| {
            meeting::Entity::find()
                .select_only()
                .column(meeting::Column::Id)
                .filter(meeting::Column::MechanismId.is_in(mechanisms.iter().copied()))
                .into_query()
        };
        let all: Vec<ItemId> = mechanisms.iter().copied().collect();
        let meetings: Vec<OnlyId> = rows.rows_for(&all, editions).await?;
        let below = mechanisms.into_iter().filter(|id| !ids.contains(id));
        Ok(below.chain(meetings.into_iter().map(|meeting| meeting.id)).collect())
    }

    async fn in_cycle(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        let lineage = Lineage::of(rows, ids).await?;
        Ok(ids.iter().copied().filter(|id| lineage.loops(*id)).collect())
    }

    fn names(&self) -> &[DatedNameDocument] {
        &self.names
    }

    fn parties(&self) -> &[String] {
        &self.parties
    }

    fn links(&self) -> Vec<(&str, String, &ItemRef)> {
        self.links
            .iter()
            .filter_map(|link| Some((link.key.as_deref()?, link.kind?.to_value(), link.target.as_ref()?)))
            .collect()
    }
}

fn detail(id: ItemId, document: &MechanismDocument) -> Result<mechanism::Model, StoreError> {
    Ok(mechanism::Model {
        id,
        kind: required("kind", document.kind)?,
        level: required("level", document.level)?,
        status: required("status", document.status)?,
        abbreviation: document.abbreviation.clone(),
        topics: Words(document.topics.iter().map(|topic| topic.text().to_owned()).collect()),
        parent_id: document.parent.as_ref().map(settled).transpose()?,
        frequency: document.frequency,
        founded: text(document.founded.as_ref()),
        counter: text(document.counter.as_ref()),
        description: localized(&document.description),
    })
}

pub(super) fn text<T>(entered: Option<&Entered<T>>) -> Option<String> {
    entered.map(|entered| entered.text().to_owned())
}

/// The languages that an item's label exists in.
pub(super) fn locales(spine: Option<&item::Model>) -> impl Iterator<Item = MatchKey> {
    spine.into_iter().flat_map(|item| item.label.0.iter().map(|rendering| MatchKey::locale(&rendering.locale)))
}

#[derive(FromQueryResult)]
struct OnlyId {
    id: ItemId,
}

#[derive(FromQueryResult)]
struct Above {
    id: ItemId,
    parent_id: Option<ItemId>,
    level: entity::vocabulary::MechanismLevel,
}

/// Mechanisms with everything above them.
pub(super) struct Lineage(HashMap<ItemId, Above>);

impl Lineage {
    /// Reads the mechanisms above these, level by level.
    pub(super) async fn of(rows: &impl Rows, ids: &[ItemId]) -> Result<Self, StoreError> {
        let select = |ids: &[ItemId]| {
            mechanism::Entity::find()
                .select_only()
                .columns([mechanism::Column::Id, mechanism::Column::ParentId, mechanism::Column::Level])
                .filter(mechanism::Column::Id.is_in(ids.iter().copied()))
                .into_query()
        };
        let mut known: HashMap<ItemId, Above> = HashMap::new();
        let mut frontier: Vec<ItemId> = ids.to_vec();
        while !frontier.is_empty() {
            let found: Vec<Above> = rows.rows_for(&frontier, select).await?;
            let parents: HashSet<ItemId> = found.iter().filter_map(|above| above.parent_id).collect();
            known.extend(found.into_iter().map(|above| (above.id, above)));
            frontier = parents.into_iter().filter(|id| !known.contains_key(id)).collect();
        }
        Ok(Self(known))
    }

    /// The mechanism and those above it, nearest first; ends where a cycle closes.
    pub(super) fn upwards(&self, id: ItemId) -> impl Iterator<Item = ItemId> {
        let mut seen = HashSet::new();
        std::iter::successors(Some(id), |id| self.0.get(id)?.parent_id).take_while(move |id| seen.insert(*id))
    }

    /// The level of a mechanism.
    pub(super) fn level(&self, id: ItemId) -> Option<entity::vocabulary::MechanismLevel> {
        self.0.get(&id).map(|above| above.level)
    }

    fn loops(&self, id: ItemId) -> bool {
        let last = self.upwards(id).last();
        last.and_then(|last| self.0.get(&last))
            .is_some_and(|above| above.parent_id.is_some_and(|p| self.0.contains_key(&p)))
    }
}
