//! People who do not exist, and the posts they hold.

use super::names::{Country, PersonName};
use super::places::text;
use super::{Random, World, named, statement};
use crate::domain::documents::{ImageDocument, PersonDocument, PositionDocument};

const POSTS: &[(&str, &str)] = &[
    ("director", "Director"),
    ("deputy-director", "Deputy Director"),
    ("researcher", "Researcher"),
    ("professor", "Professor"),
    ("coordinator", "Coordinator"),
    ("director-general", "Director-General"),
    ("secretary", "Secretary"),
    ("counsellor", "Counsellor"),
    ("vice-minister", "Vice-Minister"),
    ("minister", "Minister"),
    ("ambassador", "Ambassador"),
    ("president", "President"),
];

/// The people who come to far more meetings than others do not come to all of them.
const REGULARS: usize = 20;

impl World {
    /// The name of the nth person.
    pub(super) fn person_name(&self, index: usize) -> PersonName {
        PersonName::any(Country::of(index), &mut self.random("name", index))
    }

    /// Any person: a few come to hundreds of meetings, most to one or two.
    pub(super) fn any_person(&self, random: &mut Random) -> Option<usize> {
        let people = self.counts.people;
        let drawn = random.skewed(people + REGULARS);
        let drawn = if drawn < REGULARS { random.below(people.min(10 * REGULARS)) } else { drawn - REGULARS };
        (people > 0).then_some(drawn)
    }

    pub(super) fn person(&self, index: usize) -> PersonDocument {
        let random = &mut self.random("person", index);
        let country = Country::of(index);
        let positions = match random.below(20) {
            0 => 0,
            1..=11 => 1,
            12..=16 => 2,
            17 | 18 => 3,
            _ => 5,
        };
        let positions = (0..positions).filter_map(|number| self.position(index, number, random)).collect();
        let image = random.happens(150).then(|| ImageDocument {
            url: Some(format!("https://photos.example.org/people/{index}.jpg").into()),
            media_type: Some("image/jpeg".to_owned()),
            width: Some(800),
            height: Some(1_000),
            credit: None,
        });
        let mut statements = Vec::new();
        if random.happens(50) {
            statements.push(statement("names", None, random));
        }
        let name = self.person_name(index);
        let biography = random.happens(100).then(|| {
            text("en", format!("{} has worked for cooperation between the three countries for years.", name.latin()))
        });
        PersonDocument {
            slug: Some(format!("person-{index}").into()),
            names: name.documents(random.happens(600)),
            nationalities: if random.happens(300) { vec![country.code().to_owned()] } else { Vec::new() },
            biography: biography.into_iter().collect(),
            image,
            positions,
            statements,
            ..PersonDocument::default()
        }
    }

    /// The nth position of a person, the earliest first.
    fn position(&self, person: usize, number: usize, random: &mut Random) -> Option<PositionDocument> {
        let organization = self.any_organization(random)?;
        let (post, title) = POSTS[random.skewed(POSTS.len())];
        let start = 2001 + number * 5 + random.below(4);
        let start_date = match random.below(4) {
            0 => start.to_string(),
            1 => format!("{start}-{:02}", 1 + random.below(12)),
            _ => format!("{start}-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28)),
        };
        let end = random.happens(600).then(|| (start + 1 + random.below(4)).to_string());
        let mut statements = Vec::new();
        if random.happens(100) {
            statements.push(statement("title", Some(title.to_owned()), random));
        }
        Some(PositionDocument {
            organization: Some(named("organization", organization)),
            post: Some(post.into()),
            title: vec![text("en", title)],
            stated_title: random.happens(200).then(|| format!("{title}, {}", self.organization_name(organization))),
            start_date: (!random.happens(100)).then(|| start_date.into()),
            end_date: end.map(Into::into),
            is_acting: random.happens(20).then_some(true),
            ordinal: person.is_multiple_of(50).then_some(1),
            statements,
            ..PositionDocument::default()
        })
    }
}
