//! Errors that a developer made or that the service has: GraphQL errors with `extensions.code` from
//! the closed list here (documented in `docs/errors.md`). What an editor can act on is data in the
//! payload instead. Internals are logged once, with the request's id, and never sent.

use async_graphql::{Error, ErrorExtensions as _, ServerError};

use crate::auth::AuthError;
use crate::domain::cursor::{CursorError, FeedCursor};
use crate::domain::page::PageError;
use crate::feed::FeedError;
use crate::store::StoreError;

/// Every code that `extensions.code` can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema, or a variable does not fit its type.
    ValidationFailed,
    /// The document is longer than `limits.document_bytes`.
    DocumentTooLong,
    /// The document nests deeper than `limits.document_depth`.
    DocumentTooDeep,
    /// The document selects more than `limits.document_selections` or costs more than `limits.operation_cost`.
    DocumentTooComplex,
    /// Only trusted documents are executed for who has no token, and this is none.
    DocumentNotTrusted,
    /// An argument has a value that cannot be used.
    BadInput,
    /// The cursor was not made by this service.
    CursorMalformed,
    /// The cursor belongs to another record, list or order.
    CursorForeign,
    /// The cursor is ahead of the record.
    CursorFuture,
    /// What came after the cursor is no longer kept.
    CursorExpired,
    /// No trusted document has this name or id.
    UnknownOperation,
    /// A filter names an item that is not public.
    UnknownItem,
    /// So many connections or operations are open that no other may be.
    TooMany,
    /// A token is needed.
    Unauthenticated,
    /// The token is not valid.
    TokenRefused,
    /// Another writer holds the database; try again.
    DatabaseBusy,
    /// An import is running; try again when it is done.
    ImportRunning,
    /// The database does not answer; try again.
    DatabaseUnavailable,
    /// The question takes the database too long; ask for less.
    DatabaseTimeout,
    /// The service restarts; come back.
    ServiceRestart,
    /// Something is wrong with the service.
    Internal,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 22] = [
        Self::ParseFailed,
        Self::ValidationFailed,
        Self::DocumentTooLong,
        Self::DocumentTooDeep,
        Self::DocumentTooComplex,
        Self::DocumentNotTrusted,
        Self::BadInput,
        Self::CursorMalformed,
        Self::CursorForeign,
        Self::CursorFuture,
        Self::CursorExpired,
        Self::UnknownOperation,
        Self::UnknownItem,
        Self::TooMany,
        Self::Unauthenticated,
        Self::TokenRefused,
        Self::DatabaseBusy,
        Self::ImportRunning,
        Self::DatabaseUnavailable,
        Self::DatabaseTimeout,
        Self::ServiceRestart,
        Self::Internal,
    ];

    /// The code as clients see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::DocumentTooLong => "DOCUMENT_TOO_LONG",
            Self::DocumentTooDeep => "DOCUMENT_TOO_DEEP",
            Self::DocumentTooComplex => "DOCUMENT_TOO_COMPLEX",
            Self::DocumentNotTrusted => "DOCUMENT_NOT_TRUSTED",
            Self::BadInput => "BAD_INPUT",
            Self::CursorMalformed => "CURSOR_MALFORMED",
            Self::CursorForeign => "CURSOR_FOREIGN",
            Self::CursorFuture => "CURSOR_FUTURE",
            Self::CursorExpired => "CURSOR_EXPIRED",
            Self::UnknownOperation => "UNKNOWN_OPERATION",
            Self::UnknownItem => "UNKNOWN_ITEM",
            Self::TooMany => "TOO_MANY",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::TokenRefused => "TOKEN_REFUSED",
            Self::DatabaseBusy => "DATABASE_BUSY",
            Self::ImportRunning => "IMPORT_RUNNING",
            Self::DatabaseUnavailable => "DATABASE_UNAVAILABLE",
            Self::DatabaseTimeout => "DATABASE_TIMEOUT",
            Self::ServiceRestart => "SERVICE_RESTART",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error that can be sent.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// Its code.
    pub code: ErrorCode,
    /// A sentence for the developer of the client.
    pub message: String,
    /// The place from which the feed can still be read, if that is what is wrong.
    pub oldest: Option<String>,
}

impl ApiError {
    /// An error that its message describes.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), oldest: None }
    }

    /// Something is wrong with the service, which its log describes.
    pub fn internal() -> Self {
        Self::new(
            ErrorCode::Internal,
            "something is wrong with the service; its log says what, under this request's id",
        )
    }

    /// An argument that cannot be used.
    pub fn bad_input(argument: &str, problem: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::BadInput, format!("`{argument}`: {problem}"))
    }

    /// The error in a response to a request that could not be executed at all.
    pub fn into_server_error(self) -> ServerError {
        let mut error = self.into_error().into_server_error(async_graphql::Pos::default());
        // It belongs to no place in the document.
        error.locations.clear();
        error
    }

    fn into_error(self) -> Error {
        Error::new(self.message).extend_with(|_, extensions| {
            extensions.set("code", self.code.as_str());
            if let Some(oldest) = self.oldest {
                extensions.set("oldestCursor", oldest);
            }
        })
    }

    /// What is wrong with reading the feed of a record.
    pub fn from_feed(error: FeedError, record: uuid::Uuid) -> Self {
        match error {
            FeedError::Store(error) => error.into(),
            FeedError::Expired { oldest } => Self {
                oldest: Some(FeedCursor { record, position: oldest }.encode()),
                ..Self::new(
                    ErrorCode::CursorExpired,
                    "what came after this place is no longer kept: read the record again, or go on from \
                     `extensions.oldestCursor`",
                )
            },
        }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        error.into_error()
    }
}

/// The one place where what went wrong inside is logged; after it, only the code travels.
impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let (code, message) = match &error {
            StoreError::Cursor(cursor) => return Self::from(*cursor),
            StoreError::TooSlow(_) | StoreError::OutOfTime => {
                (ErrorCode::DatabaseTimeout, "this takes the database too long; ask for less at once")
            }
            StoreError::Busy(_) => (ErrorCode::DatabaseBusy, "another writer holds the database for long; try again"),
            StoreError::ImportRunning(_) => {
                (ErrorCode::ImportRunning, "an import is running; try again when it is done")
            }
            StoreError::Unavailable(_) => (ErrorCode::DatabaseUnavailable, "the database does not answer; try again"),
            _ => {
                tracing::error!(%error, "a request failed");
                return Self::internal();
            }
        };
        tracing::error!(code = code.as_str(), %error, "a request failed");
        Self::new(code, message)
    }
}

impl From<CursorError> for ApiError {
    fn from(error: CursorError) -> Self {
        let code = match error {
            CursorError::Malformed => ErrorCode::CursorMalformed,
            CursorError::Foreign => ErrorCode::CursorForeign,
            CursorError::Future => ErrorCode::CursorFuture,
        };
        Self::new(code, error.to_string())
    }
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Cursor { argument, source } => {
                let error = Self::from(source);
                Self { message: format!("`{argument}`: {}", error.message), ..error }
            }
            other => Self::new(ErrorCode::BadInput, other.to_string()),
        }
    }
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Store(error) => error.into(),
            other => Self::new(ErrorCode::TokenRefused, other.to_string()),
        }
    }
}
