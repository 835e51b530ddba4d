//! The facts of the home page as its file has them. No part takes a key that it does not know, so
//! that a new kind of fact needs a rule before the file can be read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomePage {
    pub page: Page,
    pub items: Vec<NewsItem>,
}

/// What stands around the items.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub headings: Vec<String>,
    pub counters: BTreeMap<String, Value>,
    pub defect: String,
    pub separator: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewsItem {
    pub category: String,
    pub title: String,
    pub date: String,
    pub body_dates: Vec<String>,
    pub people: Vec<Person>,
    #[serde(default)]
    pub unnamed_people: Vec<String>,
    #[serde(default)]
    pub groups: Vec<Group>,
    pub organizations: Vec<Organization>,
    pub meetings: Vec<Meeting>,
    pub mechanisms: Vec<String>,
    pub series_facts: Option<Series>,
    pub participations: Vec<Participation>,
    pub captions: Vec<String>,
    #[serde(default)]
    pub notes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    pub family: String,
    pub given: String,
    pub title: String,
    pub organization: Option<String>,
    pub country: Option<String>,
    pub abbrev: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub honorific: Option<String>,
    #[serde(default)]
    pub only_in_caption: bool,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub name: String,
    pub ordinal: u32,
    pub members: Vec<String>,
    pub of: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    pub name: String,
    pub abbrev: Option<String>,
    pub country: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub name: String,
    pub series: Option<String>,
    pub edition: Option<u32>,
    pub date_start: Option<String>,
    pub date_end: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub theme: Option<String>,
    pub kind: Kind,
    pub status: Status,
    pub named: bool,
    pub note: Option<String>,
    #[serde(default)]
    pub sessions: Vec<Session>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    CourtesyCall,
    Dialogue,
    Expo,
    Forum,
    Meeting,
    Summit,
    Visit,
}

/// When a meeting is, seen from the item.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Current,
    Next,
    Past,
    Related,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub no: u32,
    pub title: String,
    pub audience: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    #[serde(rename = "series")]
    pub name: String,
    pub initiated_by: String,
    pub periodicity: Periodicity,
    pub part_of: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Periodicity {
    Biennial,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    pub person: Option<String>,
    pub organization: Option<String>,
    pub meeting: String,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Chair,
    CoHost,
    Host,
    OpeningRemarks,
    Participant,
    Speaker,
    Supporter,
    Visitor,
}
