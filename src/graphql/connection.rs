//! Relay connections, once for everything that is listed: items at the root and nested, and edges
//! such as participants. Our own, because every element is described, and `totalCount` is only
//! counted when asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::{InputType, Object, OutputType, SimpleObject, TypeName, Value};
use entity::ItemId;
use futures_util::future::BoxFuture;

use super::errors::ApiError;
use super::facets::{Facets, Source};
use super::reader::{Reader, Relation};
use super::relations::{ChildCounts, ChildPages};
use super::types::item::Spine;
use crate::domain::cursor::EdgeCursor;
use crate::domain::match_key::MatchKey;
use crate::domain::page::{DEFAULT_PAGE, PageArguments, PageRequest};
use crate::domain::query::ItemQuery;
use crate::store::{self, EdgeList, Page, Snapshot, StoreError};

/// A content type as a GraphQL object.
pub trait ContentObject: OutputType + Clone {
    /// The object of an item.
    fn new(spine: Spine) -> Self;
}

/// An edge as a GraphQL object.
pub trait EdgeObject: OutputType + Clone {
    /// A row of its table.
    type Row;

    /// The object of an edge.
    fn new(reader: Reader, row: Self::Row) -> Self;
}

/// The edge that has this key in the document of this item, if that is public.
pub async fn edge_by_key<L: EdgeList, T: EdgeObject<Row = L::Row>>(
    reader: &Reader,
    owner: ItemId,
    key: &str,
) -> Result<Option<T>, ApiError> {
    let row = reader.load::<EdgesByKey<L>>((owner, key.to_owned())).await?;
    Ok(row.map(|row| T::new(reader.clone(), row)))
}

/// A page of a list of items, in its order, and what there is to say of the list.
pub struct ItemConnection<T> {
    page: Connection<T>,
    reader: Reader,
    /// The whole list.
    list: Arc<ItemQuery>,
}

/// A page of a list, in its order.
pub struct Connection<T> {
    rows: Vec<Edge<T>>,
    has_previous: bool,
    has_next: bool,
    count: Box<dyn Fn() -> BoxFuture<'static, Result<i64, ApiError>> + Send + Sync>,
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

impl PageInfo {
    /// Where a page with these rows stands, and whether there is something before and after it.
    pub fn new<R>((has_previous_page, has_next_page): (bool, bool), rows: &[R], cursor: impl Fn(&R) -> &str) -> Self {
        let of = |row: Option<&R>| row.map(|row| cursor(row).to_owned());
        Self { has_next_page, has_previous_page, start_cursor: of(rows.first()), end_cursor: of(rows.last()) }
    }
}

impl<T: ContentObject> ItemConnection<T> {
    /// A page of all items of a content type.
    pub async fn root(reader: &Reader, query: ItemQuery, arguments: &PageArguments) -> Result<Self, ApiError> {
        let request = arguments.parse(query.item_type, query.order)?;
        let page = reader.direct(store::page(reader.snapshot(), &query, &request)).await?;
        let (query, of) = (Arc::new(query), reader.clone());
        let counted = query.clone();
        let count = move || -> BoxFuture<'static, Result<i64, ApiError>> {
            let (query, reader) = (counted.clone(), of.clone());
            Box::pin(async move { reader.direct(store::count(reader.snapshot(), &query)).await })
        };
        let page = Connection::of(reader, &query, page, Box::new(count)).await?;
        Ok(Self { page, reader: reader.clone(), list: query })
    }

