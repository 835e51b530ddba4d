//! Who takes part in a release. Every document is announced before any of them is written: it gets
//! its id, claims its slug, and a new item gets its spine row, so that the documents of a release may
//! refer to each other in any order, and in any number of batches.
//!
//! What is kept here is small and grows with the number of documents, not with their size.

use std::collections::{HashMap, HashSet};

use entity::{ItemId, ItemType, item};

use super::apply::{claim_slugs, first_row};
use super::refusals::Refusals;
use crate::domain::documents::Document;
use crate::domain::entered::Parsed as _;
use crate::domain::identity::derived_id;
use crate::domain::problem::{Detail, Problem, ProblemCode};
use crate::domain::slug::Slug;
use crate::store::error::StoreError;
use crate::store::items::{slug_owners, spine_items_ever};
use crate::store::sql::{Rows, Write};

/// A document on its way in.
#[derive(Debug)]
pub(super) struct Arriving {
    /// The change of the release that it is.
    pub change: usize,
    pub document: Document,
    pub expected_revision: Option<i32>,
}

/// An item on its way out.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub change: usize,
    pub item: ItemId,
    pub detach: bool,
    pub expected_revision: Option<i32>,
}

/// Who takes part in a release.
#[derive(Debug, Default)]
pub(super) struct Roster {
    members: HashMap<ItemId, Member>,
    leaving: HashSet<ItemId>,
    incomplete: bool,
}

#[derive(Debug)]
struct Member {
    change: usize,
    item_type: ItemType,
    /// Whether it did not exist before the release.
    new: bool,
    rewritten: bool,
    /// Its place among the entries of the release.
    entry: Option<usize>,
}

impl Roster {
    /// Takes note of documents, and gives their ids. The release begins at `at`, with the entry
    /// `release` of the journal.
    pub(super) async fn announce(
        &mut self,
        txn: &Write,
        documents: &[Arriving],
        (release, at): (i64, i64),
        refusals: &mut Refusals,
    ) -> Result<Vec<(usize, ItemId)>, StoreError> {
        let mut wanted = Wanted::default();
        for one in documents {
            wanted.slug_of(&one.document);
        }
        let mut owners = wanted.owners(txn).await?;
        let mut identified = Vec::with_capacity(documents.len());
        let (mut first, mut claims) = (Vec::new(), Vec::new());
        for Arriving { change, document, .. } in documents {
            let id = match identify(document, &owners) {
                Ok(id) => id,
                Err(problem) => {
                    self.refuse_unidentified(*change, problem, refusals);
                    continue;
                }
            };
            identified.push((*change, id));
            let (item_type, slug) = (document.item_type(), slug_of(document).unwrap_or_default());
            let key = (item_type, slug.to_owned());
            let owner = owners.get(&key).copied();
            if owner.is_some_and(|owner| owner != id) {
                refusals.add(*change, slug_taken(slug));
            }
            if let Some(earlier) = self.members.get(&id) {
                let message = "another change of this release has the same item: join them";
                let problem = Problem::new("id", ProblemCode::Duplicate, message);
                refusals.add(*change, problem.with(Detail::Earlier(earlier.change)));
                continue;
            }
            // Where its entry will be if all documents before it say something new.
            let position = release + i64::try_from(self.members.len()).unwrap_or(i64::MAX);
            self.members.insert(id, Member { change: *change, item_type, new: false, rewritten: false, entry: None });
            first.push((id, document, position));
            // What is no slug is refused where it is checked.
            if owner.is_none() && Slug::parse(slug).is_ok() {
                owners.insert(key.clone(), id);
                claims.push((key.0, key.1, id));
            }
        }
        let ids: Vec<ItemId> = first.iter().map(|(id, ..)| *id).collect();
        let known = spine_items_ever(txn, &ids).await?;
        first.retain(|(id, ..)| !known.contains_key(id));
        for (id, ..) in &first {
            self.members.entry(*id).and_modify(|member| member.new = true);
        }
        let places = first.into_iter().map(|(id, document, position)| first_row(id, document, position, at)).collect();
        txn.insert::<item::Entity>(places).await?;
        claim_slugs(txn, claims.into_iter()).await?;
        Ok(identified)
    }

    /// Takes note of withdrawals.
    pub(super) fn announce_withdrawals(&mut self, outgoing: &[Outgoing], refusals: &mut Refusals) {
        for out in outgoing {
            let repeated = !self.leaving.insert(out.item) || self.members.contains_key(&out.item);
            if repeated {
                let message = "another change of this release has the same item: leave one of them out";
                refusals.add(out.change, Problem::new("id", ProblemCode::Duplicate, message));
            }
        }
    }

