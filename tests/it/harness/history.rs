//! Random histories: releases of random changes over a small world, so that items of every content
//! type are published, moved, linked, withdrawn and published again, often in ways that are refused.

use entity::ItemType;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use rapporteur::domain::identity::derived_id;
use rapporteur::store::{Change, EditorAccess, Release, Store, StoreError};
use serde_json::{Value, json};

use super::documents::{self, document};

/// One random change.
#[derive(Clone, Debug)]
pub enum Step {
    Publish(Value),
    Withdraw { item_type: ItemType, slug: String, detach: bool },
}

/// The slugs of each content type's items in the small world.
const WORLD: &[(ItemType, &str, usize)] = &[
    (ItemType::Person, "p", 4),
    (ItemType::Organization, "o", 3),
    (ItemType::Mechanism, "m", 4),
    (ItemType::Meeting, "e", 6),
    (ItemType::Article, "a", 3),
    (ItemType::Publication, "u", 2),
    (ItemType::MediaItem, "i", 2),
    (ItemType::Indicator, "d", 2),
];

fn slug(item_type: ItemType) -> impl Strategy<Value = String> {
    let known = WORLD.iter().find(|(known, ..)| *known == item_type);
    let (_, letter, count) = *known.expect("every content type has its place in the world");
    (0..count).prop_map(move |number| format!("{letter}{number}"))
}

fn reference(item_type: ItemType) -> BoxedStrategy<Value> {
    slug(item_type).prop_map(|slug| json!({ "slug": slug })).boxed()
}

/// A reference, or nothing.
fn maybe(reference: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    prop::option::of(reference).prop_map(|reference| reference.unwrap_or(Value::Null))
}

/// Up to so many of something.
fn some(most: usize, one: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec(one, 0..=most).prop_map(Value::from)
}

fn area() -> impl Strategy<Value = Value> {
    select(vec!["JP", "JP-13", "CN", "KR"]).prop_map(Value::from)
}

fn text(words: &'static str) -> impl Strategy<Value = Value> {
    (0..3_u8).prop_map(move |number| json!([{ "locale": "en", "text": format!("{words} {number}") }]))
}

/// First and last day.
fn dates() -> impl Strategy<Value = (Value, Value)> {
    let known = [("", ""), ("2025", ""), ("2025-03", ""), ("2025-03-07", ""), ("2025-03-07", "2025-04-01")];
    let given = |date: &str| if date.is_empty() { Value::Null } else { date.into() };
    select(known.to_vec()).prop_map(move |(start, end)| (given(start), given(end)))
}

/// A reference to an item of any content type.
fn any_item() -> BoxedStrategy<Value> {
    let members = [
        ("person", ItemType::Person),
        ("organization", ItemType::Organization),
        ("mechanism", ItemType::Mechanism),
        ("meeting", ItemType::Meeting),
        ("article", ItemType::Article),
    ];
    let member = |(member, item_type): (&'static str, ItemType)| {
        reference(item_type).prop_map(move |item| json!({ member: item })).boxed()
    };
    Union::new(members.map(member)).boxed()
}

fn statement() -> impl Strategy<Value = Value> {
    let source = prop_oneof![
        1 => any_item().prop_map(|item| json!({ "item": item })),
        2 => Just(json!({ "url": "https://example.org/source" })),
    ];
    let speaker = reference(ItemType::Person).prop_map(|person| json!({ "person": person }));
    (source, maybe(speaker.boxed())).prop_map(|(source, speaker)| {
        json!({ "field": "startDate", "value": "70+", "number": "70", "qualifier": "AT_LEAST", "basis": "STATED",
            "statedBy": speaker, "source": source })
    })
}

fn article() -> impl Strategy<Value = Value> {
    let photo = some(2, actor()).prop_map(|mut depicts| {
        depicts.as_array_mut().expect("a list").dedup();
        json!({ "caption": [{ "locale": "en", "text": "Group photo" }], "depicts": depicts })
    });
    let parts = (
        slug(ItemType::Article),
        text("Headline"),
        dates(),
        some(2, any_item()),
        some(1, any_item()),
        some(1, photo),
        some(1, statement()),
    );
    parts.prop_map(|(slug, headline, (date, _), mut about, mentions, photos, statements)| {
        about.as_array_mut().expect("a list").dedup();
        json!({ "article": {
            "slug": slug, "category": "others", "headline": headline, "publishedOn": date, "areas": ["JP"],
            "about": about, "mentions": mentions, "photos": photos, "statements": statements,
        }})
    })
}

