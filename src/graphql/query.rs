//! The root of queries: what belongs to no one content type.

use async_graphql::{Context, ID, MergedObject, Object, SimpleObject};
use entity::ItemId;

use super::connection::{edge_by_key, filtered_cost, page_cost};
use super::errors::ApiError;
use super::feed::FeedConnection;
use super::guard::Guarded;
use super::inputs::ItemFilter;
use super::payloads::Draft;
use super::reader::Reader;
use super::registry::{ContentQueries, Item, Node};
use super::relationships::Relationships;
use super::search::SearchRoot;
use super::types::area::Area;
use super::types::counter::MechanismCount;
use super::types::involvement::Involvement;
use super::types::item::Spine;
use super::types::observation::Observation;
use super::types::participant::Participant;
use super::types::position::Position;
use super::types::session::Session;
use super::types::statement::Statement;
use super::viewer;
use crate::config::FeedSettings;
use crate::domain::cursor::FeedCursor;
use crate::domain::page::{MAX_PAGE, PageError};
use crate::feed;
use crate::store::content::indicator::counters::counters;
use crate::store::content::indicator::observations::ObservationsOfIndicator;
use crate::store::content::mechanism::involvements::InvolvementsOfOrganization;
use crate::store::content::meeting::participants::ParticipantsOfMeeting;
use crate::store::content::person::positions::PositionsOfPerson;
use crate::store::{self, StatementsFrom, Store};

/// Questions about the record. Each operation is answered from one moment of it.
#[derive(Default, MergedObject)]
pub struct Query(Base, Relationships, SearchRoot, ContentQueries);

/// What belongs to no one content type.
#[derive(Default)]
pub struct Base;

#[Object]
impl Base {
    /// Whatever has this id, or null if nothing public has it.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An id from anywhere in this API.")] id: ID,
    ) -> async_graphql::Result<Option<Node>> {
        Ok(node(Reader::of(ctx)?, &id).await?)
    }

    /// Whatever has these ids, in their order; null where nothing public has one.
    #[graphql(complexity = "ids.len().saturating_mul(child_complexity).saturating_add(1)")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 100 ids from anywhere in this API.")] ids: Vec<ID>,
    ) -> async_graphql::Result<Vec<Option<Node>>> {
        let reader = Reader::of(ctx)?;
        if i32::try_from(ids.len()).map_or(true, |count| count > MAX_PAGE) {
            return Err(ApiError::bad_input("ids", format!("at most {MAX_PAGE} can be given")).into());
        }
        Ok(futures_util::future::try_join_all(ids.iter().map(|id| node(reader, id))).await?)
    }

    /// The area with this code, or null if the record knows none such.
    async fn area(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An ISO 3166-1 or 3166-2 code, the code of a group such as `CJK`, or `WORLD`.")] code: String,
    ) -> async_graphql::Result<Option<Area>> {
        Ok(Area::find(Reader::of(ctx)?, &code))
    }

    /// How many mechanisms, or parties to them, the record has of each sort, beside how many the
    /// institution declares; by the counter's name.
    #[graphql(complexity = "page_cost(None, None, child_complexity)")]
    async fn mechanism_counts(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<MechanismCount>> {
        let reader = Reader::of(ctx)?;
        let counters = reader.direct(counters(reader.snapshot())).await?;
        Ok(counters.into_iter().map(|row| MechanismCount::new(reader.clone(), row)).collect())
    }

    /// The place of the record's latest change, exactly as of the rest of this answer. Give it to a
    /// subscription's `after` and nothing is missed or repeated in between.
    async fn feed_position(&self, ctx: &Context<'_>) -> async_graphql::Result<String> {
        let reader = Reader::of(ctx)?;
        let head = reader.direct(store::record_head(reader.snapshot())).await?;
        Ok(FeedCursor { record: head.record, position: head.position }.encode())
    }

    /// What happened to the record, in order: the same events that `recordChanged` streams.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, None, child_complexity).saturating_add(FEED_COST)")]
    async fn feed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100; 20 if left out.")] first: Option<i32>,
        #[graphql(desc = "What came after this place; from the oldest that is kept if left out.")] after: Option<
            String,
        >,
        #[graphql(desc = "Only about these items.")] filter: Option<ItemFilter>,
    ) -> async_graphql::Result<FeedConnection> {
        let reader = Reader::of(ctx)?;
        let limit = first.unwrap_or(crate::domain::page::DEFAULT_PAGE);
        if !(1..=MAX_PAGE).contains(&limit) {
            return Err(ApiError::from(PageError::Size { argument: "first" }).into());
        }
        let matches = filter.unwrap_or_default().matches(reader).await?;
        let head = reader.direct(store::record_head(reader.snapshot())).await?;
        let since = feed::kept_since(ctx.data::<Store>()?, ctx.data::<FeedSettings>()?);
        let after = match after {
            Some(cursor) => {
                let after = FeedCursor::resume(&cursor, head.record, head.position).map_err(ApiError::from)?;
                let kept = feed::check_retention(reader.snapshot(), since, head, after);
                reader.feed(kept, head.record).await?;
                after
            }
            None => match since {
                Some(since) => reader.direct(feed::oldest(reader.snapshot(), since, head.position)).await?,
                None => 0,
            },
        };
        let filter = feed::Filter { matches, only_published: false };
        let limit = usize::try_from(limit).unwrap_or(0);
        let page = reader.direct(feed::read(reader.snapshot(), &filter, after, limit)).await?;
        Ok(FeedConnection::new(reader, head.record, after, page))
    }

    /// Who is asking.
    async fn viewer(&self, ctx: &Context<'_>) -> Viewer {
        Viewer { name: viewer(ctx).editor().map(|editor| editor.actor().to_owned()) }
    }

    /// What one request may cost.
    async fn limits(&self, ctx: &Context<'_>) -> async_graphql::Result<Limits> {
        let limits = ctx.data::<Guarded>()?.0;
        let number = |value: usize| i32::try_from(value).unwrap_or(i32::MAX);
        Ok(Limits {
            document_bytes: number(limits.document_bytes),
            document_depth: number(limits.document_depth),
            document_selections: number(limits.document_selections),
            operation_cost: number(limits.operation_cost),
            page_size: MAX_PAGE,
        })
    }

    /// The draft of an item. For editors.
    async fn draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The item's id.")] id: ID,
    ) -> async_graphql::Result<Option<Draft>> {
        super::editor(ctx)?;
        let Ok(id) = id.parse::<ItemId>() else { return Ok(None) };
        let reader = Reader::of(ctx)?;
        let draft = reader.direct(store::drafts(reader.snapshot(), &[id])).await?.remove(&id);
        Ok(draft.map(|draft| Draft::new(reader.clone(), draft)))
    }

    /// The drafts saved last, the latest first. For editors.
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    async fn drafts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100; 20 if left out.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<Draft>> {
        let editor = super::editor(ctx)?;
        let limit = first.unwrap_or(crate::domain::page::DEFAULT_PAGE);
        let limit = u64::try_from(limit).ok().filter(|limit| (1..=100).contains(limit));
        let limit = limit.ok_or(PageError::Size { argument: "first" }).map_err(ApiError::from)?;
        let reader = Reader::of(ctx)?;
        let drafts = reader.direct(store::latest_drafts(reader.snapshot(), editor, limit)).await?;
        Ok(drafts.into_iter().map(|draft| Draft::new(reader.clone(), draft)).collect())
    }
}

