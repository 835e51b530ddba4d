//! Who met whom, and in which meetings: answered in memory, from who took part in what.

use std::collections::HashMap;

use entity::ItemId;
use rustc_hash::FxHashSet;

use super::error::StoreError;
use super::page::among;
use super::snapshot::Snapshot;
use crate::domain::encounter::{Acquaintances, Encounters, Met, Question, Shared, Weight};

/// A party, and one other whom alone it is asked about.
pub type MetBy = (ItemId, Option<ItemId>);

/// Everybody whom each of several parties met, or one of them.
pub async fn met(
    snapshot: &Snapshot,
    wanted: &[MetBy],
    encounters: &Encounters,
) -> Result<HashMap<MetBy, Acquaintances>, StoreError> {
    let answer = |question: Question<'_>| {
        let met = |(party, only): &MetBy| ((*party, *only), question.met(*party, *only));
        wanted.iter().map(met).collect()
    };
    ask(snapshot, wanted.iter().map(|(party, _)| *party), encounters, answer).await
}

/// How many meetings each of several parties took part in that are left out for their size.
pub async fn count_left_out(
    snapshot: &Snapshot,
    parties: &[ItemId],
    encounters: &Encounters,
) -> Result<HashMap<ItemId, i64>, StoreError> {
    let answer = |question: Question<'_>| parties.iter().map(|party| (*party, question.left_out(*party))).collect();
    ask(snapshot, parties.iter().copied(), encounters, answer).await
}

/// The meetings that pairs of parties took part in, the latest first.
pub async fn shared(
    snapshot: &Snapshot,
    wanted: &[(ItemId, ItemId)],
    encounters: &Encounters,
) -> Result<HashMap<(ItemId, ItemId), Vec<Shared>>, StoreError> {
    let answer = |question: Question<'_>| {
        wanted.iter().map(|(one, other)| ((*one, *other), question.shared(*one, *other))).collect()
    };
    ask(snapshot, wanted.iter().map(|(one, _)| *one), encounters, answer).await
}

/// How often each two of some parties met, most often first.
pub async fn weights(
    snapshot: &Snapshot,
    parties: &[ItemId],
    encounters: &Encounters,
) -> Result<Vec<Weight>, StoreError> {
    ask(snapshot, parties.iter().copied(), encounters, |question| question.weights(parties)).await
}

/// Those whom any of some parties met, other than some: at most so many of those with most meetings.
pub async fn reached(
    snapshot: &Snapshot,
    from: &[ItemId],
    known: &[ItemId],
    (encounters, limit): (&Encounters, usize),
) -> Result<Vec<Met>, StoreError> {
    ask(snapshot, from.iter().copied(), encounters, |question| question.reached(from, known, limit)).await
}

async fn ask<T>(
    snapshot: &Snapshot,
    parties: impl IntoIterator<Item = ItemId>,
    encounters: &Encounters,
    answer: impl FnOnce(Question<'_>) -> T,
) -> Result<T, StoreError> {
    let attendances = snapshot.attendances().await?;
    let selected = if encounters.meetings.selects_all() {
        None
    } else {
        let meetings: FxHashSet<ItemId> = attendances.meetings_of(parties).collect();
        Some(selected(snapshot, meetings, encounters).await?)
    };
    Ok(answer(Question { attendances: &attendances, encounters, selected }))
}

/// Those of some meetings that are asked about.
pub(super) async fn selected(
    snapshot: &Snapshot,
    meetings: FxHashSet<ItemId>,
    encounters: &Encounters,
) -> Result<FxHashSet<ItemId>, StoreError> {
    let meetings: Vec<ItemId> = meetings.into_iter().collect();
    Ok(among(snapshot, &encounters.meetings, &meetings).await?.into_iter().collect())
}
