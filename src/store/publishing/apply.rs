//! Applying a state of items to the record. It uses no clock, no randomness and no lookup by slug:
//! the same journal gives the same rows, on either database, whether publishing or rebuilding.

use std::collections::HashMap;

use entity::text::LocalizedText;
use entity::{ItemId, ItemType, item, slug};
use sea_orm::sea_query::OnConflict;
use unicode_normalization::UnicodeNormalization as _;

use crate::domain::dates::DateKeys;
use crate::domain::documents::{Checked, Document};
use crate::domain::entered::Parsed as _;
use crate::domain::search::Entry;
use crate::domain::slug::Slug;
use crate::store::content;
use crate::store::derivation::Derivation;
use crate::store::error::StoreError;
use crate::store::items::SpineItem;
use crate::store::sql::Write;

/// Characters of a label that its order looks at.
const LABEL_KEY: usize = 200;

/// What the record must hold of an item.
#[derive(Clone, Debug)]
pub(in crate::store) struct ItemState {
    pub id: ItemId,
    pub item_type: ItemType,
    pub slug: String,
    pub published_at: i64,
    pub updated_at: i64,
    pub revision: i32,
    pub content_position: i64,
    pub withdrawn_at: Option<i64>,
    /// Its content; none once withdrawn.
    pub document: Option<Checked<Document>>,
}

/// Writes spine rows, except those that are as `known`. All rows of a release are there before any
/// content, so that its items may refer to each other in any order.
pub(in crate::store) async fn write_spine(
    txn: &Write,
    states: &[ItemState],
    known: &HashMap<ItemId, SpineItem>,
) -> Result<(), StoreError> {
    let differs = |row: &SpineItem| known.get(&row.id) != Some(row);
    let spine = states.iter().map(spine_row).filter(differs).collect();
    let every_column_but_id = {
        use item::Column::{
            ContentPosition, DateAsc, DateDesc, DateHi, Label, LabelKey, PublishedAt, Revision, Slug, UpdatedAt,
            WithdrawnAt,
        };
        [
            Slug,
            Label,
            LabelKey,
            DateAsc,
            DateDesc,
            DateHi,
            PublishedAt,
            UpdatedAt,
            Revision,
            ContentPosition,
            WithdrawnAt,
        ]
    };
    let replace = OnConflict::column(item::Column::Id).update_columns(every_column_but_id).to_owned();
    txn.upsert::<item::Entity>(spine, replace).await
}

/// Gives slugs to their owners for ever; those already given stay.
pub(in crate::store) async fn claim_slugs(
    txn: &Write,
    slugs: impl Iterator<Item = (ItemType, String, ItemId)>,
) -> Result<(), StoreError> {
    let rows = slugs.map(|(item_type, slug, item)| slug::Model { item_type, slug, item }).collect();
    let keep = OnConflict::columns([slug::Column::ItemType, slug::Column::Slug]).do_nothing().to_owned();
    txn.upsert::<slug::Entity>(rows, keep).await
}

/// Writes the details and edges of those items that have content; earlier ones are already erased. What they
/// are found by follows from these, and from other items.
pub(in crate::store) async fn write_content<'s>(
    txn: &Write,
    derivation: &Derivation,
    states: &'s [ItemState],
) -> Result<(), StoreError> {
    let public = |state: &'s ItemState| Some((state.id, &**state.document.as_ref()?));
    let batch: Vec<(ItemId, &Document)> = states.iter().filter_map(public).collect();
    content::write(txn, &batch).await?;
    derivation.write_order(txn, &batch).await
}

/// What those items that have content can be searched by, but for their match keys.
pub(in crate::store) fn entries(derivation: &Derivation, states: &[ItemState]) -> Vec<(ItemId, Entry)> {
    let entry = |state: &ItemState| {
        let document = state.document.as_ref()?;
        Some((state.id, derivation.analyzer.entry(document, state.content_position)))
    };
    states.iter().filter_map(entry).collect()
}

/// The spine row of a new item, as it will be if nothing in the document has to be settled first.
pub(super) fn first_row(id: ItemId, document: &Document, position: i64, at: i64) -> SpineItem {
    let slug = document.slug().map(str::trim).filter(|slug| Slug::parse(slug).is_ok());
    let mut label = document.label();
    // Whatever is there must be text to the database; what is wrong with it is said later.
    label.0.retain(|rendering| !rendering.text.contains(char::is_control));
    let label_key = fold(&label);
    let dates = document.dates();
    SpineItem {
        id,
        item_type: document.item_type(),
        slug: slug.unwrap_or_default().to_owned(),
        label,
        label_key,
        date_asc: dates.asc,
        date_desc: dates.desc,
        date_hi: dates.hi,
        published_at: at,
        updated_at: at,
        revision: 1,
        content_position: position,
        withdrawn_at: None,
    }
}

fn spine_row(state: &ItemState) -> SpineItem {
    let label = state.document.as_ref().map(|document| document.label()).unwrap_or_default();
    let dates = state.document.as_ref().map_or(DateKeys::UNDATED, |document| document.dates());
    SpineItem {
        id: state.id,
        item_type: state.item_type,
        slug: state.slug.clone(),
        label_key: fold(&label),
        label,
        date_asc: dates.asc,
        date_desc: dates.desc,
        date_hi: dates.hi,
        published_at: state.published_at,
        updated_at: state.updated_at,
        revision: state.revision,
        content_position: state.content_position,
        withdrawn_at: state.withdrawn_at,
    }
}

fn fold(label: &LocalizedText) -> String {
    let first = label.0.first().map_or("", |rendering| rendering.text.as_str());
    // An index entry must stay far below a page; what agrees in so many characters is ordered by id.
    first.nfkc().flat_map(char::to_lowercase).take(LABEL_KEY).collect()
}
