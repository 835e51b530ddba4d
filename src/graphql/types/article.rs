//! Articles as clients see them: filter, order, fields and photos.

use async_graphql::{Enum, ID, InputObject, Object};
use entity::vocabulary::SubjectRelation;
use entity::{ItemType, article, depiction, photo};

use super::actor::Actor;
use super::area::Area;
use super::coverage::Coverage;
use super::image::Image;
use super::item::Spine;
use super::link::LIST_COST;
use super::statement::Statement;
use super::subjects::concerned;
use super::text::{Localized, pick, pick_text};
use crate::domain::actor::ActorRef;
use crate::domain::entered::Entered;
use crate::domain::identity::{AnyItemRef, ItemRef};
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::markdown;
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
use crate::store::content::article as stored;

/// Which articles a list has: any of each list, all of what is given. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ArticleFilter")]
pub struct Filter {
    /// About one of these.
    pub about: Option<Vec<AnyItemRef>>,
    /// Mentioning one of these.
    pub mentions: Option<Vec<AnyItemRef>>,
    /// Showing one of these on a photo.
    pub depicts: Option<Vec<ActorRef>>,
    /// About, mentioning or showing one of these.
    pub concerns: Option<Vec<AnyItemRef>>,
    /// Concerning one of these mechanisms, those below them, or a meeting under any of those.
    pub mechanisms: Option<Vec<ItemRef>>,
    /// Filed under one of these categories.
    pub categories: Option<Vec<Entered<Slug>>>,
    /// About one of these areas, by code; a country includes its subdivisions, a group its members.
    pub areas: Option<Vec<String>>,
    /// Readable in one of these languages.
    pub locales: Option<Vec<Entered<Locale>>>,
    /// Brought out in this time; where that is not known, telling of what happened in it.
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

/// What articles can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ArticleOrderField {
    /// The day it was brought out, else the day of what it tells of; undated ones last either way.
    Date,
    /// The headline, as its authors gave it first, folded.
    Headline,
    /// The first publication.
    PublishedAt,
    /// The latest change.
    UpdatedAt,
}

/// An order of articles.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "ArticleOrder")]
pub struct OrderBy {
    /// By what.
    pub field: ArticleOrderField,
    /// Which end first.
    #[graphql(default_with = "Direction::Asc")]
    pub direction: Direction,
    /// The language that headlines are ordered as in: en, zh (by pinyin), ja (by kana) or ko. By code point, as
    /// their authors gave them first, if left out or any other.
    pub locale: Option<Entered<Locale>>,
}

/// The form that a text in Markdown is wanted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum TextFormat {
    /// Markdown, as it was written.
    Markdown,
    /// HTML that is safe to show.
    Html,
    /// Plain words.
    Text,
}

/// The question that a filter and an order ask.
pub async fn query(reader: &Reader, filter: Option<Filter>, order_by: Option<OrderBy>) -> Result<ItemQuery, ApiError> {
    let filter = filter.unwrap_or_default();
    let mut groups = Groups::new(reader);
    groups.any_items("about", filter.about.as_deref(), MatchKey::about).await?;
    groups.any_items("mentions", filter.mentions.as_deref(), MatchKey::mentions).await?;
    groups.any_items("concerns", filter.concerns.as_deref(), MatchKey::concerns).await?;
    groups.actors("depicts", filter.depicts, MatchKey::depicts).await?;
    let mechanisms = filter.mechanisms.as_deref();
    groups.items::<Named>("mechanisms", ItemType::Mechanism, mechanisms, MatchKey::mechanism).await?;
    groups.words("categories", filter.categories.as_deref(), MatchKey::category)?;
    groups.areas("areas", filter.areas.as_deref(), MatchKey::area)?;
    groups.locales("locales", filter.locales.as_deref())?;
    let related = match filter.related {
        Some(related) => related.conditions(reader).await?,
        None => Vec::new(),
    };
    let conditions = conditions(reader, (filter.and, filter.or, filter.not), related).await?;
    let order = match order_by {
        None => Order::by(OrderField::Date, Direction::Desc),
        Some(order) => {
            let field = match order.field {
                ArticleOrderField::Date => OrderField::Date,
                ArticleOrderField::Headline => OrderField::Label,
                ArticleOrderField::PublishedAt => OrderField::PublishedAt,
                ArticleOrderField::UpdatedAt => OrderField::UpdatedAt,
            };
            Order::by(field, order.direction).collated(collation(order.locale.as_ref())?)
        }
    };
    let query = ItemQuery {
        item_type: ItemType::Article,
        matches: groups.into_matches(),
        having: Vec::new(),
        during: filter.during.as_ref().map(|during| during.parse("during")).transpose()?,
        conditions: Vec::new(),
        order,
    };
    Ok(query.restricted(conditions))
}

/// A news item, with its photos.
#[derive(Clone)]
pub struct Article {
    spine: Spine,
}

impl ContentObject for Article {
    fn new(spine: Spine) -> Self {
        Self { spine }
    }
}

