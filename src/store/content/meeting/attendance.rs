//! Who met whom, made from the participants of meetings that were held: named parties only.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::attendance::PartyKind;
use entity::roles::Roles;
use entity::vocabulary::{MeetingKind, MeetingStatus};
use entity::{ItemId, attendance, session_attendance};

use crate::domain::actor::{ActorRef, DelegationRef};
use crate::domain::documents::{Content as _, MeetingDocument};
use crate::domain::identity::area_id;
use crate::store::edges::number;

/// The rows of a meeting; none unless it was held.
pub(super) fn rows(
    meeting: ItemId,
    document: &MeetingDocument,
    (parties, sessions): (&mut Vec<attendance::Model>, &mut Vec<session_attendance::Model>),
) {
    if document.status != Some(MeetingStatus::Held) {
        return;
    }
    let mut met: BTreeMap<(PartyKind, ItemId, ItemId), Roles> = BTreeMap::new();
    let mut present: BTreeSet<(ItemId, &str)> = BTreeSet::new();
    for one in &document.participants {
        let roles: Roles = one.roles.iter().copied().collect();
        let delegation = one.on_behalf_of.as_ref().and_then(delegation);
        let itself = one.actor.as_ref().and_then(actor);
        let acting = itself.map(|(kind, id)| (kind, id, delegation.map_or(id, |(_, id)| id)));
        // It is there by those who act for it, so it did not meet them.
        let acted_for = delegation.map(|(kind, id)| (kind, id, id));
        for party in acting.into_iter().chain(acted_for) {
            met.entry(party).or_default().0 |= roles.0;
            let attended = one.appearances.iter().filter_map(|appearance| appearance.session.as_deref());
            present.extend(attended.map(|session| (party.1, session)));
        }
    }
    let mut sizes: HashMap<PartyKind, BTreeSet<ItemId>> = HashMap::new();
    for (kind, party, _) in met.keys() {
        sizes.entry(*kind).or_default().insert(*party);
    }
    let direct = document.kind.is_some_and(is_direct);
    let dates = document.dates();
    parties.extend(met.into_iter().map(|((kind, party, delegation), roles)| attendance::Model {
        meeting,
        kind,
        party,
        delegation,
        roles,
        size: number(sizes[&kind].len()),
        direct,
        date_asc: dates.asc,
        date_desc: dates.desc,
        date_hi: dates.hi,
    }));
    let session =
        |(party, session): (ItemId, &str)| session_attendance::Model { meeting, party, session: session.to_owned() };
    sessions.extend(present.into_iter().map(session));
}

/// Whether those who take part in a meeting of this kind do so with each other.
fn is_direct(kind: MeetingKind) -> bool {
    matches!(kind, MeetingKind::Bilateral | MeetingKind::CourtesyCall | MeetingKind::Visit | MeetingKind::Talk)
}

fn actor(actor: &ActorRef) -> Option<(PartyKind, ItemId)> {
    match actor {
        ActorRef::Person(item) => Some((PartyKind::Person, item.id()?)),
        ActorRef::Organization(item) => Some((PartyKind::Organization, item.id()?)),
        ActorRef::Area(code) => Some((PartyKind::Area, area_id(code))),
    }
}

fn delegation(delegation: &DelegationRef) -> Option<(PartyKind, ItemId)> {
    match delegation {
        DelegationRef::Organization(item) => Some((PartyKind::Organization, item.id()?)),
        DelegationRef::Area(code) => Some((PartyKind::Area, area_id(code))),
    }
}
