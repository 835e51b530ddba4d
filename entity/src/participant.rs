//! Participants: who took part in meetings, in which roles, on whose behalf.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::roles::Roles;

/// One participant of one meeting: at most one for each actor and delegation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participant")]
pub struct Model {
    /// The meeting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The participant's key in the meeting's document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// Its place in the list that is read: by protocol where that is known, then as in the document.
    pub place: i64,
    /// The person or organization, if it is one and is named.
    pub actor_item: Option<ItemId>,
    /// The code of the area, if it is one that acts as such.
    pub actor_area: Option<String>,
    /// What the source calls the actor.
    pub stated_name: Option<String>,
    /// What the source says that the actor is.
    pub stated_title: Option<String>,
    /// In which roles.
    pub roles: Roles,
    /// The organization it acts for; those who share it are a delegation.
    pub delegation_item: Option<ItemId>,
    /// The code of the area it acts for; those who share it are a delegation.
    pub delegation_area: Option<String>,
    /// Its rank in the meeting's protocol, from 1.
    pub protocol_order: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
