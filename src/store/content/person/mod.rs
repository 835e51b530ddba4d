//! People in the database, with their names; their positions are beside.

pub mod positions;

use std::collections::{HashMap, HashSet};

use entity::text::Words;
use entity::{ItemId, person, person_name, position};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::{Stored, locales, organization, required, text};
use crate::domain::area::with_country;
use crate::domain::documents::{ImageDocument, PersonDocument, PersonNameDocument, StatementDocument, localized};
use crate::domain::match_key::MatchKey;
use crate::domain::person_name::searchable_parts;
use crate::store::edges::{number, owned_rows};
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = PersonDocument;

/// The details of people.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, person::Model>, StoreError> {
    let select =
        |ids: &[ItemId]| person::Entity::find().filter(person::Column::Id.is_in(ids.iter().copied())).into_query();
    let found: Vec<person::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

owned_rows!(
    /// The names of people.
    names,
    person_name
);

impl Stored for PersonDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let (mut details, mut names, mut positions) = (Vec::new(), Vec::new(), Vec::new());
        for (id, document) in batch {
            details.push(person::Model {
                id: *id,
                nationalities: Words(document.nationalities.clone()),
                biography: localized(&document.biography),
                image: document.image.as_ref().and_then(ImageDocument::stored),
            });
            for (ordinal, name) in document.names.iter().enumerate() {
                names.push(name_row(*id, ordinal, name)?);
            }
            for (ordinal, position) in document.positions.iter().enumerate() {
                positions.push(positions::row(*id, ordinal, position)?);
            }
        }
        txn.insert::<person::Entity>(details).await?;
        txn.insert::<person_name::Entity>(names).await?;
        txn.insert::<position::Entity>(positions).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(position::Column::Owner, ids).await?;
        txn.delete_for(person_name::Column::Owner, ids).await?;
        txn.delete_for(person::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let names = names(rows, ids).await?;
        let positions = positions::of_people(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let held: HashSet<ItemId> = positions.values().flatten().map(|position| position.organization).collect();
        let organizations = organization::details(rows, &held.into_iter().collect::<Vec<_>>()).await?;
        let mut all = HashMap::new();
        for (id, row) in details {
            let mut keys = vec![MatchKey::person(id)];
            let nationalities = row.nationalities.0.iter().map(String::as_str);
            keys.extend(nationalities.flat_map(with_country).map(MatchKey::area));
            for name in names.get(&id).into_iter().flatten() {
                keys.extend(searchable_parts(&name.full_name).iter().map(|part| MatchKey::name(part)));
            }
            for position in positions.get(&id).into_iter().flatten() {
                keys.push(MatchKey::organization(position.organization));
                keys.push(MatchKey::post(&position.post));
                let organization = organizations.get(&position.organization);
                let area = organization.and_then(|organization| organization.area.as_deref());
                keys.extend(area.into_iter().flat_map(with_country).map(MatchKey::area));
            }
            keys.extend(locales(spine.get(&id)));
            all.insert(id, keys);
        }
        Ok(all)
    }

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        let positions = self.positions.iter().map(|position| (position.key.as_deref(), &*position.statements));
        std::iter::once((None, &*self.statements)).chain(positions).collect()
    }
}

fn name_row(owner: ItemId, ordinal: usize, name: &PersonNameDocument) -> Result<person_name::Model, StoreError> {
    Ok(person_name::Model {
        owner,
        key: required("names/key", name.key.clone())?,
        ordinal: number(ordinal),
        full_name: required("names/full", name.full.clone())?,
        family: name.family.clone(),
        given: name.given.clone(),
        name_order: required("names/order", name.order)?,
        language: required("names/language", text(name.language.as_ref()))?,
        script: name.script.clone(),
        reading: name.reading.clone(),
        kind: name.kind.unwrap_or(entity::vocabulary::PersonNameKind::Official),
        start_date: text(name.start_date.as_ref()),
        end_date: text(name.end_date.as_ref()),
    })
}
