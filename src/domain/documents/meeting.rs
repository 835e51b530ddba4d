//! The document of a meeting.

use async_graphql::{ID, InputObject};
use entity::text::LocalizedText;
use entity::vocabulary::{AttendanceMode, MeetingKind, MeetingLinkKind, MeetingStatus, SessionKind};
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::participant::{self, ParticipantDocument};
use super::parts::{LocalizedStringDocument, PlaceDocument, localized};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::dates::DateKeys;
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::instant::Instant;
use crate::domain::partial_date::PartialDate;
use crate::domain::problem::ProblemCode;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;

/// A meeting: an edition of a mechanism, or one that belongs to none, such as a courtesy call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "MeetingInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct MeetingDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Its readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// The mechanism it is an edition of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mechanism: Option<ItemRef>,
    /// Its number within the mechanism, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<i32>,
    /// What sort of meeting it is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MeetingKind>,
    /// Its title. Required.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<LocalizedStringDocument>,
    /// Its theme.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub theme: Vec<LocalizedStringDocument>,
    /// Its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Entered<PartialDate>>,
    /// Its last day, inclusive; left out if unstated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Entered<PartialDate>>,
    /// The instant it starts, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Entered<Instant>>,
    /// The instant it ends, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Entered<Instant>>,
    /// The IANA name of the time zone it takes place in, such as `Asia/Seoul`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Whether it has taken place. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MeetingStatus>,
    /// How people attend, if stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendance_mode: Option<AttendanceMode>,
    /// Where it takes place.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceDocument>,
    /// The areas that meet, in the order in which the meeting names them.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<String>,
    /// Its sessions.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<SessionDocument>,
    /// Who takes part: one for each actor and delegation.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<ParticipantDocument>,
    /// Its links to meetings that it comes before, beside or under.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<MeetingLinkDocument>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// A session of a meeting; at least a number, a kind or a title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "SessionInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SessionDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Its number as stated, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// What sort of session it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SessionKind>,
    /// Its title.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<LocalizedStringDocument>,
    /// Whom it is for, such as `youth`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Entered<PartialDate>>,
    /// Its last day, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Entered<PartialDate>>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// A link from a meeting to another one, kept on the later or subordinate of the two.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "MeetingLinkInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct MeetingLinkDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// How they relate. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MeetingLinkKind>,
    /// The other meeting. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<ItemRef>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = MeetingDocument;

