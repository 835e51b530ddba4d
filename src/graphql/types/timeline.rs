//! Timelines of mechanisms as clients see them.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use entity::ItemId;

use super::area::Area;
use super::item::Spine;
use super::meeting::Meeting;
use crate::domain::timeline::{Edition, Hosted, Stretch, Timeline as Told};
use crate::graphql::connection::ContentObject as _;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::{Reader, Relation};
use crate::store::content::meeting::editions;
use crate::store::{Snapshot, StoreError};

/// The most editions that are listed.
const MOST: usize = 200;
/// What an edition in the list is taken to cost.
pub const TIMELINE_COST: usize = 50;

/// The editions of a mechanism as a whole: numbers, gaps, turns of hosts.
pub struct Timeline {
    reader: Reader,
    told: Arc<Told>,
}

impl Timeline {
    /// The timeline of a mechanism.
    pub async fn of(reader: &Reader, mechanism: ItemId) -> Result<Self, ApiError> {
        let told = reader.load::<Timelines>(mechanism).await?.unwrap_or_default();
        Ok(Self { reader: reader.clone(), told })
    }
}

/// The editions of a mechanism as a whole: numbers, gaps, turns of hosts.
#[Object]
impl Timeline {
    /// The meetings by number, then those without one by date; the first 200.
    async fn editions(&self) -> async_graphql::Result<Vec<TimelineEdition>> {
        let shown = || self.told.editions.iter().take(MOST);
        let spines = Spine::load_many(&self.reader, shown().map(|one| one.meeting)).await?;
        let edition = |(one, spine): (&Edition, Option<Spine>)| {
            let hosts = one.hosts.iter().filter_map(|code| Area::find(&self.reader, code)).collect();
            Some(TimelineEdition { number: one.number, hosts, meeting: Meeting::new(spine?) })
        };
        Ok(shown().zip(spines).filter_map(edition).collect())
    }

    /// How many meetings there are, whatever became of them.
    async fn total_count(&self) -> i64 {
        i64::try_from(self.told.editions.len()).unwrap_or(i64::MAX)
    }

    /// The numbers below the highest that no meeting of the record has.
    async fn gaps(&self) -> Vec<EditionGap> {
        self.told.gaps.iter().map(|Stretch { from, to }| EditionGap { from: *from, to: *to }).collect()
    }

    /// The numbers that several meetings have.
    async fn duplicates(&self) -> &[i32] {
        &self.told.duplicates
    }

    /// The countries it took place in, in the order of their first turn.
    async fn hosts(&self) -> async_graphql::Result<Vec<TimelineHost>> {
        let turn = |host: &Hosted| {
            let meetings = host.meetings.clone();
            Some(TimelineHost { reader: self.reader.clone(), area: Area::find(&self.reader, &host.area)?, meetings })
        };
        Ok(self.told.hosts.iter().filter_map(turn).collect())
    }
}

/// A meeting in a timeline.
#[derive(SimpleObject)]
pub struct TimelineEdition {
    /// Its number, if it has one.
    number: Option<i32>,
    /// The countries it takes place in.
    hosts: Vec<Area>,
    /// The meeting.
    meeting: Meeting,
}

/// Numbers that no meeting of the record has.
#[derive(SimpleObject)]
pub struct EditionGap {
    /// The first.
    from: i32,
    /// The last.
    to: i32,
}

/// A country that hosted.
pub struct TimelineHost {
    reader: Reader,
    area: Area,
    meetings: Vec<ItemId>,
}

/// A country that hosted.
#[Object]
impl TimelineHost {
    /// Which.
    async fn area(&self) -> &Area {
        &self.area
    }

    /// How often.
    async fn count(&self) -> i64 {
        i64::try_from(self.meetings.len()).unwrap_or(i64::MAX)
    }

    /// The meetings, in the order of the timeline; the first 200.
    async fn meetings(&self) -> async_graphql::Result<Vec<Meeting>> {
        let spines = Spine::load_many(&self.reader, self.meetings.iter().take(MOST).copied()).await?;
        Ok(spines.into_iter().flatten().map(Meeting::new).collect())
    }
}

/// The timelines of mechanisms.
struct Timelines;

impl Relation for Timelines {
    type Key = ItemId;
    type Value = Arc<Told>;

    async fn read(snapshot: &Snapshot, keys: &[ItemId]) -> Result<HashMap<ItemId, Self::Value>, StoreError> {
        let found = editions(snapshot, keys).await?;
        Ok(found.into_iter().map(|(mechanism, editions)| (mechanism, Arc::new(Told::of(editions)))).collect())
    }
}
