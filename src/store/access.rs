//! The proof of permission that every write takes. It can only be made here: from a token that was
//! found valid, or for whoever runs the command line with the database's own credentials.

/// Proof that its holder may edit the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorAccess {
    actor: String,
    /// The hash of the token it came from; none for the operator.
    token: Option<String>,
}

impl EditorAccess {
    pub(super) fn of_token(name: String, hash: String) -> Self {
        Self { actor: name, token: Some(hash) }
    }

    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The operator at the command line, who could write to the database anyway.
    pub fn operator() -> Self {
        Self { actor: "operator".to_owned(), token: None }
    }

    /// The name that the journal records.
    pub fn actor(&self) -> &str {
        &self.actor
    }
}