fn publication() -> impl Strategy<Value = Value> {
    let (meetings, publishers) = (some(1, reference(ItemType::Meeting)), some(1, reference(ItemType::Organization)));
    let parts = (slug(ItemType::Publication), text("Title"), meetings, publishers, some(1, any_item()));
    parts.prop_map(|(slug, title, meetings, publishers, about)| {
        json!({ "publication": {
            "slug": slug, "kind": "STATISTICS", "title": title, "meetings": meetings, "publishers": publishers,
            "about": about, "languages": ["en"], "files": [{ "url": "https://example.org/file" }],
        }})
    })
}

fn media_item() -> impl Strategy<Value = Value> {
    let parts = (slug(ItemType::MediaItem), text("Title"), dates(), some(1, any_item()), some(1, statement()));
    parts.prop_map(|(slug, title, (date, _), about, statements)| {
        json!({ "mediaItem": {
            "slug": slug, "kind": "VIDEO", "title": title, "outlet": "A channel", "date": date, "about": about,
            "statements": statements,
        }})
    })
}

fn indicator() -> impl Strategy<Value = Value> {
    let observation = (area(), select(vec!["2024", "2025-09"]), some(1, statement()));
    let observation = observation.prop_map(
        |(area, period, statements)| json!({ "area": area, "period": period, "value": "21", "statements": statements }),
    );
    (slug(ItemType::Indicator), text("Indicator"), some(2, observation)).prop_map(|(slug, name, observations)| {
        json!({ "indicator": { "slug": slug, "name": name, "unit": "COUNT", "counter": "ministerial",
            "counts": "MECHANISMS", "observations": observations } })
    })
}

fn organization() -> impl Strategy<Value = Value> {
    let parent = maybe(reference(ItemType::Organization));
    let parts = (slug(ItemType::Organization), text("Organization"), parent, area(), some(2, statement()));
    parts.prop_map(|(slug, name, parent, area, statements)| {
        json!({ "organization": {
            "slug": slug, "kind": "AGENCY", "names": [{ "name": name }], "parent": parent, "area": area,
            "place": { "area": area }, "statements": statements,
        }})
    })
}

fn person() -> impl Strategy<Value = Value> {
    let position = (reference(ItemType::Organization), dates(), some(1, statement()));
    let position = position.prop_map(|(organization, (start, end), statements)| {
        json!({ "organization": organization, "post": "member", "startDate": start, "endDate": end, "statements": statements })
    });
    let name = select(vec!["LEE Hee-sup", "이희섭", "YAN Liang"]);
    let parts = (slug(ItemType::Person), name, some(2, area()), some(2, position));
    parts.prop_map(|(slug, name, mut nationalities, positions)| {
        nationalities.as_array_mut().expect("a list").dedup();
        json!({ "person": {
            "slug": slug, "names": [{ "full": name, "order": "FAMILY_FIRST", "language": "en" }],
            "nationalities": nationalities, "positions": positions,
        }})
    })
}

fn mechanism() -> impl Strategy<Value = Value> {
    let levels = select(vec!["SUMMIT", "MINISTERIAL", "WORKING_LEVEL"]);
    let link = reference(ItemType::Mechanism).prop_map(|target| json!({ "kind": "PART_OF", "target": target }));
    let involved = reference(ItemType::Organization)
        .prop_map(|organization| json!({ "organization": organization, "role": "LEAD", "party": "JP" }));
    let parts = (
        slug(ItemType::Mechanism),
        text("Mechanism"),
        maybe(reference(ItemType::Mechanism)),
        levels,
        some(1, link),
        some(2, involved),
    );
    parts.prop_map(|(slug, name, parent, level, links, organizations)| {
        json!({ "mechanism": {
            "slug": slug, "kind": "MEETING_SERIES", "level": level, "status": "ACTIVE",
            "names": [{ "name": name }], "parent": parent, "links": links, "organizations": organizations,
        }})
    })
}

fn actor() -> BoxedStrategy<Value> {
    prop_oneof![
        3 => reference(ItemType::Person).prop_map(|person| json!({ "person": person })),
        1 => reference(ItemType::Organization).prop_map(|organization| json!({ "organization": organization })),
        1 => area().prop_map(|area| json!({ "area": area })),
    ]
    .boxed()
}

