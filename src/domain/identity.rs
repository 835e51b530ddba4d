//! How an item gets its identity, and how documents and requests name one.

use async_graphql::{ID, OneofObject};
use entity::{ItemId, ItemType};
use sea_orm::ActiveEnum as _;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The namespace of the ids that are derived from a content type and a slug.
const NAMESPACE: Uuid = Uuid::from_u128(0x5f1c_2f0a_0b51_4b0f_9a3e_7d0c_61e2_84b7);

/// Names an item by id or by slug.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, OneofObject)]
#[serde(rename_all = "camelCase")]
pub enum ItemRef {
    /// The item's id.
    Id(ID),
    /// A slug the item has or had.
    Slug(String),
}

impl From<ItemId> for ItemRef {
    fn from(id: ItemId) -> Self {
        Self::Id(ID(id.to_string()))
    }
}

impl ItemRef {
    /// The id, if this names one; `None` for slugs and for texts that are no id.
    pub fn id(&self) -> Option<ItemId> {
        match self {
            Self::Id(id) => id.parse().ok(),
            Self::Slug(_) => None,
        }
    }
}

impl std::fmt::Display for ItemRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(f, "id `{}`", id.as_str()),
            Self::Slug(slug) => write!(f, "slug `{slug}`"),
        }
    }
}

macro_rules! any_item {
    ($($(#[$description:meta])* $Type:ident => $module:ident / $plural:ident,)*) => {
        /// Names an item of any content type.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, OneofObject)]
        #[serde(rename_all = "camelCase")]
        pub enum AnyItemRef {
            $(
                $(#[$description])*
                $Type(ItemRef),
            )*
        }

        impl AnyItemRef {
            /// The reference, with the name of its member and the content type it must lead to.
            pub fn item(&mut self) -> (String, &mut ItemRef, ItemType) {
                match self { $(Self::$Type(item) => (member(stringify!($module)), item, ItemType::$Type),)* }
            }

            /// The reference, with the content type it must lead to.
            pub fn as_item(&self) -> (ItemType, &ItemRef) {
                match self { $(Self::$Type(item) => (ItemType::$Type, item),)* }
            }
        }
    };
}

entity::content_types!(any_item);

impl AnyItemRef {
    /// The id, if this names an item by its id.
    pub fn id(&self) -> Option<ItemId> {
        self.as_item().1.id()
    }
}

/// The name of a module as that of a member: `media_item` is `mediaItem`.
fn member(module: &str) -> String {
    let mut parts = module.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| name + &part[..1].to_uppercase() + &part[1..])
}

/// The id of an imported item that brought none: the same on every machine and database.
pub fn derived_id(item_type: ItemType, slug: &str) -> ItemId {
    let name = format!("{}/{slug}", item_type.to_value());
    ItemId(Uuid::new_v5(&NAMESPACE, name.as_bytes()))
}

/// What an area goes by where parties of meetings are items: no item has such an id.
pub fn area_id(code: &str) -> ItemId {
    ItemId(Uuid::new_v5(&NAMESPACE, format!("AREA/{code}").as_bytes()))
}