    /// Refuses a change that names no item.
    pub(super) fn refuse_unidentified(&mut self, change: usize, problem: Problem, refusals: &mut Refusals) {
        self.incomplete = true;
        refusals.add(change, problem);
    }

    /// Whether the items of some changes are not known, so that what seems to lead to nothing may
    /// lead to one of them.
    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// The content type that an item has in this release, if it is in it.
    pub(super) fn type_of(&self, id: ItemId) -> Option<ItemType> {
        self.members.get(&id).map(|member| member.item_type)
    }

    /// The change that an item's content comes from.
    pub(super) fn change_of(&self, id: ItemId) -> Option<usize> {
        self.members.get(&id).map(|member| member.change)
    }

    /// Whether an item is withdrawn by this release.
    pub(super) fn is_leaving(&self, id: ItemId) -> bool {
        self.leaving.contains(&id)
    }

    /// Whether an item did not exist before this release.
    pub(super) fn is_new(&self, id: ItemId) -> bool {
        self.members.get(&id).is_some_and(|member| member.new)
    }

    /// Takes note that an item's content is replaced or removed.
    pub(super) fn rewrite(&mut self, id: ItemId, item_type: ItemType, change: usize) {
        let unannounced = Member { change, item_type, new: false, rewritten: true, entry: None };
        self.members.entry(id).or_insert(unannounced).rewritten = true;
    }

    /// Takes note of the entry that says so.
    pub(super) fn enter(&mut self, id: ItemId, entry: usize) {
        self.members.entry(id).and_modify(|member| member.entry = Some(entry));
    }

    /// The place of an item's entry among those of the release.
    pub(super) fn entry_of(&self, id: ItemId) -> Option<usize> {
        self.members.get(&id)?.entry
    }

    /// Whether an item's content is replaced or removed; an unchanged document rewrites nothing.
    pub(super) fn is_rewritten(&self, id: ItemId) -> bool {
        self.members.get(&id).is_some_and(|member| member.rewritten)
    }
}

/// Who owns slugs, by content type.
pub(super) type SlugOwners = HashMap<(ItemType, String), ItemId>;

/// Slugs whose owners are asked for.
#[derive(Default)]
pub(super) struct Wanted(HashMap<ItemType, HashSet<String>>);

impl Wanted {
    /// The slug that a document brings.
    pub(super) fn slug_of(&mut self, document: &Document) {
        if let Some(slug) = slug_of(document) {
            self.slug(document.item_type(), slug);
        }
    }

    pub(super) fn slug(&mut self, item_type: ItemType, slug: &str) {
        // What is no slug names nothing, and is refused where it stands.
        if Slug::parse(slug).is_ok() {
            self.0.entry(item_type).or_default().insert(slug.to_owned());
        }
    }

    pub(super) async fn owners(self, rows: &impl Rows) -> Result<SlugOwners, StoreError> {
        let mut owners = HashMap::new();
        for (item_type, slugs) in self.0 {
            let slugs: Vec<String> = slugs.into_iter().collect();
            let found = slug_owners(rows, item_type, &slugs).await?;
            owners.extend(found.into_iter().map(|(slug, item)| ((item_type, slug), item)));
        }
        Ok(owners)
    }
}

fn slug_of(document: &Document) -> Option<&str> {
    document.slug().map(str::trim)
}

/// The id of a document: the one it brings, else its slug's owner, else one derived from the slug.
pub(super) fn identify(document: &Document, owners: &SlugOwners) -> Result<ItemId, Problem> {
    let item_type = document.item_type();
    match (document.id().map(|id| id.parse::<ItemId>()), slug_of(document)) {
        (Some(Ok(id)), _) => Ok(id),
        (Some(Err(_)), _) => {
            Err(Problem::new("id", ProblemCode::Invalid, "this is not an id; leave it out for a new item"))
        }
        (None, Some(slug)) => {
            let owner = owners.get(&(item_type, slug.to_owned()));
            Ok(owner.copied().unwrap_or_else(|| derived_id(item_type, slug)))
        }
        (None, None) => Err(Problem::new("slug", ProblemCode::Required, "`slug` is required")),
    }
}

fn slug_taken(slug: &str) -> Problem {
    let message = format!("the slug `{slug}` belongs to another item for ever: choose another one");
    Problem::new("slug", ProblemCode::SlugTaken, message)
}
