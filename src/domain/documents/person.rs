//! The document of a person.

use async_graphql::{ID, InputObject};
use entity::text::{LocalizedString, LocalizedText};
use entity::vocabulary::{NameOrder, PersonNameKind};
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::parts::{ImageDocument, LocalizedStringDocument};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::collation::Collation;
use crate::domain::dates::DateKeys;
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::locale::Locale;
use crate::domain::partial_date::PartialDate;
use crate::domain::person_name::{NameParts, NameStyle};
use crate::domain::problem::ProblemCode;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;

/// Somebody with a name. People who are counted but not named are statements, never persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "PersonInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct PersonDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Their readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// Their names; at least one. The first current one of a language is shown in it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<PersonNameDocument>,
    /// Codes of the areas whose national a source says they are.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<String>,
    /// Who they are, in prose.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub biography: Vec<LocalizedStringDocument>,
    /// Their picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageDocument>,
    /// The posts they hold or held.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<PositionDocument>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// A name of a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "PersonNameInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct PersonNameDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The whole name, exactly as the source writes it. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
    /// The family name, if there is one and it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The given name, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Which of them `full` begins with. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<NameOrder>,
    /// Tag of the language it is written in. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Entered<Locale>>,
    /// ISO 15924 code of the script it is written in, such as `Latn` or `Hans`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
    /// How it is read, such as in kana.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What sort of name it is; an official one if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<PersonNameKind>,
    /// First day of validity, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Entered<PartialDate>>,
    /// Last day of validity, inclusive; left out while it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Entered<PartialDate>>,
}

/// A post that a person holds or held in an organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "PositionInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct PositionDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The organization. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<ItemRef>,
    /// The post within the organization, such as `secretary-general`: the same for all its holders. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<Entered<Slug>>,
    /// What the post is called.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<LocalizedStringDocument>,
    /// What the source calls it, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_title: Option<String>,
    /// First day; left out when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Entered<PartialDate>>,
    /// Last day, inclusive; left out while it is held, or when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Entered<PartialDate>>,
    /// Whether it is held for the time being only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_acting: Option<bool>,
    /// Which holder of the post this is, from 1, if stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<i32>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = PersonDocument;

