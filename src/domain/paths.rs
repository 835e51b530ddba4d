//! The shortest ways from one party to another through the meetings they took part in.
//!
//! Two searches, one from each end, go through parties and meetings in turn; the one that has reached
//! less goes on. Where they stand on the same sort of thing, they may have met:
//!
//! ```text
//!  from ─► meetings ─► parties ─► meetings ◄─ parties ◄─ meetings ◄─ to
//! ```
//!
//! Nothing is read here: the search says what it wants to know, and is told. Parties and meetings go by numbers,
//! each from 0, so that what is known of them stands in arrays: a search looks at tens of thousands of them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet as HashSet;

/// The number of a party or a meeting.
pub trait Number: Copy + Ord + std::hash::Hash + Into<u32> {
    /// Where it stands in an array.
    fn place(self) -> usize {
        self.into() as usize
    }
}

impl<I: Copy + Ord + std::hash::Hash + Into<u32>> Number for I {}

/// Something about each of some numbers; the default about all others.
#[derive(Debug)]
struct Table<T>(Vec<T>);

impl<T: Copy + Default> Table<T> {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn get(&self, of: impl Number) -> T {
        self.0.get(of.place()).copied().unwrap_or_default()
    }

    fn of(&mut self, of: impl Number) -> &mut T {
        let place = of.place();
        if place >= self.0.len() {
            self.0.resize((place + 1).next_power_of_two(), T::default());
        }
        &mut self.0[place]
    }
}

/// A party at a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Presence<I> {
    /// The meeting.
    pub meeting: I,
    /// The party.
    pub party: I,
    /// For whom it acts: itself, if for nobody else.
    pub delegation: I,
}

/// What a search wants to know next, or what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next<I> {
    /// The meetings of these parties.
    MeetingsOf(Vec<I>),
    /// The parties at these meetings.
    PartiesAt(Vec<I>),
    /// These are the shortest ways.
    Found(Ways<I>),
    /// There is no way of at most so many steps.
    TooFar,
    /// There is no way at all.
    NotConnected,
}

/// The shortest ways between two parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways<I> {
    /// How many steps each has.
    pub steps: usize,
    /// The parties on the way before each party: on the shortest ways only.
    before: BTreeMap<I, BTreeSet<I>>,
    to: I,
}

impl<I: Copy + Ord> Ways<I> {
    /// At most so many of them, each from the first party to the last, in the order of their parties.
    pub fn list(&self, most: usize) -> Vec<Vec<I>> {
        let mut after: BTreeMap<I, BTreeSet<I>> = BTreeMap::new();
        for (party, before) in &self.before {
            for earlier in before {
                after.entry(*earlier).or_default().insert(*party);
            }
        }
        let starts = after.keys().filter(|party| !self.before.contains_key(*party));
        let mut unfinished: Vec<Vec<I>> = starts.rev().map(|party| vec![*party]).collect();
        let mut ways = Vec::new();
        while let Some(way) = unfinished.pop() {
            if ways.len() == most {
                break;
            }
            let last = way[way.len() - 1];
            if last == self.to {
                ways.push(way);
                continue;
            }
            for next in after.get(&last).into_iter().flatten().rev() {
                let mut longer = way.clone();
                longer.push(*next);
                unfinished.push(longer);
            }
        }
        ways
    }

    /// The same ways by other names of the parties; none if one of them has no such name.
    pub fn named<N: Copy + Ord>(&self, name: impl Fn(I) -> Option<N>) -> Option<Ways<N>> {
        let step = |(party, before): (&I, &BTreeSet<I>)| {
            Some((name(*party)?, before.iter().map(|earlier| name(*earlier)).collect::<Option<_>>()?))
        };
        Some(Ways {
            steps: self.steps,
            before: self.before.iter().map(step).collect::<Option<_>>()?,
            to: name(self.to)?,
        })
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        let mut counts: BTreeMap<I, u64> = BTreeMap::new();
        self.count_to(self.to, &mut counts)
    }

