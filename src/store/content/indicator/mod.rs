//! Indicators in the database, with their observations; the counters they declare are beside.

pub mod counters;
pub mod observations;

use std::collections::HashMap;

use entity::{ItemId, indicator, observation};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryTrait as _};

use super::{Stored, locales, required, text};
use crate::domain::area::with_country;
use crate::domain::documents::{IndicatorDocument, StatementDocument, localized};
use crate::domain::match_key::MatchKey;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = IndicatorDocument;

/// The details of indicators.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, indicator::Model>, StoreError> {
    let select = |ids: &[ItemId]| {
        indicator::Entity::find().filter(indicator::Column::Id.is_in(ids.iter().copied())).into_query()
    };
    let found: Vec<indicator::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

impl Stored for IndicatorDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let (mut details, mut observations) = (Vec::new(), Vec::new());
        for (id, document) in batch {
            details.push(indicator::Model {
                id: *id,
                description: localized(&document.description),
                topic: text(document.topic.as_ref()),
                unit: required("unit", document.unit.clone())?,
                multiplier: document.multiplier.unwrap_or(0),
                frequency: document.frequency,
                counter: text(document.counter.as_ref()),
                counts: document.counts,
            });
            for (ordinal, observation) in document.observations.iter().enumerate() {
                observations.push(observations::row(*id, ordinal, observation)?);
            }
        }
        txn.insert::<indicator::Entity>(details).await?;
        txn.insert::<observation::Entity>(observations).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(observation::Column::Owner, ids).await?;
        txn.delete_for(indicator::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let observations = observations::of_indicators(rows, ids).await?;
        let mut all = HashMap::new();
        for (id, row) in details {
            let mut keys: Vec<MatchKey> = row.topic.iter().map(|topic| MatchKey::topic(topic)).collect();
            keys.extend(row.counter.iter().map(|counter| MatchKey::counter(counter)));
            let areas = observations.get(&id).into_iter().flatten().map(|observation| observation.area.as_str());
            keys.extend(areas.flat_map(with_country).map(MatchKey::area));
            keys.extend(locales(spine.get(&id)));
            all.insert(id, keys);
        }
        Ok(all)
    }

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        let observations = self.observations.iter().map(|one| (one.key.as_deref(), &*one.statements));
        std::iter::once((None, &*self.statements)).chain(observations).collect()
    }
}
