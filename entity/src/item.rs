//! The spine: one row for each item that is or was public, whatever its content type; and the one
//! list of content types.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ids::ItemId;
use crate::text::LocalizedText;

/// The one list of content types. Each layer hands over a macro of its own, which receives
/// `Type => module / plural,` with its description for every type, and generates that layer's enums
/// and dispatch from it.
#[macro_export]
macro_rules! content_types {
    ($callback:ident) => {
        $callback! {
            /// Somebody with a name: who meets, speaks, or holds a post.
            Person => person / people,
            /// A body that meets, is met, or hosts: a ministry, a province, a board, a think-tank.
            Organization => organization / organizations,
            /// A consultative mechanism or programme under which meetings take place.
            Mechanism => mechanism / mechanisms,
            /// A meeting: an edition of a mechanism, or one that belongs to none, such as a courtesy call.
            Meeting => meeting / meetings,
            /// A news item, with its photos.
            Article => article / articles,
            /// A report, book, brochure, or the outcome document of a meeting.
            Publication => publication / publications,
            /// Something that others published: press coverage, an interview, a video.
            MediaItem => media_item / media_items,
            /// A statistic: something measured or declared, area by area and period by period.
            Indicator => indicator / indicators,
        }
    };
}

macro_rules! item_type {
    ($($(#[$description:meta])* $Type:ident => $module:ident / $plural:ident,)*) => {
        /// The content type of an item.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            EnumIter, DeriveActiveEnum, Serialize, Deserialize, async_graphql::Enum,
        )]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum ItemType {
            $(
                $(#[$description])*
                $Type,
            )*
        }
    };
}

content_types!(item_type);

/// A row of the spine. Withdrawn items keep theirs as a tombstone, without label and dates.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "item")]
pub struct Model {
    /// The item's identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// Its content type, which never changes.
    pub item_type: ItemType,
    /// The slug it goes by now; earlier ones are in the slug table.
    pub slug: String,
    /// Its display label in the languages it has.
    pub label: LocalizedText,
    /// The label folded for ordering, made in Rust.
    pub label_key: String,
    /// Sort key of its principal date, earliest first; undated last.
    pub date_asc: i64,
    /// Sort key of its principal date, latest first; undated last.
    pub date_desc: i64,
    /// Civil minute at which its principal interval surely ended (exclusive); undated: the largest number.
    pub date_hi: i64,
    /// Instant of the first publication, in microseconds since 1970 (UTC).
    pub published_at: i64,
    /// Instant of the latest change to what is public of it, in microseconds since 1970 (UTC).
    pub updated_at: i64,
    /// Number of publications so far.
    pub revision: i32,
    /// Position of the journal entry that holds its current content.
    pub content_position: i64,
    /// Instant of its withdrawal, if it is not public now.
    pub withdrawn_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
