//! Who took part in which meeting, in memory: the graph that questions about encounters walk through.
//!
//! Parties and meetings go by numbers, so that counting is adding to an array. A version never changes;
//! the next one shares with it what stayed the same.

use std::sync::Arc;

use entity::attendance::PartyKind;
use entity::roles::Roles;
use entity::{ItemId, attendance, session_attendance};
use imbl::{HashMap, Vector};
use rustc_hash::FxHashMap;

use crate::domain::dates::DateKeys;

/// Who took part in one meeting, as the record has it.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    /// The named parties.
    pub parties: Vec<attendance::Model>,
    /// Who did something in which session.
    pub sessions: Vec<session_attendance::Model>,
}

/// A version of who took part in which meeting.
#[derive(Clone, Debug, Default)]
pub struct Attendances {
    party_numbers: HashMap<ItemId, u32>,
    parties: Vector<Party>,
    meeting_numbers: HashMap<ItemId, u32>,
    meetings: Vector<Option<Arc<Meeting>>>,
}

#[derive(Clone, Debug)]
struct Party {
    id: ItemId,
    /// By meeting, then delegation.
    attendances: Arc<[Attendance]>,
}

/// How a party is present at a meeting: what most questions look at, in one place for each party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Attendance {
    pub meeting: u32,
    /// For whom it acts: itself, if for nobody else.
    pub delegation: u32,
    /// How many parties of its sort are there.
    pub size: i32,
}

/// A meeting that was held.
#[derive(Debug)]
pub(super) struct Meeting {
    pub id: ItemId,
    /// Whether those present meet each other in a meeting of this kind.
    pub direct: bool,
    pub dates: DateKeys,
    /// By kind, then party, then delegation.
    presences: Box<[Presence]>,
    kinds: [Kind; 3],
    /// Parties and sessions, ascending.
    sessions: Box<[(u32, u16)]>,
}

/// A party at a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Presence {
    pub party: u32,
    /// For whom it acts: itself, if for nobody else.
    pub delegation: u32,
    pub roles: Roles,
}

/// The parties of one kind at a meeting.
#[derive(Clone, Copy, Debug, Default)]
struct Kind {
    begin: u32,
    end: u32,
    /// How many parties these are.
    size: i32,
}

/// A party at a meeting, and who else of its sort is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Present<'m> {
    /// The party itself, once for each delegation.
    pub own: &'m [Presence],
    /// Everybody of its sort, by party.
    pub all: &'m [Presence],
    /// How many parties these are.
    pub size: i32,
}

impl Attendances {
    /// The version after these meetings have become what is given: nothing for one that is no longer there.
    #[must_use]
    pub fn with(&self, changes: impl IntoIterator<Item = (ItemId, Gathering)>) -> Self {
        let mut next = self.clone();
        let mut touched: FxHashMap<u32, Touched> = FxHashMap::default();
        for (id, gathering) in changes {
            let number = next.meeting_number(id);
            let before = next.meeting(number).map(|meeting| meeting.presences.clone()).unwrap_or_default();
            for presence in &before {
                touched.entry(presence.party).or_default().left.push(number);
            }
            let meeting = next.gather(id, &gathering);
            for (Presence { party, delegation, .. }, size) in meeting.iter().flat_map(Meeting::everybody) {
                let attendance = Attendance { meeting: number, delegation: *delegation, size };
                touched.entry(*party).or_default().joined.push(attendance);
            }
            next.meetings.set(number as usize, meeting.map(Arc::new));
        }
        for (number, Touched { left, joined }) in touched {
            if let Some(party) = next.parties.get_mut(number as usize) {
                let stayed = party.attendances.iter().filter(|stayed| !left.contains(&stayed.meeting)).copied();
                let mut attendances: Vec<Attendance> = stayed.chain(joined).collect();
                attendances.sort_unstable();
                party.attendances = attendances.into();
            }
        }
        next
    }

    /// The meetings that somebody took part in.
    pub fn meetings_of(&self, parties: impl IntoIterator<Item = ItemId>) -> impl Iterator<Item = ItemId> {
        parties.into_iter().filter_map(|party| self.number_of(party)).flat_map(|party| self.ids_of_meetings(party))
    }

    /// The meetings that somebody with one of these numbers took part in.
    pub fn meetings_of_numbers(&self, parties: &[u32]) -> impl Iterator<Item = ItemId> {
        parties.iter().flat_map(|party| self.ids_of_meetings(*party))
    }

    fn ids_of_meetings(&self, party: u32) -> impl Iterator<Item = ItemId> {
        self.meetings_of_number(party).filter_map(|number| Some(self.meeting(number)?.id))
    }

    /// The number that a party has in this version and later ones.
    pub fn number_of(&self, party: ItemId) -> Option<u32> {
        self.party_numbers.get(&party).copied()
    }

    /// Which party has a number.
    pub fn id_of(&self, party: u32) -> Option<ItemId> {
        self.parties.get(party as usize).map(|party| party.id)
    }