impl Article {
    async fn detail(&self) -> Result<article::Model, ApiError> {
        let detail = self.spine.reader().load::<Details>(self.spine.row().id).await?;
        detail.ok_or_else(|| ApiError::new(ErrorCode::Internal, "an article has no details"))
    }

    async fn body_in(
        &self,
        format: TextFormat,
        locales: Option<Vec<Entered<Locale>>>,
        fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        let body = self.detail().await?.body;
        let chosen = pick(self.spine.reader(), &body, locales, fallback)?;
        Ok(chosen.map(|Localized { value, locale }| {
            let value = match format {
                TextFormat::Markdown => value,
                TextFormat::Html => markdown::to_html(&value),
                TextFormat::Text => markdown::to_text(&value),
            };
            Localized { value, locale }
        }))
    }
}

/// A news item, with its photos.
#[Object]
impl Article {
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

    /// What to show it as, in the language that suits best: its headline.
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

    /// When it was first published in this record.
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

    /// The category it is filed under, from an open vocabulary.
    async fn category(&self) -> async_graphql::Result<Entered<Slug>> {
        Ok(self.detail().await?.category.into())
    }

    /// Its headline, in the language that suits best.
    async fn headline(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        self.spine.label(locales, fallback)
    }

    /// Its text, in the language that suits best.
    async fn body(
        &self,
        #[graphql(desc = "The form it is wanted in.", default_with = "TextFormat::Markdown")] format: TextFormat,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        Ok(self.body_in(format, locales, fallback).await?.map(|body| body.value))
    }

    /// Its text with the language it is in.
    async fn body_text(
        &self,
        #[graphql(desc = "The form it is wanted in.", default_with = "TextFormat::Markdown")] format: TextFormat,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        self.body_in(format, locales, fallback).await
    }

    /// When what it tells of happened.
    async fn event_date(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.event_date.map(Entered::from))
    }

    /// When the institution brought it out.
    async fn published_on(&self) -> async_graphql::Result<Option<Entered<PartialDate>>> {
        Ok(self.detail().await?.published_on.map(Entered::from))
    }

    /// Where it stands on the institution's own site.
    async fn url(&self) -> async_graphql::Result<Option<Entered<WebAddress>>> {
        Ok(self.detail().await?.url.map(Entered::from))
    }

    /// The areas it is about.
    async fn areas(&self) -> async_graphql::Result<Vec<Area>> {
        let codes = self.detail().await?.areas.0;
        Ok(codes.iter().filter_map(|code| Area::find(self.spine.reader(), code)).collect())
    }

    /// Its photos, in their order.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn photos(&self) -> async_graphql::Result<Vec<Photo>> {
        let reader = self.spine.reader();
        let photos = reader.load::<Photos>(self.spine.row().id).await?;
        Ok(photos.into_iter().flatten().map(|row| Photo { reader: reader.clone(), row }).collect())
    }

    /// What it is about.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn about(&self) -> async_graphql::Result<Vec<Item>> {
        Ok(concerned(&self.spine, SubjectRelation::About).await?)
    }

    /// Whom and what else it mentions.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn mentions(&self) -> async_graphql::Result<Vec<Item>> {
        Ok(concerned(&self.spine, SubjectRelation::Mentions).await?)
    }
}

/// A photo of an article; the picture itself may be missing.
#[derive(Clone)]
pub struct Photo {
    reader: Reader,
    row: photo::Model,
}

/// A photo of an article; the picture itself may be missing.
#[Object]
impl Photo {
    /// What is written under it, in the language that suits best.
    async fn caption(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.row.caption, locales, fallback)
    }

    /// What is written under it, with the language it is in.
    async fn caption_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        pick(&self.reader, &self.row.caption, locales, fallback)
    }

    /// Who took it, if stated.
    async fn credit(&self) -> Option<&str> {
        self.row.credit.as_deref()
    }

    /// What can be seen on it, for those who cannot see it.
    async fn alt(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.row.alt, locales, fallback)
    }

    /// What can be seen on it, with the language it is in.
    async fn alt_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        pick(&self.reader, &self.row.alt, locales, fallback)
    }

    /// Who can be seen on it.
    async fn depicts(&self) -> async_graphql::Result<Vec<Actor>> {
        let all = self.reader.load::<Depictions>(self.row.owner).await?;
        let mut actors = Vec::new();
        for shown in all.into_iter().flatten().filter(|shown| shown.photo == self.row.key) {
            actors.extend(Actor::find(&self.reader, shown.actor_item, shown.actor_area.as_deref()).await?);
        }
        Ok(actors)
    }

    /// The picture itself, if there is one.
    async fn image(&self) -> Option<Image> {
        self.row.image.clone().map(Image::from)
    }
}

relation!(
    /// The details of articles.
    Details,
    article::Model,
    stored::details
);
relation!(
    /// The photos of articles.
    Photos,
    Vec<photo::Model>,
    stored::photos
);
relation!(
    /// Who can be seen on the photos of articles.
    Depictions,
    Vec<depiction::Model>,
    stored::depictions
);