impl Content for PersonDocument {
    const TYPE: ItemType = ItemType::Person;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] =
        &[("names", 'n'), ("positions", 'p'), ("statements", 't'), ("positions/statements", 't')];

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
        for (index, position) in self.positions.iter_mut().enumerate() {
            let path = format!("positions/{index}/organization");
            let organization = position.organization.as_mut();
            references.extend(organization.map(|target| Reference { path, target, expects: ItemType::Organization }));
            let path = format!("positions/{index}/statements");
            references.extend(statement::references(&path, &mut position.statements));
        }
        references
    }

    fn detach(&mut self, target: ItemId) {
        self.positions.retain(|position| position.organization.as_ref().and_then(ItemRef::id) != Some(target));
        for position in &mut self.positions {
            statement::detach(&mut position.statements, target);
        }
        statement::detach(&mut self.statements, target);
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        if self.names.is_empty() {
            report.problem("names", ProblemCode::Required, "at least one name is required");
        }
        report.each("names", &self.names, |report, name| name.check(report));
        report.areas("nationalities", &self.nationalities);
        report.localized("biography", &self.biography);
        if let Some(image) = &self.image {
            report.within("image", image, ImageDocument::check);
        }
        report.each("positions", &self.positions, |report, position| {
            report.key(position.key.as_deref());
            report.required("organization", position.organization.as_ref());
            report.required("post", position.post.as_ref());
            report.parsed("post", position.post.as_ref());
            report.localized("title", &position.title);
            report.text("statedTitle", position.stated_title.as_deref());
            report.interval(position.start_date.as_ref(), position.end_date.as_ref());
            report.counting("ordinal", position.ordinal);
            statement::check(report, &position.statements);
        });
        statement::check(report, &self.statements);
    }

    fn label(&self) -> LocalizedText {
        let mut label = LocalizedText::default();
        for name in self.shown_names() {
            let (Some(full), Some(locale)) = (&name.full, name.locale()) else { continue };
            if !label.0.iter().any(|known| known.locale == locale) {
                label.0.push(LocalizedString { locale, text: full.clone() });
            }
        }
        label
    }

    fn filed_as(&self, label: &LocalizedString, collation: Collation) -> String {
        let written = |name: &&PersonNameDocument| {
            name.full.as_ref() == Some(&label.text) && name.locale().as_ref() == Some(&label.locale)
        };
        let Some(name) = self.shown_names().into_iter().find(written) else { return label.text.clone() };
        let parts = NameParts {
            full: &label.text,
            family: name.family.as_deref(),
            given: name.given.as_deref(),
            order: name.order.unwrap_or(NameOrder::Unknown),
            reading: name.reading.as_deref(),
        };
        let read = collation == Collation::Japanese && name.reading.is_some();
        parts.display(if read { NameStyle::Reading } else { NameStyle::FamilyFirst })
    }

    fn dates(&self) -> DateKeys {
        DateKeys::UNDATED
    }

    fn texts<'d>(&'d self, texts: &mut Texts<'d>) {
        for (index, name) in self.names.iter().enumerate() {
            let locale = name.language.as_ref().map(Entered::text);
            texts.person_name(format_args!("names/{index}/full"), locale, name.full.as_deref());
            texts.person_name(format_args!("names/{index}/reading"), locale, name.reading.as_deref());
        }
        texts.localized(Weight::Body, "biography", &self.biography);
        for (index, position) in self.positions.iter().enumerate() {
            texts.localized(Weight::Detail, format_args!("positions/{index}/title"), &position.title);
            texts.plain(
                Weight::Detail,
                format_args!("positions/{index}/statedTitle"),
                position.stated_title.as_deref(),
            );
            statement::texts(&format_args!("positions/{index}/statements"), &position.statements, texts);
        }
        statement::texts(&"statements", &self.statements, texts);
    }
}

impl PersonDocument {
    /// The names that may be shown, those to be preferred first: of each language the current
    /// official ones, then whatever else is current, then the rest.
    fn shown_names(&self) -> Vec<&PersonNameDocument> {
        let mut names: Vec<&PersonNameDocument> = self.names.iter().collect();
        let official = |name: &PersonNameDocument| name.kind.is_none_or(|kind| kind == PersonNameKind::Official);
        names.sort_by_key(|name| (name.end_date.is_some(), !official(name)));
        names
    }
}

impl PersonNameDocument {
    /// The tag of its language, in canonical case if it is one.
    fn locale(&self) -> Option<String> {
        let language = self.language.as_ref()?;
        Some(language.parse().map_or_else(|_| language.text().to_owned(), |tag| tag.to_string()))
    }

    fn check(&self, report: &mut Report<'_>) {
        report.key(self.key.as_deref());
        report.required("full", self.full.as_ref());
        for (field, part) in
            [("full", &self.full), ("family", &self.family), ("given", &self.given), ("reading", &self.reading)]
        {
            report.text(field, part.as_deref());
        }
        report.required("order", self.order.as_ref());
        report.required("language", self.language.as_ref());
        report.parsed("language", self.language.as_ref());
        if let Some(script) = &self.script
            && !(script.len() == 4 && script.chars().all(|c| c.is_ascii_alphabetic()))
        {
            let message = format!("`{script}` is not a script: use an ISO 15924 code such as Latn, Hans or Hang");
            report.problem("script", ProblemCode::Invalid, message);
        }
        report.interval(self.start_date.as_ref(), self.end_date.as_ref());
    }
}

impl PersonDocument {
    /// The sort key, ascending in time, of the beginning of the post that they came to last; the largest number
    /// if no beginning is known.
    pub fn latest_post(&self) -> i64 {
        let begin = |position: &PositionDocument| position.start_date.as_ref().and_then(|date| date.parse().ok());
        let latest = self.positions.iter().filter_map(begin).map(|date| DateKeys::of(Some(date), None).asc).max();
        latest.unwrap_or(DateKeys::UNDATED.asc)
    }
}
