//! The meetings that somebody took part in, with how they did.

use std::collections::HashMap;

use async_graphql::Object;
use entity::{ItemId, participant};

use super::meeting::{self, Meeting};
use super::participant::Participant;
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::domain::participant::Party;
use crate::graphql::connection::{EdgeObject as _, ItemConnection, PageInfo};
use crate::graphql::errors::ApiError;
use crate::graphql::facets::Facets;
use crate::graphql::reader::{Reader, Relation};
use crate::store::content::meeting::participants::{Attendance, attendances};
use crate::store::{Snapshot, StoreError};

/// A page of the meetings that somebody took part in, as themselves or by others who acted for them.
pub struct AttendedMeetingConnection {
    reader: Reader,
    party: Party,
    meetings: ItemConnection<Meeting>,
}

/// A meeting that somebody took part in.
pub struct AttendedMeetingEdge {
    cursor: String,
    node: Meeting,
    participants: Vec<Participant>,
}

impl AttendedMeetingConnection {
    /// The meetings that have this key because of this party.
    pub async fn of(
        reader: &Reader,
        (key, party): (MatchKey, Party),
        filter: Option<meeting::Filter>,
        order_by: Option<meeting::OrderBy>,
        arguments: &PageArguments,
    ) -> Result<Self, ApiError> {
        let query = meeting::query(reader, filter, order_by).await?;
        let meetings = ItemConnection::under(reader, key, query, arguments).await?;
        Ok(Self { reader: reader.clone(), party, meetings })
    }
}

/// A page of the meetings that somebody took part in, as themselves or by others who acted for them.
#[Object]
impl AttendedMeetingConnection {
    /// The rows with their cursors, and how it was taken part.
    async fn edges(&self) -> async_graphql::Result<Vec<AttendedMeetingEdge>> {
        let rows = self.meetings.as_page().rows();
        let wanted = rows.iter().map(|row| (row.inner().item(), self.party.clone()));
        let found = self.reader.load_many::<Attendances>(wanted).await?;
        let edge = |(row, found): (&crate::graphql::connection::Edge<Meeting>, Option<Vec<participant::Model>>)| {
            let participant = |row| Participant::new(self.reader.clone(), row);
            AttendedMeetingEdge {
                cursor: row.place().to_owned(),
                node: row.inner().clone(),
                participants: found.into_iter().flatten().map(participant).collect(),
            }
        };
        Ok(rows.iter().zip(found).map(edge).collect())
    }

    /// The meetings, for those who need no more.
    async fn nodes(&self) -> Vec<Meeting> {
        self.meetings.as_page().rows().iter().map(|row| row.inner().clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        self.meetings.as_page().page()
    }

    /// How many meetings the whole list has. Counted only when asked for.
    async fn total_count(&self) -> async_graphql::Result<i64> {
        Ok(self.meetings.as_page().count().await?)
    }

    /// What the whole list holds, under the same filter, counted along several dimensions.
    async fn facets(&self) -> Facets {
        self.meetings.count_facets()
    }
}

/// A meeting that somebody took part in.
#[Object]
impl AttendedMeetingEdge {
    /// The row's place in the list; give it to `after` or `before`.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The meeting.
    async fn node(&self) -> &Meeting {
        &self.node
    }

    /// How they took part: the first of `participants`.
    async fn participant(&self) -> Option<&Participant> {
        self.participants.first()
    }

    /// All who took part as them or for them.
    async fn participants(&self) -> &[Participant] {
        &self.participants
    }
}

/// Those who took part in a meeting as, or for, somebody.
pub async fn participants_as(reader: &Reader, meeting: ItemId, party: Party) -> Result<Vec<Participant>, ApiError> {
    let found = reader.load::<Attendances>((meeting, party)).await?;
    Ok(found.into_iter().flatten().map(|row| Participant::new(reader.clone(), row)).collect())
}

/// Who took part in meetings as, or for, somebody.
struct Attendances;

impl Relation for Attendances {
    type Key = Attendance;
    type Value = Vec<participant::Model>;

    async fn read(snapshot: &Snapshot, keys: &[Attendance]) -> Result<HashMap<Attendance, Self::Value>, StoreError> {
        attendances(snapshot, keys).await
    }
}
