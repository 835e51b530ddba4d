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
use crate::feed::{Event, FeedChange, FeedPage};

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
        !matches!(self.reader.load::<Spines>(self.event.entry.item).await, Ok(None))
    }

    fn cursor_at(&self, position: i64) -> String {
        FeedCursor { record: self.record, position }.encode()
    }
}

/// Something that happened to the record.
#[Object]
impl FeedEvent {
    /// The event's place in the feed. Give it to `after` to go on behind it.
    async fn cursor(&self) -> String {
        self.cursor_at(self.event.entry.position)
    }

    /// The place of the record's latest change when this event was read.
    async fn head(&self) -> String {
        self.cursor_at(self.event.head)
    }

    /// What was done to the item.
    async fn action(&self) -> JournalAction {
        self.event.entry.action
    }

    /// What it means for whoever holds the items that match the filter.
    async fn change(&self) -> FeedChange {
        self.event.change
    }

    /// The item's id; also known once it is withdrawn.
    async fn item_id(&self) -> ID {
        ID(self.event.entry.item.to_string())
    }

    /// The item's content type.
    async fn item_type(&self) -> ItemType {
        self.event.entry.item_type
    }

    /// The item's revision after the event.
    async fn revision(&self) -> i32 {
        self.event.entry.revision
    }

    /// When it happened.
    async fn occurred_at(&self) -> Entered<Instant> {
        instant(self.event.entry.at)
    }

    /// The item as it is now, which may be newer than the event; null once it is withdrawn.
    async fn item(&self) -> async_graphql::Result<Option<Item>> {
        let spine = self.reader.load::<Spines>(self.event.entry.item).await?;
        Ok(spine.map(|spine| Item::new(Spine::new(self.reader.clone(), spine))))
    }

    /// The item that took its place, if it was merged.
    async fn merged_into(&self) -> Option<ID> {
        self.event.entry.merged_into.map(|id| ID(id.to_string()))
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
        let first = page.events.first().map(|event| cursor(event.entry.position));
        let nodes: Vec<FeedEvent> = page.events.into_iter().map(event).collect();
        let edge = |node: &FeedEvent| FeedEdge { cursor: cursor(node.event.entry.position), node: node.clone() };
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
