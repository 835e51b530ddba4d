//! Preparing documents of a release: their references become ids, their text and keys are settled,
//! and everything that is wrong is collected before anything is changed.

use std::collections::{HashMap, HashSet};

use entity::vocabulary::JournalAction;
use entity::{ItemId, ItemType};

use super::apply::ItemState;
use super::refusals::Refusals;
use super::roster::{Arriving, Roster, SlugOwners, Wanted, identify};
use crate::domain::area::Areas;
use crate::domain::documents::{Checked, Document, canonical_json, normalize};
use crate::domain::identity::ItemRef;
use crate::domain::problem::{Detail, Problem, ProblemCode};
use crate::store::error::StoreError;
use crate::store::items::{SpineItem, spine_items, spine_items_ever};
use crate::store::journal::latest_documents;
use crate::store::sql::Write;

/// A change that can be carried out.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The index of the change in the release.
    pub change: usize,
    pub id: ItemId,
    pub item_type: ItemType,
    pub slug: String,
    pub action: JournalAction,
    pub revision: i32,
    /// The new content and its canonical JSON; none for a withdrawal.
    pub document: Option<(Checked<Document>, String)>,
    /// The spine row it had before the release.
    pub before: Option<SpineItem>,
    /// The canonical JSON of its latest publication.
    pub previous: Option<String>,
}

impl Prepared {
    /// What the record must hold of the item once this is entry `position` of the journal, and the
    /// JSON that the entry must hold.
    pub(super) fn state(self, position: i64, at: i64) -> (ItemState, Option<String>) {
        let Self { id, item_type, slug, revision, document, before, .. } = self;
        let (document, json) = document.unzip();
        let content_position = match (&document, &before) {
            (None, Some(before)) => before.content_position,
            _ => position,
        };
        let state = ItemState {
            id,
            item_type,
            slug,
            published_at: before.as_ref().map_or(at, |before| before.published_at),
            updated_at: at,
            revision,
            content_position,
            withdrawn_at: document.is_none().then_some(at),
            document,
        };
        (state, json)
    }
}

/// A document with its item.
struct Incoming {
    change: usize,
    id: ItemId,
    document: Document,
    expected_revision: Option<i32>,
}

/// Makes announced documents ready, and finds everything that is wrong with them. What says nothing
/// new is left out. Gives also the spine rows with which new items were announced.
pub(super) async fn prepare(
    txn: &Write,
    areas: &Areas,
    roster: &mut Roster,
    batch: Vec<Arriving>,
    refusals: &mut Refusals,
) -> Result<(Vec<Prepared>, HashMap<ItemId, SpineItem>), StoreError> {
    let (mut incoming, owners) = identified(txn, roster, batch, refusals).await?;
    let ids: Vec<ItemId> = incoming.iter().map(|one| one.id).collect();
    let mut spine = spine_items_ever(txn, &ids).await?;
    let announced = spine.extract_if(|id, _| roster.is_new(*id)).collect();
    resolve(txn, roster, &mut incoming, &owners, refusals).await?;
    let existing: Vec<ItemId> = spine.keys().copied().collect();
    let mut previous = latest_documents(txn, &existing).await?;

    let mut prepared = Vec::with_capacity(incoming.len());
    for one in incoming {
        let before = spine.get(&one.id);
        refuse_conflict(one.change, one.expected_revision, before, refusals);
        let previous = previous.remove(&one.id);
        prepared.extend(finish(areas, one, before, previous, refusals));
    }
    for one in &prepared {
        roster.rewrite(one.id, one.item_type, one.change);
    }
    Ok((prepared, announced))
}

/// Gives documents the ids they were announced with. Those that have none were refused then.
async fn identified(
    txn: &Write,
    roster: &mut Roster,
    batch: Vec<Arriving>,
    refusals: &mut Refusals,
) -> Result<(Vec<Incoming>, SlugOwners), StoreError> {
    let mut wanted = Wanted::default();
    let mut incoming = Vec::with_capacity(batch.len());
    for Arriving { change, mut document, expected_revision } in batch {
        wanted.slug_of(&document);
        for reference in document.references() {
            if let ItemRef::Slug(slug) = &*reference.target {
                wanted.slug(reference.expects, slug.trim());
            }
        }
        incoming.push(Incoming { change, id: ItemId(uuid::Uuid::nil()), document, expected_revision });
    }
    let owners = wanted.owners(txn).await?;
    incoming.retain_mut(|one| {
        let Ok(id) = identify(&one.document, &owners) else { return false };
        if roster.type_of(id).is_none() {
            let message = "this was not there when the release was announced: begin again";
            refusals.add(one.change, Problem::new("", ProblemCode::Invalid, message));
            return false;
        }
        one.id = id;
        one.document.set_id(id);
        true
    });
    Ok((incoming, owners))
}

