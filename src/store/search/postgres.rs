//! Terms in PostgreSQL: a table of terms and places, whose primary key has the places of each term in order.
//! Of frequent terms places are merged until a page is full, of rare ones each is looked up among the other
//! terms' places; the database chooses by how often they occur. Beside each place stands the list of its terms,
//! by which they are found when it goes; an inverted index of these lists tells what few items have together.

use std::borrow::Borrow;

use entity::{ItemId, search_entry};
use sea_orm::DbBackend;
use sea_orm::sea_query::extension::postgres::PgBinOper;
use sea_orm::sea_query::{
    Alias, CaseStatement, Condition as SqlCondition, Expr, ExprTrait as _, Func, IntoTableRef as _, JoinType, Order,
    Query, SelectStatement, SimpleExpr, UnionType,
};

use super::{Asked, Bounds, Wanted, number};
use crate::domain::search::{Condition, Entry};
use crate::store::error::StoreError;
use crate::store::sql::{Write, looked_up, padded};

/// The table of terms and places.
const TERMS: &str = "search_term";
/// Items written by one statement.
const CHUNK: usize = 200;
/// Terms whose places are merged; others are looked up. Planning takes longer with each.
pub(super) const MERGED: usize = 4;
/// The first places of a term, where only these are looked through.
pub(super) const STRETCH: u64 = 500;
/// Conditions by which one is asked for whose terms stand in several groups.
const ALTERNATIVES: usize = 4;

pub(super) async fn write(txn: &Write, entries: Vec<(ItemId, Entry)>) -> Result<(), StoreError> {
    write_entries(txn, &entries).await?;
    for chunk in entries.chunks(CHUNK) {
        insert_terms(txn, of_items(chunk.iter().map(|(item, _)| *item))).await?;
    }
    Ok(())
}

/// Writes places, each with the list of its terms.
pub(super) async fn write_entries(txn: &Write, entries: &[(ItemId, Entry)]) -> Result<(), StoreError> {
    for chunk in entries.chunks(CHUNK) {
        let mut insert = Query::insert();
        let columns = ["item", "place", "terms"].map(Alias::new);
        insert.into_table(search_entry::Entity).columns(columns);
        for (item, entry) in chunk {
            let terms: Vec<&str> = entry.terms.iter().map(String::as_str).collect();
            insert.values_panic([Expr::val(*item), Expr::val(entry.place), list(&terms)]);
        }
        txn.run_insert(insert).await?;
    }
    Ok(())
}

/// Writes the terms of places all at once, in the order of the table: written item by item, the terms of each
/// would change as many pages all over it.
pub(super) async fn write_terms(txn: &Write, position: i64) -> Result<(), StoreError> {
    let written = Expr::col(place("e")).bit_and(Entry::POSITION).gte(position);
    insert_terms(txn, listed().and_where(written).take()).await
}

/// Copies terms from the lists beside places into the table, so that neighbours are written together.
async fn insert_terms(txn: &Write, mut listed: SelectStatement) -> Result<(), StoreError> {
    listed.order_by(term("term"), Order::Asc).order_by(place("e"), Order::Asc);
    let mut insert = Query::insert();
    insert.into_table(Alias::new(TERMS)).columns(["term", "place"].map(Alias::new));
    insert.select_from(listed).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    txn.run_insert(insert).await
}

/// Removes the terms of items; their places are still there.
pub(super) async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
    for chunk in ids.chunks(CHUNK) {
        let row = Expr::tuple([Expr::col(Alias::new("term")), Expr::col(Alias::new("place"))]);
        let named = row.in_subquery(of_items(chunk.iter().copied()));
        txn.run_delete(Query::delete().from_table(Alias::new(TERMS)).and_where(named).take()).await?;
    }
    Ok(())
}

/// Has the database look at how often terms occur, which it reads by, and puts in order what is new in the inverted
/// index.
pub(super) async fn settle(txn: &Write) -> Result<(), StoreError> {
    txn.gather_statistics(&[TERMS]).await?;
    // Only its owner may; for others it is done later, by the database itself.
    let tidy = "SELECT gin_clean_pending_list(oid) FROM pg_class \
                WHERE oid = 'search_entry_by_terms'::regclass AND pg_has_role(relowner, 'USAGE')";
    txn.run_text(tidy).await
}

