//! Publications as clients see them: filter, order and fields.

use async_graphql::SimpleObject;
use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::{PublicationKind, SubjectRelation};
use entity::{ItemType, publication, publication_file};

use super::coverage::Coverage;
use super::item::Spine;
use super::link::LIST_COST;
use super::meeting::Meeting;
use super::organization::Organization;
use super::statement::Statement;
use super::subjects::{concerned, concerned_spines};
use super::text::{Localized, pick, pick_text};
use crate::domain::entered::Entered;
use crate::domain::identity::{AnyItemRef, ItemRef};
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::domain::partial_date::PartialDate;
use crate::domain::query::{Direction, ItemQuery, Order, OrderField};
use crate::domain::slug::Slug;
use crate::domain::web_address::WebAddress;
use crate::graphql::connection::{Connection, ContentObject, page_cost};
use crate::graphql::errors::{ApiError, ErrorCode};
use crate::graphql::inputs::{DuringInput, Groups, collation};
use crate::graphql::reader::{Reader, relation};
use crate::graphql::registry::Item;
use crate::graphql::related::{SubjectRelations, conditions};
use crate::graphql::relations::Named;
use crate::store::StatementsFrom;
use crate::store::content::publication as stored;

/// Which publications a list has: any of each list, all of what is given. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "PublicationFilter")]
pub struct Filter {
    /// Of one of these kinds.
    pub kinds: Option<Vec<PublicationKind>>,
    /// In one of these languages.
    pub languages: Option<Vec<Entered<Locale>>>,
    /// Published by one of these organizations.
    pub publishers: Option<Vec<ItemRef>>,
    /// An outcome of one of these meetings.
    pub meetings: Option<Vec<ItemRef>>,
    /// Concerning one of these mechanisms, those below them, or a meeting under any of those.
    pub mechanisms: Option<Vec<ItemRef>>,
    /// About one of these.
    pub about: Option<Vec<AnyItemRef>>,
    /// Issued in this time.
    pub during: Option<DuringInput>,
    /// What must hold for what it is related to.
    pub related: Option<SubjectRelations>,
    /// All of these too.
    pub and: Option<Vec<Filter>>,
    /// At least one of these.
    pub or: Option<Vec<Filter>>,
    /// Not this.
    pub not: Option<Box<Filter>>,
}

/// What publications can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PublicationOrderField {
    /// When it was issued; undated ones last either way.
    Issued,
    /// The title, as its authors gave it first, folded.
    Title,
    /// The first publication in this record.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of publications.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "PublicationOrder")]
pub struct OrderBy {
    /// By what.
    pub field: PublicationOrderField,
    /// Which end first.
    #[graphql(default_with = "Direction::Asc")]
    pub direction: Direction,
    /// The language that titles are ordered as in: en, zh (by pinyin), ja (by kana) or ko. By code point, as
    /// their authors gave them first, if left out or any other.
    pub locale: Option<Entered<Locale>>,
}

