//! The question for words: what of the record has them, the best matches first.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use entity::ItemId;

use super::connection::{PageInfo, filtered_cost, page_cost};
use super::errors::ApiError;
use super::facets::{Facets, Source};
use super::inputs::ItemFilter;
use super::reader::{Reader, Relation};
use super::registry::Item;
use super::types::item::Spine;
use crate::domain::cursor::SearchCursor;
use crate::domain::entered::Entered;
use crate::domain::locale::Locale;
use crate::domain::page::PageArguments;
use crate::domain::search::{self as words, Among, Analyzer, MatchRank};
use crate::store::search::{self, Search};
use crate::store::{Content, Page, Snapshot, Store, StoreError};

/// What looking for words is taken to cost, however little is found.
const SEARCH_COST: usize = 100;
/// The most texts of an item that are shown.
const MAX_HIGHLIGHTS: i32 = 10;

/// Bytes of a document that takes long to look through.
const LONG: usize = 16 << 10;

/// The question for words.
#[derive(Default)]
pub struct SearchRoot;

#[Object]
impl SearchRoot {
    /// Everything public in whose names or texts all of the words stand, in any order, the best matches first.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity).saturating_add(SEARCH_COST)")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words, in any language and script. At most 200 characters.")] query: String,
        #[graphql(
            desc = "Whether somebody is still writing: the last word may be the beginning of one, and only names and titles are looked at.",
            default = false
        )]
        type_ahead: bool,
        #[graphql(desc = "Only among these items.")] filter: Option<ItemFilter>,
        #[graphql(desc = "At most this many from the start, 1 to 100; 20 if neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<SearchConnection> {
        let reader = Reader::of(ctx)?;
        let analyzer = ctx.data::<Store>()?.analyzer();
        let query = analyzer.query(&query, type_ahead).map_err(|problem| ApiError::bad_input("query", problem))?;
        let mut filter = filter.unwrap_or_default();
        let among = Among::types(&filter.take_types()?);
        let filter = words::key_terms(&filter.matches(reader).await?);
        let arguments = PageArguments { first, after, last, before };
        let request = arguments.parse_with(|text| SearchCursor::decode(text, query.digest)).map_err(ApiError::from)?;
        let search = Arc::new(Search { query, among, filter });
        let page = reader.direct(search::search(reader.snapshot(), &search, &request)).await?;
        Ok(SearchConnection::read(reader, analyzer, search, page).await?)
    }
}

/// A page of what was found, the best matches first.
pub struct SearchConnection {
    reader: Reader,
    search: Arc<Search>,
    edges: Vec<SearchEdge>,
    has_previous: bool,
    has_next: bool,
}

/// Something that was found.
#[derive(Clone)]
pub struct SearchEdge {
    cursor: String,
    node: Item,
    item: ItemId,
    rank: MatchRank,
    found: Found,
}

/// What it takes to say where something was found.
#[derive(Clone)]
struct Found {
    reader: Reader,
    analyzer: Arc<Analyzer>,
    search: Arc<Search>,
}

impl SearchConnection {
    async fn read(
        reader: &Reader,
        analyzer: &Arc<Analyzer>,
        search: Arc<Search>,
        page: Page<search::Hit>,
    ) -> Result<Self, ApiError> {
        let spines = Spine::load_many(reader, page.rows.iter().map(|hit| hit.item)).await?;
        let found = Found { reader: reader.clone(), analyzer: analyzer.clone(), search: search.clone() };
        let edge = |(hit, spine): (&search::Hit, Option<_>)| {
            let cursor = SearchCursor { rank: hit.rank, place: hit.place }.encode(search.query.digest);
            Some(SearchEdge { cursor, node: Item::new(spine?), item: hit.item, rank: hit.rank, found: found.clone() })
        };
        let edges = page.rows.iter().zip(spines).filter_map(edge).collect();
        let Page { has_previous, has_next, .. } = page;
        Ok(Self { reader: reader.clone(), search, edges, has_previous, has_next })
    }
}

