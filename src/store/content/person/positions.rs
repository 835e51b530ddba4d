//! Positions in the database: under their person and under their organization.

use std::collections::HashMap;

use entity::{ItemId, position};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::super::{required, settled, text};
use crate::domain::cursor::EdgeCursor;
use crate::domain::dates::{Certainty, DateKeys};
use crate::domain::documents::{PositionDocument, localized};
use crate::domain::entered::Entered;
use crate::domain::partial_date::PartialDate;
use crate::domain::position::{HeldAt, PositionFilter, Tenure};
use crate::store::edge_page::EdgeList;
use crate::store::edges::{number, owned_rows};
use crate::store::error::StoreError;
use crate::store::sql::Rows;

owned_rows!(
    /// The positions of people, in the order of their documents.
    of_people,
    position
);

/// The positions of a person, the latest first.
pub struct PositionsOfPerson;

/// The positions in an organization, the latest first.
pub struct PositionsInOrganization;

impl EdgeList for PositionsOfPerson {
    type Entity = position::Entity;
    type Row = position::Model;
    type Filter = PositionFilter;

    const NAME: &'static str = "positions-of";
    const PARENT: position::Column = position::Column::Owner;
    const SORT: position::Column = position::Column::DateDesc;

    fn place(row: &position::Model) -> EdgeCursor {
        place(row)
    }

    fn parent(row: &position::Model) -> Option<ItemId> {
        Some(row.owner)
    }

    fn condition(filter: &PositionFilter, edge: &Alias) -> Condition {
        condition(filter, edge)
    }
}

impl EdgeList for PositionsInOrganization {
    type Entity = position::Entity;
    type Row = position::Model;
    type Filter = PositionFilter;

    const NAME: &'static str = "positions-in";
    const PARENT: position::Column = position::Column::Organization;
    const SORT: position::Column = position::Column::DateDesc;

    fn place(row: &position::Model) -> EdgeCursor {
        place(row)
    }

    fn parent(row: &position::Model) -> Option<ItemId> {
        Some(row.organization)
    }

    fn condition(filter: &PositionFilter, edge: &Alias) -> Condition {
        condition(filter, edge)
    }
}

fn place(row: &position::Model) -> EdgeCursor {
    EdgeCursor { sort: row.date_desc, owner: row.owner, key: row.key.clone() }
}

/// The people who hold or held posts in organizations.
pub(in crate::store::content) async fn holders(
    rows: &impl Rows,
    organizations: &[ItemId],
) -> Result<Vec<ItemId>, StoreError> {
    let select = |organizations: &[ItemId]| {
        position::Entity::find()
            .select_only()
            .column(position::Column::Owner)
            .distinct()
            .filter(position::Column::Organization.is_in(organizations.iter().copied()))
            .into_query()
    };
    let found: Vec<Holder> = rows.rows_for(organizations, select).await?;
    Ok(found.into_iter().map(|holder| holder.owner).collect())
}

#[derive(FromQueryResult)]
struct Holder {
    owner: ItemId,
}

/// The condition that a filter puts on positions.
pub(in crate::store) fn condition(filter: &PositionFilter, edge: &Alias) -> Condition {
    let column = |name: &'static str| Expr::col((edge.clone(), Alias::new(name)));
    let PositionFilter { organizations, posts, held } = filter;
    let mut all = Condition::all();
    if !organizations.is_empty() {
        all = all.add(column("organization").is_in(organizations.iter().copied()));
    }
    if !posts.is_empty() {
        all = all.add(column("post").is_in(posts.iter().map(String::as_str)));
    }
    match held {
        None => all,
        Some(HeldAt { date, certainty: Certainty::Certain }) => {
            all.add(column("certainly_from").lte(date.lo())).add(column("certainly_until").gte(date.hi()))
        }
        Some(HeldAt { date, certainty: Certainty::Possible }) => {
            all.add(column("possibly_from").lt(date.hi())).add(column("possibly_until").gt(date.lo()))
        }
    }
}

/// The row of a position.
pub(super) fn row(owner: ItemId, ordinal: usize, position: &PositionDocument) -> Result<position::Model, StoreError> {
    let date = |date: Option<&Entered<PartialDate>>| date.and_then(|date| date.parse().ok());
    let (start, end) = (date(position.start_date.as_ref()), date(position.end_date.as_ref()));
    let tenure = Tenure::of(start, end);
    Ok(position::Model {
        owner,
        key: required("positions/key", position.key.clone())?,
        ordinal: number(ordinal),
        organization: settled(&required("positions/organization", position.organization.clone())?)?,
        post: required("positions/post", text(position.post.as_ref()))?,
        title: localized(&position.title),
        stated_title: position.stated_title.clone(),
        start_date: text(position.start_date.as_ref()),
        end_date: text(position.end_date.as_ref()),
        is_acting: position.is_acting.unwrap_or(false),
        number: position.ordinal,
        date_desc: DateKeys::of(start, end).desc,
        possibly_from: tenure.possibly_from,
        certainly_from: tenure.certainly_from,
        certainly_until: tenure.certainly_until,
        possibly_until: tenure.possibly_until,
    })
}