fn participant() -> impl Strategy<Value = Value> {
    let delegation = prop_oneof![
        reference(ItemType::Organization).prop_map(|organization| json!({ "organization": organization })),
        area().prop_map(|area| json!({ "area": area })),
    ];
    let role = select(vec!["HOST", "SPEAKER"]);
    let parts = (maybe(actor()), maybe(delegation.boxed()), role, prop::option::of(1..3), some(1, statement()));
    parts.prop_map(|(actor, delegation, role, protocol_order, statements)| {
        json!({
            "actor": actor, "onBehalfOf": delegation, "roles": [role], "statedTitle": "Director",
            "protocolOrder": protocol_order, "appearances": [{ "kind": "SPEECH", "session": "s" }],
            "statements": statements,
        })
    })
}

fn meeting() -> impl Strategy<Value = Value> {
    let link = reference(ItemType::Meeting).prop_map(|target| json!({ "kind": "HELD_BESIDE", "target": target }));
    let parts = (
        slug(ItemType::Meeting),
        text("Meeting"),
        maybe(reference(ItemType::Mechanism)),
        dates(),
        area(),
        some(1, link),
        some(2, participant()),
    );
    parts.prop_map(|(slug, title, mechanism, (start, end), area, links, participants)| {
        json!({ "meeting": {
            "slug": slug, "kind": "MEETING", "status": "HELD", "title": title, "mechanism": mechanism,
            "startDate": start, "endDate": end, "places": [{ "area": area }], "sessions": [{ "key": "s", "number": 1 }],
            "links": links, "participants": participants,
        }})
    })
}

pub fn steps() -> impl Strategy<Value = Step> {
    let publish = |documents: BoxedStrategy<Value>| documents.prop_map(Step::Publish).boxed();
    let withdraw = WORLD.iter().map(|(item_type, ..)| {
        let withdrawal = (slug(*item_type), any::<bool>());
        withdrawal.prop_map(|(slug, detach)| Step::Withdraw { item_type: *item_type, slug, detach }).boxed()
    });
    prop_oneof![
        3 => publish(person().boxed()),
        2 => publish(organization().boxed()),
        3 => publish(mechanism().boxed()),
        4 => publish(meeting().boxed()),
        2 => publish(article().boxed()),
        1 => publish(publication().boxed()),
        1 => publish(media_item().boxed()),
        1 => publish(indicator().boxed()),
        3 => Union::new(withdraw),
    ]
}

/// A history: mostly of the whole small world, else from nothing, then releases of one to three changes. From nothing
/// nearly all of them are refused, as they refer to what is not there.
pub fn histories() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let releases = prop::collection::vec(prop::collection::vec(steps(), 1..4), 1..14);
    let beginning = prop_oneof![1 => Just(None), 7 => Just(Some(world()))];
    (beginning, releases).prop_map(|(world, releases)| world.into_iter().chain(releases).collect())
}

/// One release with every item of the small world, none referring to another.
fn world() -> Vec<Step> {
    let name = json!([{ "locale": "en", "text": "Before" }]);
    let bare = |item_type: ItemType, slug: String| match item_type {
        ItemType::Person => documents::person(&slug, "Before"),
        ItemType::Organization => documents::organization(&slug, None, "JP"),
        ItemType::Mechanism => documents::mechanism(&slug, "EXPERT", None),
        ItemType::Meeting => documents::meeting(&slug, None, "2024"),
        ItemType::Article => documents::article(&slug, "2024-01-01"),
        ItemType::Publication => json!({ "publication": { "slug": slug, "kind": "STATISTICS", "title": name } }),
        ItemType::MediaItem => {
            json!({ "mediaItem": { "slug": slug, "kind": "VIDEO", "title": name, "outlet": "A channel" } })
        }
        ItemType::Indicator => json!({ "indicator": { "slug": slug, "name": name, "unit": "COUNT" } }),
    };
    let slugs = WORLD.iter().flat_map(|(item_type, letter, count)| {
        (0..*count).map(move |number| (*item_type, format!("{letter}{number}")))
    });
    slugs.map(|(item_type, slug)| Step::Publish(bare(item_type, slug))).collect()
}

impl Step {
    pub fn change(&self) -> Change {
        match self {
            Self::Withdraw { item_type, slug, detach } => {
                let item = derived_id(*item_type, slug);
                Change::Withdraw { item, detach: *detach, expected_revision: None }
            }
            Self::Publish(fields) => Change::Publish { document: document(fields.clone()), expected_revision: None },
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
