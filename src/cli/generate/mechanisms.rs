//! Mechanisms that do not exist: a tree of a few hundred, whose editions are most of the meetings.

use entity::vocabulary::{Frequency, MechanismKind, MechanismLevel, MechanismLinkKind, MechanismStatus};

use super::organizations::FIELDS;
use super::places::text;
use super::{World, named, statement};
use crate::domain::documents::{DatedNameDocument, MechanismDocument, MechanismLinkDocument};

const MOST: usize = 300;

const LEVELS: &[(MechanismLevel, &str)] = &[
    (MechanismLevel::WorkingLevel, "Working Group"),
    (MechanismLevel::Expert, "Expert Meeting"),
    (MechanismLevel::DirectorGeneral, "Directors-General Meeting"),
    (MechanismLevel::SeniorOfficials, "Senior Officials’ Meeting"),
    (MechanismLevel::Ministerial, "Ministers’ Meeting"),
    (MechanismLevel::ViceMinisterial, "Vice-Ministers’ Meeting"),
    (MechanismLevel::Other, "Forum"),
];

/// Shares out most meetings among mechanisms, the first ones far more: the first meeting of each,
/// and the first that belongs to none.
pub(super) fn editions(meetings: usize) -> Vec<usize> {
    let mechanisms = MOST.min(meetings / 3);
    let weights: Vec<usize> = (0..mechanisms).map(|index| 1_000_000 / (index + 5)).collect();
    let (total, shared) = (weights.iter().sum::<usize>().max(1), meetings * 7 / 10);
    let mut sum = 0;
    let mut bounds = vec![0];
    for weight in weights {
        sum += weight;
        bounds.push(shared * sum / total);
    }
    bounds
}

impl World {
    /// The mechanism of a meeting, its edition, and how many editions there are.
    pub(super) fn edition_of(&self, meeting: usize) -> Option<(usize, usize, usize)> {
        let mechanism = self.editions.partition_point(|first| *first <= meeting).checked_sub(1)?;
        let (first, next) = (self.editions[mechanism], *self.editions.get(mechanism + 1)?);
        Some((mechanism, meeting - first + 1, next - first))
    }

    /// How the nth mechanism is called.
    pub(super) fn mechanism_name(&self, index: usize) -> String {
        let (_, field) = FIELDS[index % FIELDS.len()];
        let (_, level) = self.level(index);
        if index == 0 {
            "Trilateral Leaders’ Meeting".to_owned()
        } else {
            format!("Trilateral {field} {level} {index}")
        }
    }

    fn level(&self, index: usize) -> (MechanismLevel, &'static str) {
        let random = &mut self.random("level", index);
        if index == self.mechanisms() / 2 {
            (MechanismLevel::Summit, "Summit")
        } else {
            LEVELS[random.skewed(LEVELS.len())]
        }
    }

    pub(super) fn mechanism(&self, index: usize) -> MechanismDocument {
        let random = &mut self.random("mechanism", index);
        let (topic, field) = FIELDS[index % FIELDS.len()];
        let (level, _) = self.level(index);
        let parent = (index > 3).then_some(index / 4);
        let link = (index > 0 && random.happens(100)).then(|| MechanismLinkDocument {
            kind: Some(MechanismLinkKind::HeldBeside),
            target: Some(named("mechanism", random.below(index))),
            ..MechanismLinkDocument::default()
        });
        let mut statements = Vec::new();
        if random.happens(200) {
            statements.push(statement("founded", Some("2001".to_owned()), random));
        }
        MechanismDocument {
            slug: Some(format!("mechanism-{index}").into()),
            kind: Some(if random.happens(800) { MechanismKind::MeetingSeries } else { MechanismKind::EventSeries }),
            names: vec![DatedNameDocument {
                name: vec![text("en", self.mechanism_name(index))],
                ..DatedNameDocument::default()
            }],
            level: Some(level),
            topics: vec![topic.into()],
            parties: ["CN", "JP", "KR"].map(str::to_owned).into(),
            parent: parent.map(|parent| named("mechanism", parent)),
            links: link.into_iter().collect(),
            frequency: Some(if random.happens(600) { Frequency::Annual } else { Frequency::Irregular }),
            founded: Some("2001".into()),
            status: Some(if random.happens(850) { MechanismStatus::Active } else { MechanismStatus::Dormant }),
            description: vec![text("en", format!("Cooperation of the three countries on {}.", field.to_lowercase()))],
            statements,
            ..MechanismDocument::default()
        }
    }
}
