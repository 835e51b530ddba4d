//! Counters as clients see them: what the institution declares beside what the record has.

use async_graphql::{Object, SimpleObject};
use entity::vocabulary::{Counted, Qualifier};

use super::indicator::Indicator;
use super::item::Spine;
use super::observation::Observation;
use super::statement::Statement;
use crate::domain::decimal::Decimal;
use crate::domain::entered::Entered;
use crate::domain::partial_date::PartialDate;
use crate::domain::slug::Slug;
use crate::graphql::connection::{ContentObject as _, EdgeObject as _};
use crate::graphql::reader::Reader;
use crate::store::content::indicator::counters::Counter;

/// How many mechanisms, or parties to them, the record has of a sort, beside how many are declared.
pub struct MechanismCount {
    reader: Reader,
    row: Counter,
}

impl MechanismCount {
    /// A counter.
    pub fn new(reader: Reader, row: Counter) -> Self {
        Self { reader, row }
    }
}

/// How many mechanisms, or parties to them, the record has of a sort, beside how many are declared.
#[Object]
impl MechanismCount {
    /// The counter's name, such as `ministerial`.
    async fn counter(&self) -> Entered<Slug> {
        self.row.counter.as_str().into()
    }

    /// What it counts.
    async fn counts(&self) -> Counted {
        self.row.counts
    }

    /// How many the record has.
    async fn recorded(&self) -> i64 {
        self.row.recorded
    }

    /// How many the institution last declared, if it did.
    async fn declared(&self) -> async_graphql::Result<Option<DeclaredCount>> {
        let Some(row) = &self.row.declared else { return Ok(None) };
        let statements = Statement::about(&self.reader, row.owner, &row.key).await?;
        let stated = statements.into_iter().find(|statement| statement.is_of("value"));
        let (text, number, qualifier) = stated.map(Statement::into_number).unwrap_or_default();
        Ok(Some(DeclaredCount {
            text: text.unwrap_or_else(|| row.value.clone()),
            number: number.unwrap_or_else(|| row.value.clone()).into(),
            qualifier: qualifier.unwrap_or(Qualifier::Exact),
            date: row.period.as_str().into(),
            observation: Observation::new(self.reader.clone(), row.clone()),
        }))
    }

    /// The indicator whose observations declare it.
    async fn indicator(&self) -> async_graphql::Result<Option<Indicator>> {
        let Some(indicator) = self.row.indicator else { return Ok(None) };
        Ok(Spine::load(&self.reader, indicator).await?.map(Indicator::new))
    }
}

/// A number that the institution declares.
#[derive(SimpleObject)]
pub struct DeclaredCount {
    /// The number as it is stated, such as `70+`.
    text: String,
    /// The number.
    number: Entered<Decimal>,
    /// How it is meant.
    qualifier: Qualifier,
    /// As of when it is stated.
    date: Entered<PartialDate>,
    /// The observation, with its sources.
    observation: Observation,
}
