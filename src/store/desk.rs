//! The desk: drafts, seen by editors alone. Saving one changes nothing public and uses no position.

use std::collections::HashMap;

use entity::{ItemId, draft, publish_key};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use super::access::EditorAccess;
use super::error::{Refusal, StoreError};
use super::items::spine_items_ever;
use super::journal::record_head;
use super::publishing::{Change, Outcome, Release, lock_counter};
use super::sql::{Rows, Write};
use super::{Store, tokens};
use crate::clock;
use crate::domain::documents::{Document, for_document};
use crate::domain::problem::{Detail, Problem, ProblemCode};

/// A document being worked on.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The item it is, or will become.
    pub id: ItemId,
    /// Number of times it was saved.
    pub draft_revision: i32,
    /// The document as entered.
    pub document: Document,
    /// When it was saved, in microseconds since 1970.
    pub saved_at: i64,
    /// Who saved it.
    pub saved_by: String,
}

/// What to save.
#[derive(Clone, Debug)]
pub struct DraftSave {
    /// The document as entered. Without id, it becomes a new item.
    pub document: Document,
    /// The draft revision that the editor saw; 0 for a new draft.
    pub expected_draft_revision: Option<i32>,
}

/// A draft to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftPublish {
    /// The draft's item.
    pub id: ItemId,
    /// The revision of the public item that the editor saw; 0 if there was none.
    pub expected_revision: Option<i32>,
}

impl Store {
    /// Saves a draft.
    pub async fn save_draft(&self, access: &EditorAccess, save: DraftSave) -> Result<Draft, StoreError> {
        let DraftSave { mut document, expected_draft_revision } = save;
        let txn = Write::begin(&self.database).await?;
        // Of two editors at once, the second sees what the first saved.
        lock_counter(&txn).await?;
        let known = match document.id().map(|id| id.parse::<ItemId>()) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => return Err(not_an_item(document.id().map_or("", |id| id.as_str()))),
        };
        let id = known.unwrap_or_else(clock::new_item_id);
        let before = drafts(&txn, &[id]).await?.remove(&id);
        if known.is_some() {
            let item = spine_items_ever(&txn, &[id]).await?.remove(&id);
            let item_type = item.map(|item| item.item_type).or(before.as_ref().map(|draft| draft.document.item_type()));
            match item_type {
                None => return Err(not_an_item(&id.to_string())),
                Some(item_type) if item_type != document.item_type() => {
                    let message = format!("this id belongs to a {item_type:?}, not a {:?}", document.item_type());
                    return Err(StoreError::refused(0, Problem::new("document/id", ProblemCode::WrongType, message)));
                }
                Some(_) => {}
            }
        }
        let actual = before.map_or(0, |draft| draft.draft_revision);
        if let Some(expected) = expected_draft_revision
            && expected != actual
        {
            let message =
                format!("the draft has revision {actual}, not {expected}: look at what changed, then save again");
            let problem = Problem::new("expectedDraftRevision", ProblemCode::RevisionConflict, message);
            return Err(StoreError::refused(0, problem.with(Detail::Revisions { expected, actual })));
        }
        document.set_id(id);
        let json = for_document!(&document, document => serde_json::to_string(document))
            .map_err(|error| StoreError::corrupt("the draft", error))?;
        let row = draft::Model {
            id,
            item_type: document.item_type(),
            draft_revision: actual + 1,
            document: json,
            saved_at: self.clock.now().0,
            saved_by: access.actor().to_owned(),
        };
        let replaced =
            [draft::Column::DraftRevision, draft::Column::Document, draft::Column::SavedAt, draft::Column::SavedBy];
        let replace = OnConflict::column(draft::Column::Id).update_columns(replaced).to_owned();
        txn.upsert::<draft::Entity>(vec![row.clone()], replace).await?;
        txn.commit().await?;
        read(row)
    }

    /// Throws a draft away. What is public of the item stays.
    pub async fn discard_draft(&self, _: &EditorAccess, id: ItemId) -> Result<(), StoreError> {
        let txn = Write::begin(&self.database).await?;
        lock_counter(&txn).await?;
        if delete_drafts(&txn, &[id]).await? == 0 {
            return Err(StoreError::refused(0, no_draft("id", id)));
        }
        txn.commit().await
    }

    /// Publishes drafts together, and takes them off the desk. A request repeated with the same
    /// idempotency key is answered with what it did the first time.
    pub async fn publish_drafts(
        &self,
        access: &EditorAccess,
        items: &[DraftPublish],
        idempotency_key: Option<&str>,
    ) -> Result<Outcome, StoreError> {
        let request = tokens::hash(&format!("{items:?}"));
        refuse_key(idempotency_key)?;
        let txn = Write::begin(&self.database).await?;
        lock_counter(&txn).await?;
        if let Some(key) = idempotency_key
            && let Some(done) = earlier(&txn, access, key, &request, items).await?
        {
            return Ok(done);
        }
        let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        let mut found = drafts(&txn, &ids).await?;
        let mut refusals = Vec::new();
        let mut changes = Vec::new();
        for (change, item) in items.iter().enumerate() {
            match found.remove(&item.id) {
                Some(draft) => changes
                    .push(Change::Publish { document: draft.document, expected_revision: item.expected_revision }),
                None if items[..change].iter().any(|before| before.id == item.id) => {
                    let problem = Problem::new("id", ProblemCode::Duplicate, "this draft is named twice");
                    refusals.push(Refusal { change, problem });
                }
                None => refusals.push(Refusal { change, problem: no_draft("id", item.id) }),
            }
        }
        if !refusals.is_empty() {
            return Err(StoreError::Refused(refusals));
        }
        let outcome = self.publish_in(&txn, access, Release { changes }).await?;
        delete_drafts(&txn, &ids).await?;
        if let Some(key) = idempotency_key {
            let row = publish_key::Model {
                actor: access.actor().to_owned(),
                key: key.to_owned(),
                request,
                position: outcome.head.position,
            };
            txn.insert::<publish_key::Entity>(vec![row]).await?;
        }
        self.commit(txn, outcome.head).await?;
        Ok(outcome)
    }
}

