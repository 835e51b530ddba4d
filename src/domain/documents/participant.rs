//! The participants of a meeting, as its document holds them.

use async_graphql::InputObject;
use entity::ItemId;
use entity::vocabulary::{AppearanceKind, ParticipantRole};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

use super::statement::{self, StatementDocument};
use super::{Reference, Report};
use crate::domain::actor::{ActorRef, DelegationRef};
use crate::domain::identity::ItemRef;
use crate::domain::problem::ProblemCode;

/// Somebody who takes part in a meeting; one for each actor and delegation. At least an actor, a name
/// or a title: people who are counted but not named are statements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "ParticipantInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ParticipantDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Who takes part; left out if unnamed, or known only by a name that leads to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorRef>,
    /// What the source calls them, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_name: Option<String>,
    /// What the source says that they are, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_title: Option<String>,
    /// In which roles.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<ParticipantRole>,
    /// For whom they act; those who share it are a delegation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<DelegationRef>,
    /// What they do in the meeting.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub appearances: Vec<AppearanceDocument>,
    /// Their rank in the meeting's protocol, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_order: Option<i32>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// Something that a participant does in a meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "AppearanceInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct AppearanceDocument {
    /// What is done. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<AppearanceKind>,
    /// In which role, if it is not plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<ParticipantRole>,
    /// The key of the session of the meeting in which it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

impl ParticipantDocument {
    /// What it refers to; `path` is its place in the document.
    pub(super) fn references<'d>(&'d mut self, path: &str) -> Vec<Reference<'d>> {
        let actor = self.actor.as_mut().and_then(ActorRef::item).map(|found| ("actor", found));
        let delegation = self.on_behalf_of.as_mut().and_then(DelegationRef::item).map(|found| ("onBehalfOf", found));
        let reference = move |(field, (member, target, expects)): (&str, (&str, &'d mut ItemRef, _))| Reference {
            path: format!("{path}/{field}/{member}"),
            target,
            expects,
        };
        let statements = statement::references(&format!("{path}/statements"), &mut self.statements);
        actor.into_iter().chain(delegation).map(reference).chain(statements).collect()
    }

    /// Removes every reference to an item. Says whether anything is left of it.
    pub(super) fn detach(&mut self, target: ItemId) -> bool {
        self.actor.take_if(|actor| actor.id() == Some(target));
        self.on_behalf_of.take_if(|delegation| delegation.id() == Some(target));
        statement::detach(&mut self.statements, target);
        self.is_somebody()
    }

    fn is_somebody(&self) -> bool {
        self.actor.is_some() || self.stated_name.is_some() || self.stated_title.is_some()
    }
}

/// Checks the participants of a meeting that has sessions with these keys.
pub(super) fn check(report: &mut Report<'_>, participants: &[ParticipantDocument], sessions: &HashSet<&str>) {
    let mut known = HashSet::new();
    report.each("participants", participants, |report, participant| {
        report.key(participant.key.as_deref());
        report.text("statedName", participant.stated_name.as_deref());
        report.text("statedTitle", participant.stated_title.as_deref());
        report.area("actor/area", participant.actor.as_ref().and_then(ActorRef::area));
        report.area("onBehalfOf/area", participant.on_behalf_of.as_ref().and_then(DelegationRef::area));
        report.counting("protocolOrder", participant.protocol_order);
        report.distinct("roles", &participant.roles);
        report.each("appearances", &participant.appearances, |report, appearance| {
            report.required("kind", appearance.kind.as_ref());
            if let Some(session) = appearance.session.as_deref().filter(|session| !sessions.contains(session)) {
                let message =
                    format!("this meeting has no session with the key `{session}`: give that session the key");
                report.problem("session", ProblemCode::DanglingReference, message);
            }
        });
        statement::check(report, &participant.statements);
        if !participant.is_somebody() {
            let message = "a participant needs an actor, a stated name or a stated title";
            report.problem("", ProblemCode::Required, message);
        }
        if let Some(actor) = &participant.actor
            && !known.insert((actor, &participant.on_behalf_of))
        {
            let message = format!("{actor} takes part twice on the same behalf: join the roles in one participant");
            report.problem("actor", ProblemCode::Duplicate, message);
        }
    });
}
