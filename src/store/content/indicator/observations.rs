//! Observations in the database: under their indicator, by area and period.

use std::collections::HashMap;

use entity::vocabulary::ObservationStatus;
use entity::{ItemId, observation};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::super::{required, text};
use crate::domain::cursor::EdgeCursor;
use crate::domain::dates::{DateKeys, During};
use crate::domain::documents::ObservationDocument;
use crate::domain::query::Direction;
use crate::store::edge_page::EdgeList;
use crate::store::edges::{number, owned_rows};
use crate::store::error::StoreError;
use crate::store::plan::inside;
use crate::store::sql::Rows;

owned_rows!(
    /// The observations of indicators, in the order of their documents.
    of_indicators,
    observation
);

/// Which observations: any of the areas, and in this time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ObservationFilter {
    /// Of these areas, by code; none restrict nothing.
    pub areas: Vec<String>,
    /// Of periods in this time.
    pub during: Option<During>,
}

/// The observations of an indicator, the latest period first.
pub struct ObservationsOfIndicator;

impl EdgeList for ObservationsOfIndicator {
    type Entity = observation::Entity;
    type Row = observation::Model;
    type Filter = ObservationFilter;

    const NAME: &'static str = "observations";
    const PARENT: observation::Column = observation::Column::Owner;
    const SORT: observation::Column = observation::Column::DateDesc;

    fn place(row: &observation::Model) -> EdgeCursor {
        EdgeCursor { sort: row.date_desc, owner: row.owner, key: row.key.clone() }
    }

    fn parent(row: &observation::Model) -> Option<ItemId> {
        Some(row.owner)
    }

    fn condition(ObservationFilter { areas, during }: &ObservationFilter, edge: &Alias) -> Condition {
        let mut all = Condition::all();
        if !areas.is_empty() {
            let area = Expr::col((edge.clone(), Alias::new("area")));
            all = all.add(area.is_in(areas.iter().map(String::as_str)));
        }
        during.iter().fold(all, |all, during| all.add(inside(edge, *during, Direction::Desc)))
    }
}

/// The row of an observation.
pub(super) fn row(
    owner: ItemId,
    ordinal: usize,
    observation: &ObservationDocument,
) -> Result<observation::Model, StoreError> {
    let period = required("observations/period", observation.period.clone())?;
    let dates = DateKeys::of(period.parse().ok(), None);
    Ok(observation::Model {
        owner,
        key: required("observations/key", observation.key.clone())?,
        ordinal: number(ordinal),
        area: required("observations/area", observation.area.clone())?,
        period: period.text().to_owned(),
        value: required("observations/value", text(observation.value.as_ref()))?,
        status: observation.status.unwrap_or(ObservationStatus::Normal),
        vintage: text(observation.vintage.as_ref()),
        date_asc: dates.asc,
        date_desc: dates.desc,
        date_hi: dates.hi,
    })
}
