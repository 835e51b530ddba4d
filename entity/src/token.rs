//! Bearer tokens of editors. The token itself is shown once and never stored.

use sea_orm::entity::prelude::*;

/// One token.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "token")]
pub struct Model {
    /// SHA-256 of the token, in hexadecimal. Tokens are 256 random bits, so no slow hash is needed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// Whose it is; the journal records this name.
    #[sea_orm(unique)]
    pub name: String,
    /// When it was made, in microseconds since 1970 (UTC).
    pub created_at: i64,
    /// When it was revoked, if it was.
    pub revoked_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
