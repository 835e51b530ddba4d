//! Articles in the database, with their photos.

use std::collections::{HashMap, HashSet};

use entity::text::Words;
use entity::vocabulary::SubjectRelation;
use entity::{ItemId, ItemType, article, depiction, photo};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::{Stored, locales, required, subjects, text};
use crate::domain::area::with_country;
use crate::domain::documents::{ArticleDocument, ImageDocument, StatementDocument, localized};
use crate::domain::identity::AnyItemRef;
use crate::domain::match_key::MatchKey;
use crate::store::edges::{number, owned_rows};
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = ArticleDocument;

/// The details of articles.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, article::Model>, StoreError> {
    let select =
        |ids: &[ItemId]| article::Entity::find().filter(article::Column::Id.is_in(ids.iter().copied())).into_query();
    let found: Vec<article::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

owned_rows!(
    /// The photos of articles.
    photos,
    photo
);
owned_rows!(
    /// Who can be seen on the photos of articles.
    depictions,
    depiction
);

impl Stored for ArticleDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let (mut details, mut photos, mut depictions) = (Vec::new(), Vec::new(), Vec::new());
        for (id, document) in batch {
            details.push(article::Model {
                id: *id,
                category: required("category", text(document.category.as_ref()))?,
                body: localized(&document.body),
                event_date: text(document.event_date.as_ref()),
                published_on: text(document.published_on.as_ref()),
                url: text(document.url.as_ref()),
                areas: Words(document.areas.clone()),
            });
            for (ordinal, photo) in document.photos.iter().enumerate() {
                let key = required("photos/key", photo.key.clone())?;
                for (ordinal, actor) in photo.depicts.iter().enumerate() {
                    depictions.push(depiction::Model {
                        owner: *id,
                        photo: key.clone(),
                        ordinal: number(ordinal),
                        actor_item: actor.id(),
                        actor_area: actor.area().map(str::to_owned),
                    });
                }
                photos.push(photo::Model {
                    owner: *id,
                    key,
                    ordinal: number(ordinal),
                    caption: localized(&photo.caption),
                    credit: photo.credit.clone(),
                    alt: localized(&photo.alt),
                    image: photo.image.as_ref().and_then(ImageDocument::stored),
                });
            }
        }
        txn.insert::<article::Entity>(details).await?;
        txn.insert::<photo::Entity>(photos).await?;
        txn.insert::<depiction::Entity>(depictions).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(depiction::Column::Owner, ids).await?;
        txn.delete_for(photo::Column::Owner, ids).await?;
        txn.delete_for(article::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let depictions = depictions(rows, ids).await?;
        let spine = spine_items(rows, ids).await?;
        let shown: HashSet<ItemId> = depictions.values().flatten().filter_map(|shown| shown.actor_item).collect();
        let shown = spine_items(rows, &shown.into_iter().collect::<Vec<_>>()).await?;
        let mut all = subjects::keys(rows, ids).await?;
        for (id, row) in details {
            let keys = all.entry(id).or_default();
            keys.push(MatchKey::category(&row.category));
            keys.extend(row.areas.0.iter().flat_map(|area| with_country(area)).map(MatchKey::area));
            for actor in depictions.get(&id).into_iter().flatten().filter_map(|shown| shown.actor_item) {
                keys.extend([MatchKey::concerns(actor), MatchKey::depicts(actor)]);
                keys.extend(shown.get(&actor).map(|item| match item.item_type {
                    ItemType::Person => MatchKey::person(actor),
                    _ => MatchKey::organization(actor),
                }));
            }
            keys.extend(locales(spine.get(&id)));
        }
        Ok(all)
    }

    fn subjects(&self) -> Vec<(SubjectRelation, Vec<ItemId>)> {
        let ids = |items: &[AnyItemRef]| items.iter().filter_map(AnyItemRef::id).collect();
        vec![(SubjectRelation::About, ids(&self.about)), (SubjectRelation::Mentions, ids(&self.mentions))]
    }

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        vec![(None, &self.statements)]
    }
}
