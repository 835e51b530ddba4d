//! Documents: items as self-contained values, the only shape in which content moves. A draft, the
//! content of a journal entry, a line of an import and the sample data are all documents.
//!
//! ```text
//!  as entered ── normalize ──► keys and text settled ── check ──► Checked ── apply ──► record
//!  (may be anything)             (canonical JSON)          │
//!                                                          └─► all problems at once, each with its path
//! ```
//!
//! Every field is optional or a list, because a draft may be incomplete.

mod article;
mod canonical;
mod diff;
mod indicator;
mod mechanism;
mod media_item;
mod meeting;
mod organization;
mod participant;
mod parts;
mod person;
mod publication;
mod report;
mod statement;

use async_graphql::{ID, OneofObject};
use entity::text::{LocalizedString, LocalizedText};
use entity::{ItemId, ItemType};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use article::{ArticleDocument, PhotoDocument};
pub use canonical::{canonical_json, normalize};
pub use diff::{Difference, ValueChange, difference};
pub use indicator::{IndicatorDocument, ObservationDocument};
pub use mechanism::{InvolvementDocument, MechanismDocument, MechanismLinkDocument};
pub use media_item::MediaItemDocument;
pub use meeting::{MeetingDocument, MeetingLinkDocument, SessionDocument};
pub use organization::OrganizationDocument;
pub use participant::{AppearanceDocument, ParticipantDocument};
pub use parts::{DatedNameDocument, ImageDocument, LocalizedStringDocument, PlaceDocument, localized};
pub use person::{PersonDocument, PersonNameDocument, PositionDocument};
pub use publication::{FileDocument, PublicationDocument};
pub use report::Report;
pub use statement::{SourceRef, StatementDocument};

use super::area::Areas;
use super::collation::Collation;
use super::dates::DateKeys;
use super::identity::ItemRef;
use super::problem::Problem;
use super::search::{Text, Texts};

/// A reference found in a document.
pub struct Reference<'d> {
    /// Where it is, such as `links/0/target`.
    pub path: String,
    /// What it names.
    pub target: &'d mut ItemRef,
    /// The content type it must lead to.
    pub expects: ItemType,
}

/// What every content type's document can do.
pub trait Content: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The content type.
    const TYPE: ItemType;
    /// The shape of the document; grows when old documents would be read differently.
    const VERSION: i32;
    /// Lists whose elements carry a key, and the letter their keys begin with.
    const KEYED: &'static [(&'static str, char)];

    /// The id it brings, if any.
    fn id(&self) -> Option<&ID>;
    /// Gives it an id.
    fn set_id(&mut self, id: ItemId);
    /// The slug it brings, if any.
    fn slug(&self) -> Option<&str>;
    /// Everything it refers to.
    fn references(&mut self) -> Vec<Reference<'_>>;
    /// Removes every reference to an item.
    fn detach(&mut self, target: ItemId);
    /// Reports every problem that can be seen without looking at other items.
    fn check(&self, report: &mut Report<'_>);
    /// The label it is shown by.
    fn label(&self) -> LocalizedText;
    /// What one rendering of its label is put into the order of a language by.
    fn filed_as(&self, label: &LocalizedString, _: Collation) -> String {
        label.text.clone()
    }
    /// The keys it is ordered by in time.
    fn dates(&self) -> DateKeys;
    /// What of it can be searched.
    fn texts<'d>(&'d self, texts: &mut Texts<'d>);
}

/// A document that was found complete and right. Only such a one can be applied to the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<D>(D);

impl<D> std::ops::Deref for Checked<D> {
    type Target = D;

    fn deref(&self) -> &D {
        &self.0
    }
}

macro_rules! documents {
    ($($(#[$description:meta])* $Type:ident => $module:ident / $plural:ident,)*) => {
        /// One item of any content type.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, OneofObject)]
        #[graphql(name = "DocumentInput")]
        #[serde(rename_all = "camelCase")]
        pub enum Document {
            $(
                $(#[$description])*
                $Type($module::Document),
            )*
        }

        /// Calls one expression for a document of whichever content type.
        macro_rules! for_document {
            ($any:expr, $document:ident => $result:expr) => {
                match $any { $($crate::domain::documents::Document::$Type($document) => $result,)* }
            };
        }
        pub(crate) use for_document;

        /// Replaces the document of whichever content type by one of the same type.
        macro_rules! map_document {
            ($any:expr, $document:ident => $result:expr) => {
                match $any {
                    $($crate::domain::documents::Document::$Type($document) => $crate::domain::documents::Document::$Type($result),)*
                }
            };
        }
        use map_document;

        impl Document {
            /// Its content type.
            pub fn item_type(&self) -> ItemType {
                match self { $(Self::$Type(_) => ItemType::$Type,)* }
            }

            /// Reads the canonical JSON of a document of this content type.
            pub fn from_canonical(item_type: ItemType, json: &str) -> Result<Self, serde_json::Error> {
                match item_type { $(ItemType::$Type => serde_json::from_str(json).map(Self::$Type),)* }
            }

            /// The shape of documents of a content type.
            pub fn version(item_type: ItemType) -> i32 {
                match item_type { $(ItemType::$Type => <$module::Document as Content>::VERSION,)* }
            }
        }
    };
}

entity::content_types!(documents);

impl Document {
    /// The id it brings, if any.
    pub fn id(&self) -> Option<&ID> {
        for_document!(self, document => document.id())
    }

    /// Gives it an id.
    pub fn set_id(&mut self, id: ItemId) {
        for_document!(self, document => document.set_id(id));
    }

    /// The slug it brings, if any.
    pub fn slug(&self) -> Option<&str> {
        for_document!(self, document => document.slug())
    }

    /// Everything it refers to.
    pub fn references(&mut self) -> Vec<Reference<'_>> {
        for_document!(self, document => document.references())
    }

    /// Removes every reference to an item.
    pub fn detach(&mut self, target: ItemId) {
        for_document!(self, document => document.detach(target));
    }

    /// The label it is shown by.
    pub fn label(&self) -> LocalizedText {
        for_document!(self, document => document.label())
    }

    /// What one rendering of its label is put into the order of a language by.
    pub fn filed_as(&self, label: &LocalizedString, collation: Collation) -> String {
        for_document!(self, document => document.filed_as(label, collation))
    }

    /// The keys it is ordered by in time.
    pub fn dates(&self) -> DateKeys {
        for_document!(self, document => document.dates())
    }

    /// What of it can be searched.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let mut texts = Texts::default();
        for_document!(self, document => document.texts(&mut texts));
        texts.into_inner()
    }

    /// The document if it is complete and right, else everything that is wrong with it.
    pub fn check(self, areas: &Areas) -> Result<Checked<Self>, Vec<Problem>> {
        let mut report = Report::new(areas);
        for_document!(&self, document => document.check(&mut report));
        report.verdict()?;
        Ok(Checked(self))
    }
}