/// The question that a filter and an order ask.
pub async fn query(reader: &Reader, filter: Option<Filter>, order_by: Option<OrderBy>) -> Result<ItemQuery, ApiError> {
    let filter = filter.unwrap_or_default();
    let mut groups = Groups::new(reader);
    let (publishers, meetings) = (filter.publishers.as_deref(), filter.meetings.as_deref());
    groups.items::<Named>("publishers", ItemType::Organization, publishers, MatchKey::published_by).await?;
    groups.items::<Named>("meetings", ItemType::Meeting, meetings, MatchKey::outcome_of).await?;
    groups.any_items("about", filter.about.as_deref(), MatchKey::about).await?;
    let mechanisms = filter.mechanisms.as_deref();
    groups.items::<Named>("mechanisms", ItemType::Mechanism, mechanisms, MatchKey::mechanism).await?;
    groups.any("kinds", filter.kinds.as_deref(), MatchKey::kind)?;
    groups.languages("languages", filter.languages.as_deref())?;
    let related = match filter.related {
        Some(related) => related.conditions(reader).await?,
        None => Vec::new(),
    };
    let conditions = conditions(reader, (filter.and, filter.or, filter.not), related).await?;
    let order = match order_by {
        None => Order::by(OrderField::Date, Direction::Desc),
        Some(order) => {
            let field = match order.field {
                PublicationOrderField::Issued => OrderField::Date,
                PublicationOrderField::Title => OrderField::Label,
                PublicationOrderField::PublishedAt => OrderField::PublishedAt,
                PublicationOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let query = ItemQuery {
        item_type: ItemType::Publication,
        matches: groups.into_matches(),
        having: Vec::new(),
        during: filter.during.as_ref().map(|during| during.parse("during")).transpose()?,
        conditions: Vec::new(),
        order,
    };
    Ok(query.restricted(conditions))
}

/// A report, book, brochure, or the outcome document of a meeting.
#[derive(Clone)]
pub struct Publication {
    spine: Spine,
}

impl ContentObject for Publication {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl Publication {
    async fn detail(&self) -> Result<publication::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "a publication has no details"))
    }
}

/// A report, book, brochure, or the outcome document of a meeting.
#[Object]
impl Publication {
    /// Opaque id, the same everywhere.
    pub async fn id(&self) -> ID {
        self.spine.id()
    }

    /// Its content type.
    pub async fn item_type(&self) -> ItemType {
        self.spine.row().item_type
    }

    /// Its readable name in addresses.
    pub async fn slug(&self) -> Entered<Slug> {
        self.spine.row().slug.as_str().into()
    }

    /// What to show it as, in the language that suits best: its title.
    pub async fn label(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        self.spine.label(locales, fallback)
    }

    /// The label with the language it is in.
    pub async fn label_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        self.spine.label_text(locales, fallback)
    }

    /// When it was first published.
    pub async fn published_at(&self) -> Entered<Instant> {
        self.spine.published_at()
    }

    /// When what is public of it last changed.
    pub async fn updated_at(&self) -> Entered<Instant> {
        self.spine.updated_at()
    }

    /// How often it was published.
    pub async fn revision(&self) -> i32 {
        self.spine.row().revision
    }

    /// What sources say of it, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    pub async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        self.spine.statements().await
    }

    /// The statements whose source it is.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    pub async fn source_of(
        &self,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<Connection<Statement>> {
        let arguments = PageArguments { first, after, last, before };
        self.spine.statement_page::<StatementsFrom>(&arguments).await
    }

    /// What there is to read about it.
    async fn coverage(&self) -> Coverage {
        self.spine.coverage()
    }

    /// Its title, in the language that suits best.
    async fn title(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        self.spine.label(locales, fallback)
    }

    /// What sort of publication it is.
    async fn kind(&self) -> async_graphql::Result<PublicationKind> {
        Ok(self.detail().await?.kind)
    }

    /// What it is, in prose.
    async fn description(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(self.spine.reader(), &self.detail().await?.description, locales, fallback)
    }

    /// What it is, in prose, with the language it is in.
    async fn description_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        pick(self.spine.reader(), &self.detail().await?.description, locales, fallback)
    }

    /// When it was issued.
    async fn issued(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.issued.map(Entered::from))
    }

    /// The languages it exists in.
    async fn languages(&self) -> async_graphql::Result<Vec<Entered<Locale>>> {
        Ok(self.detail().await?.languages.0.into_iter().map(Entered::from).collect())
    }

    /// Its ISBN, if it has one.
    async fn isbn(&self) -> async_graphql::Result<Option<String>> {
        Ok(self.detail().await?.isbn)
    }

    /// Its DOI, if it has one.
    async fn doi(&self) -> async_graphql::Result<Option<String>> {
        Ok(self.detail().await?.doi)
    }

    /// The page about it.
    async fn url(&self) -> async_graphql::Result<Option<Entered<WebAddress>>> {
        Ok(self.detail().await?.url.map(Entered::from))
    }

    /// The organizations that publish it.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn publishers(&self) -> async_graphql::Result<Vec<Organization>> {
        let spines = concerned_spines(&self.spine, SubjectRelation::PublishedBy).await?;
        Ok(spines.into_iter().map(Organization::new).collect())
    }

    /// The meetings that it is an outcome of.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn meetings(&self) -> async_graphql::Result<Vec<Meeting>> {
        let spines = concerned_spines(&self.spine, SubjectRelation::OutcomeOf).await?;
        Ok(spines.into_iter().map(Meeting::new).collect())
    }

    /// What it is about.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn about(&self) -> async_graphql::Result<Vec<Item>> {
        Ok(concerned(&self.spine, SubjectRelation::About).await?)
    }

    /// The files it can be had as.
    async fn files(&self) -> async_graphql::Result<Vec<File>> {
        let files = self.spine.reader().load::<Files>(self.spine.row().id).await?;
        Ok(files.into_iter().flatten().map(File::from).collect())
    }
}

/// A file of a publication.
#[derive(Clone, Debug, SimpleObject)]
pub struct File {
    /// Where it is.
    url: Entered<WebAddress>,
    /// Its media type, if stated.
    media_type: Option<String>,
    /// The language it is in, if stated.
    language: Option<Entered<Locale>>,
    /// Its size in bytes, if stated.
    bytes: Option<i64>,
}

impl From<publication_file::Model> for File {
    fn from(row: publication_file::Model) -> Self {
        let publication_file::Model { url, media_type, language, bytes, .. } = row;
        Self { url: url.into(), media_type, language: language.map(Entered::from), bytes }
    }
}

relation!(
    /// The files of publications.
    Files,
    Vec<publication_file::Model>,
    stored::files
);
relation!(
    /// The details of publications.
    Details,
    publication::Model,
    stored::details
);
