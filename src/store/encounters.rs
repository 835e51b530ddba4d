//! Who met whom, and in which meetings. Everything begins at a party's own attendances; who else was there
//! is read from one narrow index.

use std::collections::{BTreeMap, HashMap};

use entity::attendance::PartyKind;
use entity::roles::Roles;
use entity::{ItemId, attendance, session_attendance};
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait as _, Func, JoinType, Order, Query, SelectStatement, SimpleExpr, ValueTuple,
    WindowStatement,
};
use sea_orm::{FromQueryResult, IdenStatic as _};

use super::error::StoreError;
use super::page::{Page, inside, matching};
use super::sql::Rows;
use crate::domain::cursor::EdgeCursor;
use crate::domain::encounter::{Basis, Encounters};
use crate::domain::page::PageRequest;

/// Somebody whom a party met.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Met {
    party: ItemId,
    /// Whom it met.
    pub other: ItemId,
    /// In how many meetings.
    pub meetings: i64,
}

impl Met {
    /// Its place in the list: who was met most often first.
    pub fn place(&self) -> EdgeCursor {
        EdgeCursor { sort: -self.meetings, owner: self.other, key: String::new() }
    }
}

/// A meeting that two parties took part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The meeting.
    pub meeting: ItemId,
    /// The roles of the first.
    pub own_roles: Roles,
    /// The roles of the second.
    pub other_roles: Roles,
    /// On what grounds they met there.
    pub basis: Basis,
    /// When it was, ascending in time; undated last.
    pub date_asc: i64,
    /// When it was, descending in time; undated last.
    pub date_desc: i64,
}

/// One party, or some, whom each of several parties met: most often first.
pub async fn met(
    rows: &impl Rows,
    parties: &[ItemId],
    only: Option<ItemId>,
    question: &Encounters,
    request: &PageRequest<EdgeCursor>,
) -> Result<HashMap<ItemId, Page<Met>>, StoreError> {
    let statement = |parties: &[ItemId]| {
        let (n, other) = (meetings(), col("b", attendance::Column::Party));
        let (by_number, by_id) = if request.backward { (Order::Asc, Order::Desc) } else { (Order::Desc, Order::Asc) };
        let place = WindowStatement::partition_by((Alias::new("a"), attendance::Column::Party))
            .order_by_expr(n.clone(), by_number)
            .order_by_expr(other.clone(), by_id)
            .take();
        let beyond = |at: &EdgeCursor, later: bool| {
            let (n, other) = (n.clone(), other.clone());
            // A client may have made the cursor.
            let often = at.sort.saturating_neg();
            let (farther, next) = if later {
                (n.clone().lt(often), other.gt(at.owner))
            } else {
                (n.clone().gt(often), other.lt(at.owner))
            };
            Condition::any().add(farther).add(n.eq(often).and(next))
        };
        let mut ranked = pairs(question);
        ranked
            .expr_as(col("a", attendance::Column::Party), Alias::new("party"))
            .expr_as(other.clone(), Alias::new("other"))
            .expr_as(n.clone(), Alias::new("meetings"))
            .expr_window_as(Func::cust(Alias::new("ROW_NUMBER")), place, Alias::new("place"))
            .and_where(col("a", attendance::Column::Party).is_in(parties.iter().copied()))
            .and_where_option(only.map(|only| col("b", attendance::Column::Party).eq(only)))
            .group_by_col((Alias::new("a"), attendance::Column::Party))
            .group_by_col((Alias::new("b"), attendance::Column::Party));
        let after = request.after.as_ref().map(|after| beyond(after, true));
        for beyond in after.into_iter().chain(request.before.as_ref().map(|before| beyond(before, false))) {
            ranked.cond_having(beyond);
        }
        let ranked_as = Alias::new("ranked");
        Query::select()
            .columns(["party", "other", "meetings"].map(|name| (ranked_as.clone(), Alias::new(name))))
            .from_subquery(ranked, ranked_as.clone())
            .and_where(Expr::col((ranked_as.clone(), Alias::new("place"))).lte(request.limit + 1))
            .take()
    };
    let mut found: HashMap<ItemId, Vec<Met>> = HashMap::new();
    for row in rows.rows_for::<_, Met>(parties, statement).await? {
        found.entry(row.party).or_default().push(row);
    }
    let page = |(party, mut met): (ItemId, Vec<Met>)| {
        met.sort_by_key(|met| (-met.meetings, met.other));
        if request.backward {
            met.reverse();
        }
        (party, Page::cut(met, request))
    };
    Ok(found.into_iter().map(page).collect())
}

#[derive(FromQueryResult)]
struct Count {
    party: ItemId,
    n: i64,
}