    fn count_to(&self, party: I, counts: &mut BTreeMap<I, u64>) -> u64 {
        if let Some(count) = counts.get(&party) {
            return *count;
        }
        // As deep as the way is long.
        let count = match self.before.get(&party) {
            None => 1,
            Some(before) => {
                before.iter().fold(0, |sum: u64, earlier| sum.saturating_add(self.count_to(*earlier, counts)))
            }
        };
        counts.insert(party, count);
        count
    }
}

/// A search for the shortest ways.
#[derive(Debug)]
pub struct Search<I> {
    ends: [End<I>; 2],
    max_steps: usize,
    own_delegation: bool,
    /// Which end was asked for last.
    asked: usize,
}

/// The search from one end.
#[derive(Debug)]
struct End<I> {
    party: I,
    /// How many half steps it has gone: even at parties, odd at meetings.
    half_steps: usize,
    /// The parties that were reached last.
    parties: Vec<I>,
    /// The meetings that were reached by each step.
    meetings: Vec<ReachedMeetings<I>>,
    /// How the parties were reached by each step: through which meetings, and for whom they act there.
    through: Vec<Vec<Presence<I>>>,
    /// By which step each party was reached, from 1; 0 if it was not. The end itself was before any.
    reached: Table<u32>,
    /// What is known of meetings that were reached.
    spent: Table<Spent<I>>,
}

/// Meetings, and who reached them: parties with their delegations, as one chain for each meeting.
#[derive(Debug)]
struct ReachedMeetings<I> {
    /// Each meeting once, as it was reached.
    meetings: Vec<I>,
    /// The last of each chain, from 1; 0 if there is none.
    last: Table<u32>,
    by: Vec<By<I>>,
}

#[derive(Clone, Copy, Debug)]
struct By<I> {
    party: I,
    delegation: I,
    /// The one before it in its chain, from 1; 0 if it is the first.
    before: u32,
}

impl<I: Number> ReachedMeetings<I> {
    fn new() -> Self {
        Self { meetings: Vec::new(), last: Table::new(), by: Vec::new() }
    }

    fn note(&mut self, Presence { meeting, party, delegation }: Presence<I>) {
        let last = self.last.of(meeting);
        if *last == 0 {
            self.meetings.push(meeting);
        }
        self.by.push(By { party, delegation, before: *last });
        *last = u32::try_from(self.by.len()).unwrap_or(u32::MAX);
    }

    /// Who reached a meeting.
    fn by(&self, meeting: I) -> impl Iterator<Item = By<I>> {
        let at = |place: u32| self.by.get((place as usize).wrapping_sub(1)).copied();
        std::iter::successors(at(self.last.get(meeting)), move |by| at(by.before))
    }
}

/// From a meeting that was reached, those of one delegation remain to be reached, or nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Spent<I> {
    /// It was not reached.
    #[default]
    Not,
    /// Everybody but those of this delegation can be reached already.
    But(I),
    Everybody,
}

impl<I: Number> Search<I> {
    /// A search for ways of at most so many steps; whether those of one's own delegation count as met.
    pub fn new(from: I, to: I, max_steps: usize, own_delegation: bool) -> Self {
        Self { ends: [End::new(from), End::new(to)], max_steps, own_delegation, asked: 0 }
    }

    /// What to tell the search next. It wants to be told before it is asked again.
    pub fn ask(&mut self) -> Next<I> {
        let half_steps = self.ends[0].half_steps + self.ends[1].half_steps;
        if half_steps > 0 && half_steps.is_multiple_of(2) {
            if let Some(ways) = self.meet() {
                return Next::Found(ways);
            }
            if half_steps / 2 >= self.max_steps {
                return Next::TooFar;
            }
        }
        self.asked = usize::from(self.ends[1].width() < self.ends[0].width());
        let end = &self.ends[self.asked];
        if end.width() == 0 {
            return Next::NotConnected;
        }
        if end.is_at_parties() {
            Next::MeetingsOf(end.parties.clone())
        } else {
            Next::PartiesAt(end.last_meetings().to_vec())
        }
    }

