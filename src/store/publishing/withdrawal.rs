//! Withdrawals: refused while something public refers to the item, unless the same release changes
//! the referrers or `detach` removes their references.

use std::collections::BTreeMap;

use entity::ItemId;
use entity::vocabulary::JournalAction;

use super::prepare::{Prepared, refuse_conflict, rewrite};
use super::refusals::Refusals;
use super::roster::{Outgoing, Roster};
use crate::domain::area::Areas;
use crate::domain::problem::{Detail, Problem, ProblemCode};
use crate::store::edges::referrers;
use crate::store::error::StoreError;
use crate::store::items::spine_items;
use crate::store::journal::latest_documents;
use crate::store::sql::Write;

/// How many referrers a refusal names.
const NAMED: usize = 100;

/// Makes withdrawals ready, and after them the updates that detaching takes.
pub(super) async fn prepare(
    txn: &Write,
    areas: &Areas,
    roster: &mut Roster,
    outgoing: Vec<Outgoing>,
    refusals: &mut Refusals,
) -> Result<Vec<Prepared>, StoreError> {
    let targets: Vec<ItemId> = outgoing.iter().map(|out| out.item).collect();
    let spine = spine_items(txn, &targets).await?;
    let referrers = referrers(txn, &targets).await?;
    let mut prepared = Vec::with_capacity(outgoing.len());
    let mut detached: BTreeMap<ItemId, (usize, Vec<ItemId>)> = BTreeMap::new();

    for out in outgoing {
        let Some(item) = spine.get(&out.item) else {
            let message = "there is no such public item";
            refusals.add(out.change, Problem::new("id", ProblemCode::NotFound, message));
            continue;
        };
        refuse_conflict(out.change, out.expected_revision, Some(item), refusals);
        // What this release rewrites was already found not to refer to what leaves.
        let stays = |owner: &&ItemId| !roster.is_leaving(**owner) && !roster.is_rewritten(**owner);
        let remaining: Vec<ItemId> = referrers.get(&out.item).into_iter().flatten().filter(stays).copied().collect();
        if out.detach {
            for owner in remaining {
                detached.entry(owner).or_insert((out.change, Vec::new())).1.push(out.item);
            }
        } else if !remaining.is_empty() {
            refusals.add(out.change, still_referred_to(remaining));
        }
        prepared.push(Prepared {
            change: out.change,
            id: item.id,
            item_type: item.item_type,
            slug: item.slug.clone(),
            action: JournalAction::Withdrawn,
            revision: item.revision,
            document: None,
            before: Some(item.clone()),
            previous: None,
        });
    }
    detach(txn, areas, detached, &mut prepared, refusals).await?;
    for one in &prepared {
        roster.rewrite(one.id, one.item_type, one.change);
    }
    Ok(prepared)
}

fn still_referred_to(mut by: Vec<ItemId>) -> Problem {
    let message =
        format!("{} public item(s) refer to it: change them in the same release, or ask to detach them", by.len());
    by.truncate(NAMED);
    Problem::new("", ProblemCode::StillReferredTo, message).with(Detail::Referrers(by))
}

async fn detach(
    txn: &Write,
    areas: &Areas,
    detached: BTreeMap<ItemId, (usize, Vec<ItemId>)>,
    prepared: &mut Vec<Prepared>,
    refusals: &mut Refusals,
) -> Result<(), StoreError> {
    let ids: Vec<ItemId> = detached.keys().copied().collect();
    let spine = spine_items(txn, &ids).await?;
    let mut documents = latest_documents(txn, &ids).await?;
    for (owner, (change, targets)) in detached {
        let (Some(before), Some(previous)) = (spine.get(&owner), documents.remove(&owner)) else { continue };
        let mut document = previous.1.clone();
        for target in targets {
            document.detach(target);
        }
        prepared.extend(rewrite(areas, change, before, document, previous, refusals));
    }
    Ok(())
}
