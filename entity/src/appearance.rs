//! What participants did in a meeting: remarks, speeches, presentations.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::vocabulary::{AppearanceKind, ParticipantRole};

/// One appearance of one participant.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appearance")]
pub struct Model {
    /// The meeting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The participant's key in the meeting's document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub participant: String,
    /// Its place among the participant's appearances, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    /// What was done.
    pub kind: AppearanceKind,
    /// In which role, if stated.
    pub role: Option<ParticipantRole>,
    /// The key of the session in which it was done, if stated.
    pub session: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
