//! Preparing a release: every document gets its id, its references become ids, its text and keys
//! are settled, and everything that is wrong is collected before anything is changed.

use std::collections::{HashMap, HashSet};

use entity::vocabulary::JournalAction;
use entity::{ItemId, ItemType};

use super::apply::ItemState;
use super::withdrawal;
use super::{Change, Release};
use crate::domain::area::Areas;
use crate::domain::documents::{Checked, Document, canonical_json, normalize};
use crate::domain::entered::Parsed as _;
use crate::domain::identity::{ItemRef, derived_id};
use crate::domain::problem::{Detail, Problem, ProblemCode};
use crate::domain::slug::Slug;
use crate::store::error::{Refusal, StoreError};
use crate::store::items::{SpineItem, slug_owners, spine_items_ever};
use crate::store::journal::latest_documents;
use crate::store::sql::Write;

/// A change that can be carried out.
#[derive(Clone, Debug)]
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
    /// The spine row it had.
    pub before: Option<SpineItem>,
}

impl Prepared {
    /// What the record must hold of the item once this is entry `position` of the journal.
    pub(super) fn state(&self, position: i64, at: i64) -> ItemState {
        let before = self.before.as_ref();
        let document = self.document.as_ref().map(|(document, _)| document.clone());
        let content_position = match (&document, before) {
            (None, Some(before)) => before.content_position,
            _ => position,
        };
        ItemState {
            id: self.id,
            item_type: self.item_type,
            slug: self.slug.clone(),
            published_at: before.map_or(at, |before| before.published_at),
            updated_at: at,
            revision: self.revision,
            content_position,
            withdrawn_at: document.is_none().then_some(at),
            document,
        }
    }
}

/// A whole release, ready to be carried out.
pub(super) struct Plan {
    pub prepared: Vec<Prepared>,
    /// The item of each change.
    pub items: Vec<ItemId>,
}

/// A document on its way in.
struct Incoming {
    change: usize,
    id: ItemId,
    document: Document,
    expected_revision: Option<i32>,
}

/// An item on its way out.
pub(super) struct Outgoing {
    pub change: usize,
    pub item: ItemId,
    pub detach: bool,
    pub expected_revision: Option<i32>,
}

/// Collects refusals.
#[derive(Default)]
pub(super) struct Refusals(Vec<Refusal>);

impl Refusals {
    pub(super) fn add(&mut self, change: usize, problem: Problem) {
        self.0.push(Refusal { change, problem });
    }

    fn verdict(mut self) -> Result<(), StoreError> {
        self.0.sort_by_key(|refusal| refusal.change);
        if self.0.is_empty() { Ok(()) } else { Err(StoreError::Refused(self.0)) }
    }
}

/// Makes a release ready, or says everything that is wrong with it.
pub(super) async fn prepare(txn: &Write, areas: &Areas, release: Release) -> Result<Plan, StoreError> {
    let mut refusals = Refusals::default();
    let mut items = vec![ItemId(uuid::Uuid::nil()); release.changes.len()];
    let (mut arriving, mut outgoing) = (Vec::new(), Vec::new());
    for (change, what) in release.changes.into_iter().enumerate() {
        match what {
            Change::Publish { document, expected_revision } => arriving.push((change, document, expected_revision)),
            Change::Withdraw { item, detach, expected_revision } => {
                items[change] = item;
                outgoing.push(Outgoing { change, item, detach, expected_revision });
            }
        }
    }
    let owners = owners_of_slugs(txn, arriving.iter_mut().map(|(_, document, _)| document)).await?;
    let mut incoming = identify(arriving, &owners, &mut refusals);
    for one in &incoming {
        items[one.change] = one.id;
    }
    let ids: Vec<ItemId> = incoming.iter().map(|one| one.id).chain(outgoing.iter().map(|out| out.item)).collect();
    let spine = spine_items_ever(txn, &ids).await?;
    refuse_repeated(&incoming, &outgoing, &mut refusals);
    resolve(txn, &mut incoming, &owners, &outgoing, &mut refusals).await?;
    let previous = latest_documents(txn, &ids).await?;

    let mut prepared = Vec::new();
    for one in incoming {
        let before = spine.get(&one.id);
        refuse_conflict(one.change, one.expected_revision, before, &mut refusals);
        let previous = previous.get(&one.id);
        if let Some(ready) = finish(areas, one, before, previous, &mut refusals) {
            prepared.push(ready);
        }
    }
    withdrawal::prepare(txn, areas, outgoing, &spine, &mut prepared, &mut refusals).await?;
    refusals.verdict()?;
    Ok(Plan { prepared, items })
}

/// Who owns the slugs that documents bring or refer to, by content type.
type SlugOwners = HashMap<(ItemType, String), ItemId>;

async fn owners_of_slugs(
    txn: &Write,
    documents: impl Iterator<Item = &mut Document>,
) -> Result<SlugOwners, StoreError> {
    let mut wanted: HashMap<ItemType, HashSet<String>> = HashMap::new();
    for document in documents {
        if let Some(slug) = document.slug() {
            wanted.entry(document.item_type()).or_default().insert(slug.trim().to_owned());
        }
        for reference in document.references() {
            if let ItemRef::Slug(slug) = reference.target {
                wanted.entry(reference.expects).or_default().insert(slug.trim().to_owned());
            }
        }
    }
    let mut owners = HashMap::new();
    for (item_type, slugs) in wanted {
        // What is no slug names nothing, and is refused where it stands.
        let slugs: Vec<String> = slugs.into_iter().filter(|slug| Slug::parse(slug).is_ok()).collect();
        let found = slug_owners(txn, item_type, &slugs).await?;
        owners.extend(found.into_iter().map(|(slug, item)| ((item_type, slug), item)));
    }
    Ok(owners)
}

