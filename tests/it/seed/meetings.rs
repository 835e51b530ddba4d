//! The meetings of an item, the mechanisms they belong to, and who takes part in them.

use serde_json::{Value, json};

use super::facts::{Kind, Meeting, Participation, Periodicity, Role, Series, Session, Status};
use super::{Item, Walk, any, contains, is_in, list, quoted};

const MEETING: &str = "slug title edition startDate endDate kind status theme mechanism { level slug }
    places { city area { name parent { name } } } sessions { number title audience } statements { ...said }";

/// The meetings to which the page gives no name that could be a title.
const UNNAMED: &[(&str, &str)] = &[
    ("conversation with HAMADA Takashi", "talk-hamada-takashi-roundtable-4"),
    ("conversation with LIM Byung-jin and J. Sainchogt", "talk-lim-byung-jin-sainchogt-roundtable-4"),
    ("conversation with MA Jong-swae", "talk-ma-jong-swae-roundtable-4"),
    ("courtesy call on Minister CHO Hyun", "courtesy-call-cho-hyun-2025-09-03"),
    ("inaugural Northeast Asia Cooperation Roundtable", "northeast-asia-cooperation-roundtable-1"),
    ("meeting with HU Yuting", "meeting-hu-yuting-2025-08-26"),
    ("most recent Trilateral Summit", "trilateral-summit-9"),
    ("visit to the Japan Patent Office", "visit-japan-patent-office-2025-08-22"),
];

/// The meeting that the item calls this, among those that it is about or mentions.
fn find<'a>(item: &'a Item<'_>, name: &str) -> Option<&'a str> {
    let found = match UNNAMED.iter().find(|(known, _)| *known == name) {
        Some((_, slug)) => item.concerns().find(|one| one["slug"] == *slug),
        None => item.named("Meeting", name),
    };
    found?["slug"].as_str()
}

pub async fn meeting(walk: &mut Walk<'_>, item: &Item<'_>, facts: &Meeting) {
    if facts.kind == Kind::Expo {
        expo(walk, item, facts).await;
        return;
    }
    let Meeting {
        name,
        series,
        edition,
        date_start,
        date_end,
        city,
        country,
        theme,
        kind,
        status,
        named,
        note,
        sessions,
    } = facts;
    let Some(slug) = find(item, name) else {
        walk.fact(false, &format!("meeting “{name}”"));
        return;
    };
    let meeting = walk.one("meeting", slug, MEETING).await;
    let open = |field: &str, value: &Value| item.not_stated(&meeting, field, value);
    let same = |field: &str, fact: Option<Value>| match fact {
        Some(fact) => meeting[field] == fact,
        None => open(field, &meeting[field]),
    };
    let mechanism = match series {
        Some(series) => item.named("Mechanism", series).is_some_and(|one| one["slug"] == meeting["mechanism"]["slug"]),
        None => meeting["mechanism"].is_null(),
    };
    let until = if meeting["endDate"].is_null() { "startDate" } else { "endDate" };
    let places = &meeting["places"];
    let place = |found: Option<bool>| found.unwrap_or_else(|| open("places", places));
    let not_in_a_city = city.is_none() && country.is_some() && list(places).iter().all(|place| place["city"].is_null());
    let found_city = city.as_ref().map(|city| any(places, |place| place["city"] == *city));
    let in_country = country.as_ref().map(|country| any(places, |place| is_in(&place["area"], country)));
    let kinds: &[&str] = match kind {
        Kind::CourtesyCall => &["COURTESY_CALL"],
        Kind::Dialogue => &["DIALOGUE"],
        Kind::Forum => &["FORUM"],
        Kind::Meeting => &["MEETING", "BILATERAL", "TALK"],
        Kind::Summit | Kind::Expo => &["MEETING"],
        Kind::Visit => &["VISIT"],
    };
    let level = *kind != Kind::Summit || meeting["mechanism"]["level"] == "SUMMIT";
    let (wanted, list_of_item) = match status {
        Status::Current => ("HELD", "about"),
        Status::Past => ("HELD", "mentions"),
        Status::Next => ("SCHEDULED", "mentions"),
        Status::Related => ("", "mentions"),
    };
    let listed = any(&item.article[list_of_item], |one| one["slug"] == meeting["slug"]);
    // A title that no source gives is not stated to be one.
    let title = if *named {
        meeting["title"] == *name
    } else {
        !any(&meeting["statements"], |said| {
            said["field"] == "title" && !said["value"].is_null() && said["source"]["slug"] == item.article["slug"]
        })
    };
    for (found, fact) in [
        (mechanism, format!("series {series:?}")),
        (same("edition", edition.map(Value::from)), format!("edition {edition:?}")),
        (same("startDate", date_start.clone().map(Value::from)), format!("first day {date_start:?}")),
        (same(until, date_end.clone().map(Value::from)), format!("last day {date_end:?}")),
        (not_in_a_city || place(found_city), format!("city {city:?}")),
        (place(in_country), format!("country {country:?}")),
        (same("theme", theme.clone().map(Value::from)), format!("theme {theme:?}")),
        (kinds.iter().any(|kind| meeting["kind"] == **kind) && level, format!("kind {kind:?}")),
        (meeting["status"] == wanted && listed, format!("status {status:?}")),
        (title, format!("named {named}")),
    ] {
        walk.fact(found, &format!("meeting “{name}”: {fact}"));
    }
    for Session { no, title, audience } in sessions {
        let found = any(&meeting["sessions"], |one| {
            one["number"] == *no && one["title"] == *title && one["audience"] == json!(audience)
        });
        walk.fact(found, &format!("meeting “{name}”: session {no} “{title}” for {audience:?}"));
    }
    for part in note.iter().flat_map(|note| note.split("; ")) {
        walk.fact(noted(item, &meeting, part), &format!("meeting “{name}”: note “{part}”"));
    }
}

