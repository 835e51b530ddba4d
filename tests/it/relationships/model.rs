//! A plain model of who met whom, by looking at every participant of every meeting.

use std::collections::{BTreeMap, BTreeSet};

use entity::{ItemId, ItemType};
use proptest::prelude::*;
use rapporteur::domain::identity::{area_id, derived_id};
use serde_json::{Value, json};

use crate::harness::documents::{mechanism, meeting, organization, person};

const DATES: [&str; 5] = ["", "2010-05", "2011-02", "2012-03", "2013-07"];
const KINDS: [&str; 3] = ["MEETING", "COURTESY_CALL", "FORUM"];
const AREAS: [&str; 3] = ["CN", "JP", "KR"];
const ROLES: [&str; 3] = ["HOST", "CHAIR", "SPEAKER"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    Person(usize),
    Organization(usize),
    Area(usize),
}

impl Party {
    pub fn id(self) -> ItemId {
        match self {
            Self::Person(index) => derived_id(ItemType::Person, &format!("p{index}")),
            Self::Organization(index) => derived_id(ItemType::Organization, &format!("o{index}")),
            Self::Area(index) => area_id(AREAS[index]),
        }
    }

    pub fn name(self) -> String {
        match self {
            Self::Person(index) => format!("p{index}"),
            Self::Organization(index) => format!("o{index}"),
            Self::Area(index) => AREAS[index].to_owned(),
        }
    }

    fn reference(self) -> Value {
        match self {
            Self::Person(_) => json!({ "person": { "slug": self.name() } }),
            Self::Organization(_) => json!({ "organization": { "slug": self.name() } }),
            Self::Area(_) => json!({ "area": self.name() }),
        }
    }

    fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

#[derive(Clone, Debug)]
pub struct Participant {
    actor: Option<Party>,
    delegation: Option<Party>,
    role: usize,
    session: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Meeting {
    pub slug: String,
    kind: usize,
    held: bool,
    date: usize,
    mechanism: Option<usize>,
    participants: Vec<Participant>,
}

pub fn meetings() -> impl Strategy<Value = Vec<Meeting>> {
    let actor = prop_oneof![
        6 => (0..6_usize).prop_map(|index| Some(Party::Person(index))),
        2 => (0..4_usize).prop_map(|index| Some(Party::Organization(index))),
        1 => (0..3_usize).prop_map(|index| Some(Party::Area(index))),
        1 => Just(None),
    ];
    let delegation = prop_oneof![
        2 => Just(None),
        1 => (0..4_usize).prop_map(|index| Some(Party::Organization(index))),
        1 => (0..3_usize).prop_map(|index| Some(Party::Area(index))),
    ];
    let participant = (actor, delegation, 0..3_usize, proptest::option::of(0..2_usize))
        .prop_map(|(actor, delegation, role, session)| Participant { actor, delegation, role, session });
    let participants = proptest::collection::vec(participant, 0..6);
    let one = (0..3_usize, 0..6_usize, 0..DATES.len(), proptest::option::of(0..2_usize), participants);
    proptest::collection::vec(one, 1..8).prop_map(|all| {
        let meeting = |(index, (kind, held, date, mechanism, mut participants)): (
            usize,
            (usize, usize, usize, _, Vec<Participant>),
        )| {
            let mut known = BTreeSet::new();
            // There is one for each actor and delegation, and nobody acts for themselves.
            participants.retain(|one| {
                one.actor.is_none() || one.actor != one.delegation && known.insert((one.actor, one.delegation))
            });
            Meeting { slug: format!("meeting-{index}"), kind, held: held > 0, date, mechanism, participants }
        };
        all.into_iter().enumerate().map(meeting).collect()
    })
}

pub fn documents(meetings: &[Meeting]) -> Vec<Value> {
    let mut all: Vec<Value> = (0..6).map(|index| person(&format!("p{index}"), &format!("p{index}"))).collect();
    all.extend((0..4).map(|index| organization(&format!("o{index}"), None, "CJK")));
    all.extend((0..2).map(|index| mechanism(&format!("m{index}"), "MINISTERIAL", None)));
    for one in meetings {
        let mechanism = one.mechanism.map(|index| format!("m{index}"));
        let mut document = meeting(&one.slug, mechanism.as_deref(), DATES[one.date]);
        let fields = &mut document["meeting"];
        fields["kind"] = KINDS[one.kind].into();
        fields["status"] = if one.held { "HELD" } else { "SCHEDULED" }.into();
        fields["sessions"] = json!([{ "key": "s0", "kind": "OPENING" }, { "key": "s1", "kind": "CLOSING" }]);
        let participant = |one: &Participant| {
            let mut fields = json!({ "roles": [ROLES[one.role]] });
            match one.actor {
                Some(actor) => fields["actor"] = actor.reference(),
                None => fields["statedTitle"] = "an official".into(),
            }
            if let Some(delegation) = one.delegation {
                fields["onBehalfOf"] = delegation.reference();
            }
            if let Some(session) = one.session {
                fields["appearances"] = json!([{ "kind": "REMARKS", "session": format!("s{session}") }]);
            }
            fields
        };
        fields["participants"] = one.participants.iter().map(participant).collect();
        all.push(document);
    }
    all
}

/// Which encounters count.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub text: &'static str,
    largest: usize,
    own_delegation: bool,
    basis: Option<&'static str>,
    meeting: fn(&Meeting) -> bool,
}

pub const ANY: Filter = Filter { text: "{}", largest: 50, own_delegation: false, basis: None, meeting: |_| true };
pub const FILTERS: [Filter; 9] = [
    ANY,
    Filter { text: "{ ownDelegation: true }", own_delegation: true, ..ANY },
    Filter { text: "{ largestMeeting: 2 }", largest: 2, ..ANY },
    Filter { text: "{ bases: [DIRECT] }", basis: Some("DIRECT"), ..ANY },
    Filter { text: "{ bases: [DIRECT], largestMeeting: 2 }", basis: Some("DIRECT"), largest: 2, ..ANY },
    Filter { text: "{ bases: [SAME_SESSION] }", basis: Some("SAME_SESSION"), ..ANY },
    Filter {
        text: "{ bases: [SAME_MEETING, SAME_MEETING], ownDelegation: true }",
        basis: Some("SAME_MEETING"),
        own_delegation: true,
        ..ANY
    },
    Filter {
        text: r#"{ meetings: { mechanisms: [{ slug: "m0" }], kinds: [MEETING, FORUM] } }"#,
        meeting: |one| one.mechanism == Some(0) && one.kind != 1,
        ..ANY
    },
    Filter {
        text: r#"{ meetings: { during: { from: "2011", until: "2013" } } }"#,
        meeting: |one| matches!(one.date, 2 | 3),
        ..ANY
    },
];

/// What is said of a meeting that two took part in.
#[derive(Clone, Debug)]
pub struct Shared<'m> {
    pub meeting: &'m Meeting,
    basis: &'static str,
}

impl Meeting {
    pub fn id(&self) -> ItemId {
        derived_id(ItemType::Meeting, &self.slug)
    }

    /// As whom somebody takes part: for whom, in which role, and in which session.
    fn presences(&self, party: Party) -> Vec<(Party, usize, Option<usize>)> {
        let acting = self.participants.iter().filter(|one| one.actor == Some(party));
        let acted_for = self.participants.iter().filter(|one| one.delegation == Some(party));
        acting
            .map(|one| (one.delegation.unwrap_or(party), one.role, one.session))
            .chain(acted_for.map(|one| (party, one.role, one.session)))
            .collect()
    }

    fn size(&self, like: Party) -> usize {
        let parties = self.participants.iter().flat_map(|one| [one.actor, one.delegation]).flatten();
        parties.filter(|party| party.is_like(like)).collect::<BTreeSet<_>>().len()
    }

