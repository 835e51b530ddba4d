//! The document of an indicator, with its observations.

use std::collections::HashSet;

use async_graphql::{ID, InputObject};
use entity::text::LocalizedText;
use entity::vocabulary::{Counted, Frequency, ObservationStatus};
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::parts::{LocalizedStringDocument, localized};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::dates::DateKeys;
use crate::domain::decimal::Decimal;
use crate::domain::entered::Entered;
use crate::domain::partial_date::PartialDate;
use crate::domain::problem::ProblemCode;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;

/// A statistic: something measured or declared, area by area and period by period. Terms are those of SDMX.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "IndicatorInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct IndicatorDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Its readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// Its name. Required.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub name: Vec<LocalizedStringDocument>,
    /// What it measures, in prose.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<LocalizedStringDocument>,
    /// What it is about, from an open vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<Entered<Slug>>,
    /// What is counted in, in capitals: `COUNT`, `PERCENT`, `USD`, `PERSONS`. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The power of ten that values are to be multiplied by: 6 for millions; 0 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiplier: Option<i32>,
    /// How often it is observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// The counter of mechanisms that its observations declare, such as `ministerial`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counter: Option<Entered<Slug>>,
    /// What the counter counts; required with `counter`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counted>,
    /// What was observed; of one area, period and vintage at most once.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<ObservationDocument>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// What was observed of one area in one period. A correction is an observation of a later vintage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "ObservationInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ObservationDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The code of the area. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The period, or the day it is valid as of. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Entered<PartialDate>>,
    /// The value, to be multiplied as the indicator says. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Entered<Decimal>>,
    /// How final it is; normal if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ObservationStatus>,
    /// When it was released; tells corrections from what they correct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vintage: Option<Entered<PartialDate>>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = IndicatorDocument;

impl Content for IndicatorDocument {
    const TYPE: ItemType = ItemType::Indicator;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] =
        &[("observations", 'o'), ("statements", 't'), ("observations/statements", 't')];

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
        let mut references = statement::references("statements", &mut self.statements);
        for (index, observation) in self.observations.iter_mut().enumerate() {
            let path = format!("observations/{index}/statements");
            references.extend(statement::references(&path, &mut observation.statements));
        }
        references
    }

    fn detach(&mut self, target: ItemId) {
        statement::detach(&mut self.statements, target);
        for observation in &mut self.observations {
            statement::detach(&mut observation.statements, target);
        }
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        report.localized_required("name", &self.name);
        report.localized("description", &self.description);
        report.parsed("topic", self.topic.as_ref());
        report.required("unit", self.unit.as_ref());
        let word = |unit: &str| {
            !unit.is_empty() && unit.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        };
        if let Some(unit) = self.unit.as_deref().filter(|unit| !word(unit)) {
            let message = format!("`{unit}` is not a unit: write it as in COUNT, PERCENT or USD");
            report.problem("unit", ProblemCode::Invalid, message);
        }
        if self.multiplier.is_some_and(|power| !(-18..=18).contains(&power)) {
            report.problem("multiplier", ProblemCode::Invalid, "`multiplier` is a power of ten from -18 to 18");
        }
        report.parsed("counter", self.counter.as_ref());
        if self.counter.is_some() != self.counts.is_some() {
            let message = "`counter` and `counts` go together: give both or neither";
            report.problem("counts", ProblemCode::Contradiction, message);
        }
        let mut observed = HashSet::new();
        report.each("observations", &self.observations, |report, observation| {
            report.key(observation.key.as_deref());
            report.required("area", observation.area.as_ref());
            report.area("area", observation.area.as_deref());
            report.required("period", observation.period.as_ref());
            report.parsed("period", observation.period.as_ref());
            report.required("value", observation.value.as_ref());
            report.parsed("value", observation.value.as_ref());
            report.parsed("vintage", observation.vintage.as_ref());
            let place = [observation.period.as_ref(), observation.vintage.as_ref()].map(|date| date.map(Entered::text));
            if !observed.insert((observation.area.as_deref(), place)) {
                let message = "this area and period is observed twice: give corrections a `vintage`";
                report.problem("", ProblemCode::Duplicate, message);
            }
            statement::check(report, &observation.statements);
        });
        statement::check(report, &self.statements);
    }

    fn label(&self) -> LocalizedText {
        localized(&self.name)
    }

    fn dates(&self) -> DateKeys {
        DateKeys::UNDATED
    }

    fn texts<'d>(&'d self, texts: &mut Texts<'d>) {
        texts.localized(Weight::Name, "name", &self.name);
        texts.plain(Weight::Detail, "unit", self.unit.as_deref());
        texts.localized(Weight::Body, "description", &self.description);
        for (index, observation) in self.observations.iter().enumerate() {
            statement::texts(&format_args!("observations/{index}/statements"), &observation.statements, texts);
        }
        statement::texts(&"statements", &self.statements, texts);
    }
}
