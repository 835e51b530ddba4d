//! What the store knows of each content type: how its document becomes rows, how those rows are
//! removed, what they can be found by, and whose keys depend on them. One file per type; here is
//! only the dispatch over the one list.

pub mod article;
pub mod indicator;
mod lineage;
pub mod mechanism;
pub mod media_item;
pub mod meeting;
pub mod organization;
pub mod person;
pub mod publication;
pub mod subjects;

use std::collections::HashMap;
use std::future::Future;

use entity::vocabulary::SubjectRelation;
use entity::{ItemId, ItemType, item};

use super::edges::{self, EdgeRows};
use super::error::StoreError;
use super::sql::{Rows, Write};
use crate::domain::documents::{Content, DatedNameDocument, Document, StatementDocument};
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::match_key::MatchKey;

/// What the store does for one content type.
pub(super) trait Stored: Content {
    /// Writes the rows of documents; what was stored of them before is already gone.
    fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Removes the rows of items.
    fn erase(txn: &Write, ids: &[ItemId]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The keys that items can be found by, from their rows. Content type aside.
    fn keys(
        rows: &impl Rows,
        ids: &[ItemId],
    ) -> impl Future<Output = Result<HashMap<ItemId, Vec<MatchKey>>, StoreError>> + Send;

    /// The items whose keys depend on these at first hand.
    fn dependents(_: &impl Rows, _: &[ItemId]) -> impl Future<Output = Result<Vec<ItemId>, StoreError>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// Those of these items that would stand above themselves.
    fn in_cycle(_: &impl Rows, _: &[ItemId]) -> impl Future<Output = Result<Vec<ItemId>, StoreError>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// Its names over time.
    fn names(&self) -> &[DatedNameDocument] {
        &[]
    }

    /// The areas that are party to it.
    fn parties(&self) -> &[String] {
        &[]
    }

    /// What it concerns, by how it does.
    fn subjects(&self) -> Vec<(SubjectRelation, Vec<ItemId>)> {
        Vec::new()
    }

    /// The statements about it (no key) and about the parts of it that have a key.
    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])>;

    /// The typed links a document holds, as (key, kind, target).
    fn links(&self) -> Vec<(&str, String, &ItemRef)> {
        Vec::new()
    }
}

macro_rules! dispatch {
    ($($(#[$description:meta])* $Type:ident => $module:ident / $plural:ident,)*) => {
        /// Writes the details and edges of documents; what was stored of them is already gone.
        pub(super) async fn write(txn: &Write, batch: &[(ItemId, &Document)]) -> Result<(), StoreError> {
            $({
                let of_type: Vec<(ItemId, &$module::Document)> = batch
                    .iter()
                    .filter_map(|(id, document)| match document {
                        Document::$Type(document) => Some((*id, document)),
                        _ => None,
                    })
                    .collect();
                write_type(txn, &of_type).await?;
            })*
            Ok(())
        }

        /// Removes the details and edges of items of one content type.
        pub(super) async fn erase(txn: &Write, item_type: ItemType, ids: &[ItemId]) -> Result<(), StoreError> {
            edges::erase(txn, ids).await?;
            match item_type { $(ItemType::$Type => $module::Document::erase(txn, ids).await,)* }
        }

        /// The keys that items of one content type can be found by.
        pub(super) async fn keys(
            rows: &impl Rows,
            item_type: ItemType,
            ids: &[ItemId],
        ) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
            match item_type { $(ItemType::$Type => $module::Document::keys(rows, ids).await,)* }
        }

        /// The items whose keys depend at first hand on these items of one content type.
        pub(super) async fn dependents(
            rows: &impl Rows,
            item_type: ItemType,
            ids: &[ItemId],
        ) -> Result<Vec<ItemId>, StoreError> {
            match item_type { $(ItemType::$Type => $module::Document::dependents(rows, ids).await,)* }
        }

        /// Which of these items of one content type would stand above themselves.
        pub(super) async fn in_cycle(
            rows: &impl Rows,
            item_type: ItemType,
            ids: &[ItemId],
        ) -> Result<Vec<ItemId>, StoreError> {
            match item_type { $(ItemType::$Type => $module::Document::in_cycle(rows, ids).await,)* }
        }
    };
}

entity::content_types!(dispatch);

async fn write_type<D: Stored>(txn: &Write, batch: &[(ItemId, &D)]) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    D::write(txn, batch).await?;
    let mut rows = EdgeRows::default();
    for (owner, document) in batch {
        for (ordinal, (key, kind, target)) in document.links().into_iter().enumerate() {
            rows.link(*owner, ordinal, key, kind, settled(target)?);
        }
        for reference in (*document).clone().references() {
            rows.reference(*owner, reference.path, settled(reference.target)?);
        }
        for (ordinal, name) in document.names().iter().enumerate() {
            rows.name(*owner, ordinal, required("names/key", name.key.clone())?, name);
        }
        for (ordinal, area) in document.parties().iter().enumerate() {
            rows.party(*owner, ordinal, area);
        }
        for (relation, targets) in document.subjects() {
            for (ordinal, target) in targets.into_iter().enumerate() {
                rows.subject(*owner, relation, ordinal, target);
            }
        }
        for (part, statements) in document.statements() {
            rows.statements(*owner, part, statements)?;
        }
    }
    rows.write(txn).await
}

/// The id of a reference in a normalised document.
fn settled(reference: &ItemRef) -> Result<ItemId, StoreError> {
    reference
        .id()
        .ok_or_else(|| StoreError::Corrupt(format!("a published document names {reference} instead of an id")))
}

/// A required value of a checked document.
pub(super) fn required<T>(field: &str, value: Option<T>) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Corrupt(format!("a published document lacks `{field}`")))
}

/// The text of a value that was entered.
pub(super) fn text<T>(entered: Option<&Entered<T>>) -> Option<String> {
    entered.map(|entered| entered.text().to_owned())
}

/// The languages that an item's label exists in.
fn locales(spine: Option<&item::Model>) -> impl Iterator<Item = MatchKey> {
    spine.into_iter().flat_map(|item| item.label.0.iter().map(|rendering| MatchKey::locale(&rendering.locale)))
}