/// How many each of several parties met.
pub async fn count_met(
    rows: &impl Rows,
    parties: &[ItemId],
    only: Option<ItemId>,
    question: &Encounters,
) -> Result<HashMap<ItemId, i64>, StoreError> {
    let statement = |parties: &[ItemId]| {
        pairs(question)
            .expr_as(col("a", attendance::Column::Party), Alias::new("party"))
            .expr_as(col("b", attendance::Column::Party).count_distinct(), Alias::new("n"))
            .and_where(col("a", attendance::Column::Party).is_in(parties.iter().copied()))
            .and_where_option(only.map(|only| col("b", attendance::Column::Party).eq(only)))
            .group_by_col((Alias::new("a"), attendance::Column::Party))
            .take()
    };
    let found: Vec<Count> = rows.rows_for(parties, statement).await?;
    Ok(found.into_iter().map(|row| (row.party, row.n)).collect())
}

/// How many meetings each of several parties took part in that are left out for their size.
pub async fn count_left_out(
    rows: &impl Rows,
    parties: &[ItemId],
    question: &Encounters,
) -> Result<HashMap<ItemId, i64>, StoreError> {
    let statement = |parties: &[ItemId]| {
        Query::select()
            .expr_as(col("a", attendance::Column::Party), Alias::new("party"))
            .expr_as(meetings(), Alias::new("n"))
            .from_as(attendance::Entity, Alias::new("a"))
            .and_where(col("a", attendance::Column::Party).is_in(parties.iter().copied()))
            .and_where(col("a", attendance::Column::Size).gt(question.largest))
            .cond_where(in_meetings(question))
            .cond_where(of_kinds(question))
            .group_by_col((Alias::new("a"), attendance::Column::Party))
            .take()
    };
    let found: Vec<Count> = rows.rows_for(parties, statement).await?;
    Ok(found.into_iter().map(|row| (row.party, row.n)).collect())
}

#[derive(FromQueryResult)]
struct SharedRow {
    party: ItemId,
    other: ItemId,
    meeting: ItemId,
    own_roles: Roles,
    other_roles: Roles,
    direct: bool,
    same_session: bool,
    of_others: bool,
    date_asc: i64,
    date_desc: i64,
}

/// The meetings that pairs of parties took part in, the latest first.
pub async fn shared(
    rows: &impl Rows,
    wanted: &[(ItemId, ItemId)],
    question: &Encounters,
) -> Result<HashMap<(ItemId, ItemId), Vec<Shared>>, StoreError> {
    let statement = |wanted: &[(ItemId, ItemId)]| {
        let pair = Alias::new("pair");
        let values = wanted.iter().map(|(one, other)| ValueTuple::Two((*one).into(), (*other).into()));
        let is = |table, column: &'static str| {
            col(table, attendance::Column::Party).equals((pair.clone(), Alias::new(column)))
        };
        together(question)
            .join(
                JoinType::InnerJoin,
                sea_orm::sea_query::TableRef::ValuesList(values.collect(), pair.clone().into()),
                is("a", "column1").and(is("b", "column2")),
            )
            .expr_as(col("a", attendance::Column::Party), Alias::new("party"))
            .expr_as(col("b", attendance::Column::Party), Alias::new("other"))
            .expr_as(col("a", attendance::Column::Meeting), Alias::new("meeting"))
            .expr_as(col("a", attendance::Column::Roles), Alias::new("own_roles"))
            .expr_as(col("b", attendance::Column::Roles), Alias::new("other_roles"))
            .expr_as(col("a", attendance::Column::Direct), Alias::new("direct"))
            .expr_as(Expr::exists(same_session()), Alias::new("same_session"))
            .expr_as(of_others(), Alias::new("of_others"))
            .expr_as(col("a", attendance::Column::DateAsc), Alias::new("date_asc"))
            .expr_as(col("a", attendance::Column::DateDesc), Alias::new("date_desc"))
            .take()
    };
    // Somebody may take part for several, and is said to have met if they do for one of them; but all that they
    // did there counts.
    let mut found: HashMap<(ItemId, ItemId), BTreeMap<ItemId, (bool, Shared)>> = HashMap::new();
    for row in rows.rows_for::<_, SharedRow>(wanted, statement).await? {
        let basis = match (row.direct, row.same_session) {
            (true, _) => Basis::Direct,
            (false, true) => Basis::SameSession,
            (false, false) => Basis::SameMeeting,
        };
        let meetings = found.entry((row.party, row.other)).or_default();
        let none = Roles::default();
        let first = Shared {
            meeting: row.meeting,
            own_roles: none,
            other_roles: none,
            basis,
            date_asc: row.date_asc,
            date_desc: row.date_desc,
        };
        let (met, shared) = meetings.entry(row.meeting).or_insert((false, first));
        *met |= question.own_delegation || row.of_others;
        shared.own_roles.0 |= row.own_roles.0;
        shared.other_roles.0 |= row.other_roles.0;
    }
    let latest_first = |meetings: BTreeMap<ItemId, (bool, Shared)>| {
        let met = meetings.into_values().filter_map(|(met, shared)| met.then_some(shared));
        let mut meetings: Vec<Shared> = met.collect();
        meetings.sort_by_key(|shared| (shared.date_desc, shared.meeting));
        meetings
    };
    Ok(found.into_iter().map(|(pair, meetings)| (pair, latest_first(meetings))).collect())
}

