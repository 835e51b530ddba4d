//! Sessions of meetings as clients see them.

use async_graphql::{ID, Object};
use entity::ItemId;
use entity::meeting_session::Model;
use entity::vocabulary::SessionKind;

use super::link::LIST_COST;
use super::meeting::{Meeting, Sessions};
use super::participant::Appearance;
use super::statement::Statement;
use super::text::{Localized, all, pick_text};
use crate::domain::entered::Entered;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::partial_date::PartialDate;
use crate::graphql::connection::ContentObject as _;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::Reader;
use crate::graphql::types::item::Spine;

/// A session of a meeting.
#[derive(Clone)]
pub struct Session {
    reader: Reader,
    row: Model,
}

impl Session {
    /// A session of a public meeting.
    pub fn new(reader: Reader, row: Model) -> Self {
        Self { reader, row }
    }

    /// The session with this key, if its meeting is public and has it.
    pub async fn find(reader: &Reader, owner: ItemId, key: &str) -> Result<Option<Self>, ApiError> {
        let sessions = reader.load::<Sessions>(owner).await?;
        let found = sessions.into_iter().flatten().find(|session| session.key == key);
        Ok(found.map(|row| Self::new(reader.clone(), row)))
    }
}

/// A session of a meeting.
#[Object]
impl Session {
    /// Opaque id: the meeting's, and the session's key in it.
    pub async fn id(&self) -> ID {
        ID(format!("{}~{}", self.row.owner, self.row.key))
    }

    /// Its number as stated.
    async fn number(&self) -> Option<i32> {
        self.row.number
    }

    /// What sort of session it is, if stated.
    async fn kind(&self) -> Option<SessionKind> {
        self.row.kind
    }

    /// Its title.
    async fn title(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.row.title, locales, fallback)
    }

    /// Its title in every language it has.
    async fn titles(&self) -> Vec<Localized> {
        all(&self.row.title)
    }

    /// Whom it was for, if stated, such as `youth`.
    async fn audience(&self) -> Option<&str> {
        self.row.audience.as_deref()
    }

    /// Its first day, if stated.
    async fn start_date(&self) -> Option<Entered<PartialDate>> {
        self.row.start_date.as_deref().map(Entered::from)
    }

    /// Its last day, inclusive, if stated.
    async fn end_date(&self) -> Option<Entered<PartialDate>> {
        self.row.end_date.as_deref().map(Entered::from)
    }

    /// What is done in it, in the order of the meeting's participants.
    async fn appearances(&self) -> async_graphql::Result<Vec<Appearance>> {
        Ok(Appearance::in_session(&self.reader, self.row.owner, &self.row.key).await?)
    }

    /// What sources say of it, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        Ok(Statement::about(&self.reader, self.row.owner, &self.row.key).await?)
    }

    /// The meeting it is a session of.
    async fn meeting(&self) -> async_graphql::Result<Option<Meeting>> {
        Ok(Spine::load(&self.reader, self.row.owner).await?.map(Meeting::new))
    }
}