/// The drafts of these items.
pub async fn drafts(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Draft>, StoreError> {
    let select =
        |ids: &[ItemId]| draft::Entity::find().filter(draft::Column::Id.is_in(ids.iter().copied())).into_query();
    let found: Vec<draft::Model> = rows.rows_for(ids, select).await?;
    found.into_iter().map(|row| Ok((row.id, read(row)?))).collect()
}

/// The drafts saved last, latest first.
pub async fn latest_drafts(rows: &impl Rows, _: &EditorAccess, limit: u64) -> Result<Vec<Draft>, StoreError> {
    let select =
        draft::Entity::find().order_by_desc(draft::Column::SavedAt).order_by_desc(draft::Column::Id).limit(limit);
    let found: Vec<draft::Model> = rows.rows(select.into_query()).await?;
    found.into_iter().map(read).collect()
}

fn read(row: draft::Model) -> Result<Draft, StoreError> {
    let document = Document::from_canonical(row.item_type, &row.document)
        .map_err(|error| StoreError::corrupt(&format!("the draft {}", row.id), error))?;
    Ok(Draft {
        id: row.id,
        draft_revision: row.draft_revision,
        document,
        saved_at: row.saved_at,
        saved_by: row.saved_by,
    })
}

async fn delete_drafts(txn: &Write, ids: &[ItemId]) -> Result<u64, StoreError> {
    let delete =
        Query::delete().from_table(draft::Entity).and_where(draft::Column::Id.is_in(ids.iter().copied())).take();
    txn.run_delete(delete).await
}

/// What a request with this idempotency key did, if it was made before.
async fn earlier(
    txn: &Write,
    access: &EditorAccess,
    key: &str,
    request: &str,
    items: &[DraftPublish],
) -> Result<Option<Outcome>, StoreError> {
    let select = publish_key::Entity::find()
        .filter(publish_key::Column::Actor.eq(access.actor()))
        .filter(publish_key::Column::Key.eq(key));
    let mut found: Vec<publish_key::Model> = txn.rows(select.into_query()).await?;
    let Some(before) = found.pop() else { return Ok(None) };
    if before.request != request {
        let message = "this key was used for another request: take a new key for each request";
        let problem = Problem::new("idempotencyKey", ProblemCode::IdempotencyKeyReused, message);
        return Err(StoreError::refused(0, problem));
    }
    let mut head = record_head(txn).await?;
    head.position = before.position;
    Ok(Some(Outcome { head, entries: Vec::new(), items: items.iter().map(|item| item.id).collect() }))
}

/// A key must be a short plain text.
fn refuse_key(key: Option<&str>) -> Result<(), StoreError> {
    let plain = |key: &str| !key.is_empty() && key.len() <= 200 && !key.chars().any(char::is_control);
    if key.is_none_or(plain) {
        return Ok(());
    }
    let message = "a key has 1 to 200 bytes and no control characters";
    Err(StoreError::refused(0, Problem::new("idempotencyKey", ProblemCode::Invalid, message)))
}

fn no_draft(path: &str, id: ItemId) -> Problem {
    Problem::new(path, ProblemCode::NotFound, format!("there is no draft of `{id}`: save one first"))
}

fn not_an_item(id: &str) -> StoreError {
    let message = format!("`{id}` is no item: leave the id out for a new one");
    StoreError::refused(0, Problem::new("document/id", ProblemCode::NotFound, message))
}
