//! What mutations answer. A refusal that an editor can act on is in `userErrors`, never a GraphQL
//! error; then nothing was changed.

use async_graphql::{ID, Interface, Object, Scalar, ScalarType, SimpleObject};
use entity::{ItemId, ItemType};

use super::errors::ApiError;
use super::reader::Reader;
use super::registry::Item;
use super::types::item::{Spine, instant};
use crate::domain::documents::{for_document, normalize};
use crate::domain::entered::Entered;
use crate::domain::instant::Instant;
use crate::domain::problem::{Detail, Problem, ProblemCode};
use crate::store::{self, Refusal, StoreError};

/// Something that an editor can put right.
#[derive(Clone, Interface)]
#[graphql(
    field(name = "message", ty = "String", desc = "A sentence that says what to do."),
    field(name = "path", ty = "String", desc = "Where: a path into the input, such as `document/places/0/area`."),
    field(name = "code", ty = "ProblemCode", desc = "What kind of problem it is.")
)]
pub enum UserError {
    /// Something about the input.
    InputProblem(InputProblem),
    /// Somebody else was faster.
    RevisionConflict(RevisionConflict),
    /// Other items stand in the way.
    StillReferredTo(StillReferredTo),
}

/// Something about the input.
#[derive(Clone)]
pub struct InputProblem(Problem);

/// Something about the input.
#[Object]
impl InputProblem {
    /// A sentence that says what to do.
    pub async fn message(&self) -> String {
        self.0.message.clone()
    }

    /// Where: a path into the input.
    pub async fn path(&self) -> String {
        self.0.path.clone()
    }

    /// What kind of problem it is.
    pub async fn code(&self) -> ProblemCode {
        self.0.code
    }
}

/// The item or draft was changed meanwhile.
#[derive(Clone)]
pub struct RevisionConflict {
    problem: Problem,
    expected: i32,
    actual: i32,
}

/// The item or draft was changed meanwhile.
#[Object]
impl RevisionConflict {
    /// A sentence that says what to do.
    pub async fn message(&self) -> String {
        self.problem.message.clone()
    }

    /// Where: a path into the input.
    pub async fn path(&self) -> String {
        self.problem.path.clone()
    }

    /// What kind of problem it is.
    pub async fn code(&self) -> ProblemCode {
        self.problem.code
    }

    /// The revision that the input named.
    async fn expected(&self) -> i32 {
        self.expected
    }

    /// The revision there is; 0 if there is none.
    async fn actual(&self) -> i32 {
        self.actual
    }
}

/// Other public items refer to the item.
#[derive(Clone)]
pub struct StillReferredTo {
    reader: Reader,
    problem: Problem,
    by: Vec<ItemId>,
}

/// Other public items refer to the item.
#[Object]
impl StillReferredTo {
    /// A sentence that says what to do.
    pub async fn message(&self) -> String {
        self.problem.message.clone()
    }

    /// Where: a path into the input.
    pub async fn path(&self) -> String {
        self.problem.path.clone()
    }

    /// What kind of problem it is.
    pub async fn code(&self) -> ProblemCode {
        self.problem.code
    }

    /// The items that refer to it, at most 100.
    async fn referrers(&self) -> async_graphql::Result<Vec<Item>> {
        Ok(items(&self.reader, &self.by).await?)
    }
}

impl UserError {
    /// A problem as data.
    pub fn new(reader: &Reader, problem: Problem) -> Self {
        match problem.detail.clone() {
            Detail::None | Detail::Earlier(_) => Self::InputProblem(InputProblem(problem)),
            Detail::Revisions { expected, actual } => {
                Self::RevisionConflict(RevisionConflict { problem, expected, actual })
            }
            Detail::Referrers(by) => Self::StillReferredTo(StillReferredTo { reader: reader.clone(), problem, by }),
        }
    }

    /// The refusals of a store's answer as data; anything else that went wrong stays an error.
    pub fn split<T>(
        reader: &Reader,
        answer: Result<T, StoreError>,
        path: impl Fn(&Refusal) -> String,
    ) -> Result<(Option<T>, Vec<Self>), ApiError> {
        match answer {
            Ok(value) => Ok((Some(value), Vec::new())),
            Err(StoreError::Refused(refusals)) => {
                let error = |refusal: Refusal| {
                    let prefix = path(&refusal);
                    Self::new(reader, refusal.problem.below(&prefix))
                };
                Ok((None, refusals.into_iter().map(error).collect()))
            }
            Err(other) => Err(other.into()),
        }
    }
}