impl Content for MeetingDocument {
    const TYPE: ItemType = ItemType::Meeting;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] = &[
        ("places", 'p'),
        ("sessions", 's'),
        ("participants", 'a'),
        ("links", 'l'),
        ("statements", 't'),
        ("sessions/statements", 't'),
        ("participants/statements", 't'),
    ];

    fn id(&self) -> Option<&ID> {
        self.id.as_ref()
    }

    fn set_id(&mut self, id: ItemId) {
        self.id = Some(ID(id.to_string()));
    }

    fn slug(&self) -> Option<&str> {
        self.slug.as_ref().map(Entered::text)
    }

    fn references(&mut self) -> Vec<Reference<'_>> {
        let mechanism = self.mechanism.iter_mut().map(|target| Reference {
            path: "mechanism".to_owned(),
            target,
            expects: ItemType::Mechanism,
        });
        let links = self.links.iter_mut().enumerate().filter_map(|(index, link)| {
            let path = format!("links/{index}/target");
            link.target.as_mut().map(|target| Reference { path, target, expects: ItemType::Meeting })
        });
        let participants = self.participants.iter_mut().enumerate();
        let participants =
            participants.flat_map(|(index, participant)| participant.references(&format!("participants/{index}")));
        let sessions = self.sessions.iter_mut().enumerate().flat_map(|(index, session)| {
            statement::references(&format!("sessions/{index}/statements"), &mut session.statements)
        });
        let statements = statement::references("statements", &mut self.statements);
        mechanism.chain(participants).chain(links).chain(sessions).chain(statements).collect()
    }

    fn detach(&mut self, target: ItemId) {
        let is_target = |reference: &ItemRef| reference.id() == Some(target);
        if self.mechanism.take_if(|mechanism| is_target(mechanism)).is_some() {
            self.edition = None;
        }
        self.participants.retain_mut(|participant| participant.detach(target));
        for session in &mut self.sessions {
            statement::detach(&mut session.statements, target);
        }
        statement::detach(&mut self.statements, target);
        self.links.retain(|link| !link.target.as_ref().is_some_and(is_target));
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        report.required("kind", self.kind.as_ref());
        report.required("status", self.status.as_ref());
        report.localized_required("title", &self.title);
        report.localized("theme", &self.theme);
        self.check_edition(report);
        self.check_time(report);
        report.each("places", &self.places, Report::place);
        report.areas("parties", &self.parties);
        report.each("sessions", &self.sessions, |report, session| {
            report.key(session.key.as_deref());
            report.localized("title", &session.title);
            report.text("audience", session.audience.as_deref());
            report.interval(session.start_date.as_ref(), session.end_date.as_ref());
            report.counting("number", session.number);
            if session.number.is_none() && session.kind.is_none() && session.title.is_empty() {
                report.problem("", ProblemCode::Required, "a session needs a number, a kind or a title");
            }
            statement::check(report, &session.statements);
        });
        let keys = self.sessions.iter().filter_map(|session| session.key.as_deref()).collect();
        participant::check(report, &self.participants, &keys);
        report.each("links", &self.links, |report, link| {
            report.key(link.key.as_deref());
            report.required("kind", link.kind.as_ref());
            report.required("target", link.target.as_ref());
        });
        statement::check(report, &self.statements);
    }

    fn label(&self) -> LocalizedText {
        localized(&self.title)
    }

    fn dates(&self) -> DateKeys {
        let parse = |date: Option<&Entered<PartialDate>>| date.and_then(|date| date.parse().ok());
        DateKeys::of(parse(self.start_date.as_ref()), parse(self.end_date.as_ref()))
    }

    fn texts<'d>(&'d self, texts: &mut Texts<'d>) {
        texts.localized(Weight::Name, "title", &self.title);
        texts.localized(Weight::Detail, "theme", &self.theme);
        for (index, place) in self.places.iter().enumerate() {
            texts.localized(Weight::Detail, format_args!("places/{index}/venue"), &place.venue);
            texts.localized(Weight::Detail, format_args!("places/{index}/city"), &place.city);
        }
        for (index, session) in self.sessions.iter().enumerate() {
            texts.localized(Weight::Detail, format_args!("sessions/{index}/title"), &session.title);
            statement::texts(&format_args!("sessions/{index}/statements"), &session.statements, texts);
        }
        for (index, participant) in self.participants.iter().enumerate() {
            let path = format_args!("participants/{index}");
            texts.plain(Weight::Detail, format_args!("{path}/statedName"), participant.stated_name.as_deref());
            texts.plain(Weight::Detail, format_args!("{path}/statedTitle"), participant.stated_title.as_deref());
            statement::texts(&format_args!("{path}/statements"), &participant.statements, texts);
        }
        statement::texts(&"statements", &self.statements, texts);
    }
}

impl MeetingDocument {
    fn check_edition(&self, report: &mut Report<'_>) {
        report.counting("edition", self.edition);
        if self.edition.is_some() && self.mechanism.is_none() {
            let message = "`edition` numbers the meetings of a mechanism: give `mechanism` too, or leave it out";
            report.problem("edition", ProblemCode::Contradiction, message);
        }
    }

    fn check_time(&self, report: &mut Report<'_>) {
        report.interval(self.start_date.as_ref(), self.end_date.as_ref());
        if self.end_date.is_some() && self.start_date.is_none() {
            report.problem("startDate", ProblemCode::Required, "`startDate` is required where `endDate` is given");
        }
        let start = report.parsed("startsAt", self.starts_at.as_ref());
        let end = report.parsed("endsAt", self.ends_at.as_ref());
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            report.problem("endsAt", ProblemCode::Contradiction, "`endsAt` is before `startsAt`");
        }
        if let Some(zone) = &self.time_zone
            && jiff::tz::TimeZone::get(zone).is_err()
        {
            let message = format!("`{zone}` is not a time zone: use an IANA name such as Asia/Seoul");
            report.problem("timeZone", ProblemCode::Invalid, message);
        }
    }
}
