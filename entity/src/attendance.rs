//! Who met whom: the named parties of each meeting that was held. Made from participants, so that
//! whoever asks whom somebody met reads one narrow index.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::roles::Roles;

/// What sort of party somebody is. Only parties of one sort meet each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "i32", db_type = "Integer")]
pub enum PartyKind {
    /// A person.
    Person = 1,
    /// An organization: itself, or by others who act for it.
    Organization = 2,
    /// An area that acts as such, or for which others act.
    Area = 3,
}

/// One party of one meeting, in one delegation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    /// The meeting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub meeting: ItemId,
    /// What sort of party it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: PartyKind,
    /// The person or organization; for an area, an id made from its code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub party: ItemId,
    /// For whom it acts, likewise: itself, if for nobody else.
    #[sea_orm(primary_key, auto_increment = false)]
    pub delegation: ItemId,
    /// In which roles: its own, and for an organization or area also those of who acts for it.
    pub roles: Roles,
    /// How many parties of this sort the meeting has.
    pub size: i32,
    /// Whether a meeting of this kind is one of those who take part with each other.
    pub direct: bool,
    /// The meeting's date, ascending in time.
    pub date_asc: i64,
    /// The meeting's date, descending in time.
    pub date_desc: i64,
    /// The civil minute at which the meeting has surely ended.
    pub date_hi: i64,
}

impl ActiveModelBehavior for ActiveModel {}
