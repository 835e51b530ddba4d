//! Statements, as documents hold them: what a source says of a field, beside what the record says.

use std::fmt::Display;

use async_graphql::{InputObject, OneofObject};
use entity::ItemId;
use entity::vocabulary::{Qualifier, StatementBasis};
use serde::{Deserialize, Serialize};

use super::{Reference, Report};
use crate::domain::actor::SpeakerRef;
use crate::domain::decimal::Decimal;
use crate::domain::entered::Entered;
use crate::domain::identity::AnyItemRef;
use crate::domain::problem::ProblemCode;
use crate::domain::search::{Texts, Weight};
use crate::domain::web_address::WebAddress;

/// What a source says of a field of what this stands on, or of a measure such as `attendance`.
/// Statements that contradict each other stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "StatementInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct StatementDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The field or measure it is about, such as `startDate` or `attendance`. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The value as stated, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The value as a number, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Entered<Decimal>>,
    /// How the number is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<Qualifier>,
    /// Whether the source says so, or somebody concluded it. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<StatementBasis>,
    /// Who says so, if the source reports what somebody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_by: Option<SpeakerRef>,
    /// The passage, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Where in the source it is: `body`, `photos/3/caption`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The source. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// Names a source: something in the record, or a page on the web.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, OneofObject)]
#[serde(rename_all = "camelCase")]
pub enum SourceRef {
    /// An item of the record, such as an article.
    Item(AnyItemRef),
    /// The address of a page.
    Url(Entered<WebAddress>),
}

/// What the statements of a list refer to; `path` is the list's place in the document.
pub(super) fn references<'d>(path: &str, statements: &'d mut [StatementDocument]) -> Vec<Reference<'d>> {
    let mut references = Vec::new();
    for (index, statement) in statements.iter_mut().enumerate() {
        if let Some((member, target, expects)) = statement.stated_by.as_mut().map(SpeakerRef::item) {
            let path = format!("{path}/{index}/statedBy/{member}");
            references.push(Reference { path, target, expects });
        }
        if let Some(SourceRef::Item(item)) = &mut statement.source {
            let (member, target, expects) = item.item();
            let path = format!("{path}/{index}/source/item/{member}");
            references.push(Reference { path, target, expects });
        }
    }
    references
}

/// Removes every reference to an item; a statement that loses its source goes with it.
pub(super) fn detach(statements: &mut Vec<StatementDocument>, target: ItemId) {
    statements.retain_mut(|statement| {
        statement.stated_by.take_if(|speaker| speaker.id() == Some(target));
        !matches!(&statement.source, Some(SourceRef::Item(item)) if item.id() == Some(target))
    });
}

/// Checks the statements of what is being looked at.
pub(super) fn check(report: &mut Report<'_>, statements: &[StatementDocument]) {
    report.each("statements", statements, |report, statement| {
        report.key(statement.key.as_deref());
        report.required("field", statement.field.as_ref());
        let name = |field: &str| {
            field.starts_with(|c: char| c.is_ascii_lowercase()) && field.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if let Some(field) = statement.field.as_deref().filter(|field| !name(field)) {
            let message = format!("`{field}` is not the name of a field: write it as in `startDate`");
            report.problem("field", ProblemCode::Invalid, message);
        }
        report.text("value", statement.value.as_deref());
        report.parsed("number", statement.number.as_ref());
        if statement.qualifier.is_some() && statement.number.is_none() {
            report.problem("number", ProblemCode::Required, "`number` is required where `qualifier` is given");
        }
        report.required("basis", statement.basis.as_ref());
        report.text("quote", statement.quote.as_deref());
        report.text("location", statement.location.as_deref());
        report.required("source", statement.source.as_ref());
        if let Some(SourceRef::Url(url)) = &statement.source {
            report.parsed("source/url", Some(url));
        }
    });
}

/// What can be searched of statements: what they say, and the passage they take it from.
pub(super) fn texts<'d>(field: &dyn Display, statements: &'d [StatementDocument], texts: &mut Texts<'d>) {
    for (index, statement) in statements.iter().enumerate() {
        texts.plain(Weight::Body, format_args!("{field}/{index}/value"), statement.value.as_deref());
        texts.plain(Weight::Body, format_args!("{field}/{index}/quote"), statement.quote.as_deref());
    }
}
