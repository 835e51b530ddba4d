//! Organizations that do not exist: a few large ones of each country, with what belongs to them.

use entity::vocabulary::OrganizationKind;

use super::names::Country;
use super::places::{city, place, text};
use super::{Random, World, named, statement};
use crate::domain::documents::{DatedNameDocument, OrganizationDocument};

const KINDS: &[(OrganizationKind, &str)] = &[
    (OrganizationKind::Ministry, "Ministry"),
    (OrganizationKind::Agency, "Agency"),
    (OrganizationKind::Department, "Department"),
    (OrganizationKind::Foundation, "Foundation"),
    (OrganizationKind::University, "University"),
    (OrganizationKind::ThinkTank, "Institute"),
    (OrganizationKind::LocalGovernment, "Office"),
    (OrganizationKind::Company, "Corporation"),
    (OrganizationKind::Media, "News Agency"),
    (OrganizationKind::Ngo, "Association"),
];

/// What things deal with: a topic, and how it is called in titles.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("trade", "Trade"),
    ("environment", "Environment"),
    ("health", "Health"),
    ("finance", "Finance"),
    ("culture", "Culture"),
    ("education", "Education"),
    ("tourism", "Tourism"),
    ("agriculture", "Agriculture"),
    ("transport", "Transport"),
    ("energy", "Energy"),
    ("science", "Science and Technology"),
    ("disaster-management", "Disaster Management"),
    ("customs", "Customs"),
    ("patents", "Intellectual Property"),
    ("water", "Water Resources"),
    ("youth", "Youth Exchange"),
];

impl World {
    /// Any organization, the first ones far more likely; none if there is none.
    pub(super) fn any_organization(&self, random: &mut Random) -> Option<usize> {
        (self.counts.organizations > 0).then(|| random.skewed(self.counts.organizations))
    }

    /// How the nth organization is called.
    pub(super) fn organization_name(&self, index: usize) -> String {
        let (_, kind) = self.organization_kind(index);
        let (_, field) = self.random("field", index).pick(FIELDS);
        format!("{} {kind} of {field} {}", Country::of(index).adjective(), index / 3 + 1)
    }

    fn organization_kind(&self, index: usize) -> (OrganizationKind, &'static str) {
        // The first ones have others below them.
        if index < 30 { KINDS[0] } else { *self.random("kind", index).pick(KINDS) }
    }

    pub(super) fn organization(&self, index: usize) -> OrganizationDocument {
        let random = &mut self.random("organization", index);
        let country = Country::of(index);
        let seat = city(country, random);
        // Of the same country, which every third is.
        let (ordinal, first) = (index / 3, index % 3);
        let parent = (ordinal >= 10 && random.happens(700)).then(|| (ordinal / 6 * 3) + first);
        let founded = 1945 + random.below(75);
        let dissolved = random.happens(30).then(|| 2021 + random.below(4));
        let mut statements = Vec::new();
        if random.happens(100) {
            statements.push(statement("founded", Some(founded.to_string()), random));
        }
        let mut names = vec![DatedNameDocument {
            name: vec![text("en", self.organization_name(index))],
            ..DatedNameDocument::default()
        }];
        if random.happens(80) {
            let former = DatedNameDocument {
                name: vec![text("en", format!("Former {}", self.organization_name(index)))],
                end_date: Some("2005-12-31".into()),
                ..DatedNameDocument::default()
            };
            names.insert(0, former);
        }
        OrganizationDocument {
            slug: Some(format!("organization-{index}").into()),
            kind: Some(self.organization_kind(index).0),
            names,
            parent: parent.map(|parent| named("organization", parent)),
            area: Some(country.code().to_owned()),
            place: Some(place(seat, country)),
            website: Some(format!("https://organization-{index}.example.org/").into()),
            founded: Some(founded.to_string().into()),
            dissolved: dissolved.map(|year| year.to_string().into()),
            statements,
            ..OrganizationDocument::default()
        }
    }
}