/// What looking through the journal is taken to cost, however little of it is let through.
const FEED_COST: usize = 5_000;

async fn node(reader: &Reader, id: &ID) -> Result<Option<Node>, ApiError> {
    if id.ends_with('~') {
        return Ok(None);
    }
    let (owner, key) = id.split_once('~').unwrap_or((id.as_str(), ""));
    let Ok(owner) = owner.parse::<ItemId>() else { return Ok(None) };
    node_of(reader, owner, key).await
}

/// The item, or the part of its document that has this key: keys are unique in a document.
pub async fn node_of(reader: &Reader, owner: ItemId, key: &str) -> Result<Option<Node>, ApiError> {
    if key.is_empty() {
        return Ok(Spine::load(reader, owner).await?.map(|spine| Item::new(spine).into()));
    }
    let (session, position, participant, statement, observation, involvement) = futures_util::try_join!(
        Session::find(reader, owner, key),
        edge_by_key::<PositionsOfPerson, Position>(reader, owner, key),
        edge_by_key::<ParticipantsOfMeeting, Participant>(reader, owner, key),
        edge_by_key::<StatementsFrom, Statement>(reader, owner, key),
        edge_by_key::<ObservationsOfIndicator, Observation>(reader, owner, key),
        edge_by_key::<InvolvementsOfOrganization, Involvement>(reader, owner, key),
    )?;
    let found = session.map(Node::Session).or(position.map(Node::Position));
    let found = found.or(participant.map(Node::Participant)).or(statement.map(Node::Statement));
    Ok(found.or(observation.map(Node::Observation)).or(involvement.map(Node::Involvement)))
}

/// Who is asking.
#[derive(SimpleObject)]
pub struct Viewer {
    /// The name of the token, for editors; null for everybody else.
    name: Option<String>,
}

/// What one request may cost.
#[derive(SimpleObject)]
pub struct Limits {
    /// Bytes of a document.
    document_bytes: i32,
    /// Brackets of any kind open at once in a document.
    document_depth: i32,
    /// Fields that a document selects once its fragments are expanded.
    document_selections: i32,
    /// Fields that an operation asks for, page sizes multiplied out.
    operation_cost: i32,
    /// Rows of a page.
    page_size: i32,
}