/// What a part of a note says, as statements of the meeting.
fn noted(item: &Item<'_>, meeting: &Value, part: &str) -> bool {
    let statements = list(&meeting["statements"]);
    let mut here = statements.iter().filter(|said| said["source"]["slug"] == item.article["slug"]);
    let inferred = |field: &str| here.clone().any(|said| said["field"] == field && said["basis"] == "INFERRED");
    match part {
        "edition number inferred" => inferred("edition"),
        "date inferred from the item" => inferred("startDate"),
        "edition, date and place not stated" => {
            ["edition", "startDate", "places"].into_iter().all(|field| item.not_stated(meeting, field, &json!(true)))
        }
        "city not stated" => item.not_stated(meeting, "places", &meeting["places"]),
        // That is a participation.
        "chaired by Korea" => item.facts.participations.iter().any(|one| matches!(one.role, Role::Chair)),
        "caption" => here.any(|said| contains(&said["location"], "/caption")),
        "caption: prior to the Roundtable" => {
            here.any(|said| contains(&said["location"], "/caption") && contains(&said["value"], "prior to the"))
        }
        _ => {
            let mut words = quoted(part).peekable();
            words.peek().is_some()
                && words.all(|word| {
                    here.clone().any(|said| {
                        said["value"].as_str().is_some_and(|value| value.to_lowercase().contains(&word.to_lowercase()))
                    })
                })
        }
    }
}

