//! Idempotency keys: which release a client's `publish` request became, so that a repeated request
//! is answered and not carried out again.

use sea_orm::entity::prelude::*;

/// One idempotency key of one actor.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publish_key")]
pub struct Model {
    /// Who used it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of the request, in hexadecimal: the same key with another request is refused.
    pub request: String,
    /// The journal's head after the release.
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
