//! Who is asking: anybody, or an editor whose token was verified.

use crate::store::{EditorAccess, Store, StoreError};

/// Whoever sent a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewer(Option<EditorAccess>);

/// Why a token is refused.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The header is not of the form `Bearer <token>`.
    #[error("the Authorization header must be `Bearer <token>`")]
    Malformed,
    /// The token is unknown or was revoked.
    #[error("this token is unknown or was revoked; make one with `rapporteur token create`")]
    Refused,
    /// The token could not be looked up.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Viewer {
    /// Somebody without a token.
    pub fn anonymous() -> Self {
        Self(None)
    }

    /// Whoever an `Authorization` header speaks for; nobody in particular without one.
    pub async fn from_authorization(store: &Store, header: Option<&str>) -> Result<Self, AuthError> {
        let Some(header) = header else { return Ok(Self::anonymous()) };
        let (scheme, token) = header.trim().split_once(' ').ok_or(AuthError::Malformed)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(AuthError::Malformed);
        }
        store.verify_token(token.trim()).await?.map(|access| Self(Some(access))).ok_or(AuthError::Refused)
    }

    /// Whether they still are who they were: a session outlives its request, a token may not.
    pub async fn recheck(&self, store: &Store) -> Result<(), AuthError> {
        match &self.0 {
            Some(access) if !store.is_still_valid(access).await? => Err(AuthError::Refused),
            _ => Ok(()),
        }
    }

    /// The proof that writes take, if this is an editor.
    pub fn editor(&self) -> Option<&EditorAccess> {
        self.0.as_ref()
    }
}
