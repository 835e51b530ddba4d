//! The people, groups and organizations of an item.

use serde_json::{Value, json};

use super::facts::{Group, Organization, Person};
use super::{Item, Walk, any, before_remark, contains, is_in, list, quoted};

const PERSON: &str = "slug names { full family given order } nationalities { name } statements { ...said }
    positions(first: 20) { nodes { title statedTitle organization { slug area { name parent { name } } } statements { ...said } } }";

pub async fn person(walk: &mut Walk<'_>, item: &Item<'_>, facts: &Person) {
    let Person { name, family, given, title, organization, country, abbrev, aliases, honorific, only_in_caption, note } =
        facts;
    let found = walk.data(&format!("people(filter: {{ name: {} }}) {{ nodes {{ {PERSON} }} }}", json!(name))).await;
    let names = |person: &Value| list(&person["names"]).iter().find(|one| one["full"] == *name).cloned();
    let Some((person, spelt)) = list(&found["people"]["nodes"]).iter().find_map(|one| Some((one, names(one)?))) else {
        walk.fact(false, &format!("person {name}"));
        return;
    };
    walk.fact(item.has(&person["slug"]), &format!("{name} in the item"));

    // The page writes a family name in capitals; where it does not, nobody can tell which it is.
    let unknown = spelt["order"] == "UNKNOWN" && spelt["family"].is_null() && spelt["given"].is_null();
    let known = spelt["order"] == "FAMILY_FIRST" && spelt["family"] == *family && spelt["given"] == *given;
    let plain = *family == family.to_uppercase();
    walk.fact(if plain { known } else { unknown }, &format!("{name}: family name “{family}”, given name “{given}”"));

    let body = organization.as_deref().map(|name| item.organization(name).map(|one| &one["slug"]));
    let titled = |position: &&Value| position["statedTitle"].as_str().is_some_and(|stated| stated.starts_with(title));
    let there = |position: &&Value| body.is_none_or(|slug| slug == Some(&position["organization"]["slug"]));
    let positions = list(&person["positions"]["nodes"]);
    let held = positions.iter().filter(titled).find(there);
    let of = organization.as_deref().unwrap_or("nothing named");
    walk.fact(held.is_some_and(|one| !one["title"].is_null()), &format!("{name}: title “{title}” of {of}"));
    let found = match country {
        Some(country) => held.is_some_and(|position| is_in(&position["organization"]["area"], country)),
        None => item.not_stated(person, "nationalities", &person["nationalities"]),
    };
    walk.fact(found, &format!("{name}: country {}", country.as_deref().unwrap_or("not stated")));

    let said = &item.article["statements"];
    if let Some(abbrev) = abbrev {
        let found = any(said, |said| {
            let words: Vec<_> = said["value"].as_str().unwrap_or_default().split(' ').collect();
            words.contains(&abbrev.as_str()) && words.contains(&family.as_str())
        });
        walk.fact(found, &format!("{name}: abbreviated title “{abbrev}”"));
    }
    for alias in aliases {
        let text = quoted(alias).next().unwrap_or(alias);
        walk.fact(any(said, |said| contains(&said["value"], text)), &format!("{name}: also “{alias}”"));
    }
    if let Some(honorific) = honorific {
        let whole = format!("{honorific} {name}");
        let found = any(said, |said| said["value"] == *honorific && contains(&said["quote"], &whole));
        walk.fact(found, &format!("{name}: honorific “{honorific}”"));
    }
    if *only_in_caption {
        let statements = positions.iter().flat_map(|position| list(&position["statements"]));
        let mut here = statements.filter(|said| said["source"]["slug"] == item.article["slug"]).peekable();
        let found = here.peek().is_some() && here.all(|said| contains(&said["location"], "/caption"));
        walk.fact(found, &format!("{name}: only in a caption"));
    }
    if let Some(note) = note {
        let found = if note.contains("order uncertain") {
            unknown
        } else {
            held.is_some_and(|one| {
                note.contains("run together") && quoted(note).all(|text| contains(&one["statedTitle"], text))
            })
        };
        walk.fact(found, &format!("{name}: note “{note}”"));
    }
}

/// Somebody without a name takes part without being anybody.
pub async fn unnamed(walk: &mut Walk<'_>, item: &Item<'_>, unnamed: &str) {
    let mut found = false;
    for meeting in item.concerns().filter(|one| one["__typename"] == "Meeting") {
        let slug = meeting["slug"].as_str().expect("a slug");
        let fields = "participants(filter: { named: false }, first: 20) { nodes { actor { __typename } statedTitle } }";
        let meeting = walk.one("meeting", slug, fields).await;
        found |= any(&meeting["participants"]["nodes"], |one| {
            one["actor"].is_null() && one["statedTitle"] == before_remark(unnamed)
        });
    }
    walk.fact(found, &format!("without a name: {unnamed}"));
    let body = item.article["body"].as_str().unwrap_or_default();
    let found = quoted(unnamed).all(|word| body.split(' ').any(|one| one == word));
    walk.fact(found, &format!("how the item refers to: {unnamed}"));
}

pub async fn group(walk: &mut Walk<'_>, item: &Item<'_>, facts: &Group) {
    let Group { name, ordinal, members, of } = facts;
    let Some(group) = item.named("Organization", name) else {
        walk.fact(false, &format!("group “{name}”"));
        return;
    };
    let numbered = contains(&group["label"], &format!("{ordinal}th ")) && group["kind"] == "BOARD";
    walk.fact(numbered, &format!("“{name}”: number {ordinal}"));
    let whole = item.organization(of).map(|one| &one["slug"]);
    walk.fact(whole == Some(&group["parent"]["slug"]), &format!("“{name}”: of {of}"));
    let slug = group["slug"].as_str().expect("a slug");
    let group = walk.one("organization", slug, "positions(first: 100) { nodes { person { names { full } } } }").await;
    for member in members {
        let found =
            any(&group["positions"]["nodes"], |one| any(&one["person"]["names"], |name| name["full"] == *member));
        walk.fact(found, &format!("“{name}”: member {member}"));
    }
}

/// An organization, or a state, which is an area.
pub fn organization(walk: &mut Walk<'_>, item: &Item<'_>, facts: &Organization) {
    let Organization { name, abbrev, country } = facts;
    let found = item.organization(name);
    let area = || any(&item.article["areas"], |area| is_in(area, name));
    walk.fact(found.is_some() || area(), &format!("organization “{name}”"));
    if let Some(abbrev) = abbrev {
        let found = found.is_some_and(|one| one["abbreviation"] == *abbrev);
        walk.fact(found, &format!("organization “{name}”: abbreviation “{abbrev}”"));
    }
    if let Some(country) = country {
        let found = found.is_some_and(|one| is_in(&one["area"], country));
        walk.fact(found, &format!("organization “{name}”: country {country}"));
    }
}
