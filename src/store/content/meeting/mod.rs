//! Meetings in the database; their participants are beside.

pub(in crate::store) mod attendance;
pub mod participants;

use std::collections::{HashMap, HashSet};

use entity::{ItemId, ItemType, appearance, meeting, meeting_place, meeting_session, participant, session_attendance};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Order, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveEnum as _, ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};

use super::mechanism;
use super::{Stored, locales, required, settled, subjects, text};
use crate::domain::area::with_country;
use crate::domain::documents::{Content as _, MeetingDocument, StatementDocument, localized};
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::instant::Instant;
use crate::domain::match_key::MatchKey;
use crate::domain::timeline::Edition;
use crate::store::edges::{number, owned_rows, parties};
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::sql::{Rows, Write};

pub(super) type Document = MeetingDocument;

/// The details of meetings.
pub async fn details(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, meeting::Model>, StoreError> {
    let select =
        |ids: &[ItemId]| meeting::Entity::find().filter(meeting::Column::Id.is_in(ids.iter().copied())).into_query();
    let found: Vec<meeting::Model> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

owned_rows!(
    /// The places of meetings.
    places, meeting_place
);
owned_rows!(
    /// The sessions of meetings.
    sessions, meeting_session
);

/// The editions before and after a meeting in its mechanism.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Neighbours {
    id: Option<ItemId>,
    /// The edition before it.
    pub previous: Option<ItemId>,
    /// The edition after it.
    pub next: Option<ItemId>,
}

/// The editions before and after meetings: by number for those that have one, else by date.
pub async fn neighbours(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Neighbours>, StoreError> {
    let column = |table: &'static str, name: &'static str| Expr::col((Alias::new(table), Alias::new(name)));
    let beside = |by: &'static str, order: Order| -> SelectStatement {
        let (mine, theirs) = (column("m", by), column("n", by));
        let beyond = if order == Order::Asc { theirs.gt(mine) } else { theirs.lt(mine) };
        let mut select = Query::select();
        select
            .expr(column("n", "id"))
            .from_as(meeting::Entity, Alias::new("n"))
            .and_where(column("n", "mechanism_id").equals((Alias::new("m"), Alias::new("mechanism_id"))))
            .and_where(beyond)
            // Without a date there is no neighbour by date; a number compares with numbers alone.
            .and_where(column("n", by).lt(i64::MAX))
            .order_by((Alias::new("n"), Alias::new(by)), order.clone())
            .order_by((Alias::new("n"), Alias::new("id")), order)
            .limit(1);
        select
    };
    let either = |order: Order| -> SimpleExpr {
        let by = |name, order| SimpleExpr::SubQuery(None, Box::new(beside(name, order).into()));
        sea_orm::sea_query::CaseStatement::new()
            .case(column("m", "edition").is_not_null(), by("edition", order.clone()))
            .case(column("m", "date_asc").lt(i64::MAX), by("date_asc", order))
            .into()
    };
    let select = |ids: &[ItemId]| {
        Query::select()
            .expr(column("m", "id"))
            .expr_as(either(Order::Desc), Alias::new("previous"))
            .expr_as(either(Order::Asc), Alias::new("next"))
            .from_as(meeting::Entity, Alias::new("m"))
            .and_where(column("m", "id").is_in(ids.iter().copied()))
            .take()
    };
    let found: Vec<Neighbours> = rows.rows_for(ids, select).await?;
    Ok(found.into_iter().filter_map(|row| Some((row.id?, row))).collect())
}

#[derive(FromQueryResult)]
struct EditionRow {
    id: ItemId,
    mechanism_id: ItemId,
    edition: Option<i32>,
    date_asc: i64,
}

/// All meetings of mechanisms, with their numbers, dates and the countries they take place in.
pub async fn editions(rows: &impl Rows, mechanisms: &[ItemId]) -> Result<HashMap<ItemId, Vec<Edition>>, StoreError> {
    let select = |mechanisms: &[ItemId]| {
        meeting::Entity::find()
            .select_only()
            .columns([
                meeting::Column::Id,
                meeting::Column::MechanismId,
                meeting::Column::Edition,
                meeting::Column::DateAsc,
            ])
            .filter(meeting::Column::MechanismId.is_in(mechanisms.iter().copied()))
            .into_query()
    };
    let found: Vec<EditionRow> = rows.rows_for(mechanisms, select).await?;
    let ids: Vec<ItemId> = found.iter().map(|row| row.id).collect();
    let places = places(rows, &ids).await?;
    let mut editions: HashMap<ItemId, Vec<Edition>> = HashMap::new();
    for row in found {
        let mut hosts: Vec<String> = Vec::new();
        for area in places.get(&row.id).into_iter().flatten().filter_map(|place| place.area.as_deref()) {
            // The last is the country.
            let country = with_country(area).last().unwrap_or(area);
            if !hosts.iter().any(|host| host == country) {
                hosts.push(country.to_owned());
            }
        }
        let edition = Edition { meeting: row.id, number: row.edition, date_asc: row.date_asc, hosts };
        editions.entry(row.mechanism_id).or_default().push(edition);
    }
    Ok(editions)
}

impl Stored for MeetingDocument {
    async fn write(txn: &Write, batch: &[(ItemId, &Self)]) -> Result<(), StoreError> {
        let mut details = Vec::new();
        let (mut places, mut sessions) = (Vec::new(), Vec::new());
        let (mut people, mut done) = (Vec::new(), Vec::new());
        let (mut met, mut present) = (Vec::new(), Vec::new());
        for (id, document) in batch {
            details.push(detail(*id, document)?);
            participants::rows(*id, &document.participants, (&mut people, &mut done))?;
            attendance::rows(*id, document, (&mut met, &mut present));
            for (ordinal, place) in document.places.iter().enumerate() {
                places.push(meeting_place::Model {
                    owner: *id,
                    key: required("places/key", place.key.clone())?,
                    ordinal: number(ordinal),
                    venue: localized(&place.venue),
                    city: localized(&place.city),
                    area: place.area.clone(),
                });
            }
            for (ordinal, session) in document.sessions.iter().enumerate() {
                sessions.push(meeting_session::Model {
                    owner: *id,
                    key: required("sessions/key", session.key.clone())?,
                    ordinal: number(ordinal),
                    number: session.number,
                    kind: session.kind,
                    title: localized(&session.title),
                    audience: session.audience.clone(),
                    start_date: text(session.start_date.as_ref()),
                    end_date: text(session.end_date.as_ref()),
                });
            }
        }
        txn.insert::<meeting::Entity>(details).await?;
        txn.insert::<meeting_place::Entity>(places).await?;
        txn.insert::<meeting_session::Entity>(sessions).await?;
        txn.insert::<participant::Entity>(people).await?;
        txn.insert::<appearance::Entity>(done).await?;
        txn.insert::<entity::attendance::Entity>(met).await?;
        txn.insert::<session_attendance::Entity>(present).await
    }

    async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
        txn.delete_for(session_attendance::Column::Meeting, ids).await?;
        txn.delete_for(entity::attendance::Column::Meeting, ids).await?;
        txn.delete_for(appearance::Column::Owner, ids).await?;
        txn.delete_for(participant::Column::Owner, ids).await?;
        txn.delete_for(meeting_place::Column::Owner, ids).await?;
        txn.delete_for(meeting_session::Column::Owner, ids).await?;
        txn.delete_for(meeting::Column::Id, ids).await
    }

    async fn keys(rows: &impl Rows, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<MatchKey>>, StoreError> {
        let details = details(rows, ids).await?;
        let places = places(rows, ids).await?;
        let parties = parties(rows, ids).await?;
        let participants = participants::of_meetings(rows, ids).await?;
        let actors: HashSet<ItemId> = participants.values().flatten().filter_map(|one| one.actor_item).collect();
        let actors: Vec<ItemId> = actors.into_iter().collect();
        let types: HashMap<ItemId, ItemType> =
            spine_items(rows, &actors).await?.into_iter().map(|(id, item)| (id, item.item_type)).collect();
        let spine = spine_items(rows, ids).await?;
        let mechanisms: Vec<ItemId> = details.values().filter_map(|row| row.mechanism_id).collect();
        let lineage = mechanism::HIERARCHY.lineage(rows, &mechanisms).await?;
        let levels = mechanism::details(rows, &mechanisms).await?;
        let mut all = HashMap::new();
        for (id, row) in details {
            let mut keys = vec![MatchKey::kind(&row.kind), MatchKey::status(&row.status), MatchKey::meeting(id)];
            if let Some(mechanism) = row.mechanism_id {
                keys.push(MatchKey::edition_of(mechanism));
                keys.extend(lineage.upwards(mechanism).map(MatchKey::mechanism));
                keys.extend(levels.get(&mechanism).map(|mechanism| MatchKey::level(mechanism.level)));
            }
            let areas = places.get(&id).into_iter().flatten().filter_map(|place| place.area.as_deref());
            keys.extend(areas.flat_map(with_country).map(MatchKey::area));
            keys.extend(parties.get(&id).into_iter().flatten().map(|party| MatchKey::party(&party.area)));
            for participant in participants.get(&id).into_iter().flatten() {
                keys.extend(participant.roles.iter().map(MatchKey::role));
                keys.extend(participant.delegation_item.map(MatchKey::organization));
                let areas = participant.actor_area.iter().chain(&participant.delegation_area);
                keys.extend(areas.map(|code| MatchKey::taking_part(code)));
                keys.extend(participant.actor_item.and_then(|actor| {
                    Some(match types.get(&actor)? {
                        ItemType::Person => MatchKey::person(actor),
                        _ => MatchKey::organization(actor),
                    })
                }));
            }
            keys.extend(locales(spine.get(&id)));
            all.insert(id, keys);
        }
        Ok(all)
    }

    async fn dependents(rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        subjects::concerning(rows, ids).await
    }

    fn parties(&self) -> &[String] {
        &self.parties
    }

    fn links(&self) -> Vec<(&str, String, &ItemRef)> {
        self.links
            .iter()
            .filter_map(|link| Some((link.key.as_deref()?, link.kind?.to_value(), link.target.as_ref()?)))
            .collect()
    }

    fn statements(&self) -> Vec<(Option<&str>, &[StatementDocument])> {
        let sessions = self.sessions.iter().map(|session| (session.key.as_deref(), &*session.statements));
        let participants = self.participants.iter().map(|one| (one.key.as_deref(), &*one.statements));
        std::iter::once((None, &*self.statements)).chain(sessions).chain(participants).collect()
    }
}

fn detail(id: ItemId, document: &MeetingDocument) -> Result<meeting::Model, StoreError> {
    let instant = |entered: Option<&Entered<Instant>>| entered.and_then(|entered| entered.parse().ok()).map(|at| at.0);
    Ok(meeting::Model {
        id,
        mechanism_id: document.mechanism.as_ref().map(settled).transpose()?,
        edition: document.edition,
        date_asc: document.dates().asc,
        kind: required("kind", document.kind)?,
        title: localized(&document.title),
        theme: localized(&document.theme),
        start_date: text(document.start_date.as_ref()),
        end_date: text(document.end_date.as_ref()),
        starts_at: instant(document.starts_at.as_ref()),
        ends_at: instant(document.ends_at.as_ref()),
        time_zone: document.time_zone.clone(),
        status: required("status", document.status)?,
        attendance_mode: document.attendance_mode,
    })
}
