//! Random histories: releases of random changes over a small world, so that items are published,
//! moved, linked, withdrawn and published again, often in ways that are refused.

use proptest::prelude::*;
use rapporteur::domain::documents::Document;
use rapporteur::domain::identity::derived_id;
use rapporteur::store::{Change, EditorAccess, Release, Store, StoreError};
use serde_json::{Value, json};

use super::documents::document;

const MECHANISMS: usize = 4;
const MEETINGS: usize = 6;

/// One random change.
#[derive(Clone, Debug)]
pub enum Step {
    Mechanism { which: usize, parent: Option<usize>, level: usize, link: Option<usize>, name: u8 },
    Meeting { which: usize, mechanism: Option<usize>, date: usize, area: usize, link: Option<usize>, title: u8 },
    Withdraw { which: usize, detach: bool },
}

const LEVELS: [&str; 3] = ["SUMMIT", "MINISTERIAL", "WORKING_LEVEL"];
const DATES: [(&str, &str); 5] =
    [("", ""), ("2025", ""), ("2025-03", ""), ("2025-03-07", ""), ("2025-03-07", "2025-04-01")];
const AREAS: [&str; 4] = ["JP", "JP-13", "CN", "KR"];

pub fn steps() -> impl Strategy<Value = Step> {
    let mechanism =
        (0..MECHANISMS, prop::option::of(0..MECHANISMS), 0..LEVELS.len(), prop::option::of(0..MECHANISMS), 0..3_u8)
            .prop_map(|(which, parent, level, link, name)| Step::Mechanism { which, parent, level, link, name });
    let meeting = (
        0..MEETINGS,
        prop::option::of(0..MECHANISMS),
        0..DATES.len(),
        0..AREAS.len(),
        prop::option::of(0..MEETINGS),
        0..3_u8,
    )
        .prop_map(|(which, mechanism, date, area, link, title)| Step::Meeting {
            which,
            mechanism,
            date,
            area,
            link,
            title,
        });
    let withdraw =
        (0..MECHANISMS + MEETINGS, any::<bool>()).prop_map(|(which, detach)| Step::Withdraw { which, detach });
    prop_oneof![3 => mechanism, 4 => meeting, 2 => withdraw]
}

/// A history: releases of one to four changes.
pub fn histories() -> impl Strategy<Value = Vec<Vec<Step>>> {
    prop::collection::vec(prop::collection::vec(steps(), 1..4), 1..14)
}

impl Step {
    pub fn change(&self) -> Change {
        match self {
            Self::Withdraw { which, detach } => {
                let item = if *which < MECHANISMS {
                    derived_id(entity::ItemType::Mechanism, &format!("m{which}"))
                } else {
                    derived_id(entity::ItemType::Meeting, &format!("e{}", which - MECHANISMS))
                };
                Change::Withdraw { item, detach: *detach, expected_revision: None }
            }
            _ => Change::Publish { document: self.document(), expected_revision: None },
        }
    }

    fn document(&self) -> Document {
        match *self {
            Self::Mechanism { which, parent, level, link, name } => document(json!({ "mechanism": {
                "slug": format!("m{which}"), "kind": "MEETING_SERIES", "level": LEVELS[level], "status": "ACTIVE",
                "names": [{ "name": [{ "locale": "en", "text": format!("Mechanism {name}") }] }],
                "parent": parent.map(|parent| json!({ "slug": format!("m{parent}") })),
                "links": link.map(|link| json!({ "kind": "PART_OF", "target": { "slug": format!("m{link}") } }))
                    .into_iter().collect::<Vec<Value>>(),
            }})),
            Self::Meeting { which, mechanism, date, area, link, title } => {
                let (start, end) = DATES[date];
                let some = |date: &str| (!date.is_empty()).then(|| date.to_owned());
                document(json!({ "meeting": {
                    "slug": format!("e{which}"), "kind": "MEETING", "status": "HELD",
                    "title": [{ "locale": "en", "text": format!("Meeting {title}") }],
                    "mechanism": mechanism.map(|mechanism| json!({ "slug": format!("m{mechanism}") })),
                    "startDate": some(start), "endDate": some(end),
                    "places": [{ "area": AREAS[area] }],
                    "sessions": [{ "number": 1 }],
                    "links": link.map(|link| json!({ "kind": "HELD_BESIDE", "target": { "slug": format!("e{link}") } }))
                        .into_iter().collect::<Vec<Value>>(),
                }}))
            }
            Self::Withdraw { .. } => unreachable!("a withdrawal has no document"),
        }
    }
}

/// Publishes a history; refused releases change nothing. Says how many were published.
pub async fn play(store: &Store, history: &[Vec<Step>]) -> usize {
    let mut published = 0;
    for release in history {
        let changes = release.iter().map(Step::change).collect();
        match store.publish(&EditorAccess::operator(), Release { changes }).await {
            Ok(_) => published += 1,
            Err(StoreError::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    published
}
