//! Organizations in the database.

use std::collections::HashMap;

use entity::{ItemId, organization};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryTrait as _};

use super::lineage::Hierarchy;
use super::{Stored, locales, person, required, settled, text};
use crate::domain::area::with_country;
use crate::domain::documents::{DatedNameDocument, OrganizationDocument, StatementDocument, localized};
use crate::domain::match_key::MatchKey;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = OrganizationDocument;

/// How organizations stand under organizations.
pub(super) const HIERARCHY: Hierarchy<organization::Entity> =
    Hierarchy { id: organization::Column::Id, parent: organization::Column::ParentId };

/// The details of organizations.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, organization::Model>, StoreError> {
    let select = |ids: &[ItemId]| {
        organization::Entity::find().filter(organization::Column::Id.is_in(ids.iter().copied())).into_query()
    };
    let found: Vec<organization::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

impl Stored for OrganizationDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let details = batch.iter().map(|(id, document)| detail(*id, document)).collect::<Result<_, _>>()?;
        txn.insert::<organization::Entity>(details).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(organization::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let lineage = HIERARCHY.lineage(rows, ids).await?;
        let mut all = HashMap::new();
        for (id, row) in details {
            let mut keys = vec![MatchKey::kind(&row.kind)];
            keys.extend(row.parent_id.map(MatchKey::parent));
            keys.extend(lineage.upwards(id).map(MatchKey::organization));
            keys.extend(row.area.iter().flat_map(|area| with_country(area)).map(MatchKey::area));
            keys.extend(row.place_area.iter().flat_map(|area| with_country(area)).map(MatchKey::seat));
            keys.extend(locales(spine.get(&id)));
            all.insert(id, keys);
        }
        Ok(all)
    }

    async fn dependents(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        let mut dependents = HIERARCHY.children(rows, ids).await?;
        // People are found by the areas of the organizations they hold posts in.
        dependents.extend(person::positions::holders(rows, ids).await?);
        Ok(dependents)
    }

    async fn in_cycle(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        HIERARCHY.loops(rows, ids).await
    }

    fn names(&self) -> &[DatedNameDocument] {
        &self.names
    }

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        vec![(None, &self.statements)]
    }
}

fn detail(id: ItemId, document: &OrganizationDocument) -> Result<organization::Model, StoreError> {
    let place = document.place.as_ref();
    Ok(organization::Model {
        id,
        kind: required("kind", document.kind)?,
        abbreviation: document.abbreviation.clone(),
        parent_id: document.parent.as_ref().map(settled).transpose()?,
        area: document.area.clone(),
        place_venue: place.map(|place| localized(&place.venue)).unwrap_or_default(),
        place_city: place.map(|place| localized(&place.city)).unwrap_or_default(),
        place_area: place.and_then(|place| place.area.clone()),
        website: text(document.website.as_ref()),
        founded: text(document.founded.as_ref()),
        dissolved: text(document.dissolved.as_ref()),
        description: localized(&document.description),
    })
}
