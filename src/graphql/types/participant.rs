//! Participants as clients see them, and what they did.

use async_graphql::{ID, InputObject, Object, SimpleObject};
use entity::vocabulary::{AppearanceKind, ParticipantRole};
use entity::{ItemId, ItemType, appearance, participant};

use super::actor::Actor;
use super::item::Spine;
use super::link::LIST_COST;
use super::meeting::Meeting;
use super::session::Session;
use super::statement::Statement;
use crate::domain::actor::{ActorRef, DelegationRef};
use crate::domain::match_key::MatchKey;
use crate::domain::participant::{ParticipantFilter, Party};
use crate::graphql::connection::{ContentObject as _, EdgeObject, edge_by_key};
use crate::graphql::errors::ApiError;
use crate::graphql::inputs::{Groups, found_parties};
use crate::graphql::reader::{Reader, relation};
use crate::graphql::relations::Spines;
use crate::store::content::meeting::participants::{self, ParticipantsOfMeeting};

/// Which participants: any of each list, all of what is given. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ParticipantFilter")]
pub struct Filter {
    /// These people, organizations, or areas acting as such.
    pub actors: Option<Vec<ActorRef>>,
    /// In one of these roles.
    pub roles: Option<Vec<ParticipantRole>>,
    /// Acting for one of these organizations or areas.
    pub on_behalf_of: Option<Vec<DelegationRef>>,
    /// Whether the actor is named.
    pub named: Option<bool>,
}

impl Filter {
    /// The condition on participants.
    pub async fn parse(self, reader: &Reader) -> Result<ParticipantFilter, ApiError> {
        let delegations = self.on_behalf_of.unwrap_or_default().into_iter().map(ActorRef::from);
        Ok(ParticipantFilter {
            actors: found_parties(reader, "actors", self.actors.unwrap_or_default()).await?,
            roles: self.roles.unwrap_or_default().into_iter().collect(),
            delegations: found_parties(reader, "onBehalfOf", delegations).await?,
            named: self.named,
        })
    }
}

/// Adds the keys that a meeting with such a participant has: they say the same less exactly, and lead
/// there by an index.
pub async fn leading_keys(
    groups: &mut Groups<'_>,
    filter: &ParticipantFilter,
    reader: &Reader,
) -> Result<(), ApiError> {
    for parties in [&filter.actors, &filter.delegations] {
        let mut keys = Vec::new();
        for party in parties {
            keys.push(match party {
                Party::Area(code) => MatchKey::taking_part(code),
                Party::Item(id) => match reader.load::<Spines>(*id).await?.map(|item| item.item_type) {
                    Some(ItemType::Person) => MatchKey::person(*id),
                    _ => MatchKey::organization(*id),
                },
            });
        }
        groups.any_key(keys);
    }
    groups.any_key(filter.roles.iter().map(MatchKey::role));
    Ok(())
}

/// Somebody who takes part in a meeting: one for each actor and delegation.
#[derive(Clone)]
pub struct Participant {
    reader: Reader,
    row: participant::Model,
}

impl EdgeObject for Participant {
    type Row = participant::Model;

    fn new(reader: Reader, row: participant::Model) -> Self {
        Self { reader, row }
    }
}

/// Somebody who takes part in a meeting: one for each actor and delegation.
#[Object]
impl Participant {
    /// Opaque id: the meeting's, and the participant's key in it.
    pub async fn id(&self) -> ID {
        ID(format!("{}~{}", self.row.owner, self.row.key))
    }

    /// The meeting.
    async fn meeting(&self) -> async_graphql::Result<Option<Meeting>> {
        Ok(Spine::load(&self.reader, self.row.owner).await?.map(Meeting::new))
    }

    /// Who takes part; null if unnamed, or known only by a name that leads to nobody.
    async fn actor(&self) -> async_graphql::Result<Option<Actor>> {
        Ok(Actor::find(&self.reader, self.row.actor_item, self.row.actor_area.as_deref()).await?)
    }

    /// What the source calls them, word for word.
    async fn stated_name(&self) -> Option<&str> {
        self.row.stated_name.as_deref()
    }

    /// What the source says that they are, word for word.
    async fn stated_title(&self) -> Option<&str> {
        self.row.stated_title.as_deref()
    }

    /// In which roles.
    async fn roles(&self) -> Vec<ParticipantRole> {
        self.row.roles.iter().collect()
    }

    /// For whom they act; those who share it are a delegation.
    async fn on_behalf_of(&self) -> async_graphql::Result<Option<Actor>> {
        Ok(Actor::find(&self.reader, self.row.delegation_item, self.row.delegation_area.as_deref()).await?)
    }

    /// What they do in the meeting, in the order of its authors.
    async fn appearances(&self) -> async_graphql::Result<Vec<Appearance>> {
        let all = self.reader.load::<Appearances>(self.row.owner).await?;
        let own = all.into_iter().flatten().filter(|appearance| appearance.participant == self.row.key);
        Ok(own.map(|row| Appearance::new(self.reader.clone(), row)).collect())
    }

    /// Their rank in the meeting's protocol, from 1, if stated.
    async fn protocol_order(&self) -> Option<i32> {
        self.row.protocol_order
    }

    /// What sources say of their taking part, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        Ok(Statement::about(&self.reader, self.row.owner, &self.row.key).await?)
    }
}

/// Something that a participant does in a meeting.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub struct Appearance {
    /// What is done.
    kind: AppearanceKind,
    /// In which role, if it is not plain.
    role: Option<ParticipantRole>,
    #[graphql(skip)]
    reader: Reader,
    #[graphql(skip)]
    row: appearance::Model,
}

impl Appearance {
    fn new(reader: Reader, row: appearance::Model) -> Self {
        Self { kind: row.kind, role: row.role, reader, row }
    }

    /// What is done in a session of a meeting.
    pub async fn in_session(reader: &Reader, meeting: ItemId, session: &str) -> Result<Vec<Self>, ApiError> {
        let all = reader.load::<Appearances>(meeting).await?;
        let here = all.into_iter().flatten().filter(|appearance| appearance.session.as_deref() == Some(session));
        Ok(here.map(|row| Self::new(reader.clone(), row)).collect())
    }
}

#[async_graphql::ComplexObject]
impl Appearance {
    /// Who does it.
    async fn participant(&self) -> async_graphql::Result<Option<Participant>> {
        Ok(edge_by_key::<ParticipantsOfMeeting, _>(&self.reader, self.row.owner, &self.row.participant).await?)
    }

    /// The session in which it is done, if stated.
    async fn session(&self) -> async_graphql::Result<Option<Session>> {
        let Some(session) = &self.row.session else { return Ok(None) };
        Ok(Session::find(&self.reader, self.row.owner, session).await?)
    }
}

relation!(
    /// What was done in meetings.
    Appearances,
    Vec<appearance::Model>,
    participants::appearances
);