async fn items(reader: &Reader, ids: &[ItemId]) -> Result<Vec<Item>, ApiError> {
    Ok(Spine::load_many(reader, ids.iter().copied()).await?.into_iter().flatten().map(Item::new).collect())
}

/// A document as JSON, in the shape of `DocumentInput`'s member.
#[derive(Clone)]
pub struct DocumentJson(serde_json::Value);

/// A document as JSON, in the shape of `DocumentInput`.
#[Scalar(name = "DocumentJSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for DocumentJson {
    fn parse(value: async_graphql::Value) -> async_graphql::InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> async_graphql::Value {
        async_graphql::Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// A document being worked on. Seen by editors alone.
#[derive(Clone)]
pub struct Draft {
    reader: Reader,
    draft: store::Draft,
}

impl Draft {
    /// A draft with the operation's view of the record.
    pub fn new(reader: Reader, draft: store::Draft) -> Self {
        Self { reader, draft }
    }
}

/// A document being worked on. Seen by editors alone.
#[Object]
impl Draft {
    /// The id of the item it is, or will become.
    async fn id(&self) -> ID {
        ID(self.draft.id.to_string())
    }

    /// Its content type.
    async fn item_type(&self) -> ItemType {
        self.draft.document.item_type()
    }

    /// How often it was saved.
    async fn draft_revision(&self) -> i32 {
        self.draft.draft_revision
    }

    /// The document as entered.
    async fn document(&self) -> async_graphql::Result<DocumentJson> {
        let json = for_document!(&self.draft.document, document => serde_json::to_value(document));
        Ok(DocumentJson(json?))
    }

    /// When it was saved.
    async fn saved_at(&self) -> Entered<Instant> {
        instant(self.draft.saved_at)
    }

    /// Who saved it.
    async fn saved_by(&self) -> &str {
        &self.draft.saved_by
    }

    /// What publishing it would object to, references and revisions aside.
    async fn problems(&self) -> Vec<UserError> {
        let settled = normalize(self.draft.document.clone(), None, 1);
        let problems = settled.and_then(|document| document.check(self.reader.areas())).err().unwrap_or_default();
        problems.into_iter().map(|problem| UserError::new(&self.reader, problem)).collect()
    }

    /// The item as it is public now, if it is.
    async fn item(&self) -> async_graphql::Result<Option<Item>> {
        Ok(items(&self.reader, &[self.draft.id]).await?.pop())
    }
}

/// What `draftSave` did.
#[derive(SimpleObject)]
pub struct DraftSavePayload {
    /// The draft as saved; null if it was refused.
    pub draft: Option<Draft>,
    /// Why it was refused; empty if it was not.
    pub user_errors: Vec<UserError>,
}

/// What `draftDiscard` did.
#[derive(SimpleObject)]
pub struct DraftDiscardPayload {
    /// The id of the item whose draft is gone; null if it was refused.
    pub discarded_id: Option<ID>,
    /// Why it was refused; empty if it was not.
    pub user_errors: Vec<UserError>,
}

/// What a release did.
#[derive(SimpleObject)]
pub struct ReleasePayload {
    /// The place of the release's last change in the feed; null if it was refused.
    pub cursor: Option<String>,
    /// The items of the input that are public now, in its order.
    pub items: Vec<Item>,
    /// Why it was refused; empty if it was not.
    pub user_errors: Vec<UserError>,
}

impl ReleasePayload {
    /// The answer to a release.
    pub async fn new(
        reader: &Reader,
        answer: Result<store::Outcome, StoreError>,
        path: impl Fn(&Refusal) -> String,
    ) -> Result<Self, ApiError> {
        let (outcome, user_errors) = UserError::split(reader, answer, path)?;
        let Some(outcome) = outcome else { return Ok(Self { cursor: None, items: Vec::new(), user_errors }) };
        let head = outcome.head;
        let cursor = crate::domain::cursor::FeedCursor { record: head.record, position: head.position }.encode();
        Ok(Self { cursor: Some(cursor), items: items(reader, &outcome.items).await?, user_errors })
    }
}
