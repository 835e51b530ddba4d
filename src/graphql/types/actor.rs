//! Who acts, as clients see it.

use async_graphql::Union;
use entity::{ItemId, ItemType};

use super::area::Area;
use super::item::Spine;
use super::organization::Organization;
use super::person::Person;
use crate::graphql::connection::ContentObject as _;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::Reader;
use crate::graphql::relations::Spines;

/// Who acts: a person, an organization, or an area acting as such.
#[derive(Clone, Union)]
pub enum Actor {
    /// A person.
    Person(Person),
    /// An organization.
    Organization(Organization),
    /// An area acting as such.
    Area(Area),
}

impl Actor {
    /// Whoever is stored so: an item if there is one, else an area; nobody if there is neither.
    pub async fn find(reader: &Reader, item: Option<ItemId>, area: Option<&str>) -> Result<Option<Self>, ApiError> {
        let Some(item) = item else {
            return Ok(area.and_then(|code| Area::find(reader, code)).map(Self::Area));
        };
        let Some(row) = reader.load::<Spines>(item).await? else { return Ok(None) };
        let item_type = row.item_type;
        let spine = Spine::new(reader.clone(), row);
        Ok(match item_type {
            ItemType::Person => Some(Self::Person(Person::new(spine))),
            ItemType::Organization => Some(Self::Organization(Organization::new(spine))),
            _ => None,
        })
    }
}
