//! The document of an organization.

use async_graphql::{ID, InputObject};
use entity::text::LocalizedText;
use entity::vocabulary::OrganizationKind;
use entity::{ItemId, ItemType};
use serde::{Deserialize, Serialize};

use super::parts::{DatedNameDocument, LocalizedStringDocument, PlaceDocument, current_name};
use super::statement::{self, StatementDocument};
use super::{Content, Reference, Report};
use crate::domain::dates::DateKeys;
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::partial_date::PartialDate;
use crate::domain::search::{Texts, Weight};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;

/// A body that meets, is met, or hosts. One that was renamed is one organization with dated names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, InputObject)]
#[graphql(name = "OrganizationInput")]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct OrganizationDocument {
    /// The item's id; left out for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ID>,
    /// Its readable name in addresses. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Entered<Slug>>,
    /// What sort of organization it is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<OrganizationKind>,
    /// Its names over time; at least one. The current one has no end.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<DatedNameDocument>,
    /// Short form of its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
    /// The organization it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ItemRef>,
    /// The code of the area that it governs, represents or belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Where it sits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceDocument>,
    /// Its address on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<Entered<WebAddress>>,
    /// When it was founded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founded: Option<Entered<PartialDate>>,
    /// Its last day, inclusive; left out while it exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dissolved: Option<Entered<PartialDate>>,
    /// What it is, in prose.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<LocalizedStringDocument>,
    /// What sources say of it.
    #[graphql(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementDocument>,
}

/// The name by which the list of content types knows this document.
pub(super) type Document = OrganizationDocument;

impl Content for OrganizationDocument {
    const TYPE: ItemType = ItemType::Organization;
    const VERSION: i32 = 1;
    const KEYED: &'static [(&'static str, char)] = &[("names", 'n'), ("statements", 't')];

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
        let parent = self.parent.as_mut();
        references.extend(parent.map(|target| Reference {
            path: "parent".to_owned(),
            target,
            expects: ItemType::Organization,
        }));
        references
    }

    fn detach(&mut self, target: ItemId) {
        self.parent.take_if(|parent| parent.id() == Some(target));
        statement::detach(&mut self.statements, target);
    }

    fn check(&self, report: &mut Report<'_>) {
        report.slug(self.slug.as_ref());
        report.required("kind", self.kind.as_ref());
        report.names(&self.names);
        report.text("abbreviation", self.abbreviation.as_deref());
        report.area("area", self.area.as_deref());
        if let Some(place) = &self.place {
            report.within("place", place, Report::place);
        }
        report.parsed("website", self.website.as_ref());
        report.in_order(("founded", self.founded.as_ref()), ("dissolved", self.dissolved.as_ref()));
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
        texts.localized(Weight::Body, "description", &self.description);
        statement::texts(&"statements", &self.statements, texts);
    }
}