/// A page of what was found, the best matches first.
#[Object]
impl SearchConnection {
    /// What was found, with how well it matches and where.
    async fn edges(&self) -> &[SearchEdge] {
        &self.edges
    }

    /// What was found, for those who need no more.
    async fn nodes(&self) -> Vec<Item> {
        self.edges.iter().map(|edge| edge.node.clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo::new((self.has_previous, self.has_next), &self.edges, |edge| &edge.cursor)
    }

    /// How many items are found. Counted only when asked for.
    async fn total_count(&self) -> async_graphql::Result<i64> {
        Ok(self.reader.direct(search::count_found(self.reader.snapshot(), &self.search)).await?)
    }

    /// What is found, counted along several dimensions. Each is counted only when asked for.
    async fn facets(&self) -> Facets {
        Facets::new(&self.reader, Source::Search(self.search.clone()))
    }
}

/// Something that was found.
#[Object]
impl SearchEdge {
    /// Its place in the list; give it to `after` or `before` of the same question.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    async fn node(&self) -> &Item {
        &self.node
    }

    /// How well it matches: lists are ordered by it, then people, organizations and mechanisms come before
    /// what has its day, and the latest first.
    async fn rank(&self) -> MatchRank {
        self.rank
    }

    /// The texts in which the words were found, those that say most about the item first.
    #[graphql(complexity = "page_cost(Some(first), None, child_complexity)")]
    async fn highlights(
        &self,
        #[graphql(desc = "At most so many, 1 to 10.", default = 3)] first: i32,
    ) -> async_graphql::Result<Vec<Highlight>> {
        let most = usize::try_from(first).ok().filter(|_| (1..=MAX_HIGHLIGHTS).contains(&first));
        let most =
            most.ok_or_else(|| ApiError::bad_input("first", format!("it must be from 1 to {MAX_HIGHLIGHTS}")))?;
        let Found { reader, analyzer, search } = &self.found;
        let Some(content) = reader.load::<Contents>(self.item).await? else { return Ok(Vec::new()) };
        let is_long = content.length() > LONG;
        let (analyzer, search) = (analyzer.clone(), search.clone());
        let find = move || Ok(analyzer.highlights(&content.document()?, &search.query, most));
        let found = if is_long { reader.beside(find).await? } else { find()? };
        Ok(found.into_iter().map(Highlight::from).collect())
    }
}

/// A text in which words were found.
#[derive(SimpleObject)]
pub struct Highlight {
    /// Where it stands in the item's document, such as `photos/3/caption`.
    field: String,
    /// The language it is in; null if that is not said.
    locale: Option<Entered<Locale>>,
    /// The text as its authors wrote it; of a long one, the part in which something was found first.
    text: String,
    /// Whether there is more of the text than is shown.
    is_excerpt: bool,
    /// What was found, in order.
    ranges: Vec<TextRange>,
}

/// A stretch of a text, in UTF-16 code units from its beginning, as JavaScript counts.
#[derive(SimpleObject)]
pub struct TextRange {
    /// Its first unit.
    start: i32,
    /// The unit after its last.
    end: i32,
}

impl From<words::Highlight> for Highlight {
    fn from(found: words::Highlight) -> Self {
        let words::Highlight { field, locale, text, is_excerpt, ranges } = found;
        let ranges = ranges.into_iter().map(|words::TextRange { start, end }| TextRange { start, end }).collect();
        Self { field, locale: locale.map(|locale| locale.as_str().into()), text, is_excerpt, ranges }
    }
}

/// What was published last of items.
struct Contents;

impl Relation for Contents {
    type Key = ItemId;
    type Value = Arc<Content>;

    async fn read(snapshot: &Snapshot, keys: &[ItemId]) -> Result<HashMap<ItemId, Arc<Content>>, StoreError> {
        search::contents(snapshot, keys).await
    }
}