    /// The answer.
    pub fn tell(&mut self, presences: Vec<Presence<I>>) {
        let end = &mut self.ends[self.asked];
        if end.is_at_parties() {
            end.reach_meetings(presences, self.own_delegation);
        } else {
            end.reach_parties(presences, self.own_delegation);
        }
        end.half_steps += 1;
    }

    /// The shortest ways, if the ends meet where they stand.
    fn meet(&self) -> Option<Ways<I>> {
        let [from, to] = &self.ends;
        let mut before: BTreeMap<I, BTreeSet<I>> = BTreeMap::new();
        let (mut left, mut right) = (HashSet::default(), HashSet::default());
        if from.is_at_parties() {
            let there: HashSet<&I> = to.parties.iter().collect();
            for party in from.parties.iter().filter(|party| there.contains(party)) {
                left.insert(*party);
                right.insert(*party);
            }
        } else {
            for (meeting, ours, theirs) in from.last_meetings().iter().filter_map(|&meeting| {
                let (ours, theirs) = (from.meetings.last()?, to.meetings.last()?);
                (theirs.last.get(meeting) > 0).then_some((meeting, ours, theirs))
            }) {
                for one in ours.by(meeting) {
                    for other in theirs.by(meeting) {
                        if one.party != other.party && self.meets(one.delegation, other.delegation) {
                            left.insert(one.party);
                            right.insert(other.party);
                            before.entry(other.party).or_default().insert(one.party);
                        }
                    }
                }
            }
        }
        if left.is_empty() {
            return None;
        }
        from.trace(left, self.own_delegation, |earlier, party| {
            before.entry(party).or_default().insert(earlier);
        });
        to.trace(right, self.own_delegation, |earlier, party| {
            before.entry(earlier).or_default().insert(party);
        });
        Some(Ways { steps: usize::midpoint(from.half_steps, to.half_steps), before, to: to.party })
    }

    fn meets(&self, one: I, other: I) -> bool {
        meets(one, other, self.own_delegation)
    }
}

/// Whether those who act for these are said to meet each other.
fn meets<I: Copy + Eq>(one: I, other: I, own_delegation: bool) -> bool {
    own_delegation || one != other
}

impl<I: Number> End<I> {
    fn new(party: I) -> Self {
        Self {
            party,
            half_steps: 0,
            parties: vec![party],
            meetings: Vec::new(),
            through: Vec::new(),
            reached: Table::new(),
            spent: Table::new(),
        }
    }

    fn is_at_parties(&self) -> bool {
        self.half_steps.is_multiple_of(2)
    }

    /// The meetings that it has reached last.
    fn last_meetings(&self) -> &[I] {
        self.meetings.last().map_or(&[], |meetings| &meetings.meetings)
    }

    /// How many it has reached last.
    fn width(&self) -> usize {
        if self.is_at_parties() { self.parties.len() } else { self.last_meetings().len() }
    }

    fn reach_meetings(&mut self, presences: Vec<Presence<I>>, own_delegation: bool) {
        let mut meetings = ReachedMeetings::new();
        for presence in presences {
            if self.spent.get(presence.meeting) != Spent::Everybody {
                meetings.note(presence);
            }
        }
        for meeting in &meetings.meetings {
            let spent = self.spent.of(*meeting);
            for By { delegation, .. } in meetings.by(*meeting) {
                *spent = match *spent {
                    Spent::Not if !own_delegation => Spent::But(delegation),
                    Spent::But(known) if known == delegation => Spent::But(known),
                    _ => Spent::Everybody,
                };
            }
        }
        self.meetings.push(meetings);
    }

    fn reach_parties(&mut self, presences: Vec<Presence<I>>, own_delegation: bool) {
        let Some(meetings) = self.meetings.last() else { return };
        let step = u32::try_from(self.meetings.len()).unwrap_or(u32::MAX);
        let mut through = Vec::new();
        self.parties.clear();
        for presence in presences {
            let Presence { meeting, party, delegation } = presence;
            if meetings.by(meeting).any(|by| meets(by.delegation, delegation, own_delegation)) {
                let reached = self.reached.of(party);
                if *reached == 0 && party != self.party {
                    *reached = step;
                    self.parties.push(party);
                }
                if *reached == step {
                    through.push(presence);
                }
            }
        }
        self.through.push(through);
    }

