//! The names of people: in several languages and scripts, over time.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::vocabulary::{NameOrder, PersonNameKind};

/// One name of one person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_name")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: ItemId,
    /// The name's key in the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its place in the document's list, from 0.
    pub ordinal: i32,
    /// The whole name as the source writes it.
    pub full_name: String,
    /// The family name, if there is one and it is known.
    pub family: Option<String>,
    /// The given name, if it is known.
    pub given: Option<String>,
    /// Which of them `full_name` begins with.
    pub name_order: NameOrder,
    /// Tag of the language it is written in.
    pub language: String,
    /// ISO 15924 code of the script it is written in.
    pub script: Option<String>,
    /// How it is read, such as in kana.
    pub reading: Option<String>,
    /// What sort of name it is.
    pub kind: PersonNameKind,
    /// First day of validity, as a partial date; none when unknown.
    pub start_date: Option<String>,
    /// Last day of validity, as a partial date; none while it is valid.
    pub end_date: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
