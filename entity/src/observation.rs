//! Observations: what was measured or declared of an area in a period.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::vocabulary::ObservationStatus;

/// One observation of one indicator.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observation")]
pub struct Model {
    /// The indicator.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The observation's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// The code of the area.
    pub area: String,
    /// The period, as a partial date.
    pub period: String,
    /// The value, as an exact decimal number.
    pub value: String,
    /// How final it is.
    pub status: ObservationStatus,
    /// When it was released, as a partial date.
    pub vintage: Option<String>,
    /// Sort key of its period, earliest first.
    pub date_asc: i64,
    /// Sort key of its period, latest first.
    pub date_desc: i64,
    /// Civil minute at which its period ended (exclusive).
    pub date_hi: i64,
}

impl ActiveModelBehavior for ActiveModel {}
