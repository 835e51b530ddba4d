//! Pages: which rows of a list a client asked for.

use entity::{ItemId, ItemType};

use super::cursor::{CursorError, EdgeCursor, ListCursor};
use super::query::Order;

/// The most rows a page can have.
pub const MAX_PAGE: i32 = 100;
/// The rows of a page when nothing is said.
pub const DEFAULT_PAGE: i32 = 20;

/// Paging arguments as the client gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageArguments {
    /// This many from the start of the range.
    pub first: Option<i32>,
    /// Only what comes after this cursor.
    pub after: Option<String>,
    /// This many from the end of the range.
    pub last: Option<i32>,
    /// Only what comes before this cursor.
    pub before: Option<String>,
}

/// A page that can be read, between cursors of some kind of list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageRequest<C = ListCursor> {
    /// How many rows at most.
    pub limit: u64,
    /// Whether to count them from the end of the range.
    pub backward: bool,
    /// The row the range begins after.
    pub after: Option<C>,
    /// The row the range ends before.
    pub before: Option<C>,
}

impl PageRequest<EdgeCursor> {
    /// What a page needs of a list that is in memory, in reading direction: one row more than asked for, if there
    /// is one. Rows come in any order; their places make them a list.
    pub fn range<T>(&self, rows: impl IntoIterator<Item = T>, place: impl Fn(&T) -> (i64, ItemId)) -> Vec<T> {
        let inside = |row: &T| {
            let here = place(row);
            self.after.as_ref().is_none_or(|after| here > (after.sort, after.owner))
                && self.before.as_ref().is_none_or(|before| here < (before.sort, before.owner))
        };
        let mut found: Vec<T> = rows.into_iter().filter(inside).collect();
        let order = |one: &T, other: &T| {
            let ascending = place(one).cmp(&place(other));
            if self.backward { ascending.reverse() } else { ascending }
        };
        let wanted = usize::try_from(self.limit).unwrap_or(usize::MAX).saturating_add(1);
        if found.len() > wanted {
            // Most lists are much longer than a page.
            found.select_nth_unstable_by(wanted, order);
            found.truncate(wanted);
        }
        found.sort_unstable_by(order);
        found
    }
}

/// Why a page cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Both ends were asked for.
    #[error("give `first` or `last`, not both")]
    BothEnds,
    /// The page is empty, negative or too large.
    #[error("`{argument}` must be from 1 to {MAX_PAGE}")]
    Size {
        /// The argument at fault.
        argument: &'static str,
    },
    /// A cursor cannot be used.
    #[error("`{argument}`: {source}")]
    Cursor {
        /// The argument at fault.
        argument: &'static str,
        /// What is wrong with it.
        source: CursorError,
    },
}

impl PageArguments {
    /// Checks the arguments for a list of this content type in this order.
    pub fn parse(&self, item_type: ItemType, order: Order) -> Result<PageRequest, PageError> {
        self.parse_with(|text| ListCursor::decode(text, item_type, order))
    }

    /// Checks the arguments for a list whose cursors are read so.
    pub fn parse_with<C>(&self, decode: impl Fn(&str) -> Result<C, CursorError>) -> Result<PageRequest<C>, PageError> {
        let (argument, size, backward) = match (self.first, self.last) {
            (Some(_), Some(_)) => return Err(PageError::BothEnds),
            (None, Some(last)) => ("last", last, true),
            (first, None) => ("first", first.unwrap_or(DEFAULT_PAGE), false),
        };
        let limit = u64::try_from(size).ok().filter(|_| (1..=MAX_PAGE).contains(&size));
        let cursor = |argument, text: &Option<String>| {
            let decoded = text.as_ref().map(|text| decode(text)).transpose();
            decoded.map_err(|source| PageError::Cursor { argument, source })
        };
        Ok(PageRequest {
            limit: limit.ok_or(PageError::Size { argument })?,
            backward,
            after: cursor("after", &self.after)?,
            before: cursor("before", &self.before)?,
        })
    }
}