/// An expo of which no edition is meant is a mechanism.
async fn expo(walk: &mut Walk<'_>, item: &Item<'_>, facts: &Meeting) {
    let Meeting { name, note, .. } = facts;
    let place = format!("meeting “{name}”");
    let fields = "names { name } kind linkedFrom { kind from { slug frequency } }";
    let Some(slug) = item.named("Mechanism", name).and_then(|one| one["slug"].as_str()) else {
        walk.fact(false, &place);
        return;
    };
    let expo = walk.one("mechanism", slug, fields).await;
    let plain = json!([
        facts.series,
        facts.edition,
        facts.date_start,
        facts.date_end,
        facts.city,
        facts.country,
        facts.theme,
        facts.sessions.len()
    ]);
    walk.fact(
        plain == json!([name, null, null, null, null, null, null, 0]),
        &format!("{place}: no more than its series"),
    );
    walk.fact(expo["kind"] == "EVENT_SERIES", &format!("{place}: kind {:?}", facts.kind));
    let related = any(&item.article["mentions"], |one| one["slug"] == slug);
    walk.fact(related && matches!(facts.status, Status::Related), &format!("{place}: status {:?}", facts.status));
    walk.fact(
        facts.named && any(&expo["names"], |one| one["name"] == *name),
        &format!("{place}: named {}", facts.named),
    );
    let part = any(&expo["linkedFrom"], |link| {
        link["kind"] == "PART_OF" && link["from"]["frequency"] == "BIENNIAL" && item.has(&link["from"]["slug"])
    });
    let known = note.as_deref() == Some("the Roundtable is held every two years as part of it");
    walk.fact(known && part, &format!("{place}: note {note:?}"));
}

/// What the item tells of a series of meetings.
pub async fn series(walk: &mut Walk<'_>, item: &Item<'_>, facts: &Series) {
    let Series { name: series, initiated_by, periodicity, part_of } = facts;
    let slug = item.named("Mechanism", series).and_then(|one| one["slug"].as_str());
    let fields = "frequency links { kind to { slug } } organizations { role organization { slug } }";
    let mechanism = walk.one("mechanism", slug.unwrap_or("none"), fields).await;
    let body = item.organization(initiated_by).map(|one| &one["slug"]);
    let initiated = any(&mechanism["organizations"], |one| {
        one["role"] == "INITIATOR" && Some(&one["organization"]["slug"]) == body
    });
    let whole = item.named("Mechanism", part_of).map(|one| &one["slug"]);
    let part = any(&mechanism["links"], |link| link["kind"] == "PART_OF" && Some(&link["to"]["slug"]) == whole);
    let often = match periodicity {
        Periodicity::Biennial => "BIENNIAL",
    };
    walk.fact(initiated, &format!("series “{series}”: initiated by {initiated_by}"));
    walk.fact(part, &format!("series “{series}”: part of {part_of}"));
    walk.fact(mechanism["frequency"] == often, &format!("series “{series}”: {periodicity:?}"));
}

pub async fn participation(walk: &mut Walk<'_>, item: &Item<'_>, facts: &Participation) {
    let Participation { person, organization, meeting: name, role } = facts;
    let (wanted, does) = match role {
        Role::Chair => ("CHAIR", None),
        Role::CoHost => ("CO_HOST", None),
        Role::Host => ("HOST", None),
        Role::OpeningRemarks => ("SPEAKER", Some(json!({ "kind": "REMARKS", "session": { "kind": "OPENING" } }))),
        Role::Participant => ("ATTENDEE", None),
        Role::Speaker => ("SPEAKER", Some(json!({ "kind": "SPEECH", "session": null }))),
        Role::Supporter => ("SUPPORTER", None),
        Role::Visitor => ("VISITOR", None),
    };
    let fields = "participants(first: 100) { nodes { roles appearances { kind session { kind } }
        actor { ... on Person { names { full } } ... on Organization { slug } ... on Area { name } } } }";
    let meeting = walk.one("meeting", find(item, name).unwrap_or("none"), fields).await;
    let acts = |actor: &Value| match (person, organization) {
        (Some(person), None) => any(&actor["names"], |one| one["full"] == *person),
        (None, Some(body)) => match item.organization(body) {
            Some(body) => actor["slug"] == body["slug"],
            None => is_in(actor, body),
        },
        _ => false,
    };
    let found = any(&meeting["participants"]["nodes"], |one| {
        acts(&one["actor"])
            && any(&one["roles"], |role| role == wanted)
            && does.as_ref().is_none_or(|does| any(&one["appearances"], |one| one == does))
    });
    let who = person.as_ref().or(organization.as_ref()).map_or("nobody", String::as_str);
    walk.fact(found, &format!("{who} at “{name}” as {role:?}"));
}
