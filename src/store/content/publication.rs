//! Publications in the database, with their files.

use std::collections::HashMap;

use entity::text::Words;
use entity::vocabulary::SubjectRelation;
use entity::{ItemId, publication, publication_file};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::{Stored, locales, required, subjects, text};
use crate::domain::documents::{PublicationDocument, StatementDocument, localized};
use crate::domain::identity::{AnyItemRef, ItemRef};
use crate::domain::match_key::MatchKey;
use crate::store::edges::{number, owned_rows};
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = PublicationDocument;

/// The details of publications.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, publication::Model>, StoreError> {
    let select = |ids: &[ItemId]| {
        publication::Entity::find().filter(publication::Column::Id.is_in(ids.iter().copied())).into_query()
    };
    let found: Vec<publication::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

owned_rows!(
    /// The files of publications.
    files,
    publication_file
);

impl Stored for PublicationDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let (mut details, mut files) = (Vec::new(), Vec::new());
        for (id, document) in batch {
            details.push(publication::Model {
                id: *id,
                kind: required("kind", document.kind)?,
                description: localized(&document.description),
                issued: text(document.issued.as_ref()),
                languages: Words(document.languages.iter().map(|tag| tag.text().to_owned()).collect()),
                isbn: document.isbn.clone(),
                doi: document.doi.clone(),
                url: text(document.url.as_ref()),
            });
            for (ordinal, file) in document.files.iter().enumerate() {
                files.push(publication_file::Model {
                    owner: *id,
                    key: required("files/key", file.key.clone())?,
                    ordinal: number(ordinal),
                    url: required("files/url", text(file.url.as_ref()))?,
                    media_type: file.media_type.clone(),
                    language: text(file.language.as_ref()),
                    bytes: file.bytes,
                });
            }
        }
        txn.insert::<publication::Entity>(details).await?;
        txn.insert::<publication_file::Entity>(files).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(publication_file::Column::Owner, ids).await?;
        txn.delete_for(publication::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let mut all = subjects::keys(rows, ids).await?;
        for (id, row) in details {
            let keys = all.entry(id).or_default();
            keys.push(MatchKey::kind(&row.kind));
            keys.extend(row.languages.0.iter().map(|tag| MatchKey::language(tag)));
            keys.extend(locales(spine.get(&id)));
        }
        Ok(all)
    }

    fn subjects(&self) -> Vec<(SubjectRelation, Vec<ItemId>)> {
        let ids = |items: &[ItemRef]| items.iter().filter_map(ItemRef::id).collect();
        vec![
            (SubjectRelation::About, self.about.iter().filter_map(AnyItemRef::id).collect()),
            (SubjectRelation::OutcomeOf, ids(&self.meetings)),
            (SubjectRelation::PublishedBy, ids(&self.publishers)),
        ]
    }

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        vec![(None, &self.statements)]
    }
}
