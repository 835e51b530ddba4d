//! Who did something in which session of the meetings that were held.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;

/// One party in one session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_attendance")]
pub struct Model {
    /// The meeting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub meeting: ItemId,
    /// The party, as in [`crate::attendance`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub party: ItemId,
    /// The key of the session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: String,
}

impl ActiveModelBehavior for ActiveModel {}
