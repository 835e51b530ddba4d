//! Involvements of organizations in mechanisms as clients see them.

use async_graphql::{ID, Object};
use entity::involvement::Model;
use entity::vocabulary::InvolvementRole;

use super::area::Area;
use super::item::Spine;
use super::link::LIST_COST;
use super::mechanism::Mechanism;
use super::organization::Organization;
use super::statement::Statement;
use crate::domain::entered::Entered;
use crate::domain::partial_date::PartialDate;
use crate::graphql::connection::{ContentObject as _, EdgeObject};
use crate::graphql::errors::ApiError;
use crate::graphql::reader::{Reader, relation};
use crate::store::content::mechanism::involvements;

/// What an organization does for a mechanism.
#[derive(Clone)]
pub struct Involvement {
    reader: Reader,
    row: Model,
}

impl EdgeObject for Involvement {
    type Row = Model;

    fn new(reader: Reader, row: Model) -> Self {
        Self { reader, row }
    }
}

impl Involvement {
    /// The involvements in a mechanism, in the order of its document.
    pub async fn of(mechanism: &Spine) -> Result<Vec<Self>, ApiError> {
        let reader = mechanism.reader();
        let involved = reader.load::<Involvements>(mechanism.row().id).await?;
        Ok(involved.into_iter().flatten().map(|row| Self::new(reader.clone(), row)).collect())
    }
}

/// What an organization does for a mechanism.
#[Object]
impl Involvement {
    /// Opaque id: the mechanism's, and the involvement's key in it.
    pub async fn id(&self) -> ID {
        ID(format!("{}~{}", self.row.owner, self.row.key))
    }

    /// In which mechanism.
    async fn mechanism(&self) -> async_graphql::Result<Option<Mechanism>> {
        Ok(Spine::load(&self.reader, self.row.owner).await?.map(Mechanism::new))
    }

    /// Which organization.
    async fn organization(&self) -> async_graphql::Result<Option<Organization>> {
        Ok(Spine::load(&self.reader, self.row.organization).await?.map(Organization::new))
    }

    /// What it does.
    async fn role(&self) -> InvolvementRole {
        self.row.role
    }

    /// For which party, if stated.
    async fn party(&self) -> Option<Area> {
        self.row.party.as_deref().and_then(|code| Area::find(&self.reader, code))
    }

    /// First day, if known.
    async fn start_date(&self) -> Option<Entered<PartialDate>> {
        self.row.start_date.as_deref().map(Entered::from)
    }

    /// Last day, inclusive; null while it lasts, or when unknown.
    async fn end_date(&self) -> Option<Entered<PartialDate>> {
        self.row.end_date.as_deref().map(Entered::from)
    }

    /// What sources say of it, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        Ok(Statement::about(&self.reader, self.row.owner, &self.row.key).await?)
    }
}

relation!(
    /// The involvements of organizations in mechanisms.
    Involvements,
    Vec<Model>,
    involvements::of_mechanisms
);
