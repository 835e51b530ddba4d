//! Relay connections, once for all content types: forward and backward, at the root and nested.
//! Our own, because every element is described, and `totalCount` is only counted when asked for.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Object, OutputType, SimpleObject, TypeName};

use super::errors::ApiError;
use super::reader::Reader;
use super::relations::{ChildCounts, ChildPages, Spines};
use super::types::item::Spine;
use crate::domain::match_key::MatchKey;
use crate::domain::page::{DEFAULT_PAGE, PageArguments, PageRequest};
use crate::domain::query::ItemQuery;
use crate::store::{self, Page};

/// A content type as a GraphQL object.
pub trait ContentObject: OutputType + Clone {
    /// The name of its GraphQL type.
    const NAME: &'static str;

    /// The object of an item.
    fn new(spine: Spine) -> Self;
}

/// A page of a list, in its order.
pub struct Connection<T> {
    reader: Reader,
    list: List,
    page: Page,
    nodes: Vec<T>,
}

/// One row of a page.
#[derive(Clone)]
pub struct Edge<T> {
    cursor: String,
    node: T,
}

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub struct PageInfo {
    /// Whether the list goes on after this page. When paging backward, whether it was cut by `before`.
    pub has_next_page: bool,
    /// Whether the list goes on before this page. When paging forward, whether it was cut by `after`.
    pub has_previous_page: bool,
    /// The cursor of the first row; give it to `before` to go back. Null on an empty page.
    pub start_cursor: Option<String>,
    /// The cursor of the last row; give it to `after` to go on. Null on an empty page.
    pub end_cursor: Option<String>,
}

/// Which list it is.
struct List {
    query: Arc<ItemQuery>,
    parent: Option<MatchKey>,
}

impl<T: ContentObject> Connection<T> {
    /// A page of a root list.
    pub async fn root(reader: &Reader, query: ItemQuery, arguments: &PageArguments) -> Result<Self, ApiError> {
        let request = arguments.parse(query.item_type, query.order)?;
        let page = reader.direct(store::page(reader.snapshot(), &query, &request)).await?;
        Self::of(reader, List { query: Arc::new(query), parent: None }, page).await
    }

    /// A page of what hangs under a parent.
    pub async fn under(
        reader: &Reader,
        parent: MatchKey,
        query: ItemQuery,
        arguments: &PageArguments,
    ) -> Result<Self, ApiError> {
        let request: Arc<PageRequest> = Arc::new(arguments.parse(query.item_type, query.order)?);
        let query = Arc::new(query);
        let key = (parent.clone(), query.clone(), request);
        let page = reader.load::<ChildPages>(key).await?.unwrap_or_default();
        Self::of(reader, List { query, parent: Some(parent) }, page).await
    }

    async fn of(reader: &Reader, list: List, page: Page) -> Result<Self, ApiError> {
        let spines = reader.load_many::<Spines>(page.rows.iter().map(|row| row.id)).await?;
        let object = |spine| T::new(Spine::new(reader.clone(), spine));
        let nodes = spines.into_iter().flatten().map(object).collect();
        Ok(Self { reader: reader.clone(), list, page, nodes })
    }

    fn cursors(&self) -> impl Iterator<Item = String> {
        self.page.rows.iter().map(|row| row.cursor().encode(self.list.query.item_type, self.list.query.order))
    }
}

/// A page of a list, in its order.
#[Object(name_type)]
impl<T: ContentObject> Connection<T> {
    /// The rows with their cursors.
    async fn edges(&self) -> Vec<Edge<T>> {
        let edge = |(cursor, node): (String, &T)| Edge { cursor, node: node.clone() };
        self.cursors().zip(&self.nodes).map(edge).collect()
    }

    /// The items of the rows, for those who need no cursors.
    async fn nodes(&self) -> Vec<T> {
        self.nodes.clone()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.page.has_next,
            has_previous_page: self.page.has_previous,
            start_cursor: self.cursors().next(),
            end_cursor: self.cursors().last(),
        }
    }

    /// How many items the whole list has. Counted only when asked for.
    async fn total_count(&self) -> async_graphql::Result<i64> {
        let List { query, parent } = &self.list;
        Ok(match parent {
            Some(parent) => {
                let key = (parent.clone(), query.clone());
                self.reader.load::<ChildCounts>(key).await?.unwrap_or(0)
            }
            None => self.reader.direct(store::count(self.reader.snapshot(), query)).await?,
        })
    }
}

/// A row of a page.
#[Object(name_type)]
impl<T: ContentObject> Edge<T> {
    /// The row's place in the list; give it to `after` or `before`.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    async fn node(&self) -> &T {
        &self.node
    }
}

impl<T: ContentObject> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::NAME).into()
    }
}

impl<T: ContentObject> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::NAME).into()
    }
}

/// What a page of a list costs: each row costs what is selected of it.
pub fn page_cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let rows = usize::try_from(first.or(last).unwrap_or(DEFAULT_PAGE)).unwrap_or(0);
    rows.saturating_mul(child).saturating_add(1)
}
