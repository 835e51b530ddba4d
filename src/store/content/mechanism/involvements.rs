//! Involvements of organizations in mechanisms: under the mechanism and under the organization.

use std::collections::HashMap;

use entity::{ItemId, involvement};
use sea_orm::sea_query::{Alias, Condition};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::super::{required, settled, text};
use crate::domain::cursor::EdgeCursor;
use crate::domain::documents::InvolvementDocument;
use crate::store::edge_page::EdgeList;
use crate::store::edges::owned_rows;
use crate::store::error::StoreError;
use crate::store::sql::Rows;

owned_rows!(
    /// The involvements of organizations in mechanisms, in the order of the mechanisms' documents.
    of_mechanisms,
    involvement
);

/// The mechanisms that an organization is involved in.
pub struct InvolvementsOfOrganization;

impl EdgeList for InvolvementsOfOrganization {
    type Entity = involvement::Entity;
    type Row = involvement::Model;
    type Filter = ();

    const NAME: &'static str = "involvements-of";
    const PARENT: involvement::Column = involvement::Column::Organization;
    const SORT: involvement::Column = involvement::Column::Ordinal;

    fn place(row: &involvement::Model) -> EdgeCursor {
        EdgeCursor { sort: row.ordinal, owner: row.owner, key: row.key.clone() }
    }

    fn parent(row: &involvement::Model) -> Option<ItemId> {
        Some(row.organization)
    }

    fn condition((): &(), _: &Alias) -> Condition {
        Condition::all()
    }
}

/// The row of an involvement.
pub(super) fn row(
    owner: ItemId,
    ordinal: i64,
    involved: &InvolvementDocument,
) -> Result<involvement::Model, StoreError> {
    Ok(involvement::Model {
        owner,
        key: required("organizations/key", involved.key.clone())?,
        ordinal,
        organization: settled(&required("organizations/organization", involved.organization.clone())?)?,
        role: required("organizations/role", involved.role)?,
        party: involved.party.clone(),
        start_date: text(involved.start_date.as_ref()),
        end_date: text(involved.end_date.as_ref()),
    })
}
