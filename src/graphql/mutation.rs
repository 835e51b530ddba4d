//! The root of mutations: few, and the same for all content types. Each needs an editor's token.

use async_graphql::{Context, ID, InputObject, Object};
use entity::ItemId;

use super::driver::Driver;
use super::errors::{ApiError, ErrorCode};
use super::payloads::{Draft, DraftDiscardPayload, DraftSavePayload, ReleasePayload, UserError};
use super::reader::Reader;
use super::{editor, locales};
use crate::domain::documents::Document;
use crate::domain::problem::{Problem, ProblemCode};
use crate::store::{Change, DraftPublish, DraftSave, Refusal, Release, Store, StoreError};

/// The most items of one release by mutation; larger ones are imports.
const MAX_ITEMS: usize = 100;

/// Changes to the desk and the record. Each needs an editor's token.
#[derive(Default)]
pub struct Mutation;

/// A document to save as a draft.
#[derive(InputObject)]
pub struct DraftSaveInput {
    /// The document as far as it is known; without id, it becomes a new item.
    pub document: Document,
    /// The draft revision you saw; 0 for a new draft. Left out: whatever is there is replaced.
    pub expected_draft_revision: Option<i32>,
}

/// A draft to throw away.
#[derive(InputObject)]
pub struct DraftDiscardInput {
    /// The id of its item.
    pub id: ID,
}

/// Drafts to publish, together or not at all.
#[derive(InputObject)]
pub struct PublishInput {
    /// The drafts; 1 to 100.
    pub items: Vec<PublishItemInput>,
    /// Any text that is new for each request: repeated with the same one, the request is answered
    /// and not carried out again.
    pub idempotency_key: Option<String>,
}

/// A draft to publish.
#[derive(InputObject)]
pub struct PublishItemInput {
    /// The id of its item.
    pub id: ID,
    /// The revision of the public item that you saw; 0 if it was not public yet.
    pub expected_revision: Option<i32>,
}

/// Items to withdraw, together or not at all.
#[derive(InputObject)]
pub struct WithdrawInput {
    /// The items; 1 to 100.
    pub items: Vec<WithdrawItemInput>,
    /// Whether to remove references to them from the items that refer to them.
    #[graphql(default)]
    pub detach: bool,
}

/// An item to withdraw.
#[derive(InputObject)]
pub struct WithdrawItemInput {
    /// Its id.
    pub id: ID,
    /// The revision that you saw.
    pub expected_revision: Option<i32>,
}

/// Changes to the desk and the record. Each needs an editor's token.
#[Object]
impl Mutation {
    /// Saves a draft. Nothing public changes.
    async fn draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to save.")] input: DraftSaveInput,
    ) -> async_graphql::Result<DraftSavePayload> {
        let access = editor(ctx)?;
        let store = ctx.data::<Store>()?;
        let DraftSaveInput { document, expected_draft_revision } = input;
        let saved = store.save_draft(access, DraftSave { document, expected_draft_revision }).await;
        let reader = fresh(ctx)?;
        let (draft, user_errors) = UserError::split(&reader, saved, |_| String::new())?;
        Ok(DraftSavePayload { draft: draft.map(|draft| Draft::new(reader, draft)), user_errors })
    }

    /// Throws a draft away. What is public of its item stays.
    async fn draft_discard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to throw away.")] input: DraftDiscardInput,
    ) -> async_graphql::Result<DraftDiscardPayload> {
        let access = editor(ctx)?;
        let answer = match parse(&input.id, 0) {
            Ok(id) => ctx.data::<Store>()?.discard_draft(access, id).await.map(|()| id),
            Err(refusal) => Err(StoreError::Refused(vec![refusal])),
        };
        let (id, user_errors) = UserError::split(&fresh(ctx)?, answer, |_| String::new())?;
        Ok(DraftDiscardPayload { discarded_id: id.map(|id| ID(id.to_string())), user_errors })
    }

    /// Publishes drafts: all of them become public at once, or none does.
    async fn publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to publish.")] input: PublishInput,
    ) -> async_graphql::Result<ReleasePayload> {
        let access = editor(ctx)?;
        limited(input.items.len())?;
        let item = |(index, item): (usize, PublishItemInput)| {
            Ok(DraftPublish { id: parse(&item.id, index)?, expected_revision: item.expected_revision })
        };
        let answer = match collect(input.items.into_iter().enumerate().map(item)) {
            Ok(items) => ctx.data::<Store>()?.publish_drafts(access, &items, input.idempotency_key.as_deref()).await,
            Err(refused) => Err(refused),
        };
        Ok(ReleasePayload::new(&fresh(ctx)?, answer, in_items).await?)
    }

    /// Withdraws items: all of them stop being public at once, or none does. Refused while other
    /// items refer to them, unless `detach` removes those references.
    async fn withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to withdraw.")] input: WithdrawInput,
    ) -> async_graphql::Result<ReleasePayload> {
        let access = editor(ctx)?;
        limited(input.items.len())?;
        let detach = input.detach;
        let change = |(index, item): (usize, WithdrawItemInput)| {
            let id = parse(&item.id, index)?;
            Ok(Change::Withdraw { item: id, expected_revision: item.expected_revision, detach })
        };
        let answer = match collect(input.items.into_iter().enumerate().map(change)) {
            Ok(changes) => ctx.data::<Store>()?.publish(access, Release { changes }).await,
            Err(refused) => Err(refused),
        };
        Ok(ReleasePayload::new(&fresh(ctx)?, answer, in_items).await?)
    }
}

/// A view of the record after the write.
fn fresh(ctx: &Context<'_>) -> async_graphql::Result<Reader> {
    Ok(Reader::new(ctx.data::<Store>()?, locales(ctx), ctx.data::<Driver>()?.clone()))
}

fn in_items(refusal: &Refusal) -> String {
    format!("items/{}", refusal.change)
}

fn limited(items: usize) -> Result<(), ApiError> {
    if (1..=MAX_ITEMS).contains(&items) {
        return Ok(());
    }
    Err(ApiError::new(ErrorCode::BadInput, format!("`items` must have 1 to {MAX_ITEMS} elements")))
}

fn parse(id: &ID, change: usize) -> Result<ItemId, Refusal> {
    id.parse().map_err(|_| {
        let message = format!("`{}` is not an id", id.as_str());
        Refusal { change, problem: Problem::new("id", ProblemCode::NotFound, message) }
    })
}

/// All values, or all refusals.
fn collect<T>(values: impl Iterator<Item = Result<T, Refusal>>) -> Result<Vec<T>, StoreError> {
    let (mut all, mut refused) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Ok(value) => all.push(value),
            Err(refusal) => refused.push(refusal),
        }
    }
    if refused.is_empty() { Ok(all) } else { Err(StoreError::Refused(refused)) }
}
