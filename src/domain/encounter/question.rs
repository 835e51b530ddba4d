//! Answering questions about encounters from who took part in what.
//!
//! Two parties of one sort met if they took part in a meeting that counts, for different delegations. Somebody may
//! take part for several, and met whoever is there for another one than one of these.

use std::collections::BTreeMap;
use std::sync::Arc;

use entity::ItemId;
use entity::attendance::PartyKind;
use entity::roles::Roles;
use rustc_hash::{FxHashMap, FxHashSet};

use super::attendances::{Attendance, Attendances, Meeting, Presence, Present};
use super::{Basis, Encounters};
use crate::domain::cursor::EdgeCursor;
use crate::domain::page::PageRequest;
use crate::domain::paths;

/// A question, and what is known to answer it from.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// Who took part in what.
    pub attendances: &'q Arc<Attendances>,
    /// What is asked.
    pub encounters: &'q Encounters,
    /// The meetings that are asked about, if not all: those of whoever is asked about, at least.
    pub selected: Option<FxHashSet<ItemId>>,
}

/// Somebody whom a party met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Whom it met.
    pub other: ItemId,
    /// In how many meetings.
    pub meetings: i64,
}

impl Met {
    /// Its place in the list: who was met most often first.
    pub fn place(&self) -> EdgeCursor {
        EdgeCursor { sort: -self.meetings, owner: self.other, key: String::new() }
    }
}

/// Everybody whom a party met, in no order.
#[derive(Clone, Debug, Default)]
pub struct Acquaintances {
    attendances: Arc<Attendances>,
    /// Numbers of parties, and of the meetings with each.
    counts: Vec<(u32, u32)>,
}

/// A meeting that two parties took part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The meeting.
    pub meeting: ItemId,
    /// The roles of the first.
    pub own_roles: Roles,
    /// The roles of the second.
    pub other_roles: Roles,
    /// On what grounds they met there.
    pub basis: Basis,
    /// When it was, ascending in time; undated last.
    pub date_asc: i64,
    /// When it was, descending in time; undated last.
    pub date_desc: i64,
}

impl Shared {
    /// Its place in the list: the latest first.
    pub fn place(&self) -> EdgeCursor {
        EdgeCursor { sort: self.date_desc, owner: self.meeting, key: String::new() }
    }
}

/// How often parties met each other, among some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// One of them: the one with the smaller id.
    pub one: ItemId,
    /// The other.
    pub other: ItemId,
    /// In how many meetings.
    pub meetings: i64,
}

