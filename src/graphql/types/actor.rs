//! Who acts, as clients see it.

use async_graphql::Union;
use entity::{ItemId, ItemType};

use super::area::Area;
use super::item::Spine;
use super::organization::Organization;
use super::person::Person;
use crate::domain::participant::Party;
use crate::graphql::connection::ContentObject as _;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::Reader;

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
    /// Who goes by this id among those who met.
    pub async fn of_party(reader: &Reader, id: ItemId) -> Result<Option<Self>, ApiError> {
        match Self::party(reader, id) {
            Party::Area(code) => Self::find(reader, None, Some(&code)).await,
            Party::Item(id) => Self::find(reader, Some(id), None).await,
        }
    }

    /// The party that goes by this id among those who met.
    pub fn party(reader: &Reader, id: ItemId) -> Party {
        reader.areas().by_id(id).map_or(Party::Item(id), |area| Party::Area(area.code.clone()))
    }

    /// Whoever is stored so: an item if there is one, else an area; nobody if there is neither.
    pub async fn find(reader: &Reader, item: Option<ItemId>, area: Option<&str>) -> Result<Option<Self>, ApiError> {
        let Some(item) = item else {
            return Ok(area.and_then(|code| Area::find(reader, code)).map(Self::Area));
        };
        let Some(spine) = Spine::load(reader, item).await? else { return Ok(None) };
        Ok(match spine.row().item_type {
            ItemType::Person => Some(Self::Person(Person::new(spine))),
            ItemType::Organization => Some(Self::Organization(Organization::new(spine))),
            _ => None,
        })
    }
}