    /// How many numbers have been given to parties.
    pub(super) fn numbers(&self) -> usize {
        self.parties.len()
    }

    /// How a party is present where it is, by meeting.
    pub(super) fn attendances_of(&self, party: u32) -> &[Attendance] {
        self.parties.get(party as usize).map_or(&[], |party| &party.attendances)
    }

    /// The numbers of the meetings of a party, ascending.
    pub(super) fn meetings_of_number(&self, party: u32) -> impl Iterator<Item = u32> {
        let by_meeting = self.attendances_of(party).chunk_by(|one, other| one.meeting == other.meeting);
        by_meeting.filter_map(|attendances| Some(attendances.first()?.meeting))
    }

    pub(super) fn meeting(&self, number: u32) -> Option<&Meeting> {
        self.meetings.get(number as usize)?.as_deref()
    }

    fn party_number(&mut self, id: ItemId) -> u32 {
        let next = number_after(self.parties.len());
        let parties = &mut self.parties;
        *self.party_numbers.entry(id).or_insert_with(|| {
            parties.push_back(Party { id, attendances: Arc::new([]) });
            next
        })
    }

    fn meeting_number(&mut self, id: ItemId) -> u32 {
        let next = number_after(self.meetings.len());
        let meetings = &mut self.meetings;
        *self.meeting_numbers.entry(id).or_insert_with(|| {
            meetings.push_back(None);
            next
        })
    }

    fn gather(&mut self, id: ItemId, gathering: &Gathering) -> Option<Meeting> {
        let first = gathering.parties.first()?;
        let (direct, dates) =
            (first.direct, DateKeys { asc: first.date_asc, desc: first.date_desc, hi: first.date_hi });
        let mut kinds = [Kind::default(); 3];
        let mut presences = Vec::with_capacity(gathering.parties.len());
        for kind in [PartyKind::Person, PartyKind::Organization, PartyKind::Area] {
            let begin = presences.len();
            let of_kind = gathering.parties.iter().filter(|row| row.kind == kind);
            let size = of_kind.clone().next().map_or(0, |row| row.size);
            presences.extend(of_kind.map(|row| Presence {
                party: self.party_number(row.party),
                delegation: self.party_number(row.delegation),
                roles: row.roles,
            }));
            presences[begin..].sort_unstable_by_key(|presence| (presence.party, presence.delegation));
            kinds[index(kind)] = Kind { begin: number_after(begin), end: number_after(presences.len()), size };
        }
        let mut names: Vec<&str> = gathering.sessions.iter().map(|row| row.session.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let session = |row: &session_attendance::Model| {
            let session =
                names.binary_search(&row.session.as_str()).ok().and_then(|found| u16::try_from(found).ok())?;
            Some((self.party_numbers.get(&row.party).copied()?, session))
        };
        let mut sessions: Vec<(u32, u16)> = gathering.sessions.iter().filter_map(session).collect();
        sessions.sort_unstable();
        Some(Meeting { id, direct, dates, presences: presences.into(), kinds, sessions: sessions.into() })
    }
}

/// The meetings that a party left or joined from one version to the next.
#[derive(Default)]
struct Touched {
    left: Vec<u32>,
    joined: Vec<Attendance>,
}

impl Meeting {
    /// Everybody of one sort, by party.
    pub fn all(&self, kind: PartyKind) -> &[Presence] {
        self.slice(self.kinds[index(kind)])
    }

    /// Everybody, with how many of their sort there are.
    fn everybody(&self) -> impl Iterator<Item = (&Presence, i32)> {
        self.kinds.iter().flat_map(|kind| self.slice(*kind).iter().map(|presence| (presence, kind.size)))
    }

    /// How a party is present, if it is.
    pub fn present(&self, party: u32) -> Option<Present<'_>> {
        self.kinds.iter().find_map(|kind| {
            let all = self.slice(*kind);
            let own = &all[all.partition_point(|presence| presence.party < party)..];
            let own = &own[..own.partition_point(|presence| presence.party == party)];
            (!own.is_empty()).then_some(Present { own, all, size: kind.size })
        })
    }

    /// Whether two did something in the same session.
    pub fn in_same_session(&self, one: u32, other: u32) -> bool {
        let of = |party: u32| {
            let begin = &self.sessions[self.sessions.partition_point(|(present, _)| *present < party)..];
            &begin[..begin.partition_point(|(present, _)| *present == party)]
        };
        let theirs = of(other);
        of(one).iter().any(|(_, session)| theirs.binary_search_by_key(session, |(_, session)| *session).is_ok())
    }

    fn slice(&self, kind: Kind) -> &[Presence] {
        &self.presences[kind.begin as usize..kind.end as usize]
    }
}

fn index(kind: PartyKind) -> usize {
    match kind {
        PartyKind::Person => 0,
        PartyKind::Organization => 1,
        PartyKind::Area => 2,
    }
}

/// The number that follows so many.
fn number_after(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