/// Turns every reference into the id of something that is public after the release.
async fn resolve(
    txn: &Write,
    roster: &Roster,
    incoming: &mut [Incoming],
    owners: &SlugOwners,
    refusals: &mut Refusals,
) -> Result<(), StoreError> {
    let mut named = HashSet::new();
    for one in incoming.iter_mut() {
        for reference in one.document.references() {
            if let ItemRef::Slug(slug) = &*reference.target
                && let Some(id) = owners.get(&(reference.expects, slug.trim().to_owned()))
            {
                *reference.target = (*id).into();
            }
            named.extend(reference.target.id());
        }
    }
    let named: Vec<ItemId> = named.into_iter().filter(|id| roster.type_of(*id).is_none()).collect();
    let spine = spine_items(txn, &named).await?;
    let public_type = |id: ItemId| {
        let stored = || spine.get(&id).map(|item| item.item_type);
        roster.type_of(id).or_else(stored).filter(|_| !roster.is_leaving(id))
    };
    for one in incoming {
        for reference in one.document.references() {
            if reference.target.id() == Some(one.id) {
                let message = "this refers to the item itself: name another one";
                refusals.add(one.change, Problem::new(reference.path, ProblemCode::Contradiction, message));
                continue;
            }
            let target = reference.target.id().and_then(public_type);
            let problem = match target {
                Some(item_type) if item_type == reference.expects => {
                    // One spelling of an id, so that unchanged documents are recognised.
                    if let Some(id) = reference.target.id() {
                        *reference.target = id.into();
                    }
                    continue;
                }
                Some(other) => Problem::new(
                    reference.path,
                    ProblemCode::WrongType,
                    format!("{} is a {other:?}, not a {:?}", reference.target, reference.expects),
                ),
                // It may be in the release and only be refused.
                None if roster.is_incomplete() => continue,
                None => Problem::new(
                    reference.path,
                    ProblemCode::DanglingReference,
                    format!("{} leads to nothing public: publish it first, or in the same release", reference.target),
                ),
            };
            refusals.add(one.change, problem);
        }
    }
    Ok(())
}

pub(super) fn refuse_conflict(
    change: usize,
    expected: Option<i32>,
    before: Option<&SpineItem>,
    refusals: &mut Refusals,
) {
    let actual = before.map_or(0, |item| item.revision);
    if let Some(expected) = expected
        && expected != actual
    {
        let message = format!("the item has revision {actual}, not {expected}: look at what changed, then try again");
        let problem = Problem::new("expectedRevision", ProblemCode::RevisionConflict, message);
        refusals.add(change, problem.with(Detail::Revisions { expected, actual }));
    }
}

/// Settles and checks one document. `None` when it is refused, or when nothing changed.
fn finish(
    areas: &Areas,
    incoming: Incoming,
    before: Option<&SpineItem>,
    previous: Option<(String, Document)>,
    refusals: &mut Refusals,
) -> Option<Prepared> {
    let Incoming { change, id, document, .. } = incoming;
    let revision = before.map_or(0, |item| item.revision) + 1;
    let item_type = document.item_type();
    if let Some(before) = before
        && before.item_type != item_type
    {
        let message = format!("this id belongs to a {:?}, not a {item_type:?}", before.item_type);
        refusals.add(change, Problem::new("id", ProblemCode::WrongType, message));
        return None;
    }
    let checked = normalize(document, previous.as_ref().map(|(_, document)| document), revision).and_then(|settled| {
        let json = canonical_json(&settled).map_err(|error| {
            vec![Problem::new("", ProblemCode::Invalid, format!("the document cannot be written: {error}"))]
        })?;
        Ok((settled.check(areas)?, json))
    });
    let (document, json) = match checked {
        Ok(checked) => checked,
        Err(problems) => {
            for problem in problems {
                refusals.add(change, problem);
            }
            return None;
        }
    };
    let public = before.is_some_and(|item| item.withdrawn_at.is_none());
    if public && previous.as_ref().is_some_and(|(published, _)| *published == json) {
        return None;
    }
    Some(Prepared {
        change,
        id,
        item_type,
        slug: document.slug().unwrap_or_default().to_owned(),
        action: if public { JournalAction::Updated } else { JournalAction::Published },
        revision,
        document: Some((document, json)),
        before: before.cloned(),
        previous: previous.map(|(json, _)| json),
    })
}

/// Prepares the new content of an item that loses references to what is withdrawn.
pub(super) fn rewrite(
    areas: &Areas,
    change: usize,
    before: &SpineItem,
    document: Document,
    previous: (String, Document),
    refusals: &mut Refusals,
) -> Option<Prepared> {
    let incoming = Incoming { change, id: before.id, document, expected_revision: None };
    finish(areas, incoming, Some(before), Some(previous), refusals)
}
