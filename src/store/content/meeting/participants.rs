//! Participants in the database: under their meeting, and by who acts and for whom.

use std::collections::{HashMap, HashSet};

use entity::{ItemId, appearance, participant};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::super::required;
use crate::domain::actor::{ActorRef, DelegationRef};
use crate::domain::cursor::EdgeCursor;
use crate::domain::documents::ParticipantDocument;
use crate::domain::participant::{ParticipantFilter, Party};
use crate::store::edge_page::EdgeList;
use crate::store::edges::{number, owned_rows};
use crate::store::error::StoreError;
use crate::store::sql::Rows;

owned_rows!(
    /// The participants of meetings, in the order of their documents.
    of_meetings,
    participant
);
owned_rows!(
    /// What was done in meetings, in the order of their documents.
    appearances,
    appearance
);

/// The participants of a meeting: by protocol where that is known, then as its authors named them.
pub struct ParticipantsOfMeeting;

impl EdgeList for ParticipantsOfMeeting {
    type Entity = participant::Entity;
    type Row = participant::Model;
    type Filter = ParticipantFilter;

    const NAME: &'static str = "participants";
    const PARENT: participant::Column = participant::Column::Owner;
    const SORT: participant::Column = participant::Column::Place;

    fn place(row: &participant::Model) -> EdgeCursor {
        EdgeCursor { sort: row.place, owner: row.owner, key: row.key.clone() }
    }

    fn parent(row: &participant::Model) -> Option<ItemId> {
        Some(row.owner)
    }

    fn condition(filter: &ParticipantFilter, edge: &Alias) -> Condition {
        condition(filter, edge)
    }
}

/// Who took part in a meeting as, or for, somebody.
pub type Attendance = (ItemId, Party);

/// The participants of meetings who are these, or act for these, by meeting and by whom.
pub async fn attendances(
    rows: &impl Rows,
    wanted: &[Attendance],
) -> Result<HashMap<Attendance, Vec<participant::Model>>, StoreError> {
    let mut all = HashMap::new();
    // Each pair takes up to three parameters.
    for wanted in wanted.chunks(5_000) {
        attendances_among(rows, wanted, &mut all).await?;
    }
    Ok(all)
}

async fn attendances_among(
    rows: &impl Rows,
    wanted: &[Attendance],
    all: &mut HashMap<Attendance, Vec<participant::Model>>,
) -> Result<(), StoreError> {
    let mut meetings: Vec<ItemId> = wanted.iter().map(|(meeting, _)| *meeting).collect();
    meetings.sort_unstable();
    meetings.dedup();
    let wanted: HashSet<&Attendance> = wanted.iter().collect();
    let mut parties: Vec<Party> = wanted.iter().map(|(_, party)| party.clone()).collect();
    parties.sort_unstable();
    parties.dedup();
    let any = |item: participant::Column, area: participant::Column| {
        let items = parties.iter().filter_map(|party| match party {
            Party::Item(id) => Some(*id),
            Party::Area(_) => None,
        });
        let areas = parties.iter().filter_map(|party| match party {
            Party::Area(code) => Some(code.as_str()),
            Party::Item(_) => None,
        });
        Condition::any().add(item.is_in(items)).add(area.is_in(areas))
    };
    let select = |meetings: &[ItemId]| {
        use participant::Column::{ActorArea, ActorItem, DelegationArea, DelegationItem, Key, Owner, Place};
        participant::Entity::find()
            .filter(Owner.is_in(meetings.iter().copied()))
            .filter(Condition::any().add(any(ActorItem, ActorArea)).add(any(DelegationItem, DelegationArea)))
            .order_by_asc(Owner)
            .order_by_asc(Place)
            .order_by_asc(Key)
            .into_query()
    };
    for row in rows.rows_for::<_, participant::Model>(&meetings, select).await? {
        let items = [row.actor_item, row.delegation_item].into_iter().flatten().map(Party::Item);
        let areas = [&row.actor_area, &row.delegation_area].into_iter().flatten().cloned().map(Party::Area);
        for attendance in items.chain(areas).map(|party| (row.owner, party)) {
            // Whoever acts for themselves takes part once.
            let known = all.get(&attendance).and_then(|rows| rows.last()).is_some_and(|last| last.key == row.key);
            if wanted.contains(&attendance) && !known {
                all.entry(attendance).or_default().push(row.clone());
            }
        }
    }
    Ok(())
}

/// The condition that a filter puts on participants.
pub(in crate::store) fn condition(filter: &ParticipantFilter, edge: &Alias) -> Condition {
    let column = |name: &'static str| Expr::col((edge.clone(), Alias::new(name)));
    let ParticipantFilter { actors, roles, delegations, named } = filter;
    let any_of = |parties: &[Party], item: &'static str, area: &'static str| {
        let items = parties.iter().filter_map(|party| match party {
            Party::Item(id) => Some(*id),
            Party::Area(_) => None,
        });
        let areas = parties.iter().filter_map(|party| match party {
            Party::Area(code) => Some(code.as_str()),
            Party::Item(_) => None,
        });
        Condition::any().add(column(item).is_in(items)).add(column(area).is_in(areas))
    };
    let mut all = Condition::all();
    if !actors.is_empty() {
        all = all.add(any_of(actors, "actor_item", "actor_area"));
    }
    if !delegations.is_empty() {
        all = all.add(any_of(delegations, "delegation_item", "delegation_area"));
    }
    if roles.0 != 0 {
        all = all.add(column("roles").bit_and(roles.0).ne(0));
    }
    match named {
        None => all,
        Some(named) => {
            let anybody =
                Condition::any().add(column("actor_item").is_not_null()).add(column("actor_area").is_not_null());
            all.add(if *named { anybody } else { anybody.not() })
        }
    }
}

/// The rows of a meeting's participants.
pub(super) fn rows(
    owner: ItemId,
    participants: &[ParticipantDocument],
    (people, done): (&mut Vec<participant::Model>, &mut Vec<appearance::Model>),
) -> Result<(), StoreError> {
    let mut by_protocol: Vec<usize> = (0..participants.len()).collect();
    by_protocol.sort_by_key(|index| participants[*index].protocol_order.unwrap_or(i32::MAX));
    for (place, ordinal) in by_protocol.into_iter().enumerate() {
        let one = &participants[ordinal];
        let key = required("participants/key", one.key.clone())?;
        for (ordinal, appearance) in one.appearances.iter().enumerate() {
            done.push(appearance::Model {
                owner,
                participant: key.clone(),
                ordinal: number(ordinal),
                kind: required("appearances/kind", appearance.kind)?,
                role: appearance.role,
                session: appearance.session.clone(),
            });
        }
        people.push(participant::Model {
            owner,
            key,
            ordinal: number(ordinal),
            place: i64::from(number(place)),
            actor_item: one.actor.as_ref().and_then(ActorRef::id),
            actor_area: one.actor.as_ref().and_then(ActorRef::area).map(str::to_owned),
            stated_name: one.stated_name.clone(),
            stated_title: one.stated_title.clone(),
            roles: one.roles.iter().copied().collect(),
            delegation_item: one.on_behalf_of.as_ref().and_then(DelegationRef::id),
            delegation_area: one.on_behalf_of.as_ref().and_then(DelegationRef::area).map(str::to_owned),
            protocol_order: one.protocol_order,
        });
    }
    Ok(())
}
