//! Conditions on items as SQL: each is a look into an index by the item, so that a list is read along its order or a key,
//! and what else must hold is looked up for each row.

use entity::{ItemType, item, participant, position};
use sea_orm::DbBackend;
use sea_orm::sea_query::{
    Alias, CaseStatement, Condition as SqlCondition, Expr, ExprTrait as _, JoinType, Query, SelectStatement, SimpleExpr,
};

use super::content::meeting::participants;
use super::content::person::positions;
use super::plan::{inside, probe};
use super::sql::looked_up;
use crate::domain::condition::{Condition, Edge, Relation};
use crate::domain::query::{Direction, Having};

/// The column of an item's id; the dates stand in the same table.
pub(super) type IdColumn = (Alias, Alias);

/// The condition on the item of a column; `level` is how deep it stands in others.
pub(super) fn condition(backend: DbBackend, wanted: &Condition, item: &IdColumn, level: usize) -> SqlCondition {
    let part = |part: &Condition| condition(backend, part, item, level);
    match wanted {
        Condition::All(parts) => parts.iter().map(part).fold(SqlCondition::all(), SqlCondition::add),
        Condition::Any(parts) if parts.is_empty() => SqlCondition::all().add(Expr::val(1).eq(0)),
        Condition::Any(parts) => parts.iter().map(part).fold(SqlCondition::any(), SqlCondition::add),
        Condition::Not(unwanted) => SqlCondition::all().add(not(part(unwanted))),
        Condition::Key(keys) => SqlCondition::all().add(looked_up(backend, probe(keys, item))),
        Condition::During(during) => inside(&item.0, *during, Direction::Asc),
        Condition::Edge(wanted) => SqlCondition::all().add(looked_up(backend, edge(backend, wanted, item, level))),
        Condition::Related(relation, such) => {
            let found = steps(*relation).into_iter().map(|step| {
                let related = Alias::new(format!("r{level}"));
                let edge = Alias::new(format!("s{level}"));
                let id = (related.clone(), Alias::new("id"));
                let such = condition(backend, such, &id, level + 1);
                let mut select = Query::select();
                select
                    .expr(Expr::val(1))
                    .from_as(Alias::new(step.table), edge.clone())
                    .join_as(
                        JoinType::InnerJoin,
                        item::Entity,
                        related.clone(),
                        Expr::col(id).equals((edge.clone(), Alias::new(step.to))),
                    )
                    .and_where(Expr::col((edge, Alias::new(step.from))).equals(item.clone()))
                    .and_where(Expr::col((related, Alias::new("item_type"))).eq(relation.leads_to()))
                    .cond_where(such);
                looked_up(backend, select)
            });
            found.fold(SqlCondition::any(), SqlCondition::add)
        }
    }
}

/// That something does not hold, where it cannot be told as well: an unnamed participant is not a minister.
fn not(condition: SqlCondition) -> SimpleExpr {
    let holds = CaseStatement::new().case(condition, Expr::val(1)).finally(Expr::val(0));
    SimpleExpr::Case(Box::new(holds)).eq(0)
}

/// The edges of an item that are wanted.
fn edge(backend: DbBackend, wanted: &Edge, item: &IdColumn, level: usize) -> SelectStatement {
    let Edge { having, other, otherwise } = wanted;
    let edge = Alias::new(format!("x{level}"));
    let mut select = Query::select();
    let Step { from, to, .. } = edge_step(having);
    let itself = match having {
        Having::Position(filter) | Having::PositionIn(filter) => {
            select.from_as(position::Entity, edge.clone());
            positions::condition(filter, &edge)
        }
        Having::Participant(filter) => {
            select.from_as(participant::Entity, edge.clone());
            participants::condition(filter, &edge)
        }
    };
    let other = other.as_ref().map(|(item_type, such)| {
        let related = Alias::new(format!("r{level}"));
        let id = (related.clone(), Alias::new("id"));
        let of_edge = Expr::col(id.clone()).equals((edge.clone(), Alias::new(to)));
        let found = Query::select()
            .expr(Expr::val(1))
            .from_as(item::Entity, related.clone())
            .and_where(of_edge)
            .and_where(Expr::col((related, Alias::new("item_type"))).eq(*item_type))
            .cond_where(condition(backend, such, &id, level + 1))
            .take();
        looked_up(backend, found)
    });
    let such = SqlCondition::all().add(itself).add_option(other);
    select.expr(Expr::val(1)).and_where(Expr::col((edge, Alias::new(from))).equals(item.clone()));
    if *otherwise {
        select.and_where(not(such))
    } else {
        select.cond_where(such)
    };
    select
}

/// A table that leads from one item to another, by an index on either end.
pub(super) struct Step {
    pub table: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

/// How an edge leads from the item that has it to the one at its other end.
pub(super) fn edge_step(having: &Having) -> Step {
    match having {
        Having::Position(_) => Step { table: "position", from: "owner", to: "organization" },
        Having::PositionIn(_) => Step { table: "position", from: "organization", to: "owner" },
        Having::Participant(_) => Step { table: "participant", from: "owner", to: "actor_item" },
    }
}

/// How a relation leads from an item to others; there may be several ways.
pub(super) fn steps(relation: Relation) -> Vec<Step> {
    let one = |table, from, to| vec![Step { table, from, to }];
    let taking_part = |from_item: bool| {
        let ends = |column| if from_item { (column, "owner") } else { ("owner", column) };
        ["actor_item", "delegation_item"].map(ends).map(|(from, to)| Step { table: "participant", from, to }).into()
    };
    let steps = match relation {
        Relation::MechanismOfMeeting => one("meeting", "id", "mechanism_id"),
        Relation::MeetingsOfMechanism => one("meeting", "mechanism_id", "id"),
        Relation::PeopleInMeeting => one("participant", "owner", "actor_item"),
        Relation::MeetingsOfPerson => one("participant", "actor_item", "owner"),
        Relation::OrganizationsInMeeting => taking_part(false),
        Relation::MeetingsOfOrganization => taking_part(true),
        Relation::OrganizationsOfPerson => one("position", "owner", "organization"),
        Relation::PeopleInOrganization => one("position", "organization", "owner"),
        Relation::OrganizationsInMechanism => one("involvement", "owner", "organization"),
        Relation::MechanismsOfOrganization => one("involvement", "organization", "owner"),
        Relation::Parent(ItemType::Mechanism) => one("mechanism", "id", "parent_id"),
        Relation::Children(ItemType::Mechanism) => one("mechanism", "parent_id", "id"),
        Relation::Parent(_) => one("organization", "id", "parent_id"),
        Relation::Children(_) => one("organization", "parent_id", "id"),
        Relation::Concerned(_) => one("subject", "owner", "target"),
        Relation::Coverage(_) => one("subject", "target", "owner"),
    };
    debug_assert_eq!(steps.len(), relation.ways(), "what {relation:?} costs");
    steps
}
