//! Who took part in what, kept in memory between operations and brought up to each snapshot's moment.
//!
//! A version holds for a stretch of the journal. Whoever asks at a later position looks up which meetings have
//! changed since, and reads only these; the first one reads everybody. So answers stay exactly those of the
//! snapshot, whoever publishes meanwhile.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use entity::vocabulary::JournalAction;
use entity::{ItemId, ItemType, attendance, journal, session_attendance};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::error::StoreError;
use super::journal::record_head;
use super::snapshot::Snapshot;
use super::sql::Rows as _;
use crate::domain::encounter::{Attendances, Gathering};
use crate::sync::lock;

/// Versions that are kept for snapshots that were opened before the latest.
const VERSIONS: usize = 32;
/// Changed meetings above which everything is read again.
const MANY: u64 = 2_000;
/// Rows read at once.
const CHUNK: u64 = 50_000;

/// The versions that are known, in the order of the journal.
#[derive(Debug, Default)]
pub(super) struct AttendanceVersions {
    known: Mutex<VecDeque<Version>>,
    /// Held by whoever makes the next version: the others wait for it.
    making: tokio::sync::Mutex<()>,
}

/// Who took part in what from one position of the journal to another, both included.
#[derive(Clone, Debug)]
struct Version {
    from: i64,
    until: i64,
    attendances: Arc<Attendances>,
}

impl AttendanceVersions {
    /// Who took part in what, as the snapshot sees it.
    pub(super) async fn at(&self, snapshot: &Snapshot) -> Result<Arc<Attendances>, StoreError> {
        let position = record_head(snapshot).await?.position;
        if let Some(found) = self.find(position) {
            return Ok(found);
        }
        let _making = self.making.lock().await;
        if let Some(found) = self.find(position) {
            return Ok(found);
        }
        let earlier = lock(&self.known).iter().rfind(|version| version.until < position).cloned();
        let Some(earlier) = earlier else {
            let attendances = Arc::new(read_all(snapshot).await?);
            self.keep(position, &attendances);
            return Ok(attendances);
        };
        let changed = changed_meetings(snapshot, earlier.until, position).await?;
        let attendances = match &changed {
            Some(changed) if changed.is_empty() => earlier.attendances,
            Some(changed) => Arc::new(earlier.attendances.with(gatherings(snapshot, changed).await?)),
            None => Arc::new(read_all(snapshot).await?),
        };
        self.keep(position, &attendances);
        Ok(attendances)
    }

    /// Keeps a version that holds at a position: one before it that holds there too, or a new one.
    fn keep(&self, position: i64, attendances: &Arc<Attendances>) {
        let mut known = lock(&self.known);
        let place = known.partition_point(|version| version.from < position);
        match place.checked_sub(1).and_then(|before| known.get_mut(before)) {
            Some(before) if Arc::ptr_eq(&before.attendances, attendances) => before.until = position,
            _ => known.insert(place, Version { from: position, until: position, attendances: attendances.clone() }),
        }
        if known.len() > VERSIONS {
            known.pop_front();
        }
    }

    fn find(&self, position: i64) -> Option<Arc<Attendances>> {
        let known = lock(&self.known);
        let found = known.iter().rev().find(|version| (version.from..=version.until).contains(&position));
        found.map(|version| version.attendances.clone())
    }
}

#[derive(FromQueryResult)]
struct Changed {
    item: ItemId,
}

/// The meetings that were published or withdrawn after a position, until another one; nothing if there are many.
async fn changed_meetings(snapshot: &Snapshot, after: i64, until: i64) -> Result<Option<Vec<ItemId>>, StoreError> {
    let select = journal::Entity::find()
        .select_only()
        .column(journal::Column::Item)
        .distinct()
        .filter(journal::Column::Position.gt(after))
        .filter(journal::Column::Position.lte(until))
        .filter(journal::Column::ItemType.eq(ItemType::Meeting))
        .filter(journal::Column::Action.ne(JournalAction::Affected))
        .limit(MANY + 1);
    let changed: Vec<Changed> = snapshot.rows(select.into_query()).await?;
    let few = changed.len() as u64 <= MANY;
    Ok(few.then(|| changed.into_iter().map(|changed| changed.item).collect()))
}

