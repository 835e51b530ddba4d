//! Observations as clients see them.

use async_graphql::{ID, InputObject, Object};
use entity::observation::Model;
use entity::vocabulary::ObservationStatus;

use super::area::Area;
use super::indicator::Indicator;
use super::item::Spine;
use super::link::LIST_COST;
use super::statement::Statement;
use crate::domain::decimal::Decimal;
use crate::domain::entered::Entered;
use crate::domain::partial_date::PartialDate;
use crate::graphql::connection::{ContentObject as _, EdgeObject};
use crate::graphql::errors::ApiError;
use crate::graphql::inputs::{DuringInput, area_codes};
use crate::graphql::reader::Reader;
use crate::store::content::indicator::observations::ObservationFilter;

/// Which observations: any of the areas, in this time. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ObservationFilter")]
pub struct Filter {
    /// Of one of these areas, by code; a group stands for itself and its members.
    pub areas: Option<Vec<String>>,
    /// Of a period in this time.
    pub during: Option<DuringInput>,
}

impl Filter {
    /// The condition on observations.
    pub fn parse(&self, reader: &Reader) -> Result<ObservationFilter, ApiError> {
        Ok(ObservationFilter {
            areas: area_codes(reader, "areas", self.areas.as_deref())?.unwrap_or_default(),
            during: self.during.as_ref().map(|during| during.parse("during")).transpose()?,
        })
    }
}

/// What was observed of one area in one period. A correction is an observation of a later vintage.
#[derive(Clone)]
pub struct Observation {
    reader: Reader,
    row: Model,
}

impl EdgeObject for Observation {
    type Row = Model;

    fn new(reader: Reader, row: Model) -> Self {
        Self { reader, row }
    }
}

/// What was observed of one area in one period. A correction is an observation of a later vintage.
#[Object]
impl Observation {
    /// Opaque id: the indicator's, and the observation's key in it.
    pub async fn id(&self) -> ID {
        ID(format!("{}~{}", self.row.owner, self.row.key))
    }

    /// What was observed.
    async fn indicator(&self) -> async_graphql::Result<Option<Indicator>> {
        Ok(Spine::load(&self.reader, self.row.owner).await?.map(Indicator::new))
    }

    /// Of which area.
    async fn area(&self) -> Option<Area> {
        Area::find(&self.reader, &self.row.area)
    }

    /// In which period, or as of which day.
    async fn period(&self) -> Entered<PartialDate> {
        self.row.period.as_str().into()
    }

    /// The value, to be multiplied as the indicator says.
    async fn value(&self) -> Entered<Decimal> {
        self.row.value.as_str().into()
    }

    /// How final it is.
    async fn status(&self) -> ObservationStatus {
        self.row.status
    }

    /// When it was released, if stated; tells corrections from what they correct.
    async fn vintage(&self) -> Option<Entered<PartialDate>> {
        self.row.vintage.as_deref().map(Entered::from)
    }

    /// What sources say of it, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        Ok(Statement::about(&self.reader, self.row.owner, &self.row.key).await?)
    }
}
