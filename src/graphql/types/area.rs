//! Areas as clients see them: reference data, with names in the reader's language.

use async_graphql::Object;

use super::attended::AttendedMeetingConnection;
use super::coverage::Coverage;
use super::encounter::EncounterFilter;
use super::item::Spine;
use super::meeting::{self, Meeting};
use super::met::{MET_COST, MetConnection};
use super::organization::{self, Organization};
use super::text::{Localized, all, pick_text};
use crate::domain::actor::ActorRef;
use crate::domain::area::{Area as Known, AreaKind};
use crate::domain::entered::Entered;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::match_key::MatchKey;
use crate::domain::page::PageArguments;
use crate::domain::participant::Party;
use crate::graphql::connection::{ItemConnection, filtered_cost};
use crate::graphql::errors::ApiError;
use crate::graphql::inputs::found_parties;
use crate::graphql::reader::Reader;
use crate::graphql::relations::Parties;

/// A country, a part of one, a group of countries, or the world.
#[derive(Clone)]
pub struct Area {
    reader: Reader,
    area: Known,
}

impl Area {
    /// The area with this code, if the record knows it.
    pub fn find(reader: &Reader, code: &str) -> Option<Self> {
        reader.areas().get(code).map(|area| Self { reader: reader.clone(), area: area.clone() })
    }

    /// The areas that are party to an item, in its own order.
    pub async fn parties_of(spine: &Spine) -> Result<Vec<Self>, ApiError> {
        let reader = spine.reader();
        let parties = reader.load::<Parties>(spine.row().id).await?;
        Ok(parties.into_iter().flatten().filter_map(|party| Self::find(reader, &party.area)).collect())
    }
}

/// A country, a part of one, a group of countries, or the world.
#[Object]
impl Area {
    /// ISO 3166-1 or 3166-2 code, the code of a group such as `CJK`, or `WORLD`.
    async fn code(&self) -> &str {
        &self.area.code
    }

    /// What sort of area it is.
    async fn kind(&self) -> AreaKind {
        self.area.kind
    }

    /// Its name, as the institution writes it.
    async fn name(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.area.names, locales, fallback)
    }

    /// Its name in every language known.
    async fn names(&self) -> Vec<Localized> {
        all(&self.area.names)
    }

    /// The area it is part of, for subdivisions.
    async fn parent(&self) -> Option<Self> {
        self.area.parent.as_deref().and_then(|code| Self::find(&self.reader, code))
    }

    /// Its members, for groups.
    async fn members(&self) -> Vec<Self> {
        self.area.members.iter().filter_map(|code| Self::find(&self.reader, code)).collect()
    }

    /// Those of their sort whom it met, most often first: in meetings that were held, by name, and not
    /// as one delegation. Large meetings are left out unless asked for.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity).saturating_add(MET_COST)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn shared_meetings_with(
        &self,
        #[graphql(desc = "Only this area, by code.")] area: Option<String>,
        #[graphql(desc = "Only these encounters.")] filter: Option<EncounterFilter>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<MetConnection<Self>> {
        let reader = &self.reader;
        let arguments = PageArguments { first, after, last, before };
        let only = match area {
            Some(code) => found_parties(reader, "area", [ActorRef::Area(code)]).await?.pop().map(|party| party.id()),
            None => None,
        };
        Ok(MetConnection::of(reader, Party::Area(self.area.code.clone()).id(), only, filter, &arguments).await?)
    }

    /// The meetings that it took part in as such, or somebody for it, the latest first if no order is given.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn meetings(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<meeting::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<meeting::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<AttendedMeetingConnection> {
        let arguments = PageArguments { first, after, last, before };
        let who = (MatchKey::taking_part(&self.area.code), Party::Area(self.area.code.clone()));
        Ok(AttendedMeetingConnection::of(&self.reader, who, filter, order_by, &arguments).await?)
    }

    /// The organizations that govern, represent or belong to it or a part of it.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn organizations(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<organization::Filter>,
        #[graphql(desc = "In this order; by name if left out.")] order_by: Option<organization::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<Organization>> {
        let query = organization::query(&self.reader, filter, order_by).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(&self.reader, MatchKey::area(&self.area.code), query, &arguments).await?)
    }

    /// The meetings that take place in it or a part of it.
    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn meetings_held(
        &self,
        #[graphql(desc = "Only these.")] filter: Option<meeting::Filter>,
        #[graphql(desc = "In this order; the latest first if left out.")] order_by: Option<meeting::OrderBy>,
        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<ItemConnection<Meeting>> {
        let query = meeting::query(&self.reader, filter, order_by).await?;
        let arguments = PageArguments { first, after, last, before };
        Ok(ItemConnection::under(&self.reader, MatchKey::area(&self.area.code), query, &arguments).await?)
    }

    /// What there is to read about it or a part of it.
    async fn coverage(&self) -> Coverage {
        Coverage::new(self.reader.clone(), MatchKey::area(&self.area.code))
    }
}
