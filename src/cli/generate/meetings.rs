//! Meetings that did not take place, over 25 years.

use entity::vocabulary::{AttendanceMode, MeetingKind, MeetingLinkKind, MeetingStatus, SessionKind};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::names::Country;
use super::organizations::FIELDS;
use super::places::{city, place, text};
use super::{Random, World, named, statement};
use crate::domain::documents::{MeetingDocument, MeetingLinkDocument, SessionDocument};

/// The first day of the record, and how many it has.
const FIRST: Date = Date::constant(2001, 1, 1);
const DAYS: usize = 9_131;
/// What is later than this has yet to take place.
const HELD_UNTIL: usize = 9_000;

const KINDS: &[(MeetingKind, &str)] = &[
    (MeetingKind::Bilateral, "Bilateral Meeting"),
    (MeetingKind::CourtesyCall, "Courtesy Call"),
    (MeetingKind::Workshop, "Workshop"),
    (MeetingKind::Forum, "Forum"),
    (MeetingKind::Visit, "Visit"),
    (MeetingKind::Talk, "Talk"),
    (MeetingKind::Dialogue, "Dialogue"),
    (MeetingKind::Ceremony, "Ceremony"),
    (MeetingKind::Other, "Event"),
];

/// A day of the record.
pub(super) fn day(number: usize) -> Date {
    let days = i64::try_from(number.min(DAYS + 60)).unwrap_or_default();
    FIRST.checked_add(days.days()).unwrap_or(FIRST)
}

impl World {
    /// The day of a meeting: editions of a mechanism follow one another.
    pub(super) fn meeting_day(&self, meeting: usize) -> usize {
        let random = &mut self.random("day", meeting);
        match self.edition_of(meeting) {
            Some((_, edition, editions)) => {
                let (earliest, next) = ((edition - 1) * DAYS / editions, edition * DAYS / editions);
                earliest + random.below((next - earliest).max(1))
            }
            None => random.below(DAYS),
        }
    }

    /// How a meeting is called.
    pub(super) fn meeting_title(&self, meeting: usize) -> String {
        if let Some((mechanism, edition, _)) = self.edition_of(meeting) {
            return format!("{edition}{} {}", ending(edition), self.mechanism_name(mechanism));
        }
        let random = &mut self.random("title", meeting);
        let (_, kind) = KINDS[random.skewed(KINDS.len())];
        let (_, field) = random.pick(FIELDS);
        format!("{kind} on {field} {meeting}")
    }

    pub(super) fn meeting(&self, meeting: usize) -> MeetingDocument {
        let random = &mut self.random("meeting", meeting);
        let edition = self.edition_of(meeting);
        let kind = match edition {
            Some(_) => MeetingKind::Meeting,
            None => KINDS[self.random("title", meeting).skewed(KINDS.len())].0,
        };
        let number = self.meeting_day(meeting);
        let status = match random.below(100) {
            0 => MeetingStatus::Postponed,
            1 => MeetingStatus::Cancelled,
            _ if number > HELD_UNTIL => MeetingStatus::Scheduled,
            _ => MeetingStatus::Held,
        };
        let (start_date, end_date) = dates(number, random);
        let host = *random.pick(&Country::ALL);
        let places = (!random.happens(80)).then(|| place(city(host, random), host));
        let parties = match kind {
            MeetingKind::Bilateral | MeetingKind::CourtesyCall => vec![host, Country::ALL[(host as usize + 1) % 3]],
            _ => Country::ALL.to_vec(),
        };
        let mut title = vec![text("en", self.meeting_title(meeting))];
        if let (Some((mechanism, edition, _)), true) = (edition, random.happens(200)) {
            title.push(text("zh", format!("第{edition}次三国会议（{mechanism}）")));
            title.push(text("ja", format!("第{edition}回三国会合（{mechanism}）")));
            title.push(text("ko", format!("제{edition}차 3국 회의 ({mechanism})")));
        }
        let size = self.sizes[meeting];
        let sessions = if size >= 20 || random.happens(50) { sessions(random) } else { Vec::new() };
        let participants = self.participants(meeting, host, &sessions);
        let mut statements = Vec::new();
        if random.happens(100) {
            statements.push(statement("startDate", None, random));
        }
        if size >= 50 {
            statements.push(statement("attendance", Some(format!("some {size} people")), random));
        }
        MeetingDocument {
            slug: Some(format!("meeting-{meeting}").into()),
            mechanism: edition.map(|(mechanism, ..)| named("mechanism", mechanism)),
            edition: edition.and_then(|(_, edition, _)| i32::try_from(edition).ok()),
            kind: Some(kind),
            title,
            theme: if random.happens(100) { vec![text("en", "Together for the next generation")] } else { Vec::new() },
            start_date: start_date.map(Into::into),
            end_date: end_date.map(Into::into),
            status: Some(status),
            attendance_mode: match random.below(10) {
                0 => Some(AttendanceMode::Online),
                1 => Some(AttendanceMode::Hybrid),
                2..=5 => Some(AttendanceMode::InPerson),
                _ => None,
            },
            places: places.into_iter().collect(),
            parties: parties.into_iter().map(|country| country.code().to_owned()).collect(),
            sessions,
            participants,
            links: link(meeting, random).into_iter().collect(),
            statements,
            ..MeetingDocument::default()
        }
    }
}

/// The first and the last day of a meeting, as exact as sources are.
fn dates(number: usize, random: &mut Random) -> (Option<String>, Option<String>) {
    let first = day(number);
    match random.below(100) {
        0 => (None, None),
        1 | 2 => (Some(first.year().to_string()), None),
        3..=9 => (Some(format!("{}-{:02}", first.year(), first.month())), None),
        10..=29 => (Some(first.to_string()), Some(day(number + 1 + random.below(3)).to_string())),
        _ => (Some(first.to_string()), None),
    }
}

fn sessions(random: &mut Random) -> Vec<SessionDocument> {
    let kinds = [SessionKind::Opening, SessionKind::Plenary, SessionKind::Thematic, SessionKind::Closing];
    let session = |(index, kind): (usize, SessionKind)| SessionDocument {
        key: Some(format!("s{index}")),
        number: i32::try_from(index + 1).ok(),
        kind: Some(kind),
        title: if kind == SessionKind::Thematic { vec![text("en", random.pick(FIELDS).1)] } else { Vec::new() },
        ..SessionDocument::default()
    };
    kinds.into_iter().enumerate().map(session).collect()
}

/// A link to an earlier meeting.
fn link(meeting: usize, random: &mut Random) -> Option<MeetingLinkDocument> {
    (meeting > 0 && random.happens(50)).then(|| MeetingLinkDocument {
        kind: Some(*random.pick(&[MeetingLinkKind::HeldBeside, MeetingLinkKind::PreparatoryFor])),
        target: Some(named("meeting", random.below(meeting))),
        ..MeetingLinkDocument::default()
    })
}

/// The ending of an ordinal number.
fn ending(number: usize) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
