//! Typed links, read from either end. The two ends differ only in which item is fixed.

use async_graphql::Object;
use entity::vocabulary::{MechanismLinkKind, MeetingLinkKind};
use sea_orm::ActiveEnum;

use super::mechanism::Mechanism;
use super::meeting::Meeting;
use crate::graphql::connection::ContentObject as _;
use crate::graphql::errors::{ApiError, ErrorCode};
use crate::graphql::reader::Reader;
use crate::graphql::relations::{LinksFrom, LinksTo};
use crate::graphql::types::item::Spine;
use crate::store::Linked;

/// What a list without pages is taken to cost, in units of one element: more than most have.
pub const LIST_COST: usize = 20;

/// A link with the operation's view of the record.
#[derive(Clone)]
pub struct Link {
    reader: Reader,
    row: Linked,
}

impl Link {
    /// The links that an item holds.
    pub async fn from(spine: &Spine) -> Result<Vec<Self>, ApiError> {
        let links = spine.reader().load::<LinksFrom>(spine.row().id).await?;
        Ok(Self::all(spine.reader(), links))
    }

    /// The links that lead to an item.
    pub async fn to(spine: &Spine) -> Result<Vec<Self>, ApiError> {
        let links = spine.reader().load::<LinksTo>(spine.row().id).await?;
        Ok(Self::all(spine.reader(), links))
    }

    fn all(reader: &Reader, links: Option<Vec<Linked>>) -> Vec<Self> {
        let link = |row| Self { reader: reader.clone(), row };
        links.into_iter().flatten().map(link).collect()
    }

    async fn end(&self, id: entity::ItemId) -> Result<Option<Spine>, ApiError> {
        Spine::load(&self.reader, id).await
    }

    fn kind<K: ActiveEnum<Value = String>>(&self) -> Result<K, ApiError> {
        K::try_from_value(&self.row.kind).map_err(|_| {
            tracing::error!(kind = %self.row.kind, "a link has a kind outside of its vocabulary");
            ApiError::new(ErrorCode::Internal, "a link cannot be read")
        })
    }
}

macro_rules! link_type {
    ($(#[$meta:meta])* $Name:ident, $Kind:ident, $Target:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $Name(pub Link);

        $(#[$meta])*
        #[Object]
        impl $Name {
            /// How the first relates to the second.
            async fn kind(&self) -> async_graphql::Result<$Kind> {
                Ok(self.0.kind()?)
            }

            /// The one that holds the link: the later or subordinate of the two.
            async fn from(&self) -> async_graphql::Result<Option<$Target>> {
                Ok(self.0.end(self.0.row.owner).await?.map($Target::new))
            }

            /// The one it leads to.
            async fn to(&self) -> async_graphql::Result<Option<$Target>> {
                Ok(self.0.end(self.0.row.target).await?.map($Target::new))
            }
        }
    };
}

link_type!(
    /// How one mechanism relates to another.
    MechanismLink, MechanismLinkKind, Mechanism
);
link_type!(
    /// How one meeting relates to another.
    MeetingLink, MeetingLinkKind, Meeting
);
