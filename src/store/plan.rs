//! How a list is read, as SQL: from one key's index, from a few items, or along its order.

use entity::{ItemId, item, item_key, label_order};
use sea_orm::DbBackend;
use sea_orm::sea_query::{
    Alias, Asterisk, Condition, Expr, ExprTrait as _, IntoTableRef as _, JoinType, Order as SqlOrder, Query,
    SelectStatement, SimpleExpr, TableRef,
};

use super::beginning::{Beginning, Known};
use super::condition::condition;
use super::page::PageRow;
use crate::domain::condition::{Condition as Wanted, Edge};
use crate::domain::cursor::{ListCursor, SortValue};
use crate::domain::dates::{Certainty, During, asc_key_from, desc_key_before};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageRequest;
use crate::domain::query::{Direction, ItemQuery, OrderField};

/// Rows along the order of a list that are looked at before all that have a frequent key are sorted.
const NEAR: u64 = 5_000;

/// How a list is read: from one key's index, from a few items, or along the spine.
pub(super) struct Plan<'q> {
    backend: DbBackend,
    query: &'q ItemQuery,
    /// The key to start from.
    start: Option<SimpleExpr>,
    /// The items to start from.
    items: Option<Vec<ItemId>>,
    /// What all that it starts from has.
    known: Option<Known>,
}

impl<'q> Plan<'q> {
    /// A whole list.
    pub(super) fn new(backend: DbBackend, query: &'q ItemQuery, beginning: Beginning) -> Self {
        let (start, items, known) = match beginning {
            Beginning::Key(group) | Beginning::Frequent(group) => {
                (Some(Expr::val(query.matches.0[group][0].as_str())), None, Some(Known::Group(group)))
            }
            Beginning::Items(items, known) => (None, Some(items), known),
            Beginning::Order => (None, None, None),
        };
        Self { backend, query, start, items, known }
    }

    /// What hangs under a key.
    pub(super) fn under(backend: DbBackend, query: &'q ItemQuery, parent: SimpleExpr) -> Self {
        Self { backend, query, start: Some(parent), items: None, known: None }
    }

    /// Whether it is known that nothing is in the list.
    pub(super) fn is_empty(&self) -> bool {
        self.items.as_ref().is_some_and(Vec::is_empty)
    }

    pub(super) fn by_date(&self) -> bool {
        self.query.order.field == OrderField::Date
    }

    /// The table that carries the item type, at the start of every index used: the one to start from.
    fn driving(&self) -> Alias {
        match (&self.start, self.query.order.collation) {
            (Some(_), _) => Alias::new("k"),
            (None, Some(_)) => Alias::new("o"),
            (None, None) => Alias::new("i"),
        }
    }

    /// The table with date keys.
    fn dated(&self) -> Alias {
        Alias::new(if self.start.is_some() { "k" } else { "i" })
    }

    /// The column of the items' ids.
    pub(super) fn id(&self) -> (Alias, Alias) {
        let spine = self.start.is_none() && self.query.order.collation.is_none();
        (self.driving(), Alias::new(if spine { "id" } else { "item" }))
    }

    /// The table with what the list is sorted by, if that is not the key's own, under a name; and its
    /// column of ids.
    fn sorted(&self, name: &Alias) -> Option<(TableRef, SimpleExpr)> {
        match self.query.order.collation {
            Some(_) => {
                let table = label_order::Entity.into_table_ref().alias(name.clone());
                Some((table, Expr::col((name.clone(), Alias::new("item")))))
            }
            None if self.by_date() => None,
            None => {
                Some((item::Entity.into_table_ref().alias(name.clone()), Expr::col((name.clone(), Alias::new("id")))))
            }
        }
    }

    /// The sort column, and whether list order is its descending order.
    fn sort(&self) -> ((Alias, Alias), bool) {
        let descending = self.query.order.direction == Direction::Desc;
        let spine = |column| ((Alias::new("i"), Alias::new(column)), descending);
        if let Some(collation) = self.query.order.collation {
            return ((Alias::new("o"), Alias::new(collation.tag())), descending);
        }
        match self.query.order.field {
            // A key per direction keeps the undated last both ways.
            OrderField::Date if descending => ((self.driving(), Alias::new("date_desc")), false),
            OrderField::Date => ((self.driving(), Alias::new("date_asc")), false),
            OrderField::Label => spine("label_key"),
            OrderField::PublishedAt => spine("published_at"),
            OrderField::UpdatedAt => spine("updated_at"),
        }
    }

