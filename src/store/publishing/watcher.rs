//! Watching a release being written: how far it has come, and what it changes.

use entity::ItemType;
use entity::vocabulary::JournalAction;

/// How far a release has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many more documents were announced.
    Announced(usize),
    /// So many more documents were checked, and written if nothing is wrong.
    Published(usize),
    /// Of so many more items it was settled what they match, now that others have changed.
    Settled {
        /// Items more.
        items: usize,
        /// Such items in all.
        of: usize,
    },
}

/// An item that a release changes.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'c> {
    /// Its content type.
    pub item_type: ItemType,
    /// The slug it goes by from now on.
    pub slug: &'c str,
    /// What is done.
    pub action: JournalAction,
    /// The canonical JSON of its latest publication, if it had any.
    pub previous: Option<&'c str>,
    /// The canonical JSON that is published; none for a withdrawal.
    pub document: Option<&'c str>,
}

/// Somebody who watches a release being written. What is seen is not public before the release is
/// committed, which may yet be refused.
pub trait Watcher: Send {
    /// It came so far.
    fn step(&mut self, step: Step);

    /// It changes this item.
    fn changed(&mut self, change: &Changed<'_>);
}

/// Nobody.
impl Watcher for () {
    fn step(&mut self, _: Step) {}

    fn changed(&mut self, _: &Changed<'_>) {}
}