pub(super) async fn clear(txn: &Write) -> Result<(), StoreError> {
    txn.run_text("DELETE FROM search_term").await
}

/// The terms and places of some items.
fn of_items(ids: impl Iterator<Item = ItemId>) -> SelectStatement {
    listed().and_where(Expr::col((Alias::new("e"), Alias::new("item"))).is_in(ids)).take()
}

/// All terms and places, from the lists beside places.
fn listed() -> SelectStatement {
    let terms = Func::cust(Alias::new("unnest")).arg(Expr::col((Alias::new("e"), Alias::new("terms"))));
    Query::select()
        .expr(Expr::col(term("term")))
        .expr(Expr::col(place("e")))
        .from_as(search_entry::Entity, Alias::new("e"))
        .from_function(terms, Alias::new("term"))
        .take()
}

/// The places of what is wanted, in a table `m`, lead to the items.
pub(super) fn matching(wanted: &Wanted<'_>) -> (SelectStatement, (Alias, Alias)) {
    let types = Types::of(wanted);
    let mut parts = Vec::new();
    // The terms of a group are looked up for each place, which is cheap for known places only.
    let alternatives = if wanted.asked.places.is_some() { 1 } else { ALTERNATIVES };
    for condition in wanted.any.iter().flat_map(|condition| condition.alternatives(alternatives)) {
        match types {
            // No place is one of two content types, and the list of each is in order.
            Types::Merged(types) => {
                parts.extend(types.iter().map(|one| places(&condition, Some(one), &[], wanted)));
            }
            Types::LookedUp(types) => parts.push(places(&condition, None, types, wanted)),
        }
    }
    let found = all_of(parts.into_iter(), &["place"], UnionType::Distinct);
    let of_place = Expr::col(place("e")).equals(place("m"));
    let select = Query::select()
        .from_subquery(found, Alias::new("m"))
        .join_as(JoinType::InnerJoin, search_entry::Entity, Alias::new("e"), of_place)
        .take();
    (select, place("m"))
}

/// Items between some places that meet any of some conditions, in no order, each with the first of some ranks that it has:
/// found by the inverted index of the lists of terms. If there are more than so many, one more, and none with its own rank.
pub(super) fn having_any(
    conditions: &[Condition],
    ranks: &[(usize, &Condition)],
    bounds: Bounds,
    most: u64,
) -> SelectStatement {
    // All of some terms are found more quickly than one of several.
    let each = conditions.iter().flat_map(|condition| condition.alternatives(ALTERNATIVES));
    let any = each.map(|condition| has_each(&condition, unknown_list)).fold(SqlCondition::any(), SqlCondition::add);
    let count = Expr::cust("count(*) OVER ()");
    let having = Query::select()
        .columns(["item", "place", "terms"].map(|column| (Alias::new("e"), Alias::new(column))))
        .from_as(search_entry::Entity, Alias::new("e"))
        .cond_where(any)
        .cond_where(bounds.around(&place("e")))
        .limit(most + 1)
        .take();
    // Long lists of terms are not looked through for nothing.
    let rank = CaseStatement::new().case(count.gt(most), number(0)).finally(best_rank(ranks));
    Query::select()
        .columns(["item", "place"].map(|column| (Alias::new("e"), Alias::new(column))))
        .expr_as(rank, Alias::new("rank"))
        .from_subquery(having, Alias::new("e"))
        .take()
}

/// The first of some ranks whose condition an item of the table `e` of places meets; the last, if it meets none before.
pub(super) fn best_rank(ranks: &[(usize, &Condition)]) -> SimpleExpr {
    let Some(((last, _), better)) = ranks.split_last() else { return number(0) };
    if better.is_empty() {
        return number(*last);
    }
    let case = better
        .iter()
        .fold(CaseStatement::new(), |case, (index, condition)| case.case(has_each(condition, list), number(*index)));
    case.finally(number(*last)).into()
}