    /// The list without order, cursor and limit; no columns selected.
    pub(super) fn base(&self) -> SelectStatement {
        let mut select = if let Some(start) = &self.start {
            let mut select = Query::select();
            select.from_as(item_key::Entity, Alias::new("k"));
            select.and_where(Expr::col((Alias::new("k"), Alias::new("key"))).eq(start.clone()));
            select.and_where(Expr::col((Alias::new("k"), Alias::new("item_type"))).eq(self.query.item_type));
            let name = Alias::new(if self.query.order.collation.is_some() { "o" } else { "i" });
            if let Some((table, id)) = self.sorted(&name) {
                select.join(JoinType::InnerJoin, table, id.equals((Alias::new("k"), Alias::new("item"))));
            }
            select
        } else {
            let mut select = self.order();
            self.add_dates(&mut select);
            select
        };
        if let Some(items) = &self.items {
            select.and_where(Expr::col(self.id()).is_in(items.iter().copied()));
        }
        self.add_conditions(&mut select);
        select
    }

    /// Everything of the content type, from the table that has it in order; no columns selected.
    fn order(&self) -> SelectStatement {
        let mut select = Query::select();
        if self.query.order.collation.is_some() {
            // Only what is public has such keys.
            select.from_as(label_order::Entity, Alias::new("o"));
        } else {
            select.from_as(item::Entity, Alias::new("i"));
            select.and_where(Expr::col((Alias::new("i"), Alias::new("withdrawn_at"))).is_null());
        }
        select.and_where(Expr::col((self.driving(), Alias::new("item_type"))).eq(self.query.item_type)).take()
    }

    /// Labels in the order of a language have no dates beside them.
    fn add_dates(&self, select: &mut SelectStatement) {
        let are_wanted = self.query.during.is_some() || !self.query.conditions.is_empty();
        if self.query.order.collation.is_some() && are_wanted {
            let on = Expr::col((Alias::new("i"), Alias::new("id"))).equals((Alias::new("o"), Alias::new("item")));
            select.join_as(JoinType::InnerJoin, item::Entity, Alias::new("i"), on);
        }
    }

    fn add_conditions(&self, select: &mut SelectStatement) {
        select.cond_where(self.matching());
        if let Some(during) = self.query.during {
            select.cond_where(inside(&self.dated(), during, self.query.order.direction));
        }
    }

    /// What items of the list must meet, but for what is known of all that it starts from.
    fn matching(&self) -> Condition {
        let Self { backend, query, known, .. } = self;
        let item = self.id();
        // The dates that conditions ask for stand in the same table.
        let dated = if self.dated() == self.driving() { item.clone() } else { (self.dated(), Alias::new("id")) };
        let groups = query.matches.0.iter().enumerate().filter(|(index, _)| *known != Some(Known::Group(*index)));
        let keys = groups.fold(Condition::all(), |all, (_, group)| all.add(Expr::exists(probe(group, &item))));
        let edges = query.having.iter().map(|having| {
            let edge = Edge { having: having.clone(), other: None, otherwise: false };
            condition(*backend, &Wanted::Edge(edge), &item, 0)
        });
        let others = query.conditions.iter().enumerate().filter(|(index, _)| *known != Some(Known::Condition(*index)));
        let others = others.map(|(_, wanted)| condition(*backend, wanted, &dated, 0));
        edges.chain(others).fold(keys, Condition::add)
    }

    /// One page, one row more than asked for, with columns `id` and `sort`.
    pub(super) fn page(&self, request: &PageRequest) -> SelectStatement {
        let mut select = self.range(request);
        self.add_columns(&mut select);
        select
    }

    fn add_columns(&self, select: &mut SelectStatement) {
        let (sort, _) = self.sort();
        select.expr_as(Expr::col(self.id()), Alias::new("id")).expr_as(Expr::col(sort), Alias::new("sort"));
    }

    fn range(&self, request: &PageRequest) -> SelectStatement {
        let mut select = self.base();
        self.add_range(&mut select, request);
        // A limit could make the database look for a few items along the whole order.
        if self.items.is_none() {
            select.limit(request.limit + 1);
        }
        select
    }

    /// The page, of what is among the next rows along the order. The database stops where it is full.
    pub(super) fn near(&self, request: &PageRequest) -> SelectStatement {
        let mut next = self.order();
        next.column((self.driving(), Asterisk)).limit(NEAR);
        self.add_range(&mut next, request);
        let mut select = Query::select();
        select.from_subquery(next, self.driving());
        self.add_dates(&mut select);
        self.add_conditions(&mut select);
        self.add_range(&mut select, request);
        self.add_columns(&mut select);
        select.limit(request.limit + 1).take()
    }

