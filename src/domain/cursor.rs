//! Cursors: opaque, versioned text. A feed cursor is a place in one record's journal; a list cursor
//! is the sort key and id of a row in one order.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::query::{Order, OrderField};
use super::search::MatchRank;

const VERSION: u8 = 1;

/// Why a cursor cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// It was not made here, or by another version.
    #[error("this is not a cursor of this service; use one that it returned, unchanged")]
    Malformed,
    /// It belongs to another record, list or order.
    #[error("this cursor belongs to another record or to a list in another order; start again without it")]
    Foreign,
    /// It is ahead of the journal.
    #[error("this cursor is ahead of the record's latest change; it was made by a newer copy of this record")]
    Future,
}

/// A place in a record's journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedCursor {
    /// The record.
    pub record: Uuid,
    /// The position of the last entry seen; 0 before the first.
    pub position: i64,
}

impl FeedCursor {
    /// The opaque text.
    pub fn encode(self) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(self.record.as_bytes());
        bytes.extend_from_slice(&self.position.to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position after which to go on in this record, whose latest entry is `head`.
    /// `"0"` means from the start.
    pub fn resume(text: &str, record: Uuid, head: i64) -> Result<i64, CursorError> {
        if text == "0" {
            return Ok(0);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Malformed)?;
        let (version, rest) = bytes.split_first().ok_or(CursorError::Malformed)?;
        let (of, position) = rest.split_at_checked(16).ok_or(CursorError::Malformed)?;
        let position = position.try_into().map(i64::from_be_bytes).map_err(|_| CursorError::Malformed)?;
        if *version != VERSION || position < 0 {
            return Err(CursorError::Malformed);
        }
        if of != record.as_bytes() {
            return Err(CursorError::Foreign);
        }
        if position > head {
            return Err(CursorError::Future);
        }
        Ok(position)
    }
}

/// The value a list is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortValue {
    /// A sort key or instant.
    Number(i64),
    /// A folded text.
    Text(String),
}

/// A row's place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListCursor {
    /// The row's sort value.
    pub sort: SortValue,
    /// The row's id, which breaks ties.
    pub id: ItemId,
}

impl ListCursor {
    /// The opaque text, for a list of this content type in this order.
    pub fn encode(&self, item_type: ItemType, order: Order) -> String {
        let parts = (VERSION, item_type, order.name(), &self.sort, self.id);
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts).unwrap_or_default())
    }

    /// The place that the text names in a list of this content type in this order.
    pub fn decode(text: &str, item_type: ItemType, order: Order) -> Result<Self, CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Malformed)?;
        let (version, of, name, sort, id): (u8, ItemType, String, SortValue, ItemId) =
            serde_json::from_slice(&bytes).map_err(|_| CursorError::Malformed)?;
        if version != VERSION {
            return Err(CursorError::Malformed);
        }
        if of != item_type || name != order.name() {
            return Err(CursorError::Foreign);
        }
        let fits = match &sort {
            SortValue::Text(text) => order.field == OrderField::Label && !text.contains(char::is_control),
            SortValue::Number(_) => order.field != OrderField::Label,
        };
        if !fits {
            return Err(CursorError::Malformed);
        }
        Ok(Self { sort, id })
    }
}

/// An edge's place in a list of edges under one parent: participants, positions, statements.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EdgeCursor {
    /// What the list is ordered by.
    pub sort: i64,
    /// The item whose document holds the edge.
    pub owner: ItemId,
    /// The edge's key in that document.
    pub key: String,
}

impl EdgeCursor {
    /// The opaque text, for the list of this name.
    pub fn encode(&self, list: &str) -> String {
        let parts = (VERSION, list, self.sort, self.owner, &self.key);
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts).unwrap_or_default())
    }

    /// The place that the text names in the list of this name.
    pub fn decode(text: &str, list: &str) -> Result<Self, CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Malformed)?;
        let (version, of, sort, owner, key): (u8, String, i64, ItemId, String) =
            serde_json::from_slice(&bytes).map_err(|_| CursorError::Malformed)?;
        if version != VERSION || key.contains(char::is_control) {
            return Err(CursorError::Malformed);
        }
        if of == list { Ok(Self { sort, owner, key }) } else { Err(CursorError::Foreign) }
    }
}

/// A place in what is found by a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SearchCursor {
    /// How well the item matches.
    pub rank: MatchRank,
    /// Where it stands among those that match as well.
    pub place: i64,
}

impl SearchCursor {
    /// The opaque text, for what is found by the question with this digest.
    pub fn encode(self, question: u32) -> String {
        let parts = (VERSION, "search", question, self.rank, self.place);
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts).unwrap_or_default())
    }

    /// The place that the text names in what is found by the question with this digest.
    pub fn decode(text: &str, question: u32) -> Result<Self, CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Malformed)?;
        let (version, list, of, rank, place): (u8, String, u32, MatchRank, i64) =
            serde_json::from_slice(&bytes).map_err(|_| CursorError::Malformed)?;
        if version != VERSION {
            return Err(CursorError::Malformed);
        }
        if list == "search" && of == question { Ok(Self { rank, place }) } else { Err(CursorError::Foreign) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_cursor_names_its_record() {
        let (ours, theirs) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let cursor = FeedCursor { record: ours, position: 7 }.encode();
        assert_eq!(FeedCursor::resume(&cursor, ours, 7), Ok(7));
        assert_eq!(FeedCursor::resume(&cursor, ours, 6), Err(CursorError::Future));
        assert_eq!(FeedCursor::resume(&cursor, theirs, 7), Err(CursorError::Foreign));
        assert_eq!(FeedCursor::resume("0", ours, 0), Ok(0));
        for wrong in ["", "1", "x", "AAAA", &cursor[1..]] {
            assert_eq!(FeedCursor::resume(wrong, ours, 9), Err(CursorError::Malformed), "{wrong}");
        }
    }
}
