//! Media items as clients see them: filter, order and fields.

use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::{MediaItemKind, SubjectRelation};
use entity::{ItemType, media_item};

use super::coverage::Coverage;
use super::item::Spine;
use super::link::LIST_COST;
use super::statement::Statement;
use super::subjects::concerned;
use super::text::Localized;
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
use crate::store::content::media_item as stored;

/// Which media items a list has: any of each list, all of what is given. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "MediaItemFilter")]
pub struct Filter {
    /// Of one of these kinds.
    pub kinds: Option<Vec<MediaItemKind>>,
    /// Brought out by one of these, exactly as they are written.
    pub outlets: Option<Vec<String>>,
    /// In one of these languages.
    pub languages: Option<Vec<Entered<Locale>>>,
    /// Concerning one of these mechanisms, those below them, or a meeting under any of those.
    pub mechanisms: Option<Vec<ItemRef>>,
    /// About one of these.
    pub about: Option<Vec<AnyItemRef>>,
    /// Brought out in this time.
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

/// What media items can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MediaItemOrderField {
    /// When it was brought out; undated ones last either way.
    Date,
    /// The title, as its authors gave it first, folded.
    Title,
    /// The first publication in this record.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of media items.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "MediaItemOrder")]
pub struct OrderBy {
    /// By what.
    pub field: MediaItemOrderField,
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
    groups.any_items("about", filter.about.as_deref(), MatchKey::about).await?;
    let mechanisms = filter.mechanisms.as_deref();
    groups.items::<Named>("mechanisms", ItemType::Mechanism, mechanisms, MatchKey::mechanism).await?;
    groups.any("kinds", filter.kinds.as_deref(), MatchKey::kind)?;
    groups.any("outlets", filter.outlets.as_deref(), |outlet| MatchKey::outlet(outlet))?;
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
                MediaItemOrderField::Date => OrderField::Date,
                MediaItemOrderField::Title => OrderField::Label,
                MediaItemOrderField::PublishedAt => OrderField::PublishedAt,
                MediaItemOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let query = ItemQuery {
        item_type: ItemType::MediaItem,
        matches: groups.into_matches(),
        having: Vec::new(),
        during: filter.during.as_ref().map(|during| during.parse("during")).transpose()?,
        conditions: Vec::new(),
        order,
    };
    Ok(query.restricted(conditions))
}

/// Something that others published: press coverage, an interview, a video.
#[derive(Clone)]
pub struct MediaItem {
    spine: Spine,
}

impl ContentObject for MediaItem {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl MediaItem {
    async fn detail(&self) -> Result<media_item::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "a media item has no details"))
    }
}

/// Something that others published: press coverage, an interview, a video.
#[Object]
impl MediaItem {
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

    /// What sort of media item it is.
    async fn kind(&self) -> async_graphql::Result<MediaItemKind> {
        Ok(self.detail().await?.kind)
    }

    /// Who brought it out, such as a newspaper.
    async fn outlet(&self) -> async_graphql::Result<String> {
        Ok(self.detail().await?.outlet)
    }

    /// Where it is.
    async fn url(&self) -> async_graphql::Result<Option<Entered<WebAddress>>> {
        Ok(self.detail().await?.url.map(Entered::from))
    }

    /// When it was brought out.
    async fn date(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.date.map(Entered::from))
    }

    /// The languages it is in.
    async fn languages(&self) -> async_graphql::Result<Vec<Entered<Locale>>> {
        Ok(self.detail().await?.languages.0.into_iter().map(Entered::from).collect())
    }

    /// What it is about.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn about(&self) -> async_graphql::Result<Vec<Item>> {
        Ok(concerned(&self.spine, SubjectRelation::About).await?)
    }
}

relation!(
    /// The details of media items.
    Details,
    media_item::Model,
    stored::details
);