/// How often parties met each other, among some.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Weight {
    /// One of them: the one with the smaller id.
    pub one: ItemId,
    /// The other.
    pub other: ItemId,
    /// In how many meetings.
    pub meetings: i64,
}

/// How often each two of some parties met.
pub async fn weights(rows: &impl Rows, parties: &[ItemId], question: &Encounters) -> Result<Vec<Weight>, StoreError> {
    if parties.len() < 2 {
        return Ok(Vec::new());
    }
    let statement = pairs(question)
        .expr_as(col("a", attendance::Column::Party), Alias::new("one"))
        .expr_as(col("b", attendance::Column::Party), Alias::new("other"))
        .expr_as(meetings(), Alias::new("meetings"))
        .and_where(col("a", attendance::Column::Party).is_in(parties.iter().copied()))
        .and_where(col("b", attendance::Column::Party).is_in(parties.iter().copied()))
        .and_where(col("b", attendance::Column::Party).gt(col("a", attendance::Column::Party)))
        .group_by_col((Alias::new("a"), attendance::Column::Party))
        .group_by_col((Alias::new("b"), attendance::Column::Party))
        .take();
    let mut found: Vec<Weight> = rows.rows(statement).await?;
    found.sort_by_key(|weight| (-weight.meetings, weight.one, weight.other));
    Ok(found)
}

#[derive(FromQueryResult)]
struct Reached {
    party: ItemId,
    meetings: i64,
}

/// Those whom any of some parties met, other than they themselves: with how many meetings, most first.
pub async fn reached(
    rows: &impl Rows,
    from: &[ItemId],
    known: &[ItemId],
    question: &Encounters,
    limit: u64,
) -> Result<Vec<(ItemId, i64)>, StoreError> {
    if from.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let statement = pairs(question)
        .expr_as(col("b", attendance::Column::Party), Alias::new("party"))
        .expr_as(meetings(), Alias::new("meetings"))
        .and_where(col("a", attendance::Column::Party).is_in(from.iter().copied()))
        .and_where(col("b", attendance::Column::Party).is_not_in(known.iter().copied()))
        .group_by_col((Alias::new("b"), attendance::Column::Party))
        .order_by_expr(meetings(), Order::Desc)
        .order_by((Alias::new("b"), attendance::Column::Party), Order::Asc)
        .limit(limit)
        .take();
    let found: Vec<Reached> = rows.rows(statement).await?;
    Ok(found.into_iter().map(|row| (row.party, row.meetings)).collect())
}

/// A party at a meeting, for whom it acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Presence {
    /// The meeting.
    pub meeting: ItemId,
    /// The party.
    pub party: ItemId,
    /// For whom it acts: itself, if for nobody else.
    pub delegation: ItemId,
}

/// At most so many of the attendances of some parties that count.
pub(super) async fn presences_of(
    rows: &impl Rows,
    parties: &[ItemId],
    question: &Encounters,
    limit: u64,
) -> Result<Vec<Presence>, StoreError> {
    let select = |parties: &[ItemId], limit: u64| {
        presences("a")
            .and_where(col("a", attendance::Column::Party).is_in(parties.iter().copied()))
            .and_where(col("a", attendance::Column::Size).lte(question.largest))
            .cond_where(in_meetings(question))
            .limit(limit)
            .take()
    };
    bounded(rows, parties, select, limit).await
}

/// At most so many of the parties of one sort at some meetings.
pub(super) async fn presences_at(
    rows: &impl Rows,
    meetings: &[ItemId],
    kind: PartyKind,
    limit: u64,
) -> Result<Vec<Presence>, StoreError> {
    let select = |meetings: &[ItemId], limit: u64| {
        presences("b")
            .and_where(col("b", attendance::Column::Meeting).is_in(meetings.iter().copied()))
            .and_where(col("b", attendance::Column::Kind).eq(kind))
            .limit(limit)
            .take()
    };
    bounded(rows, meetings, select, limit).await
}

/// Keys of one statement: each is looked up in an index.
const KEYS: usize = 5_000;

