//! Who takes part in which meeting: few in most, hundreds or thousands in some.

use std::collections::HashSet;

use entity::vocabulary::{AppearanceKind, ParticipantRole};

use super::names::Country;
use super::{Counts, Random, World, named, statement};
use crate::domain::actor::{ActorRef, DelegationRef};
use crate::domain::documents::{AppearanceDocument, ParticipantDocument, SessionDocument};

/// Attempts to find somebody who does not take part yet.
const ATTEMPTS: usize = 4;

/// Shares out participants among meetings.
pub(super) fn sizes(seed: u64, counts: Counts) -> Vec<u32> {
    let weight = |meeting| u128::from(Random::of(seed, "size", meeting).size());
    let total = (0..counts.meetings).map(weight).sum::<u128>().max(1);
    let (mut sum, mut given) = (0, 0);
    let size = |meeting| {
        sum += weight(meeting);
        let until = counts.participants as u128 * sum / total;
        let size = until - given;
        given = until;
        u32::try_from(size).unwrap_or(u32::MAX)
    };
    (0..counts.meetings).map(size).collect()
}

impl World {
    /// The people who take part in a meeting, as many as asked for; they come first to its mind.
    pub(super) fn some_people_of(&self, meeting: usize, most: usize) -> Vec<usize> {
        let size = usize::try_from(self.sizes[meeting]).unwrap_or_default();
        let people = (0..size).filter_map(|place| match self.actor(meeting, place, 0) {
            Some(Actor::Person(person)) => Some(person),
            _ => None,
        });
        let mut found: Vec<usize> = Vec::new();
        for person in people.take(4 * most) {
            if found.len() < most && !found.contains(&person) {
                found.push(person);
            }
        }
        found
    }

    pub(super) fn participants(
        &self,
        meeting: usize,
        host: Country,
        sessions: &[SessionDocument],
    ) -> Vec<ParticipantDocument> {
        let size = usize::try_from(self.sizes[meeting]).unwrap_or_default();
        let mut present = HashSet::new();
        (0..size)
            .map(|place| {
                let mut fresh = |attempt| self.actor(meeting, place, attempt).filter(|actor| present.insert(*actor));
                let actor = (0..ATTEMPTS).find_map(&mut fresh);
                self.participant(meeting, place, actor, (host, sessions))
            })
            .collect()
    }

    /// Who stands at a place of a meeting's list; none if unnamed.
    fn actor(&self, meeting: usize, place: usize, attempt: usize) -> Option<Actor> {
        let random = &mut self.random("actor", (meeting << 24) + (place << 3) + attempt);
        match random.below(100) {
            0..=7 => self.any_organization(random).map(Actor::Organization),
            8..=17 => None,
            _ => self.any_person(random).map(Actor::Person),
        }
    }

    fn participant(
        &self,
        meeting: usize,
        place: usize,
        actor: Option<Actor>,
        (host, sessions): (Country, &[SessionDocument]),
    ) -> ParticipantDocument {
        let random = &mut self.random("participant", (meeting << 24) + place);
        let mut participant = ParticipantDocument::default();
        match actor {
            Some(Actor::Person(person)) => {
                participant.actor = Some(ActorRef::Person(named("person", person)));
                participant.roles = vec![role(place, random)];
                participant.on_behalf_of = match random.below(10) {
                    0..=4 => Some(DelegationRef::Area(Country::of(person).code().to_owned())),
                    5..=8 => self
                        .any_organization(random)
                        .map(|organization| DelegationRef::Organization(named("organization", organization))),
                    _ => None,
                };
                if random.happens(150) {
                    participant.stated_name = Some(self.person_name(person).latin());
                }
            }
            Some(Actor::Organization(organization)) => {
                participant.actor = Some(ActorRef::Organization(named("organization", organization)));
                let held = [ParticipantRole::CoOrganizer, ParticipantRole::Supporter, ParticipantRole::Observer];
                participant.roles = vec![if place == 0 { ParticipantRole::Host } else { *random.pick(&held) }];
            }
            None => {
                participant.stated_title = Some(format!("{} official", host.adjective()));
                participant.roles = vec![ParticipantRole::Attendee];
            }
        }
        if actor.is_some() && !sessions.is_empty() && random.happens(300) {
            participant.appearances.push(AppearanceDocument {
                kind: Some(*random.pick(&[
                    AppearanceKind::Remarks,
                    AppearanceKind::Speech,
                    AppearanceKind::Presentation,
                ])),
                role: None,
                session: random.pick(sessions).key.clone(),
            });
        }
        if place < 6 && random.happens(300) {
            participant.protocol_order = i32::try_from(place + 1).ok();
        }
        if random.happens(50) {
            participant.statements.push(statement("roles", None, random));
        }
        participant
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Actor {
    Person(usize),
    Organization(usize),
}

/// The role of somebody at a place of the list.
fn role(place: usize, random: &mut Random) -> ParticipantRole {
    match (place, random.below(100)) {
        (0, _) => ParticipantRole::Chair,
        (1..=3, _) => ParticipantRole::HeadOfDelegation,
        (_, 0..=9) => ParticipantRole::Speaker,
        (_, 10..=12) => ParticipantRole::Moderator,
        (_, 13..=19) => ParticipantRole::Panelist,
        (_, 20..=69) => ParticipantRole::Delegate,
        _ => ParticipantRole::Attendee,
    }
}