/// What several selects find, each in brackets of its own, as it has its own order and end.
fn all_of(parts: impl Iterator<Item = SelectStatement>, columns: &[&'static str], union: UnionType) -> SelectStatement {
    let columns = columns.iter().map(|column| (Alias::new("p"), Alias::new(*column)));
    let mut parts =
        parts.map(|part| Query::select().columns(columns.clone()).from_subquery(part, Alias::new("p")).take());
    let mut all = parts.next().unwrap_or_default();
    for other in parts {
        all.union(union, other);
    }
    all
}

/// That the list of terms of an item has one of each group.
fn has_each(condition: &Condition, list: fn(&[String]) -> SimpleExpr) -> SqlCondition {
    let (alone, several): (Vec<&Vec<String>>, Vec<_>) = condition.0.iter().partition(|group| group.len() == 1);
    let has =
        |operator, terms: &[String]| Expr::col((Alias::new("e"), Alias::new("terms"))).binary(operator, list(terms));
    let alone: Vec<String> = alone.into_iter().flatten().cloned().collect();
    let all = Some(alone).filter(|alone| !alone.is_empty()).map(|alone| has(PgBinOper::Contains, &alone));
    let several = several.into_iter().map(|group| has(PgBinOper::Overlap, group));
    several.fold(SqlCondition::all().add_option(all), SqlCondition::add)
}

/// A list of terms of which the planner knows nothing: of frequent ones it would expect to find so many items together
/// that it would read the whole table.
fn unknown_list(terms: &[String]) -> SimpleExpr {
    let list = Query::select().expr(list(terms)).take();
    SimpleExpr::SubQuery(None, Box::new(list.into()))
}

/// Terms hold no blanks, so they travel as one text.
fn list(terms: &[impl Borrow<str>]) -> SimpleExpr {
    Func::cust(Alias::new("string_to_array")).arg(terms.join(" ")).arg(" ").into()
}

/// How the content types are told.
enum Types<'s> {
    /// The places of one after the other are merged with those of the words.
    Merged(&'s [String]),
    /// They are looked up for what has the rest; any will do if there are none.
    LookedUp(&'s [String]),
}

impl<'s> Types<'s> {
    /// The places of a content type are many: beside another filter it is cheaper to look it up.
    fn of(wanted: &Wanted<'s>) -> Self {
        if wanted.types.is_empty() || !wanted.filter.0.is_empty() {
            Self::LookedUp(wanted.types)
        } else {
            Self::Merged(wanted.types)
        }
    }
}

/// The places that have one of each group of terms, and not all that what comes earlier asks for: as many as are
/// wanted, so that nothing else is looked up for more.
fn places(condition: &Condition, merged: Option<&String>, types: &[String], wanted: &Wanted<'_>) -> SelectStatement {
    let groups = condition.0.iter().chain(&wanted.filter.0);
    let (alone, mut several): (Vec<&Vec<String>>, Vec<&Vec<String>>) = groups.partition(|group| group.len() == 1);
    let mut alone: Vec<&String> = alone.into_iter().map(|group| &group[0]).collect();
    let leading = wanted.asked.stretch.and_then(|term| alone.iter().position(|own| *own == term));
    let stretch = leading.and_then(|leading| {
        alone.swap(0, leading);
        stretch_of(&wanted.asked)
    });
    let mut alone = alone.into_iter().chain(merged);
    let mut select = Query::select();
    let first = "t0";
    select.expr(Expr::col(place(first)));
    let mut tables = vec![Expr::col(place(first))];
    if let Some(leading) = alone.next() {
        if let Some(stretch) = stretch {
            select.from_subquery(stretch, Alias::new(first));
        } else {
            select.from_as(Alias::new(TERMS), Alias::new(first));
            select.cond_where(having(first, leading, wanted.asked.bounds));
        }
        for (index, other) in alone.by_ref().take(MERGED - 1).enumerate() {
            let name = format!("t{}", index + 1);
            let same = SqlCondition::all().add(Expr::col(place(&name)).equals(place(first)));
            let table = Alias::new(TERMS).into_table_ref().alias(Alias::new(&name));
            select.join(JoinType::InnerJoin, table, same.add(having(&name, other, wanted.asked.bounds)));
            tables.push(Expr::col(place(&name)));
        }
    } else if !several.is_empty() {
        select.from_subquery(any_of(several.remove(0), wanted.asked.bounds), Alias::new(first));
    }
    if let Some(places) = wanted.asked.places {
        select.and_where(Expr::col(place(first)).is_in(padded(places)));
    }
    // The least of equal places is any of them, but asked of all tables together: of one of them, it would be looked
    // up for what the others do not have too, or keep the database from merging.
    let found = if tables.len() > 1 { Func::least(tables).into() } else { Expr::col(place(first)) };
    for term in alone {
        select.and_where(has_one(std::slice::from_ref(term), &found));
    }
    for group in several {
        select.and_where(has_one(group, &found));
    }
    if !types.is_empty() {
        select.and_where(has_one(types, &found));
    }
    for condition in &wanted.none {
        select.cond_where(has_all(condition, &found).not());
    }
    if let Some((order, most)) = &wanted.asked.page {
        select.order_by(place(first), order.clone()).limit(*most);
    }
    select
}

/// The places among which is looked, in the order of a page, if they are the first ones of a term.
fn stretch_of(asked: &Asked<'_>) -> Option<SelectStatement> {
    let term = asked.stretch?;
    let order = asked.page.as_ref().map_or(Order::Desc, |(order, _)| order.clone());
    let stretch = Query::select()
        .expr(Expr::col(place("u")))
        .from_as(Alias::new(TERMS), Alias::new("u"))
        .cond_where(having("u", term, asked.bounds))
        .order_by(place("u"), order)
        .limit(STRETCH)
        .take();
    Some(stretch)
}

/// What a statement finds among the first places of a term, and in a row without item, how many these are.
pub(super) fn with_length(found: SelectStatement, asked: &Asked<'_>) -> SelectStatement {
    let length = stretch_of(asked).map(|stretch| {
        Query::select()
            .expr_as(Expr::cust("CAST(NULL AS uuid)"), Alias::new("item"))
            .expr_as(Expr::cust("count(*)"), Alias::new("place"))
            .expr_as(Expr::cust("-1"), Alias::new("rank"))
            .from_subquery(stretch, Alias::new("u"))
            .take()
    });
    all_of([found].into_iter().chain(length), &["item", "place", "rank"], UnionType::All)
}

/// That a place has one of each group of terms.
fn has_all(condition: &Condition, at: &SimpleExpr) -> SqlCondition {
    let all = condition.0.iter().map(|group| has_one(group, at));
    all.fold(SqlCondition::all(), SqlCondition::add)
}

/// The places of any of some terms, each once and in order.
fn any_of(group: &[String], bounds: Bounds) -> SelectStatement {
    let of = |wanted: &String| {
        Query::select()
            .expr(Expr::col(place("u")))
            .from_as(Alias::new(TERMS), Alias::new("u"))
            .cond_where(having("u", wanted, bounds))
            .take()
    };
    let mut all = of(&group[0]);
    for other in &group[1..] {
        all.union(UnionType::All, of(other));
    }
    Query::select()
        .distinct()
        .expr(Expr::col(place("a")))
        .from_subquery(all, Alias::new("a"))
        .order_by(place("a"), Order::Desc)
        .take()
}

/// That a row of a table of terms is one of this term.
fn having(table: &str, wanted: &str, bounds: Bounds) -> SqlCondition {
    SqlCondition::all().add(Expr::col(term(table)).eq(wanted)).add(bounds.around(&place(table)))
}

/// That a place has one of some terms.
fn has_one(group: &[String], at: &SimpleExpr) -> SimpleExpr {
    let found = Query::select()
        .expr(Expr::val(1))
        .from_as(Alias::new(TERMS), Alias::new("p"))
        .and_where(Expr::col(term("p")).is_in(group))
        .and_where(Expr::col(place("p")).eq(at.clone()))
        .take();
    looked_up(DbBackend::Postgres, found)
}

fn term(table: &str) -> (Alias, Alias) {
    (Alias::new(table), Alias::new("term"))
}

fn place(table: &str) -> (Alias, Alias) {
    (Alias::new(table), Alias::new("place"))
}
