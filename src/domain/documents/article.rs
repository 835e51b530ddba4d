//! The document of an article.

use async_graphql::{ID, InputObject};
use entity::text::LocalizedText;
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::parts::{ImageDocument, LocalizedStringDocument, localized};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::actor::ActorRef;
use crate::domain::dates::DateKeys;
use crate::domain::entered::Entered;
use crate::domain::identity::AnyItemRef;
use crate::domain::partial_date::PartialDate;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;

/// A news item, with its photos.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "ArticleInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ArticleDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Its readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// The category it is filed under, from an open vocabulary. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Entered<Slug>>,
    /// Its headline. Required.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headline: Vec<LocalizedStringDocument>,
    /// Its text, in Markdown.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<LocalizedStringDocument>,
    /// When what it tells of happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_date: Option<Entered<PartialDate>>,
    /// When the institution brought it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Entered<PartialDate>>,
    /// Where it stands on the institution's own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Entered<WebAddress>>,
    /// Its photos, in their order.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoDocument>,
    /// What it is about.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<AnyItemRef>,
    /// Whom and what else it mentions.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<AnyItemRef>,
    /// Codes of the areas it is about.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// A photo of an article; the picture itself may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "PhotoInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct PhotoDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What is written under it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<LocalizedStringDocument>,
    /// Who took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// What can be seen on it, for those who cannot see it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt: Vec<LocalizedStringDocument>,
    /// Who can be seen on it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depicts: Vec<ActorRef>,
    /// The picture itself, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageDocument>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = ArticleDocument;

impl Content for ArticleDocument {
    const TYPE: ItemType = ItemType::Article;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] = &[("photos", 'p'), ("statements", 't')];

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
        references.extend(any_references("mentions", &mut self.mentions));
        for (index, photo) in self.photos.iter_mut().enumerate() {
            for (place, actor) in photo.depicts.iter_mut().enumerate() {
                if let Some((member, target, expects)) = actor.item() {
                    let path = format!("photos/{index}/depicts/{place}/{member}");
                    references.push(Reference { path, target, expects });
                }
            }
        }
        references.extend(statement::references("statements", &mut self.statements));
        references
    }

    fn detach(&mut self, target: ItemId) {
        self.about.retain(|item| item.id() != Some(target));
        self.mentions.retain(|item| item.id() != Some(target));
        for photo in &mut self.photos {
            photo.depicts.retain(|actor| actor.id() != Some(target));
        }
        statement::detach(&mut self.statements, target);
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        report.required("category", self.category.as_ref());
        report.parsed("category", self.category.as_ref());
        report.localized_required("headline", &self.headline);
        report.localized("body", &self.body);
        report.parsed("eventDate", self.event_date.as_ref());
        report.parsed("publishedOn", self.published_on.as_ref());
        report.parsed("url", self.url.as_ref());
        report.each("photos", &self.photos, |report, photo| {
            report.key(photo.key.as_deref());
            report.localized("caption", &photo.caption);
            report.text("credit", photo.credit.as_deref());
            report.localized("alt", &photo.alt);
            report.distinct("depicts", &photo.depicts);
            report.each("depicts", &photo.depicts, |report, actor| report.area("area", actor.area()));
            if let Some(image) = &photo.image {
                report.within("image", image, ImageDocument::check);
            }
        });
        report.distinct("about", &self.about);
        report.distinct("mentions", &self.mentions);
        report.areas("areas", &self.areas);
        statement::check(report, &self.statements);
    }

    fn label(&self) -> LocalizedText {
        localized(&self.headline)
    }

    fn dates(&self) -> DateKeys {
        let date = self.published_on.as_ref().or(self.event_date.as_ref());
        DateKeys::of(date.and_then(|date| date.parse().ok()), None)
    }

    fn texts<'d>(&'d self, texts: &mut Texts<'d>) {
        texts.localized(Weight::Name, "headline", &self.headline);
        for (index, photo) in self.photos.iter().enumerate() {
            texts.localized(Weight::Detail, format_args!("photos/{index}/caption"), &photo.caption);
            texts.localized(Weight::Detail, format_args!("photos/{index}/alt"), &photo.alt);
        }
        texts.localized(Weight::Body, "body", &self.body);
        statement::texts(&"statements", &self.statements, texts);
    }
}

/// The references of a list that may lead to anything.
pub(super) fn any_references<'d>(field: &str, items: &'d mut [AnyItemRef]) -> Vec<Reference<'d>> {
    let reference = |(index, item): (usize, &'d mut AnyItemRef)| {
        let (member, target, expects) = item.item();
        Reference { path: format!("{field}/{index}/{member}"), target, expects }
    };
    items.iter_mut().enumerate().map(reference).collect()
}
