//! Areas: reference data, not content. ISO 3166-1 countries, ISO 3166-2 subdivisions, groups and
//! the world, named per language as the institution writes them.

use std::collections::HashMap;

use entity::ItemId;
use entity::text::LocalizedText;
use serde::Deserialize;

use super::identity::area_id;

/// What sort of area this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, async_graphql::Enum)]
#[graphql(name = "AreaKind")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AreaKind {
    /// The whole world.
    World,
    /// A group of countries.
    Group,
    /// A country or territory with an ISO 3166-1 code.
    Country,
    /// A subdivision with an ISO 3166-2 code.
    Subdivision,
}

/// One area.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// `JP`, `JP-40`, `CJK` or `WORLD`.
    pub code: String,
    /// What sort of area it is.
    pub kind: AreaKind,
    /// The code of the area it is part of, for subdivisions.
    pub parent: Option<String>,
    /// Its name.
    pub names: LocalizedText,
    /// The codes of its members, for groups.
    #[serde(default)]
    pub members: Vec<String>,
}

/// Every area the record knows.
#[derive(Debug)]
pub struct Areas {
    by_code: HashMap<String, Area>,
    codes: HashMap<ItemId, String>,
}

impl Areas {
    /// Reads the list of areas.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let areas: Vec<Area> = serde_json::from_str(text)?;
        let codes = areas.iter().map(|area| (area_id(&area.code), area.code.clone())).collect();
        Ok(Self { by_code: areas.into_iter().map(|area| (area.code.clone(), area)).collect(), codes })
    }

    /// The area with this code.
    pub fn get(&self, code: &str) -> Option<&Area> {
        self.by_code.get(code)
    }

    /// The area that goes by this id where parties of meetings are items.
    pub fn by_id(&self, id: ItemId) -> Option<&Area> {
        self.codes.get(&id).and_then(|code| self.get(code))
    }

    /// What to look for when a reader asks for this area: itself, and the members of a group.
    /// `None` when every area will do (`WORLD`).
    pub fn searched_as<'a>(&'a self, area: &'a Area) -> Option<Vec<&'a str>> {
        match area.kind {
            AreaKind::World => None,
            AreaKind::Group | AreaKind::Country | AreaKind::Subdivision => {
                Some(std::iter::once(&area.code).chain(&area.members).map(String::as_str).collect())
            }
        }
    }
}

/// An area's code and, for a subdivision, its country's, which ISO 3166-2 codes begin with.
pub fn with_country(code: &str) -> impl Iterator<Item = &str> {
    let country = code.split_once('-').map(|(country, _)| country);
    std::iter::once(code).chain(country)
}
