//! Statements in the database: under what they are about, who makes them, and their source.

use std::collections::HashMap;

use entity::{ItemId, statement};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _};
use sea_orm::{EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _};

use super::content::{required, text};
use super::edge_page::EdgeList;
use super::error::StoreError;
use super::sql::Rows;
use crate::domain::actor::SpeakerRef;
use crate::domain::cursor::EdgeCursor;
use crate::domain::documents::{SourceRef, StatementDocument};

/// An item, or the part of it that has a key.
pub type Subject = (ItemId, String);

/// The statements about items and parts of items, in the order of their documents.
pub async fn statements(
    rows: &impl Rows,
    subjects: &[Subject],
) -> Result<HashMap<Subject, Vec<statement::Model>>, StoreError> {
    let select = |subjects: &[Subject]| {
        let named = subjects.iter().map(|(owner, part)| Expr::tuple([Expr::val(*owner), Expr::val(part.as_str())]));
        let subject = Expr::tuple([Expr::col(statement::Column::Owner), Expr::col(statement::Column::Subject)]);
        statement::Entity::find()
            .filter(subject.is_in(named))
            .order_by_asc(statement::Column::Owner)
            .order_by_asc(statement::Column::Subject)
            .order_by_asc(statement::Column::Ordinal)
            .into_query()
    };
    let mut grouped: HashMap<Subject, Vec<statement::Model>> = HashMap::new();
    for row in rows.rows_for::<_, statement::Model>(subjects, select).await? {
        grouped.entry((row.owner, row.subject.clone())).or_default().push(row);
    }
    Ok(grouped)
}

/// The statements that a person or an organization makes.
pub struct StatementsBy;

/// The statements whose source is an item.
pub struct StatementsFrom;

impl EdgeList for StatementsBy {
    type Entity = statement::Entity;
    type Row = statement::Model;
    type Filter = ();

    const NAME: &'static str = "statements-by";
    const PARENT: statement::Column = statement::Column::StatedBy;
    const SORT: statement::Column = statement::Column::Ordinal;

    fn place(row: &statement::Model) -> EdgeCursor {
        place(row)
    }

    fn parent(row: &statement::Model) -> Option<ItemId> {
        row.stated_by
    }

    fn condition((): &(), _: &Alias) -> Condition {
        Condition::all()
    }
}

impl EdgeList for StatementsFrom {
    type Entity = statement::Entity;
    type Row = statement::Model;
    type Filter = ();

    const NAME: &'static str = "statements-from";
    const PARENT: statement::Column = statement::Column::SourceItem;
    const SORT: statement::Column = statement::Column::Ordinal;

    fn place(row: &statement::Model) -> EdgeCursor {
        place(row)
    }

    fn parent(row: &statement::Model) -> Option<ItemId> {
        row.source_item
    }

    fn condition((): &(), _: &Alias) -> Condition {
        Condition::all()
    }
}

fn place(row: &statement::Model) -> EdgeCursor {
    EdgeCursor { sort: row.ordinal, owner: row.owner, key: row.key.clone() }
}

/// The rows of the statements about an item, or about the part of it that has this key.
pub(super) fn rows(
    owner: ItemId,
    part: Option<&str>,
    statements: &[StatementDocument],
    rows: &mut Vec<statement::Model>,
) -> Result<(), StoreError> {
    for (ordinal, one) in (0_i64..).zip(statements) {
        let (source_item, source_url) = match &one.source {
            Some(SourceRef::Item(item)) => (item.id(), None),
            Some(SourceRef::Url(url)) => (None, Some(url.text().to_owned())),
            None => (None, None),
        };
        rows.push(statement::Model {
            owner,
            key: required("statements/key", one.key.clone())?,
            subject: part.unwrap_or_default().to_owned(),
            ordinal,
            field: required("statements/field", one.field.clone())?,
            value: one.value.clone(),
            number: text(one.number.as_ref()),
            qualifier: one.qualifier,
            basis: required("statements/basis", one.basis)?,
            stated_by: one.stated_by.as_ref().and_then(SpeakerRef::id),
            quote: one.quote.clone(),
            location: one.location.clone(),
            source_item,
            source_url,
        });
    }
    Ok(())
}
