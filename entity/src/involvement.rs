//! Involvements: what organizations do for mechanisms.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::vocabulary::InvolvementRole;

/// One organization's involvement in one mechanism.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "involvement")]
pub struct Model {
    /// The mechanism.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The involvement's key in the mechanism's document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i64,
    /// The organization.
    pub organization: ItemId,
    /// What it does.
    pub role: InvolvementRole,
    /// The code of the area that it does so for.
    pub party: Option<String>,
    /// First day, as a partial date; none when unknown.
    pub start_date: Option<String>,
    /// Last day, inclusive, as a partial date; none while it lasts, or when unknown.
    pub end_date: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