impl Question<'_> {
    /// Everybody whom a party met, or one of them.
    pub fn met(&self, party: ItemId, only: Option<ItemId>) -> Acquaintances {
        let attendances = self.attendances.clone();
        let Some(party) = attendances.number_of(party) else { return Acquaintances::default() };
        if let Some(only) = only {
            let only = attendances.number_of(only).map(|other| (other, self.times(party, other)));
            return Acquaintances { attendances, counts: only.into_iter().filter(|(_, times)| *times > 0).collect() };
        }
        let mut tally = Tally::new(&attendances);
        for (_, meeting, present) in self.counted(party) {
            self.met_at(meeting, (party, present), |other| tally.add(other));
        }
        Acquaintances { counts: tally.counts, attendances }
    }

    /// In how many meetings a party could have met somebody, but for their size.
    pub fn left_out(&self, party: ItemId) -> i64 {
        let Some(party) = self.attendances.number_of(party) else { return 0 };
        let bases = &self.encounters.bases;
        let possible = |direct: bool| bases.is_empty() || bases.iter().any(|basis| (*basis == Basis::Direct) == direct);
        let left_out = self.held(party).filter(|meeting| {
            let present = meeting.present(party);
            possible(meeting.direct) && present.is_some_and(|present| present.size > self.encounters.largest)
        });
        number(left_out.count())
    }

    /// The meetings that two took part in, the latest first.
    pub fn shared(&self, one: ItemId, other: ItemId) -> Vec<Shared> {
        let (Some(one), Some(other)) = (self.attendances.number_of(one), self.attendances.number_of(other)) else {
            return Vec::new();
        };
        let mut shared: Vec<Shared> = self
            .common(one, other)
            .map(|(meeting, own, others)| Shared {
                meeting: meeting.id,
                own_roles: roles(own),
                other_roles: roles(others),
                basis: basis(meeting, one, other),
                date_asc: meeting.dates.asc,
                date_desc: meeting.dates.desc,
            })
            .collect();
        shared.sort_unstable_by_key(|shared| (shared.date_desc, shared.meeting));
        shared
    }

    /// How often each two of some parties met, most often first.
    pub fn weights(&self, parties: &[ItemId]) -> Vec<Weight> {
        let known: FxHashMap<u32, ItemId> =
            parties.iter().filter_map(|party| Some((self.attendances.number_of(*party)?, *party))).collect();
        let mut counts: BTreeMap<(ItemId, ItemId), i64> = BTreeMap::new();
        for (party, id) in &known {
            for (_, meeting, present) in self.counted(*party) {
                self.met_at(meeting, (*party, present), |other| {
                    if let Some(other) = known.get(&other).filter(|other| *other > id) {
                        *counts.entry((*id, *other)).or_default() += 1;
                    }
                });
            }
        }
        let weight = |((one, other), meetings)| Weight { one, other, meetings };
        let mut weights: Vec<Weight> = counts.into_iter().map(weight).collect();
        weights.sort_by_key(|weight| -weight.meetings);
        weights
    }

    /// Those whom any of some parties met, other than some: at most so many of those with most meetings.
    pub fn reached(&self, from: &[ItemId], known: &[ItemId], limit: usize) -> Vec<Met> {
        let number = |party: &ItemId| self.attendances.number_of(*party);
        let (from, known): (FxHashSet<u32>, FxHashSet<u32>) =
            (from.iter().filter_map(number).collect(), known.iter().filter_map(number).collect());
        let mut met: FxHashSet<(u32, u32)> = FxHashSet::default();
        let mut tally = Tally::new(self.attendances);
        for party in from {
            for (at, meeting, present) in self.counted(party) {
                self.met_at(meeting, (party, present), |other| {
                    if !known.contains(&other) && met.insert((at, other)) {
                        tally.add(other);
                    }
                });
            }
        }
        let all = Acquaintances { attendances: self.attendances.clone(), counts: tally.counts };
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let mut most = all.range(&PageRequest { limit, backward: false, after: None, before: None });
        most.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        most
    }

    /// The attendances of some parties that count, for [`paths::Search`].
    pub fn presences_of(&self, parties: &[u32]) -> impl Iterator<Item = paths::Presence<u32>> {
        let counts = |attendance: &&Attendance| {
            attendance.size <= self.encounters.largest && self.is_selected(attendance.meeting)
        };
        parties.iter().flat_map(move |party| {
            let counted = self.attendances.attendances_of(*party).iter().filter(counts);
            counted.map(|&Attendance { meeting, delegation, .. }| paths::Presence {
                meeting,
                party: *party,
                delegation,
            })
        })
    }

    /// Everybody of one sort at some meetings, for [`paths::Search`].
    pub fn presences_at(&self, meetings: &[u32], kind: PartyKind) -> impl Iterator<Item = paths::Presence<u32>> {
        meetings.iter().flat_map(move |at| {
            let all = self.attendances.meeting(*at).map_or(&[][..], |meeting| meeting.all(kind));
            all.iter().map(|&Presence { party, delegation, .. }| paths::Presence { meeting: *at, party, delegation })
        })
    }

    /// The meetings of a party that are asked about.
    fn held(&self, party: u32) -> impl Iterator<Item = &Meeting> {
        let selected = self.attendances.meetings_of_number(party).filter(|meeting| self.is_selected(*meeting));
        selected.filter_map(|meeting| self.attendances.meeting(meeting))
    }

    fn is_selected(&self, meeting: u32) -> bool {
        let Some(selected) = &self.selected else { return true };
        self.attendances.meeting(meeting).is_some_and(|meeting| selected.contains(&meeting.id))
    }

    /// The meetings of a party that count, with their numbers, and how it is present there.
    fn counted(&self, party: u32) -> impl Iterator<Item = (u32, &Meeting, Present<'_>)> {
        let selected = self.attendances.meetings_of_number(party).filter(|meeting| self.is_selected(*meeting));
        selected.filter_map(move |number| {
            let meeting = self.attendances.meeting(number)?;
            let present = meeting.present(party).filter(|present| present.size <= self.encounters.largest)?;
            Some((number, meeting, present))
        })
    }

    /// Tells everybody whom a party met at a meeting, once each.
    fn met_at(&self, meeting: &Meeting, (party, present): (u32, Present<'_>), mut tell: impl FnMut(u32)) {
        let Present { own, all, .. } = present;
        let mut last = None;
        for presence in all {
            let other = presence.party;
            if other != party && last != Some(other) && self.apart(own, presence) && self.grounds(meeting, party, other)
            {
                last = Some(other);
                tell(other);
            }
        }
    }

    /// The meetings in which two met, and how they are present there. Only those that both took part in are looked
    /// at: of somebody who takes part often, these are few.
    fn common(&self, one: u32, other: u32) -> impl Iterator<Item = (&Meeting, &[Presence], &[Presence])> {
        let count = |party| self.attendances.attendances_of(party).len();
        let (rare, frequent) = if count(one) <= count(other) { (one, other) } else { (other, one) };
        let among = self.attendances.attendances_of(frequent);
        let is_there = |at: &u32| among.binary_search_by_key(at, |attendance| attendance.meeting).is_ok();
        let both = self.attendances.meetings_of_number(rare).filter(is_there).filter(|at| self.is_selected(*at));
        both.filter_map(move |at| {
            let meeting = self.attendances.meeting(at)?;
            let own = meeting.present(one).filter(|present| present.size <= self.encounters.largest)?.own;
            let others = meeting.present(other)?.own;
            let apart = one != other && others.iter().any(|presence| self.apart(own, presence));
            (apart && self.grounds(meeting, one, other)).then_some((meeting, own, others))
        })
    }

    fn times(&self, one: u32, other: u32) -> u32 {
        u32::try_from(self.common(one, other).count()).unwrap_or(u32::MAX)
    }

    /// Whether somebody acts for another one than a party does in one of its capacities.
    fn apart(&self, own: &[Presence], other: &Presence) -> bool {
        self.encounters.own_delegation || own.iter().any(|presence| presence.delegation != other.delegation)
    }

    fn grounds(&self, meeting: &Meeting, one: u32, other: u32) -> bool {
        let bases = &self.encounters.bases;
        bases.is_empty() || bases.contains(&basis(meeting, one, other))
    }
}

