//! The editions of a mechanism: which numbers are there, which are missing, and who hosted in turn.

use std::collections::BTreeMap;

use entity::ItemId;

/// A meeting of a mechanism, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The meeting.
    pub meeting: ItemId,
    /// Its number, from 1, if it has one.
    pub number: Option<i32>,
    /// When it is, ascending in time; undated last.
    pub date_asc: i64,
    /// The codes of the countries it takes place in.
    pub hosts: Vec<String>,
}

/// Numbers that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub from: i32,
    /// The last.
    pub to: i32,
}

/// Who hosted, and which meetings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosted {
    /// The code of the country.
    pub area: String,
    /// The meetings, in the order of the timeline.
    pub meetings: Vec<ItemId>,
}

/// What the editions of a mechanism look like as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// By number, then those without one by date.
    pub editions: Vec<Edition>,
    /// The numbers below the highest that no meeting has.
    pub gaps: Vec<Stretch>,
    /// The numbers that several meetings have.
    pub duplicates: Vec<i32>,
    /// The hosts, in the order of their first turn.
    pub hosts: Vec<Hosted>,
}

impl Timeline {
    /// The timeline of some meetings.
    pub fn of(mut editions: Vec<Edition>) -> Self {
        editions.sort_by_key(|one| (one.number.is_none(), one.number, one.date_asc, one.meeting));
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        for number in editions.iter().filter_map(|one| one.number) {
            *counts.entry(number).or_default() += 1;
        }
        let mut gaps = Vec::new();
        let mut next = 1;
        for number in counts.keys().copied() {
            if number > next {
                gaps.push(Stretch { from: next, to: number - 1 });
            }
            next = number.saturating_add(1);
        }
        let mut hosts: Vec<Hosted> = Vec::new();
        for one in &editions {
            for area in &one.hosts {
                match hosts.iter_mut().find(|host| host.area == *area) {
                    Some(host) => host.meetings.push(one.meeting),
                    None => hosts.push(Hosted { area: area.clone(), meetings: vec![one.meeting] }),
                }
            }
        }
        let duplicates = counts.iter().filter(|(_, count)| **count > 1).map(|(number, _)| *number).collect();
        Self { editions, gaps, duplicates, hosts }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn edition(id: u128, number: Option<i32>, date_asc: i64, hosts: &[&str]) -> Edition {
        let hosts = hosts.iter().map(|&host| host.to_owned()).collect();
        Edition { meeting: ItemId(Uuid::from_u128(id)), number, date_asc, hosts }
    }

    #[test]
    fn gaps_duplicates_and_turns_are_told() {
        let timeline = Timeline::of(vec![
            edition(1, None, 5, &[]),
            edition(2, Some(7), 9, &["JP"]),
            edition(3, Some(2), 1, &["CN"]),
            edition(4, Some(3), 2, &["JP", "KR"]),
            edition(5, Some(3), 3, &["CN"]),
            edition(6, None, 4, &["KR"]),
        ]);
        let ids: Vec<u128> = timeline.editions.iter().map(|one| one.meeting.0.as_u128()).collect();
        assert_eq!(ids, [3, 4, 5, 2, 6, 1]);
        assert_eq!(timeline.gaps, [Stretch { from: 1, to: 1 }, Stretch { from: 4, to: 6 }]);
        assert_eq!(timeline.duplicates, [3]);
        let hosts: Vec<(&str, usize)> =
            timeline.hosts.iter().map(|host| (host.area.as_str(), host.meetings.len())).collect();
        assert_eq!(hosts, [("CN", 2), ("JP", 2), ("KR", 2)]);
        assert_eq!(Timeline::of(Vec::new()), Timeline::default());
    }
}