/// What is found for keys, until there is enough.
async fn bounded(
    rows: &impl Rows,
    keys: &[ItemId],
    select: impl Fn(&[ItemId], u64) -> SelectStatement,
    limit: u64,
) -> Result<Vec<Presence>, StoreError> {
    let mut found: Vec<Presence> = Vec::new();
    for keys in keys.chunks(KEYS) {
        let left = limit.saturating_sub(u64::try_from(found.len()).unwrap_or(u64::MAX));
        if left == 0 {
            break;
        }
        found.extend(rows.rows::<Presence>(select(keys, left)).await?);
    }
    Ok(found)
}

fn presences(table: &'static str) -> SelectStatement {
    let mut select = Query::select();
    select.from_as(attendance::Entity, Alias::new(table));
    for column in [attendance::Column::Meeting, attendance::Column::Party, attendance::Column::Delegation] {
        select.expr_as(col(table, column), Alias::new(column.as_str()));
    }
    select
}

/// A party `a` and whom it met, `b`, once for each meeting and pair of delegations; no columns selected.
fn pairs(question: &Encounters) -> SelectStatement {
    let mut select = together(question);
    if !question.own_delegation {
        select.and_where(of_others());
    }
    select
}

/// Whether `b` does not act for the same as `a`.
fn of_others() -> SimpleExpr {
    col("b", attendance::Column::Delegation).ne(col("a", attendance::Column::Delegation))
}

/// Like [`pairs`], whomever they act for.
fn together(question: &Encounters) -> SelectStatement {
    let same = |column| col("b", column).equals((Alias::new("a"), column));
    let mut select = Query::select();
    select
        .from_as(attendance::Entity, Alias::new("a"))
        .join_as(
            JoinType::InnerJoin,
            attendance::Entity,
            Alias::new("b"),
            same(attendance::Column::Meeting).and(same(attendance::Column::Kind)),
        )
        .and_where(col("b", attendance::Column::Party).ne(col("a", attendance::Column::Party)))
        .and_where(col("a", attendance::Column::Size).lte(question.largest))
        .cond_where(in_meetings(question));
    if !question.bases.is_empty() {
        let direct = || col("a", attendance::Column::Direct).eq(true);
        let shared = || Expr::exists(same_session());
        let ground = |basis: &Basis| match basis {
            Basis::Direct => direct(),
            Basis::SameSession => direct().not().and(shared()),
            Basis::SameMeeting => direct().not().and(shared().not()),
        };
        select.cond_where(question.bases.iter().fold(Condition::any(), |any, basis| any.add(ground(basis))));
    }
    select
}

/// The condition that the meeting of `a` is one of those that are asked about.
fn in_meetings(question: &Encounters) -> Condition {
    let meetings = &question.meetings;
    let meeting = (Alias::new("a"), Alias::new("meeting"));
    let during = meetings.during.map(|during| inside(&meeting.0, during, meetings.order.direction));
    matching(meetings, None, &meeting).add_option(during)
}

/// The condition that the meeting of `a` is of a kind in which they could have met on the grounds that are
/// asked for.
fn of_kinds(question: &Encounters) -> Condition {
    let is_direct = |basis: &Basis| *basis == Basis::Direct;
    let (direct, others) = (question.bases.iter().any(is_direct), question.bases.iter().any(|basis| !is_direct(basis)));
    let only = (direct != others).then(|| col("a", attendance::Column::Direct).eq(direct));
    Condition::all().add_option(only)
}

/// A session in which both `a` and `b` did something.
fn same_session() -> SelectStatement {
    let session = |table: &'static str, column: session_attendance::Column| Expr::col((Alias::new(table), column));
    let of = |table: &'static str, party: &'static str| {
        let meeting = session(table, session_attendance::Column::Meeting)
            .equals((Alias::new(party), attendance::Column::Meeting));
        meeting.and(
            session(table, session_attendance::Column::Party).equals((Alias::new(party), attendance::Column::Party)),
        )
    };
    Query::select()
        .expr(Expr::val(1))
        .from_as(session_attendance::Entity, Alias::new("x"))
        .join_as(
            JoinType::InnerJoin,
            session_attendance::Entity,
            Alias::new("y"),
            of("y", "b").and(
                session("y", session_attendance::Column::Session)
                    .equals((Alias::new("x"), session_attendance::Column::Session)),
            ),
        )
        .and_where(of("x", "a"))
        .take()
}

fn meetings() -> SimpleExpr {
    col("a", attendance::Column::Meeting).count_distinct()
}

fn col(table: &'static str, column: attendance::Column) -> SimpleExpr {
    Expr::col((Alias::new(table), column))
}
