//! The document of a publication.

use async_graphql::{ID, InputObject};
use entity::text::LocalizedText;
use entity::vocabulary::PublicationKind;
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::article::any_references;
use super::parts::{LocalizedStringDocument, localized};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::dates::DateKeys;
use crate::domain::entered::Entered;
use crate::domain::identity::{AnyItemRef, ItemRef};
use crate::domain::locale::Locale;
use crate::domain::partial_date::PartialDate;
use crate::domain::problem::ProblemCode;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;

/// A report, book, brochure, or the outcome document of a meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "PublicationInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct PublicationDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Its readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// What sort of publication it is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<PublicationKind>,
    /// Its title. Required.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<LocalizedStringDocument>,
    /// What it is, in prose.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<LocalizedStringDocument>,
    /// When it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Entered<PartialDate>>,
    /// The languages it exists in.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Entered<Locale>>,
    /// Its ISBN, with or without hyphens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isbn: Option<String>,
    /// Its DOI, such as `10.1000/182`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// The page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Entered<WebAddress>>,
    /// The organizations that publish it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub publishers: Vec<ItemRef>,
    /// The files it can be had as.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileDocument>,
    /// The meetings that it is an outcome of.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meetings: Vec<ItemRef>,
    /// What it is about.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<AnyItemRef>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// A file of a publication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "FileInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct FileDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where it is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Entered<WebAddress>>,
    /// Its media type, such as `application/pdf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The language it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Entered<Locale>>,
    /// Its size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<i64>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = PublicationDocument;

impl Content for PublicationDocument {
    const TYPE: ItemType = ItemType::Publication;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] = &[("files", 'f'), ("statements", 't')];

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
        let mut references = any_references("about", &mut self.about);
        for (field, items, expects) in [
            ("publishers", &mut self.publishers, ItemType::Organization),
            ("meetings", &mut self.meetings, ItemType::Meeting),
        ] {
            let reference = |(index, target)| Reference { path: format!("{field}/{index}"), target, expects };
            references.extend(items.iter_mut().enumerate().map(reference));
        }
        references.extend(statement::references("statements", &mut self.statements));
        references
    }

    fn detach(&mut self, target: ItemId) {
        self.publishers.retain(|item| item.id() != Some(target));
        self.meetings.retain(|item| item.id() != Some(target));
        self.about.retain(|item| item.id() != Some(target));
        statement::detach(&mut self.statements, target);
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        report.required("kind", self.kind.as_ref());
        report.localized_required("title", &self.title);
        report.localized("description", &self.description);
        report.parsed("issued", self.issued.as_ref());
        report.each("languages", &self.languages, |report, language| {
            report.parsed("", Some(language));
        });
        if let Some(isbn) = self.isbn.as_deref().filter(|isbn| !is_isbn(isbn)) {
            let message = format!("`{isbn}` is not an ISBN: its check digit, or the number of its digits, is wrong");
            report.problem("isbn", ProblemCode::Invalid, message);
        }
        let is_doi =
            |doi: &&str| doi.starts_with("10.") && doi.split_once('/').is_some_and(|(_, name)| !name.is_empty());
        if let Some(doi) = self.doi.as_deref().filter(|doi| !is_doi(doi)) {
            let message = format!("`{doi}` is not a DOI: give it without an address in front, such as 10.1000/182");
            report.problem("doi", ProblemCode::Invalid, message);
        }
        report.parsed("url", self.url.as_ref());
        report.distinct("publishers", &self.publishers);
        report.each("files", &self.files, |report, file| {
            report.key(file.key.as_deref());
            report.required("url", file.url.as_ref());
            report.parsed("url", file.url.as_ref());
            report.media_type("mediaType", file.media_type.as_deref());
            report.parsed("language", file.language.as_ref());
            if file.bytes.is_some_and(|bytes| bytes < 0) {
                report.problem("bytes", ProblemCode::Invalid, "`bytes` cannot be negative");
            }
        });
        report.distinct("meetings", &self.meetings);
        report.distinct("about", &self.about);
        statement::check(report, &self.statements);
    }

    fn label(&self) -> LocalizedText {
        localized(&self.title)
    }

    fn dates(&self) -> DateKeys {
        DateKeys::of(self.issued.as_ref().and_then(|issued| issued.parse().ok()), None)
    }

    fn texts<'d>(&'d self, texts: &mut Texts<'d>) {
        texts.localized(Weight::Name, "title", &self.title);
        texts.plain(Weight::Detail, "isbn", self.isbn.as_deref());
        texts.plain(Weight::Detail, "doi", self.doi.as_deref());
        texts.localized(Weight::Body, "description", &self.description);
        statement::texts(&"statements", &self.statements, texts);
    }
}

/// Whether the check digit of an ISBN of ten or thirteen digits is right.
fn is_isbn(text: &str) -> bool {
    let digits: Vec<char> = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let last = digits.len().saturating_sub(1);
    let value = |(index, c): (usize, &char)| match c {
        'X' | 'x' if digits.len() == 10 && index == last => Some(10),
        c => c.to_digit(10),
    };
    let Some(values) = digits.iter().enumerate().map(value).collect::<Option<Vec<u32>>>() else { return false };
    match values.len() {
        10 => (1..=10).rev().zip(&values).map(|(weight, value)| weight * value).sum::<u32>() % 11 == 0,
        13 => [1, 3].iter().cycle().zip(&values).map(|(weight, value)| weight * value).sum::<u32>() % 10 == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_isbn;

    #[test]
    fn an_isbn_has_a_right_check_digit() {
        for right in ["978-3-16-148410-0", "9783161484100", "0-306-40615-2", "080442957X"] {
            assert!(is_isbn(right), "{right}");
        }
        for wrong in ["", "978-3-16-148410-1", "0-306-40615-3", "X80442957X", "12345", "97831614841OO"] {
            assert!(!is_isbn(wrong), "{wrong}");
        }
    }
}