/// Who takes part in these meetings now: nobody in those that are no longer there.
async fn gatherings(snapshot: &Snapshot, meetings: &[ItemId]) -> Result<HashMap<ItemId, Gathering>, StoreError> {
    let mut all: HashMap<ItemId, Gathering> = meetings.iter().map(|id| (*id, Gathering::default())).collect();
    let parties = |ids: &[ItemId]| {
        let of_these = attendance::Column::Meeting.is_in(ids.iter().copied());
        attendance::Entity::find().filter(of_these).into_query()
    };
    for row in snapshot.rows_for::<_, attendance::Model>(meetings, parties).await? {
        all.entry(row.meeting).or_default().parties.push(row);
    }
    let sessions = |ids: &[ItemId]| {
        let of_these = session_attendance::Column::Meeting.is_in(ids.iter().copied());
        session_attendance::Entity::find().filter(of_these).into_query()
    };
    for row in snapshot.rows_for::<_, session_attendance::Model>(meetings, sessions).await? {
        all.entry(row.meeting).or_default().sessions.push(row);
    }
    Ok(all)
}

/// Everybody in everything, read along the primary keys.
async fn read_all(snapshot: &Snapshot) -> Result<Attendances, StoreError> {
    let mut sessions = all_sessions(snapshot).await?;
    let mut gathered = |rows: Vec<attendance::Model>| {
        let mut meetings: HashMap<ItemId, Gathering> = HashMap::new();
        for row in rows {
            let meeting = row.meeting;
            let gathering = meetings.entry(meeting).or_insert_with(|| Gathering {
                sessions: sessions.remove(&meeting).unwrap_or_default(),
                ..Gathering::default()
            });
            gathering.parties.push(row);
        }
        meetings
    };
    let mut attendances = Attendances::default();
    let mut rows: Vec<attendance::Model> = Vec::new();
    loop {
        let key = [
            attendance::Column::Meeting,
            attendance::Column::Kind,
            attendance::Column::Party,
            attendance::Column::Delegation,
        ];
        let mut select = attendance::Entity::find().limit(CHUNK);
        for column in key {
            select = select.order_by_asc(column);
        }
        if let Some(last) = rows.last() {
            let place = Expr::tuple([
                Expr::val(last.meeting),
                Expr::val(last.kind),
                Expr::val(last.party),
                Expr::val(last.delegation),
            ]);
            select = select.filter(Expr::tuple(key.map(Expr::col)).gt(place));
        }
        let read: Vec<attendance::Model> = snapshot.rows(select.into_query()).await?;
        let more = read.len() as u64 == CHUNK;
        rows.extend(read);
        // The last meeting may go on in the next chunk.
        let last = rows.last().filter(|_| more).map(|row| row.meeting);
        let kept = rows.iter().position(|row| Some(row.meeting) == last).unwrap_or(rows.len());
        let next = rows.split_off(kept);
        attendances = attendances.with(gathered(rows));
        if !more {
            return Ok(attendances);
        }
        rows = next;
    }
}

/// Who did something in which session, by meeting.
async fn all_sessions(snapshot: &Snapshot) -> Result<HashMap<ItemId, Vec<session_attendance::Model>>, StoreError> {
    let mut all: HashMap<ItemId, Vec<session_attendance::Model>> = HashMap::new();
    let mut last: Option<session_attendance::Model> = None;
    loop {
        let key = [
            session_attendance::Column::Meeting,
            session_attendance::Column::Party,
            session_attendance::Column::Session,
        ];
        let mut select = session_attendance::Entity::find().limit(CHUNK);
        for column in key {
            select = select.order_by_asc(column);
        }
        if let Some(last) = last {
            let place = Expr::tuple([Expr::val(last.meeting), Expr::val(last.party), Expr::val(last.session)]);
            select = select.filter(Expr::tuple(key.map(Expr::col)).gt(place));
        }
        let rows: Vec<session_attendance::Model> = snapshot.rows(select.into_query()).await?;
        last = rows.last().filter(|_| rows.len() as u64 == CHUNK).cloned();
        for row in rows {
            all.entry(row.meeting).or_default().push(row);
        }
        if last.is_none() {
            return Ok(all);
        }
    }
}
