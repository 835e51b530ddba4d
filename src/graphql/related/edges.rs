//! What must hold for participants and positions: some, every, none, and who or what is at their other end.

use async_graphql::InputObject;
use entity::ItemType;
use futures_util::future::BoxFuture;

use super::{ItemCondition as _, RelatedCondition};
use crate::domain::condition::{Condition, Edge};
use crate::domain::query::Having;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::Reader;
use crate::graphql::types::{organization, participant, person, position};

/// A participant that meets all of this at once.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ParticipantCondition {
    /// What the participant must be.
    pub participant: Option<participant::Filter>,
    /// Which person it must be that takes part.
    pub person: Option<Box<person::Filter>>,
    /// Which organization it must be that takes part.
    pub organization: Option<Box<organization::Filter>>,
}

/// A position of a person that meets all of this at once.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PositionCondition {
    /// What the position must be.
    pub position: Option<position::Filter>,
    /// Which organization it must be in.
    pub organization: Option<Box<organization::Filter>>,
}

/// A position in an organization that meets all of this at once.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PositionInCondition {
    /// What the position must be.
    pub position: Option<position::Filter>,
    /// Which person must hold it or have held it.
    pub person: Option<Box<person::Filter>>,
}

type Other = Option<(ItemType, Box<Condition>)>;

async fn person(reader: &Reader, filter: Option<Box<person::Filter>>) -> Result<Other, ApiError> {
    let Some(filter) = filter else { return Ok(None) };
    Ok(Some((ItemType::Person, Box::new(filter.condition(reader).await?))))
}

async fn organization(reader: &Reader, filter: Option<Box<organization::Filter>>) -> Result<Other, ApiError> {
    let Some(filter) = filter else { return Ok(None) };
    Ok(Some((ItemType::Organization, Box::new(filter.condition(reader).await?))))
}

impl ParticipantCondition {
    async fn edge(self, reader: &Reader) -> Result<Edge, ApiError> {
        if self.person.is_some() && self.organization.is_some() {
            let problem = "a participant is a person or an organization: give one of the two";
            return Err(ApiError::bad_input("person", problem));
        }
        let other = person(reader, self.person).await?.or(organization(reader, self.organization).await?);
        let participant = self.participant.unwrap_or_default().parse(reader).await?;
        Ok(Edge { having: Having::Participant(participant), other, otherwise: false })
    }
}

impl PositionCondition {
    async fn edge(self, reader: &Reader) -> Result<Edge, ApiError> {
        let position = self.position.unwrap_or_default().parse(reader).await?;
        let other = organization(reader, self.organization).await?;
        Ok(Edge { having: Having::Position(position), other, otherwise: false })
    }
}

impl PositionInCondition {
    async fn edge(self, reader: &Reader) -> Result<Edge, ApiError> {
        let position = self.position.unwrap_or_default().parse(reader).await?;
        let other = person(reader, self.person).await?;
        Ok(Edge { having: Having::PositionIn(position), other, otherwise: false })
    }
}

macro_rules! many {
    ($($(#[$description:meta])* $Name:ident of $Condition:ident;)*) => {$(
        $(#[$description])*
        #[derive(Clone, Debug, InputObject)]
        pub struct $Name {
            /// At least one is such.
            pub some: Option<$Condition>,
            /// All are such; so it is if there is none.
            pub every: Option<$Condition>,
            /// None is such.
            pub none: Option<$Condition>,
        }

        impl RelatedCondition for $Name {
            type By = ();

            fn conditions(self, reader: &Reader, (): ()) -> BoxFuture<'_, Result<Vec<Condition>, ApiError>> {
                Box::pin(async move {
                    let not = |edge| Condition::Not(Box::new(Condition::Edge(edge)));
                    let mut all = Vec::new();
                    if let Some(some) = self.some {
                        all.push(Condition::Edge(some.edge(reader).await?));
                    }
                    if let Some(every) = self.every {
                        all.push(not(Edge { otherwise: true, ..every.edge(reader).await? }));
                    }
                    if let Some(none) = self.none {
                        all.push(not(none.edge(reader).await?));
                    }
                    Ok(all)
                })
            }
        }
    )*};
}

many! {
    /// What must hold for a meeting's participants.
    ManyParticipants of ParticipantCondition;
    /// What must hold for a person's positions.
    ManyPositions of PositionCondition;
    /// What must hold for the positions in an organization.
    ManyPositionsIn of PositionInCondition;
}