    /// A page of the items under a parent.
    pub async fn under(
        reader: &Reader,
        parent: MatchKey,
        query: ItemQuery,
        arguments: &PageArguments,
    ) -> Result<Self, ApiError> {
        let request: Arc<PageRequest> = Arc::new(arguments.parse(query.item_type, query.order)?);
        let list = Arc::new(ItemQuery { matches: query.matches.clone().and_one_of([parent.clone()]), ..query.clone() });
        let query = Arc::new(query);
        let page = reader.load::<ChildPages>((parent.clone(), query.clone(), request)).await?.unwrap_or_default();
        let (counted, of) = ((parent, query.clone()), reader.clone());
        let count = move || -> BoxFuture<'static, Result<i64, ApiError>> {
            let (key, reader) = (counted.clone(), of.clone());
            Box::pin(async move { Ok(reader.load::<ChildCounts>(key).await?.unwrap_or(0)) })
        };
        let page = Connection::of(reader, &query, page, Box::new(count)).await?;
        Ok(Self { page, reader: reader.clone(), list })
    }

    /// The page itself.
    pub fn as_page(&self) -> &Connection<T> {
        &self.page
    }

    /// What the whole list holds, counted along several dimensions.
    pub fn count_facets(&self) -> Facets {
        Facets::new(&self.reader, Source::List(self.list.clone()))
    }
}

impl<T: ContentObject> Connection<T> {
    async fn of(
        reader: &Reader,
        query: &ItemQuery,
        page: Page,
        count: Box<dyn Fn() -> BoxFuture<'static, Result<i64, ApiError>> + Send + Sync>,
    ) -> Result<Self, ApiError> {
        let spines = Spine::load_many(reader, page.rows.iter().map(|row| row.id)).await?;
        let edge = |(row, spine): (&store::PageRow, Option<Spine>)| {
            let cursor = row.cursor().encode(query.item_type, query.order);
            Some(Edge { cursor, node: T::new(spine?) })
        };
        let rows = page.rows.iter().zip(spines).filter_map(edge).collect();
        Ok(Self { rows, has_previous: page.has_previous, has_next: page.has_next, count })
    }
}

impl<T: EdgeObject> Connection<T> {
    /// A page of the edges under a parent.
    pub async fn of_edges<L: EdgeList<Row = T::Row>>(
        reader: &Reader,
        parent: ItemId,
        filter: L::Filter,
        arguments: &PageArguments,
    ) -> Result<Self, ApiError> {
        let request = Arc::new(arguments.parse_with(|text| EdgeCursor::decode(text, L::NAME))?);
        let filter = Arc::new(filter);
        let page = reader.load::<EdgePages<L>>((parent, filter.clone(), request)).await?.unwrap_or_default();
        let edge = |row: T::Row| Edge { cursor: L::place(&row).encode(L::NAME), node: T::new(reader.clone(), row) };
        let of = reader.clone();
        let count = move || -> BoxFuture<'static, Result<i64, ApiError>> {
            let (key, reader) = ((parent, filter.clone()), of.clone());
            Box::pin(async move { Ok(reader.load::<EdgeCounts<L>>(key).await?.unwrap_or(0)) })
        };
        let Page { rows, has_previous, has_next } = page;
        Ok(Self { rows: rows.into_iter().map(edge).collect(), has_previous, has_next, count: Box::new(count) })
    }
}

impl<T> Connection<T> {
    /// The rows of the page.
    pub fn rows(&self) -> &[Edge<T>] {
        &self.rows
    }

    /// Where the page stands in the list.
    pub fn page(&self) -> PageInfo {
        PageInfo::new((self.has_previous, self.has_next), &self.rows, |row| &row.cursor)
    }

    /// How many rows the whole list has.
    pub async fn count(&self) -> Result<i64, ApiError> {
        (self.count)().await
    }
}

impl<T> Edge<T> {
    /// What the row is about.
    pub fn inner(&self) -> &T {
        &self.node
    }

    /// The row's place in the list.
    pub fn place(&self) -> &str {
        &self.cursor
    }
}

/// A page of a list of items, in its order.
#[Object(name_type)]
impl<T: ContentObject> ItemConnection<T> {
    /// The rows with their cursors.
    async fn edges(&self) -> &[Edge<T>] {
        self.page.rows()
    }

    /// What the rows are about, for those who need no cursors.
    async fn nodes(&self) -> Vec<T> {
        self.page.rows().iter().map(|row| row.node.clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        self.page.page()
    }

    /// How many rows the whole list has. Counted only when asked for.
    async fn total_count(&self) -> async_graphql::Result<i64> {
        Ok(self.page.count().await?)
    }

    /// What the whole list holds, under the same filter, counted along several dimensions.
    async fn facets(&self) -> Facets {
        self.count_facets()
    }
}

/// A page of a list, in its order.
#[Object(name_type)]
impl<T: OutputType + Clone> Connection<T> {
    /// The rows with their cursors.
    async fn edges(&self) -> &[Edge<T>] {
        &self.rows
    }