    /// Tells each step on the ways from this end to some parties that it has reached last: the one nearer to it, and
    /// the next.
    fn trace(&self, parties: HashSet<I>, own_delegation: bool, mut step: impl FnMut(I, I)) {
        let mut wanted = parties;
        for (meetings, through) in self.meetings.iter().zip(&self.through).rev() {
            let mut nearer = HashSet::default();
            for Presence { meeting, party, delegation } in through.iter().filter(|one| wanted.contains(&one.party)) {
                for by in meetings.by(*meeting).filter(|by| meets(by.delegation, *delegation, own_delegation)) {
                    step(by.party, *party);
                    nearer.insert(by.party);
                }
            }
            wanted = nearer;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    type Rows = Vec<Presence<u8>>;

    fn met(rows: &Rows, own_delegation: bool, one: u8, other: u8) -> bool {
        one != other
            && rows.iter().filter(|row| row.party == one).any(|a| {
                let there = rows.iter().filter(|row| row.party == other && row.meeting == a.meeting);
                there.into_iter().any(|b| own_delegation || a.delegation != b.delegation)
            })
    }

    /// All shortest ways, by trying everybody at each step.
    fn model(rows: &Rows, own_delegation: bool, from: u8, to: u8, max_steps: usize) -> Option<BTreeSet<Vec<u8>>> {
        let everybody: BTreeSet<u8> = rows.iter().map(|row| row.party).collect();
        let mut ways = vec![vec![from]];
        let mut known = BTreeSet::from([from]);
        for _ in 0..max_steps {
            let mut longer = Vec::new();
            for way in &ways {
                for next in everybody.iter().filter(|next| !known.contains(next)) {
                    if met(rows, own_delegation, way[way.len() - 1], *next) {
                        let mut way = way.clone();
                        way.push(*next);
                        longer.push(way);
                    }
                }
            }
            let there: BTreeSet<Vec<u8>> = longer.iter().filter(|way| way.last() == Some(&to)).cloned().collect();
            if !there.is_empty() {
                return Some(there);
            }
            known.extend(longer.iter().filter_map(|way| way.last().copied()));
            ways = longer;
        }
        None
    }

    fn search(rows: &Rows, own_delegation: bool, from: u8, to: u8, max_steps: usize) -> Option<Ways<u8>> {
        let mut search = Search::new(from, to, max_steps, own_delegation);
        loop {
            let told = match search.ask() {
                Next::MeetingsOf(parties) => rows.iter().filter(|row| parties.contains(&row.party)).copied().collect(),
                Next::PartiesAt(meetings) => {
                    rows.iter().filter(|row| meetings.contains(&row.meeting)).copied().collect()
                }
                Next::Found(ways) => return Some(ways),
                Next::TooFar | Next::NotConnected => return None,
            };
            search.tell(told);
        }
    }

    fn presences() -> impl Strategy<Value = Rows> {
        let presence = (0..8_u8, 0..9_u8, proptest::option::of(100..103_u8));
        let presence = presence.prop_map(|(meeting, party, delegation)| Presence {
            meeting: meeting + 50,
            party,
            delegation: delegation.unwrap_or(party),
        });
        proptest::collection::vec(presence, 0..26)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn finds_all_shortest_ways(rows in presences(), own in any::<bool>(), to in 1..9_u8, max_steps in 1..6_usize) {
            let expected = model(&rows, own, 0, to, max_steps);
            let found = search(&rows, own, 0, to, max_steps);
            prop_assert_eq!(found.is_some(), expected.is_some());
            if let (Some(found), Some(expected)) = (found, expected) {
                let ways: BTreeSet<Vec<u8>> = found.list(1_000).into_iter().collect();
                prop_assert_eq!(found.count(), expected.len() as u64);
                prop_assert_eq!(found.steps + 1, expected.first().map_or(0, Vec::len));
                prop_assert_eq!(ways, expected);
                prop_assert_eq!(found.list(1).len(), 1);
            }
        }
    }
}
