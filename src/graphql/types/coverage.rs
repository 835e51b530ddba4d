//! What there is to read about something: the same for every content type and for areas.

use async_graphql::Object;

use super::article::{self, Article};
use super::media_item::{self, MediaItem};
use super::publication::{self, Publication};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::graphql::connection::{ItemConnection, filtered_cost};
use crate::graphql::reader::Reader;

/// What there is to read about something.
pub struct Coverage {
    reader: Reader,
    key: MatchKey,
}

impl Coverage {
    /// Whatever has this key.
    pub fn new(reader: Reader, key: MatchKey) -> Self {
        Self { reader, key }
    }
}

/// What there is to read about something.
#[Object]
impl Coverage {
    /// The articles that are about it, mention it or show it.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn articles(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<article::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<article::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<Article>> {
        let query = article::query(&self.reader, filter, order_by).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(&self.reader, self.key.clone(), query, &arguments).await?)
    }

    /// The publications that are about it, are outcomes of it or are published by it.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn publications(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<publication::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<publication::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<Publication>> {
        let query = publication::query(&self.reader, filter, order_by).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(&self.reader, self.key.clone(), query, &arguments).await?)
    }

    /// What others published about it.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn media_items(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<media_item::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<media_item::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<MediaItem>> {
        let query = media_item::query(&self.reader, filter, order_by).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(&self.reader, self.key.clone(), query, &arguments).await?)
    }
}