    /// What the rows are about, for those who need no cursors.
    async fn nodes(&self) -> Vec<T> {
        self.rows.iter().map(|row| row.node.clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        self.page()
    }

    /// How many rows the whole list has. Counted only when asked for.
    async fn total_count(&self) -> async_graphql::Result<i64> {
        Ok(self.count().await?)
    }
}

/// A row of a page.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// The row's place in the list; give it to `after` or `before`.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// What the row is about.
    async fn node(&self) -> &T {
        &self.node
    }
}

impl<T: OutputType> TypeName for ItemConnection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", <T as OutputType>::type_name()).into()
    }
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", <T as OutputType>::type_name()).into()
    }
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", <T as OutputType>::type_name()).into()
    }
}

/// Pages of edges. Equal questions under many parents are one statement.
struct EdgePages<L>(PhantomData<L>);

impl<L: EdgeList> Relation for EdgePages<L> {
    type Key = (ItemId, Arc<L::Filter>, Arc<PageRequest<EdgeCursor>>);
    type Value = Page<L::Row>;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut by_question: HashMap<_, Vec<ItemId>> = HashMap::new();
        for (parent, filter, request) in keys {
            by_question.entry((filter.clone(), request.clone())).or_default().push(*parent);
        }
        let mut all = HashMap::new();
        for ((filter, request), parents) in by_question {
            let pages = store::edge_pages::<L>(snapshot, &parents, &filter, &request).await?;
            all.extend(pages.into_iter().map(|(parent, page)| ((parent, filter.clone(), request.clone()), page)));
        }
        Ok(all)
    }
}

/// Edges by the item that holds them and their key in it.
struct EdgesByKey<L>(PhantomData<L>);

impl<L: EdgeList> Relation for EdgesByKey<L> {
    type Key = (ItemId, String);
    type Value = L::Row;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, L::Row>, StoreError> {
        store::edges_by_key::<L>(snapshot, keys).await
    }
}

/// How many edges there are under parents.
struct EdgeCounts<L>(PhantomData<L>);

impl<L: EdgeList> Relation for EdgeCounts<L> {
    type Key = (ItemId, Arc<L::Filter>);
    type Value = i64;

    async fn read(snapshot: &Snapshot, keys: &[Self::Key]) -> Result<HashMap<Self::Key, i64>, StoreError> {
        let mut by_filter: HashMap<Arc<L::Filter>, Vec<ItemId>> = HashMap::new();
        for (parent, filter) in keys {
            by_filter.entry(filter.clone()).or_default().push(*parent);
        }
        let mut all = HashMap::new();
        for (filter, parents) in by_filter {
            let counts = store::edge_counts::<L>(snapshot, &parents, &filter).await?;
            all.extend(counts.into_iter().map(|(parent, count)| ((parent, filter.clone()), count)));
        }
        Ok(all)
    }
}

/// What a page of a list costs: each row costs what is selected of it.
pub fn page_cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let rows = usize::try_from(first.or(last).unwrap_or(DEFAULT_PAGE)).unwrap_or(0);
    rows.saturating_mul(child).saturating_add(1)
}

/// What a page of a list with a filter costs: each value that is given in it is looked up for each row.
pub fn filtered_cost<F: InputType>(filter: Option<&F>, first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let given = filter.map_or(0, |filter| values(&filter.to_value()));
    page_cost(first, last, child.saturating_add(given))
}

/// How many values an input has that are not made of others; an empty one of these counts, as it can ask for something.
fn values(input: &Value) -> usize {
    match input {
        Value::Null => 0,
        Value::List(list) => list.iter().map(values).sum(),
        Value::Object(fields) => fields.values().map(values).sum::<usize>().max(1),
        _ => 1,
    }
}
