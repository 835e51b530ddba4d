//! Editors' bearer tokens: made, listed, revoked and verified. Only a hash is stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::token;
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};
use sha2::{Digest as _, Sha256};

use super::Store;
use super::access::EditorAccess;
use super::error::StoreError;
use super::sql::{Rows as _, Write};
use crate::clock;
use crate::domain::hexadecimal::hexadecimal;
use crate::domain::instant::Instant;
use crate::domain::problem::{Problem, ProblemCode};

/// What may be shown of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Whose it is.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Instant>,
}

impl Store {
    /// Makes a token for an editor and returns it. It cannot be shown again.
    pub async fn create_token(&self, _: &EditorAccess, name: &str) -> Result<String, StoreError> {
        let name = name.trim();
        if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
            let problem = Problem::new(
                "name",
                ProblemCode::Invalid,
                "a token needs a name of at most 100 bytes, such as `newsroom`",
            );
            return Err(StoreError::refused(0, problem));
        }
        let secret = format!("rap_{}", URL_SAFE_NO_PAD.encode(clock::random_secret()));
        let txn = Write::begin(&self.database).await?;
        let same_name = token::Entity::find().filter(token::Column::Name.eq(name)).into_query();
        if !txn.rows::<token::Model>(same_name).await?.is_empty() {
            let message = format!("there is a token `{name}` already, perhaps a revoked one: choose another name");
            return Err(StoreError::refused(0, Problem::new("name", ProblemCode::Duplicate, message)));
        }
        let row = token::Model {
            hash: hash(&secret),
            name: name.to_owned(),
            created_at: self.clock.now().0,
            revoked_at: None,
        };
        txn.insert::<token::Entity>(vec![row]).await?;
        txn.commit().await?;
        Ok(secret)
    }

    /// All tokens, by name.
    pub async fn tokens(&self, _: &EditorAccess) -> Result<Vec<TokenInfo>, StoreError> {
        let snapshot = self.snapshot();
        let select = token::Entity::find().order_by_asc(token::Column::Name).into_query();
        let found: Vec<token::Model> = snapshot.rows(select).await?;
        snapshot.close().await;
        let info = |row: token::Model| TokenInfo {
            name: row.name,
            created_at: Instant(row.created_at),
            revoked_at: row.revoked_at.map(Instant),
        };
        Ok(found.into_iter().map(info).collect())
    }

    /// Ends a token. What its holder published stays.
    pub async fn revoke_token(&self, _: &EditorAccess, name: &str) -> Result<(), StoreError> {
        let txn = Write::begin(&self.database).await?;
        let update = Query::update()
            .table(token::Entity)
            .value(token::Column::RevokedAt, self.clock.now().0)
            .and_where(token::Column::Name.eq(name).and(token::Column::RevokedAt.is_null()))
            .take();
        if txn.run_update(update).await? == 0 {
            let message = format!("there is no valid token `{name}`");
            return Err(StoreError::refused(0, Problem::new("name", ProblemCode::NotFound, message)));
        }
        txn.commit().await
    }

    /// The access that a token gives, if it is valid.
    pub async fn verify_token(&self, secret: &str) -> Result<Option<EditorAccess>, StoreError> {
        self.access_of(hash(secret)).await
    }

    /// Whether what an access came from is still valid.
    pub async fn is_still_valid(&self, access: &EditorAccess) -> Result<bool, StoreError> {
        match access.token() {
            Some(hash) => Ok(self.access_of(hash.to_owned()).await?.is_some()),
            None => Ok(true),
        }
    }

    async fn access_of(&self, hash: String) -> Result<Option<EditorAccess>, StoreError> {
        let snapshot = self.snapshot();
        let select = token::Entity::find()
            .filter(token::Column::Hash.eq(hash.as_str()))
            .filter(token::Column::RevokedAt.is_null());
        let mut found: Vec<token::Model> = snapshot.rows(select.into_query()).await?;
        snapshot.close().await;
        Ok(found.pop().map(|row| EditorAccess::of_token(row.name, hash)))
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn hash(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}
