//! The document of a media item.

use async_graphql::{ID, InputObject};
use entity::text::LocalizedText;
use entity::vocabulary::MediaItemKind;
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::article::any_references;
use super::parts::{LocalizedStringDocument, localized};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::dates::DateKeys;
use crate::domain::entered::Entered;
use crate::domain::identity::AnyItemRef;
use crate::domain::locale::Locale;
use crate::domain::partial_date::PartialDate;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;

/// Something that others published: press coverage, an interview, a video.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "MediaItemInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct MediaItemDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Its readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// What sort of media item it is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MediaItemKind>,
    /// Its title. Required.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<LocalizedStringDocument>,
    /// Who brought it out, such as a newspaper. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Entered<WebAddress>>,
    /// When it was brought out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Entered<PartialDate>>,
    /// The languages it is in.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Entered<Locale>>,
    /// What it is about.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<AnyItemRef>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = MediaItemDocument;

impl Content for MediaItemDocument {
    const TYPE: ItemType = ItemType::MediaItem;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] = &[("statements", 't')];

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
        references.extend(statement::references("statements", &mut self.statements));
        references
    }

    fn detach(&mut self, target: ItemId) {
        self.about.retain(|item| item.id() != Some(target));
        statement::detach(&mut self.statements, target);
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        report.required("kind", self.kind.as_ref());
        report.localized_required("title", &self.title);
        report.required("outlet", self.outlet.as_ref());
        report.text("outlet", self.outlet.as_deref());
        report.parsed("url", self.url.as_ref());
        report.parsed("date", self.date.as_ref());
        report.each("languages", &self.languages, |report, language| {
            report.parsed("", Some(language));
        });
        report.distinct("about", &self.about);
        statement::check(report, &self.statements);
    }

    fn label(&self) -> LocalizedText {
        localized(&self.title)
    }

    fn dates(&self) -> DateKeys {
        DateKeys::of(self.date.as_ref().and_then(|date| date.parse().ok()), None)
    }

    fn texts<'d>(&'d self, texts: &mut Texts<'d>) {
        texts.localized(Weight::Name, "title", &self.title);
        texts.plain(Weight::Detail, "outlet", self.outlet.as_deref());
        statement::texts(&"statements", &self.statements, texts);
    }
}
