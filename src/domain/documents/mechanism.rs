//! The document of a mechanism.

use async_graphql::{ID, InputObject};
use entity::text::LocalizedText;
use entity::vocabulary::{
    Frequency, InvolvementRole, MechanismKind, MechanismLevel, MechanismLinkKind, MechanismStatus,
};
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::parts::{DatedNameDocument, LocalizedStringDocument, current_name};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::dates::DateKeys;
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::partial_date::PartialDate;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;

/// A consultative mechanism or programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "MechanismInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct MechanismDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Its readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// What sort of mechanism it is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MechanismKind>,
    /// Its names over time; at least one. The current one has no end.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<DatedNameDocument>,
    /// Short form of its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
    /// The level it meets at. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<MechanismLevel>,
    /// Topics it deals with: lower-case words from an open vocabulary.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Entered<Slug>>,
    /// The areas that are party to it, in its own order.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<String>,
    /// The organizations involved in it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<InvolvementDocument>,
    /// The mechanism it belongs under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ItemRef>,
    /// Its links to other mechanisms.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<MechanismLinkDocument>,
    /// How often it is meant to meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// When it was founded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founded: Option<Entered<PartialDate>>,
    /// Whether it still meets. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MechanismStatus>,
    /// The declared counter that it counts in, such as `ministerial`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counter: Option<Entered<Slug>>,
    /// Its address on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<Entered<WebAddress>>,
    /// What it is, in prose.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<LocalizedStringDocument>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// What an organization does for a mechanism.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "InvolvementInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct InvolvementDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The organization. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<ItemRef>,
    /// What it does. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<InvolvementRole>,
    /// The code of the area that it does so for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// First day, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Entered<PartialDate>>,
    /// Last day, inclusive; left out while it lasts, or when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Entered<PartialDate>>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// A link from a mechanism to another one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "MechanismLinkInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct MechanismLinkDocument {
    /// Its key in the document; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// How they relate. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MechanismLinkKind>,
    /// The other mechanism. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<ItemRef>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = MechanismDocument;

impl Content for MechanismDocument {
    const TYPE: ItemType = ItemType::Mechanism;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] = &[
        ("names", 'n'),
        ("organizations", 'o'),
        ("links", 'l'),
        ("statements", 't'),
        ("organizations/statements", 't'),
    ];

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
        let parent = self.parent.iter_mut().map(|target| ("parent".to_owned(), target));
        let links =
            self.links.iter_mut().enumerate().filter_map(|(index, link)| {
                link.target.as_mut().map(|target| (format!("links/{index}/target"), target))
            });
        let mechanism = |(path, target)| Reference { path, target, expects: ItemType::Mechanism };
        let statements = statement::references("statements", &mut self.statements);
        let mut references: Vec<Reference<'_>> = parent.chain(links).map(mechanism).chain(statements).collect();
        for (index, involved) in self.organizations.iter_mut().enumerate() {
            let path = format!("organizations/{index}/organization");
            let organization = involved.organization.as_mut();
            references.extend(organization.map(|target| Reference { path, target, expects: ItemType::Organization }));
            let path = format!("organizations/{index}/statements");
            references.extend(statement::references(&path, &mut involved.statements));
        }
        references
    }

    fn detach(&mut self, target: ItemId) {
        let is_target = |reference: &ItemRef| reference.id() == Some(target);
        self.parent.take_if(|parent| is_target(parent));
        self.links.retain(|link| !link.target.as_ref().is_some_and(is_target));
        self.organizations.retain(|involved| !involved.organization.as_ref().is_some_and(is_target));
        for involved in &mut self.organizations {
            statement::detach(&mut involved.statements, target);
        }
        statement::detach(&mut self.statements, target);
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        report.required("kind", self.kind.as_ref());
        report.required("level", self.level.as_ref());
        report.required("status", self.status.as_ref());
        report.names(&self.names);
        report.text("abbreviation", self.abbreviation.as_deref());
        report.each("topics", &self.topics, |report, topic| {
            report.parsed("", Some(topic));
        });
        report.areas("parties", &self.parties);
        report.each("organizations", &self.organizations, |report, involved| {
            report.key(involved.key.as_deref());
            report.required("organization", involved.organization.as_ref());
            report.required("role", involved.role.as_ref());
            report.area("party", involved.party.as_deref());
            report.interval(involved.start_date.as_ref(), involved.end_date.as_ref());
            statement::check(report, &involved.statements);
        });
        report.parsed("website", self.website.as_ref());
        report.each("links", &self.links, |report, link| {
            report.key(link.key.as_deref());
            report.required("kind", link.kind.as_ref());
            report.required("target", link.target.as_ref());
        });
        report.parsed("founded", self.founded.as_ref());
        report.parsed("counter", self.counter.as_ref());
        report.localized("description", &self.description);
        statement::check(report, &self.statements);
    }

    fn label(&self) -> LocalizedText {
        current_name(&self.names)
    }

    fn dates(&self) -> DateKeys {
        DateKeys::of(self.founded.as_ref().and_then(|founded| founded.parse().ok()), None)
    }

    fn texts<'d>(&'d self, texts: &mut Texts<'d>) {
        for (index, name) in self.names.iter().enumerate() {
            texts.localized(Weight::Name, format_args!("names/{index}/name"), &name.name);
        }
        texts.plain(Weight::Name, "abbreviation", self.abbreviation.as_deref());
        for (index, topic) in self.topics.iter().enumerate() {
            texts.plain(Weight::Detail, format_args!("topics/{index}"), Some(topic.text()));
        }
        texts.localized(Weight::Body, "description", &self.description);
        statement::texts(&"statements", &self.statements, texts);
    }
}
