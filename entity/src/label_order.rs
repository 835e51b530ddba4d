//! Where public items stand in the order of labels of each language that has one.

use sea_orm::entity::prelude::*;

use crate::ids::ItemId;
use crate::item::ItemType;

/// The keys of one public item, in hexadecimal; in byte order they are in the language's order.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "label_order")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: ItemId,
    /// Its content type.
    pub item_type: ItemType,
    /// In English.
    pub en: String,
    /// In Chinese, by pinyin.
    pub zh: String,
    /// In Japanese, by kana.
    pub ja: String,
    /// In Korean, by Hangul.
    pub ko: String,
}

impl ActiveModelBehavior for ActiveModel {}