/// Gives every document its id: the one it brings, else its slug's owner, else one derived from the
/// slug.
fn identify(
    arriving: Vec<(usize, Document, Option<i32>)>,
    owners: &SlugOwners,
    refusals: &mut Refusals,
) -> Vec<Incoming> {
    let mut incoming = Vec::with_capacity(arriving.len());
    for (change, mut document, expected_revision) in arriving {
        let item_type = document.item_type();
        let slug = document.slug().map(|slug| slug.trim().to_owned());
        let owner = slug.as_ref().and_then(|slug| owners.get(&(item_type, slug.clone())).copied());
        let brought = document.id().map(|id| id.parse::<ItemId>());
        let id = match (brought, owner, &slug) {
            (Some(Err(_)), _, _) => {
                refusals.add(
                    change,
                    Problem::new("id", ProblemCode::Invalid, "this is not an id; leave it out for a new item"),
                );
                continue;
            }
            (Some(Ok(id)), owner, slug) => {
                if owner.is_some_and(|owner| owner != id) {
                    refusals.add(change, slug_taken(slug.as_deref().unwrap_or_default()));
                }
                id
            }
            (None, Some(owner), _) => owner,
            (None, None, Some(slug)) => derived_id(item_type, slug),
            (None, None, None) => {
                refusals.add(change, Problem::new("slug", ProblemCode::Required, "`slug` is required"));
                continue;
            }
        };
        document.set_id(id);
        incoming.push(Incoming { change, id, document, expected_revision });
    }
    incoming
}

fn slug_taken(slug: &str) -> Problem {
    let message = format!("the slug `{slug}` belongs to another item for ever: choose another one");
    Problem::new("slug", ProblemCode::SlugTaken, message)
}

fn refuse_repeated(incoming: &[Incoming], outgoing: &[Outgoing], refusals: &mut Refusals) {
    let mut ids = HashSet::new();
    let mut slugs = HashMap::new();
    for one in incoming {
        if !ids.insert(one.id) {
            let message = "another change of this release has the same item: join them";
            refusals.add(one.change, Problem::new("id", ProblemCode::Duplicate, message));
        } else if let Some(slug) = one.document.slug()
            && slugs.insert((one.document.item_type(), slug.trim().to_owned()), one.id).is_some()
        {
            refusals.add(one.change, slug_taken(slug));
        }
    }
    for out in outgoing {
        if !ids.insert(out.item) {
            let message = "another change of this release has the same item: leave one of them out";
            refusals.add(out.change, Problem::new("id", ProblemCode::Duplicate, message));
        }
    }
}

/// Turns every reference into the id of something that is public after the release.
async fn resolve(
    txn: &Write,
    incoming: &mut [Incoming],
    owners: &SlugOwners,
    outgoing: &[Outgoing],
    refusals: &mut Refusals,
) -> Result<(), StoreError> {
    let own_slugs: SlugOwners = incoming
        .iter()
        .filter_map(|one| Some(((one.document.item_type(), one.document.slug()?.trim().to_owned()), one.id)))
        .collect();
    let own_types: HashMap<ItemId, ItemType> = incoming.iter().map(|one| (one.id, one.document.item_type())).collect();
    let leaving: HashSet<ItemId> = outgoing.iter().map(|out| out.item).collect();

    let mut named = HashSet::new();
    for one in incoming.iter_mut() {
        for reference in one.document.references() {
            if let ItemRef::Slug(slug) = &*reference.target {
                let key = (reference.expects, slug.trim().to_owned());
                if let Some(id) = own_slugs.get(&key).or_else(|| owners.get(&key)) {
                    *reference.target = (*id).into();
                }
            }
            named.extend(reference.target.id());
        }
    }
    let named: Vec<ItemId> = named.into_iter().filter(|id| !own_types.contains_key(id)).collect();
    let spine = spine_items_ever(txn, &named).await?;
    let public_type = |id: ItemId| {
        let stored = || spine.get(&id).filter(|item| item.withdrawn_at.is_none()).map(|item| item.item_type);
        own_types.get(&id).copied().or_else(stored).filter(|_| !leaving.contains(&id))
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
    previous: Option<&(String, Document)>,
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
    let checked = normalize(document, previous.map(|(_, document)| document), revision).and_then(|settled| {
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
    if public && previous.is_some_and(|(published, _)| *published == json) {
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
    })
}

/// Prepares the new content of an item that loses references to what is withdrawn.
pub(super) fn rewrite(
    areas: &Areas,
    change: usize,
    before: &SpineItem,
    document: Document,
    previous: &(String, Document),
    refusals: &mut Refusals,
) -> Option<Prepared> {
    let incoming = Incoming { change, id: before.id, document, expected_revision: None };
    finish(areas, incoming, Some(before), Some(previous), refusals)
}