    /// The cursors and the order.
    fn add_range(&self, select: &mut SelectStatement, request: &PageRequest) {
        let (sort, descending) = self.sort();
        let place = || Expr::tuple([Expr::col(sort.clone()), Expr::col(self.id())]);
        let cursor = |cursor: &ListCursor| {
            let sort = match &cursor.sort {
                SortValue::Number(number) => Expr::val(*number),
                SortValue::Text(text) => Expr::val(text.clone()),
            };
            Expr::tuple([sort, Expr::val(cursor.id)])
        };
        let later = |at: &ListCursor| if descending { place().lt(cursor(at)) } else { place().gt(cursor(at)) };
        let earlier = |at: &ListCursor| if descending { place().gt(cursor(at)) } else { place().lt(cursor(at)) };
        select.and_where_option(request.after.as_ref().map(later));
        select.and_where_option(request.before.as_ref().map(earlier));
        let order = if descending == request.backward { SqlOrder::Asc } else { SqlOrder::Desc };
        select.order_by(sort.clone(), order.clone()).order_by(self.id(), order);
    }

    /// SQLite has no LATERAL: each parent's page is a limited correlated subquery of row ids.
    pub(super) fn sqlite_pages(&self, request: &PageRequest, parents: TableRef, parent: &Alias) -> SelectStatement {
        let mut ids = self.range(request);
        ids.expr(Expr::col((Alias::new("k"), Alias::new("rowid"))));
        let edge = Alias::new("e");
        let (sort, _) = self.sort();
        let sorted = self.sorted(&Alias::new("s"));
        let sort_table = if sorted.is_some() { Alias::new("s") } else { edge.clone() };
        let mut select = Query::select();
        select
            .expr_as(Expr::col((parent.clone(), Alias::new("value"))), Alias::new("parent"))
            .expr_as(Expr::col((edge.clone(), Alias::new("item"))), Alias::new("id"))
            .expr_as(Expr::col((sort_table.clone(), sort.1)), Alias::new("sort"))
            .from(parents)
            .join_as(
                JoinType::InnerJoin,
                item_key::Entity,
                edge.clone(),
                Expr::col((edge.clone(), Alias::new("rowid"))).in_subquery(ids),
            );
        if let Some((table, id)) = sorted {
            select.join(JoinType::InnerJoin, table, id.equals((edge, Alias::new("item"))));
        }
        select
    }

    /// How two rows of a page stand to each other in reading direction.
    pub(super) fn compare(&self, a: &PageRow, b: &PageRow, backward: bool) -> std::cmp::Ordering {
        let (_, descending) = self.sort();
        let key = |row: &PageRow| match &row.sort {
            SortValue::Number(number) => (*number, String::new()),
            SortValue::Text(text) => (0, text.clone()),
        };
        let ascending = (key(a), a.id).cmp(&(key(b), b.id));
        if descending == backward { ascending } else { ascending.reverse() }
    }
}

/// The keys of a group that the item of a column has.
pub(super) fn probe(group: &[MatchKey], item: &(Alias, Alias)) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from_as(item_key::Entity, Alias::new("p"))
        .and_where(Expr::col((Alias::new("p"), Alias::new("item"))).equals(item.clone()))
        .and_where(Expr::col((Alias::new("p"), Alias::new("key"))).is_in(group.iter().map(MatchKey::as_str)))
        .take()
}

/// The condition that the date keys of a table lie inside a stretch of time. It is put on the key that
/// the list is ordered by, so that it bounds the same index range.
pub(super) fn inside(table: &Alias, during: During, direction: Direction) -> Condition {
    let column = |name: &'static str| Expr::col((table.clone(), Alias::new(name)));
    let hi = || column("date_hi");
    let During { from, until, certainty } = during;
    // What is undated is never inside anything.
    let (dated, begins_from, begins_before) = match direction {
        Direction::Asc => (
            column("date_asc").lt(i64::MAX),
            from.map(|from| column("date_asc").gte(asc_key_from(from))),
            until.map(|until| column("date_asc").lt(asc_key_from(until))),
        ),
        Direction::Desc => (
            column("date_desc").lt(i64::MAX),
            from.map(|from| column("date_desc").lt(desc_key_before(from))),
            until.map(|until| column("date_desc").gte(desc_key_before(until))),
        ),
    };
    let condition = Condition::all().add(dated).add_option(begins_before);
    match certainty {
        Certainty::Certain => condition.add_option(begins_from).add_option(until.map(|until| hi().lte(until))),
        Certainty::Possible => condition.add_option(from.map(|from| hi().gt(from))),
    }
}
