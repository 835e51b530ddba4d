//! What an editor is told when a document or a release is refused. Each problem says where it is,
//! what to do, and carries a code from the one list here.

use entity::ItemId;

/// What kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, async_graphql::Enum)]
#[graphql(name = "UserErrorCode")]
pub enum ProblemCode {
    /// A required value is missing.
    Required,
    /// A value is not of the form it must have.
    Invalid,
    /// The value contradicts another one.
    Contradiction,
    /// A value or key occurs twice where it may occur once.
    Duplicate,
    /// The code names no area that the record knows.
    UnknownArea,
    /// The reference leads to nothing public.
    DanglingReference,
    /// The item exists, but is of another content type.
    WrongType,
    /// The slug belongs to another item for ever.
    SlugTaken,
    /// The mechanism would be above itself.
    Cycle,
    /// There is no such item or draft.
    NotFound,
    /// The item was changed meanwhile.
    RevisionConflict,
    /// Other items refer to the item.
    StillReferredTo,
    /// The idempotency key was used for another request.
    IdempotencyKeyReused,
}

/// What a program needs to act on a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// The message says it all.
    #[default]
    None,
    /// The revisions that differ.
    Revisions {
        /// The revision the editor saw.
        expected: i32,
        /// The revision it has; 0 for an item or draft that does not exist.
        actual: i32,
    },
    /// The items that refer to the item, at most 100.
    Referrers(Vec<ItemId>),
    /// The earlier change of the release that has the same item.
    Earlier(usize),
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a path into the document or request, such as `places/0/area`. Empty for the whole.
    pub path: String,
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// A sentence that says what to do.
    pub message: String,
    /// More for programs.
    pub detail: Detail,
}

impl Problem {
    /// A problem that its message describes.
    pub fn new(path: impl Into<String>, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into(), detail: Detail::None }
    }

    /// The same with more for programs.
    #[must_use]
    pub fn with(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }

    /// The same problem, found below a longer path.
    #[must_use]
    pub fn below(self, prefix: &str) -> Self {
        let path = match (prefix, self.path.as_str()) {
            ("", _) => self.path,
            (_, "") => prefix.to_owned(),
            (_, path) => format!("{prefix}/{path}"),
        };
        Self { path, ..self }
    }
}