    fn counts(&self, party: Party, filter: Filter) -> bool {
        self.held && (filter.meeting)(self) && self.size(party) <= filter.largest
    }

    pub fn met(&self, one: Party, other: Party, filter: Filter) -> Option<Shared<'_>> {
        if one == other || !self.counts(one, filter) {
            return None;
        }
        let (ours, theirs) = (self.presences(one), self.presences(other));
        let met = ours.iter().any(|a| theirs.iter().any(|b| filter.own_delegation || a.0 != b.0));
        let session = ours.iter().any(|a| a.2.is_some() && theirs.iter().any(|b| a.2 == b.2));
        let basis = if self.kind == 1 {
            "DIRECT"
        } else if session {
            "SAME_SESSION"
        } else {
            "SAME_MEETING"
        };
        (met && filter.basis.is_none_or(|wanted| wanted == basis)).then_some(Shared { meeting: self, basis })
    }
}

/// Name, steps and weight of everybody; how often each two of them met; whether there are more.
pub type Network = (BTreeSet<(String, usize, usize)>, BTreeMap<[String; 2], usize>, bool);

pub struct Model<'m>(pub &'m [Meeting]);

impl<'m> Model<'m> {
    /// The meetings that two took part in, the latest first.
    pub fn shared(&self, one: Party, other: Party, filter: Filter) -> Vec<Shared<'m>> {
        let mut shared: Vec<Shared<'m>> = self.0.iter().filter_map(|meeting| meeting.met(one, other, filter)).collect();
        shared.sort_by_key(|shared| {
            (shared.meeting.date == 0, std::cmp::Reverse(shared.meeting.date), shared.meeting.id())
        });
        shared
    }

    fn like(party: Party) -> Vec<Party> {
        match party {
            Party::Person(_) => (0..6).map(Party::Person).collect(),
            Party::Organization(_) => (0..4).map(Party::Organization).collect(),
            Party::Area(_) => (0..3).map(Party::Area).collect(),
        }
    }

    /// Whom somebody met, most often first.
    pub fn met(&self, party: Party, filter: Filter) -> Vec<(Party, Vec<Shared<'m>>)> {
        let others = Self::like(party).into_iter().map(|other| (other, self.shared(party, other, filter)));
        let mut met: Vec<_> = others.filter(|(_, shared)| !shared.is_empty()).collect();
        met.sort_by_key(|(other, shared)| (std::cmp::Reverse(shared.len()), other.id()));
        met
    }

    fn roles(party: Party, shared: &[Shared<'_>]) -> Vec<&'static str> {
        let roles = shared.iter().flat_map(|shared| shared.meeting.presences(party)).map(|(_, role, _)| role);
        let roles: BTreeSet<usize> = roles.collect();
        // In the order of the vocabulary, which is that of the constant.
        roles.into_iter().map(|role| ROLES[role]).collect()
    }

    fn edge(party: Party, other: Party, shared: &[Shared<'_>]) -> Value {
        let dated: Vec<&str> =
            shared.iter().filter(|one| one.meeting.date > 0).map(|one| one.meeting.slug.as_str()).collect();
        let first =
            shared.iter().filter(|one| one.meeting.date > 0).min_by_key(|one| (one.meeting.date, one.meeting.id()));
        let first = first.map(|one| one.meeting.slug.as_str());
        let mut mechanisms: Vec<usize> = Vec::new();
        for mechanism in shared.iter().filter_map(|one| one.meeting.mechanism) {
            if !mechanisms.contains(&mechanism) {
                mechanisms.push(mechanism);
            }
        }
        let strength = |basis: &str| ["DIRECT", "SAME_SESSION", "SAME_MEETING"].iter().position(|one| *one == basis);
        let slug = |slug: Option<&&str>| slug.map(|slug| json!({ "slug": slug }));
        json!({
            "node": name_of(other),
            "count": shared.len(),
            "basis": shared.iter().map(|one| one.basis).min_by_key(|basis| strength(basis)),
            "fromRoles": Self::roles(party, shared),
            "toRoles": Self::roles(other, shared),
            "firstMeeting": slug(first.as_ref()),
            "lastMeeting": slug(dated.first()),
            "mechanisms": mechanisms.iter().map(|index| json!({ "slug": format!("m{index}") })).collect::<Vec<_>>(),
            "meetings": {
                "totalCount": shared.len(),
                "edges": shared.iter().map(|one| json!({ "basis": one.basis, "node": { "slug": one.meeting.slug } })).collect::<Vec<_>>(),
            },
        })
    }

    pub fn list(&self, party: Party, filter: Filter) -> Value {
        let met = self.met(party, filter);
        let left_out = self.0.iter().filter(|one| {
            let could = filter.basis.is_none_or(|basis| (basis == "DIRECT") == (one.kind == 1));
            could
                && one.held
                && (filter.meeting)(one)
                && !one.presences(party).is_empty()
                && one.size(party) > filter.largest
        });
        json!({
            "totalCount": met.len(),
            "meetingsLeftOut": left_out.count(),
            "edges": met.iter().map(|(other, shared)| Self::edge(party, *other, shared)).collect::<Vec<_>>(),
        })
    }

    /// All shortest ways, by trying everybody at each step.
    pub fn ways(&self, from: Party, to: Party, filter: Filter, max_hops: usize) -> BTreeSet<Vec<String>> {
        let mut ways = vec![vec![from]];
        let mut known = BTreeSet::from([from]);
        for _ in 0..max_hops {
            let mut longer = Vec::new();
            for way in &ways {
                for (next, _) in self.met(way[way.len() - 1], filter) {
                    if !known.contains(&next) {
                        longer.push([way.as_slice(), &[next]].concat());
                    }
                }
            }
            let there: Vec<_> = longer.iter().filter(|way| way.last() == Some(&to)).collect();
            if !there.is_empty() {
                return there.into_iter().map(|way| way.iter().map(|party| party.name()).collect()).collect();
            }
            known.extend(longer.iter().filter_map(|way| way.last().copied()));
            ways = longer;
        }
        BTreeSet::new()
    }

    /// Who stands around somebody: name, steps and weight; and how often each two of them met.
    pub fn network(&self, middle: Party, hops: usize, filter: Filter, first: usize) -> Network {
        let near = self.met(middle, filter);
        let mut has_more = near.len() > first;
        let mut placed = vec![(middle, 0, 0)];
        placed.extend(near.iter().take(first).map(|(other, shared)| (*other, 1, shared.len())));
        if hops == 2 && !has_more {
            let mut far: Vec<(Party, usize)> = Vec::new();
            for party in Self::like(middle).into_iter().filter(|party| placed.iter().all(|(known, ..)| known != party))
            {
                let shared = near.iter().flat_map(|(nearer, _)| self.shared(*nearer, party, filter));
                let shared: BTreeSet<&str> = shared.map(|shared| shared.meeting.slug.as_str()).collect();
                if !shared.is_empty() {
                    far.push((party, shared.len()));
                }
            }
            far.sort_by_key(|(party, weight)| (std::cmp::Reverse(*weight), party.id()));
            let left = first - near.len();
            has_more = far.len() > left;
            placed.extend(far.into_iter().take(left).map(|(party, weight)| (party, 2, weight)));
        }
        let mut links = BTreeMap::new();
        for (one, ..) in &placed {
            for (other, ..) in placed.iter().filter(|(other, ..)| one.name() < other.name()) {
                let count = self.shared(*one, *other, filter).len();
                if count > 0 {
                    links.insert([one.name(), other.name()], count);
                }
            }
        }
        (placed.into_iter().map(|(party, hops, weight)| (party.name(), hops, weight)).collect(), links, has_more)
    }
}

pub fn name_of(party: Party) -> Value {
    match party {
        Party::Area(_) => json!({ "code": party.name() }),
        _ => json!({ "slug": party.name() }),
    }
}
