//! Counters: how many mechanisms the institution declares, beside how many the record has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::Counted;
use entity::{ItemId, indicator, mechanism, observation, party};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::observations::of_indicators;
use crate::store::error::StoreError;
use crate::store::sql::Rows;

/// One counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Its name, such as `ministerial`.
    pub counter: String,
    /// What it counts.
    pub counts: Counted,
    /// How many the record has.
    pub recorded: i64,
    /// The indicator whose observations declare it, if there is one.
    pub indicator: Option<ItemId>,
    /// Its latest observation.
    pub declared: Option<observation::Model>,
}

#[derive(FromQueryResult)]
struct Recorded {
    counter: String,
    n: i64,
}

#[derive(FromQueryResult)]
struct PartyArea {
    area: String,
}

/// Every counter that mechanisms count in or indicators declare, by name.
pub async fn counters(rows: &impl Rows) -> Result<Vec<Counter>, StoreError> {
    let recorded: Vec<Recorded> = rows
        .rows(
            mechanism::Entity::find()
                .select_only()
                .column(mechanism::Column::Counter)
                .column_as(mechanism::Column::Id.count(), "n")
                .filter(mechanism::Column::Counter.is_not_null())
                .group_by(mechanism::Column::Counter)
                .into_query(),
        )
        .await?;
    let recorded: HashMap<String, i64> = recorded.into_iter().map(|row| (row.counter, row.n)).collect();
    let declaring: Vec<indicator::Model> = rows
        .rows(
            indicator::Entity::find()
                .filter(indicator::Column::Counter.is_not_null())
                .order_by_asc(indicator::Column::Counter)
                .order_by_asc(indicator::Column::Id)
                .into_query(),
        )
        .await?;
    let ids: Vec<ItemId> = declaring.iter().map(|indicator| indicator.id).collect();
    let mut observations = of_indicators(rows, &ids).await?;
    let parties = if declaring.iter().any(|indicator| indicator.counts == Some(Counted::Parties)) {
        parties(rows).await?
    } else {
        0
    };
    let mut counters: BTreeMap<String, Counter> = BTreeMap::new();
    for indicator in declaring {
        let Some(counter) = indicator.counter else { continue };
        let counts = indicator.counts.unwrap_or(Counted::Mechanisms);
        // Of the observations of the latest period the one that was released last, corrections included.
        let latest = observations.remove(&indicator.id).into_iter().flatten();
        let declared = latest.max_by_key(|one| (one.date_asc, one.vintage.clone(), one.ordinal));
        let recorded = match counts {
            Counted::Mechanisms => recorded.get(&counter).copied().unwrap_or(0),
            Counted::Parties => parties,
        };
        let row = Counter { counter: counter.clone(), counts, recorded, indicator: Some(indicator.id), declared };
        counters.entry(counter).or_insert(row);
    }
    for (counter, n) in recorded {
        let row = Counter {
            counter: counter.clone(),
            counts: Counted::Mechanisms,
            recorded: n,
            indicator: None,
            declared: None,
        };
        counters.entry(counter).or_insert(row);
    }
    Ok(counters.into_values().collect())
}

/// How many areas are party to mechanisms that count in some counter.
async fn parties(rows: &impl Rows) -> Result<i64, StoreError> {
    let to_mechanism =
        party::Entity::belongs_to(mechanism::Entity).from(party::Column::Owner).to(mechanism::Column::Id);
    let found: Vec<PartyArea> = rows
        .rows(
            party::Entity::find()
                .select_only()
                .column(party::Column::Area)
                .distinct()
                .join(JoinType::InnerJoin, to_mechanism.into())
                .filter(mechanism::Column::Counter.is_not_null())
                .into_query(),
        )
        .await?;
    let areas: BTreeSet<String> = found.into_iter().map(|row| row.area).collect();
    Ok(i64::try_from(areas.len()).unwrap_or(i64::MAX))
}
