//! The feed in GraphQL: events, pages of them, and the streams.

use async_graphql::{ID, Object, SimpleObject};
use entity::ItemType;
use entity::vocabulary::JournalAction;

use super::connection::PageInfo;
use super::reader::Reader;
use super::registry::Item;
use super::relations::Spines;
use super::types::item::{Spine, instant};
use crate::domain::cursor::FeedCursor;
use crate::domain::entered::Entered;
use crate::domain::instant::Instant;
use crate::feed::{Event, FeedChange, FeedPage, Happened};

/// Something that happened to the record.
#[derive(Clone)]
pub struct FeedEvent {
    reader: Reader,
    record: uuid::Uuid,
    event: Event,
}

impl FeedEvent {
    /// An event of a record. The reader must be at least as new as the event.
    pub fn new(reader: Reader, record: uuid::Uuid, event: Event) -> Self {
        Self { reader, record, event }
    }

    /// Whether the item is public now. When that cannot be told, the event is let through, and the
    /// error shows in its fields.
    pub async fn is_public(&self) -> bool {
        match &self.event.happened {
            Some(happened) => !matches!(self.reader.load::<Spines>(happened.item).await, Ok(None)),
            None => true,
        }
    }

    fn cursor_at(&self, position: i64) -> String {
        FeedCursor { record: self.record, position }.encode()
    }

    fn happened<T>(&self, field: impl FnOnce(&Happened) -> T) -> Option<T> {
        self.event.happened.as_ref().map(field)
    }
}

/// Something that happened to the record; or a checkpoint, which only says how far everything was
/// looked at, and is null in all but `cursor` and `head`.
#[Object]
impl FeedEvent {
    /// The event's place in the feed. Give it to `after` to go on behind it.
    async fn cursor(&self) -> String {
        self.cursor_at(self.event.position)
    }

    /// The place of the record's latest change when this event was read.
    async fn head(&self) -> String {
        self.cursor_at(self.event.head)
    }

    /// How many changes of the record came after this one, of any kind, when it was read; 0 for the latest.
    async fn behind(&self) -> i32 {
        i32::try_from(self.event.head - self.event.position).unwrap_or(i32::MAX)
    }

    /// What was done to the item; null in a checkpoint.
    async fn action(&self) -> Option<JournalAction> {
        self.happened(|happened| happened.action)
    }

    /// What it means for whoever holds the items that match the filter; null in a checkpoint.
    async fn change(&self) -> Option<FeedChange> {
        self.happened(|happened| happened.change)
    }

    /// The item's id; also known once it is withdrawn. Null in a checkpoint.
    async fn item_id(&self) -> Option<ID> {
        self.happened(|happened| ID(happened.item.to_string()))
    }

    /// The item's content type; null in a checkpoint.
    async fn item_type(&self) -> Option<ItemType> {
        self.happened(|happened| happened.item_type)
    }

    /// The item's revision after the event; null in a checkpoint.
    async fn revision(&self) -> Option<i32> {
        self.happened(|happened| happened.revision)
    }

    /// When it happened; null in a checkpoint.
    async fn occurred_at(&self) -> Option<Entered<Instant>> {
        self.happened(|happened| instant(happened.at))
    }

    /// The item as it is now, which may be newer than the event; null once it is withdrawn, and in a
    /// checkpoint.
    async fn item(&self) -> async_graphql::Result<Option<Item>> {
        let Some(happened) = &self.event.happened else { return Ok(None) };
        Ok(Spine::load(&self.reader, happened.item).await?.map(Item::new))
    }

    /// The item that took its place, if it was merged.
    async fn merged_into(&self) -> Option<ID> {
        self.happened(|happened| happened.merged_into)?.map(|id| ID(id.to_string()))
    }
}

/// A page of the feed. A selective filter may give a short or empty page; go on from `endCursor`
/// while `hasNextPage`.
#[derive(SimpleObject)]
pub struct FeedConnection {
    /// The events with their cursors.
    edges: Vec<FeedEdge>,
    /// The events, in the order in which they happened.
    nodes: Vec<FeedEvent>,
    /// Where the page stands in the feed.
    page_info: PageInfo,
    /// The place of the record's latest change.
    head: String,
}

/// An event and its place in the feed.
#[derive(Clone, SimpleObject)]
pub struct FeedEdge {
    /// The event's place in the feed.
    cursor: String,
    /// The event.
    node: FeedEvent,
}

impl FeedConnection {
    /// A page that was read after `after`.
    pub fn new(reader: &Reader, record: uuid::Uuid, after: i64, page: FeedPage) -> Self {
        let cursor = |position| FeedCursor { record, position }.encode();
        let event = |event: Event| FeedEvent::new(reader.clone(), record, event);
        let first = page.events.first().map(|event| cursor(event.position));
        let nodes: Vec<FeedEvent> = page.events.into_iter().map(event).collect();
        let edge = |node: &FeedEvent| FeedEdge { cursor: cursor(node.event.position), node: node.clone() };
        Self {
            edges: nodes.iter().map(edge).collect(),
            nodes,
            page_info: PageInfo {
                has_next_page: page.more,
                has_previous_page: after > 0,
                start_cursor: first,
                end_cursor: Some(cursor(page.end)),
            },
            head: cursor(page.head),
        }
    }
}
