//! Mechanisms in the database; the organizations involved in them are beside.

pub mod involvements;

use std::collections::HashMap;

use entity::text::Words;
use entity::{ItemId, involvement, mechanism, meeting};
use sea_orm::{
    ActiveEnum as _, ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _,
    QueryTrait as _,
};

use super::lineage::Hierarchy;
use super::{Stored, locales, required, settled, subjects, text};
use crate::domain::documents::{DatedNameDocument, MechanismDocument, StatementDocument, localized};
use crate::domain::identity::ItemRef;
use crate::domain::match_key::MatchKey;
use crate::store::edges::parties;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = MechanismDocument;

/// How mechanisms stand under mechanisms.
pub(super) const HIERARCHY: Hierarchy<mechanism::Entity> =
    Hierarchy { id: mechanism::Column::Id, parent: mechanism::Column::ParentId };

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
        let mut involved = Vec::new();
        for (id, document) in batch {
            for (ordinal, one) in (0_i64..).zip(&document.organizations) {
                involved.push(involvements::row(*id, ordinal, one)?);
            }
        }
        txn.insert::<mechanism::Entity>(details).await?;
        txn.insert::<involvement::Entity>(involved).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(involvement::Column::Owner, ids).await?;
        txn.delete_for(mechanism::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let parties = parties(rows, ids).await?;
        let involved = involvements::of_mechanisms(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let lineage = HIERARCHY.lineage(rows, ids).await?;
        let mut all = HashMap::new();
        for (id, row) in details {
            let mut keys = vec![MatchKey::kind(&row.kind), MatchKey::level(row.level), MatchKey::status(&row.status)];
            keys.extend(row.topics.0.iter().map(|topic| MatchKey::topic(topic)));
            keys.extend(row.counter.iter().map(|counter| MatchKey::counter(counter)));
            keys.extend(row.parent_id.map(MatchKey::parent));
            let organizations = involved.get(&id).into_iter().flatten().map(|involved| involved.organization);
            keys.extend(organizations.map(MatchKey::organization));
            keys.extend(lineage.upwards(id).map(MatchKey::mechanism));
            keys.extend(parties.get(&id).into_iter().flatten().map(|party| MatchKey::party(&party.area)));
            keys.extend(locales(spine.get(&id)));
            all.insert(id, keys);
        }
        Ok(all)
    }

    async fn dependents(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        let editions = |mechanisms: &[ItemId]| {
            meeting::Entity::find()
                .select_only()
                .column(meeting::Column::Id)
                .filter(meeting::Column::MechanismId.is_in(mechanisms.iter().copied()))
                .into_query()
        };
        let meetings: Vec<OnlyId> = rows.rows_for(ids, editions).await?;
        let mut dependents = HIERARCHY.children(rows, ids).await?;
        dependents.extend(meetings.into_iter().map(|meeting| meeting.id));
        dependents.extend(subjects::concerning(rows, ids).await?);
        Ok(dependents)
    }

    async fn in_cycle(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        HIERARCHY.loops(rows, ids).await
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

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        let involved = self.organizations.iter().map(|one| (one.key.as_deref(), &*one.statements));
        std::iter::once((None, &*self.statements)).chain(involved).collect()
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
        website: text(document.website.as_ref()),
    })
}

#[derive(FromQueryResult)]
struct OnlyId {
    id: ItemId,
}