/// On what grounds two met in a meeting.
fn basis(meeting: &Meeting, one: u32, other: u32) -> Basis {
    if meeting.direct {
        Basis::Direct
    } else if meeting.in_same_session(one, other) {
        Basis::SameSession
    } else {
        Basis::SameMeeting
    }
}

fn roles(presences: &[Presence]) -> Roles {
    Roles(presences.iter().fold(0, |all, presence| all | presence.roles.0))
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Acquaintances {
    /// How many they are.
    pub fn count(&self) -> i64 {
        number(self.counts.len())
    }

    /// What a page needs of the list in which those met most often come first.
    pub fn range(&self, request: &PageRequest<EdgeCursor>) -> Vec<Met> {
        let met = |(party, meetings): &(u32, u32)| {
            Some(Met { other: self.attendances.id_of(*party)?, meetings: i64::from(*meetings) })
        };
        request.range(self.counts.iter().filter_map(met), |met| (-met.meetings, met.other))
    }
}

/// Counts by the numbers of parties.
struct Tally {
    /// Where the count of each party is, after one: 0 if it has none.
    places: Vec<u32>,
    counts: Vec<(u32, u32)>,
}

impl Tally {
    fn new(attendances: &Attendances) -> Self {
        Self { places: vec![0; attendances.numbers()], counts: Vec::new() }
    }

    fn add(&mut self, party: u32) {
        let place = &mut self.places[party as usize];
        if *place == 0 {
            self.counts.push((party, 0));
            *place = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        }
        self.counts[*place as usize - 1].1 += 1;
    }
}
