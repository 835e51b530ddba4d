//! Media items in the database.

use std::collections::HashMap;

use entity::text::Words;
use entity::vocabulary::SubjectRelation;
use entity::{ItemId, media_item};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryTrait as _};

use super::{Stored, locales, required, subjects, text};
use crate::domain::documents::{MediaItemDocument, StatementDocument};
use crate::domain::identity::AnyItemRef;
use crate::domain::match_key::MatchKey;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = MediaItemDocument;

/// The details of media items.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, media_item::Model>, StoreError> {
    let select = |ids: &[ItemId]| {
        media_item::Entity::find().filter(media_item::Column::Id.is_in(ids.iter().copied())).into_query()
    };
    let found: Vec<media_item::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

impl Stored for MediaItemDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let mut details = Vec::new();
        for (id, document) in batch {
            details.push(media_item::Model {
                id: *id,
                kind: required("kind", document.kind)?,
                outlet: required("outlet", document.outlet.clone())?,
                url: text(document.url.as_ref()),
                date: text(document.date.as_ref()),
                languages: Words(document.languages.iter().map(|tag| tag.text().to_owned()).collect()),
            });
        }
        txn.insert::<media_item::Entity>(details).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(media_item::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let mut all = subjects::keys(rows, ids).await?;
        for (id, row) in details {
            let keys = all.entry(id).or_default();
            keys.extend([MatchKey::kind(&row.kind), MatchKey::outlet(&row.outlet)]);
            keys.extend(row.languages.0.iter().map(|tag| MatchKey::language(tag)));
            keys.extend(locales(spine.get(&id)));
        }
        Ok(all)
    }

    fn subjects(&self) -> Vec<(SubjectRelation, Vec<ItemId>)> {
        vec![(SubjectRelation::About, self.about.iter().filter_map(AnyItemRef::id).collect())]
    }

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        vec![(None, &self.statements)]
    }
}
