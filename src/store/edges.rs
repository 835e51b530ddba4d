//! What items of every content type have beside their details: references, the typed links that are
//! read from both ends, names over time, parties, what they concern, and statements. Written and erased together with the details.

use std::collections::HashMap;

use entity::vocabulary::SubjectRelation;
use entity::{ItemId, item, link, name, party, reference, statement, subject};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use super::error::StoreError;
use super::sql::{Rows, Write};
use super::statements;
use crate::domain::documents::{DatedNameDocument, StatementDocument, localized};
use crate::domain::entered::Entered;
use crate::domain::partial_date::PartialDate;

/// A typed link between two items.
pub type Linked = link::Model;

#[derive(FromQueryResult)]
struct Edge {
    owner: ItemId,
    target: ItemId,
}

/// The items that refer to each of these items, themselves aside.
pub(super) async fn referrers(
    rows: &impl Rows,
    targets: &[ItemId],
) -> Result<HashMap<ItemId, Vec<ItemId>>, StoreError> {
    let select = |targets: &[ItemId]| {
        reference::Entity::find()
            .select_only()
            .columns([reference::Column::Owner, reference::Column::Target])
            .distinct()
            .filter(reference::Column::Target.is_in(targets.iter().copied()))
            .order_by_asc(reference::Column::Owner)
            .into_query()
    };
    let edges: Vec<Edge> = rows.rows_for(targets, select).await?;
    let mut referrers: HashMap<ItemId, Vec<ItemId>> = HashMap::new();
    for edge in edges.into_iter().filter(|edge| edge.owner != edge.target) {
        referrers.entry(edge.target).or_default().push(edge.owner);
    }
    Ok(referrers)
}

/// Rows to be written for some items.
#[derive(Default)]
pub(super) struct EdgeRows {
    links: Vec<link::Model>,
    references: Vec<reference::Model>,
    names: Vec<name::Model>,
    parties: Vec<party::Model>,
    subjects: Vec<subject::Model>,
    statements: Vec<statement::Model>,
}

impl EdgeRows {
    pub(super) fn link(&mut self, owner: ItemId, ordinal: usize, key: &str, kind: String, target: ItemId) {
        self.links.push(link::Model { owner, key: key.to_owned(), ordinal: number(ordinal), kind, target });
    }

    pub(super) fn reference(&mut self, owner: ItemId, field: String, target: ItemId) {
        self.references.push(reference::Model { owner, target, field });
    }

    pub(super) fn name(&mut self, owner: ItemId, ordinal: usize, key: String, name: &DatedNameDocument) {
        let date = |date: &Option<Entered<PartialDate>>| date.as_ref().map(|date| date.text().to_owned());
        self.names.push(name::Model {
            owner,
            key,
            ordinal: number(ordinal),
            name: localized(&name.name),
            start_date: date(&name.start_date),
            end_date: date(&name.end_date),
        });
    }

    pub(super) fn party(&mut self, owner: ItemId, ordinal: usize, area: &str) {
        self.parties.push(party::Model { owner, ordinal: number(ordinal), area: area.to_owned() });
    }

    pub(super) fn subject(&mut self, owner: ItemId, relation: SubjectRelation, ordinal: usize, target: ItemId) {
        self.subjects.push(subject::Model { owner, relation, ordinal: number(ordinal), target });
    }

    pub(super) fn statements(
        &mut self,
        owner: ItemId,
        part: Option<&str>,
        statements: &[StatementDocument],
    ) -> Result<(), StoreError> {
        statements::rows(owner, part, statements, &mut self.statements)
    }

    pub(super) async fn write(self, txn: &Write) -> Result<(), StoreError> {
        txn.insert::<link::Entity>(self.links).await?;
        txn.insert::<reference::Entity>(self.references).await?;
        txn.insert::<name::Entity>(self.names).await?;
        txn.insert::<party::Entity>(self.parties).await?;
        txn.insert::<subject::Entity>(self.subjects).await?;
        txn.insert::<statement::Entity>(self.statements).await
    }
}

/// Removes what is stored of items beside their details.
pub(super) async fn erase(txn: &Write, owners: &[ItemId]) -> Result<(), StoreError> {
    txn.delete_for(reference::Column::Owner, owners).await?;
    txn.delete_for(link::Column::Owner, owners).await?;
    txn.delete_for(name::Column::Owner, owners).await?;
    txn.delete_for(party::Column::Owner, owners).await?;
    txn.delete_for(subject::Column::Owner, owners).await?;
    txn.delete_for(statement::Column::Owner, owners).await
}

/// A list index as it is stored.
pub(super) fn number(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

/// Reads child rows of items, grouped by owner, in the order of their documents.
macro_rules! owned_rows {
    ($(#[$meta:meta])* $name:ident, $entity:ident) => {
        $(#[$meta])*
        pub async fn $name(
            rows: &impl Rows,
            owners: &[ItemId],
        ) -> Result<HashMap<ItemId, Vec<$entity::Model>>, StoreError> {
            let select = |owners: &[ItemId]| {
                $entity::Entity::find()
                    .filter($entity::Column::Owner.is_in(owners.iter().copied()))
                    .order_by_asc($entity::Column::Owner)
                    .order_by_asc($entity::Column::Ordinal)
                    .into_query()
            };
            let mut grouped: HashMap<ItemId, Vec<$entity::Model>> = HashMap::new();
            for row in rows.rows_for::<_, $entity::Model>(owners, select).await? {
                grouped.entry(row.owner).or_default().push(row);
            }
            Ok(grouped)
        }
    };
}
pub(super) use owned_rows;

owned_rows!(
    /// The names of items over time.
    names,
    name
);
owned_rows!(
    /// The areas that are party to items.
    parties,
    party
);

/// The links that each of these items holds, in the order of its document.
pub async fn links_from(rows: &impl Rows, owners: &[ItemId]) -> Result<HashMap<ItemId, Vec<Linked>>, StoreError> {
    let select = |owners: &[ItemId]| {
        link::Entity::find()
            .filter(link::Column::Owner.is_in(owners.iter().copied()))
            .order_by_asc(link::Column::Owner)
            .order_by_asc(link::Column::Ordinal)
            .into_query()
    };
    Ok(grouped(rows.rows_for(owners, select).await?, |link| link.owner))
}

/// The links that lead to each of these items, by the date of their owners.
pub async fn links_to(rows: &impl Rows, targets: &[ItemId]) -> Result<HashMap<ItemId, Vec<Linked>>, StoreError> {
    let select = |targets: &[ItemId]| {
        let to_owner = link::Entity::belongs_to(item::Entity).from(link::Column::Owner).to(item::Column::Id);
        link::Entity::find()
            .join(JoinType::InnerJoin, to_owner.into())
            .filter(link::Column::Target.is_in(targets.iter().copied()))
            .order_by_asc(item::Column::DateAsc)
            .order_by_asc(link::Column::Owner)
            .order_by_asc(link::Column::Ordinal)
            .into_query()
    };
    Ok(grouped(rows.rows_for(targets, select).await?, |link| link.target))
}

fn grouped(links: Vec<Linked>, by: impl Fn(&Linked) -> ItemId) -> HashMap<ItemId, Vec<Linked>> {
    let mut groups: HashMap<ItemId, Vec<Linked>> = HashMap::new();
    for link in links {
        groups.entry(by(&link)).or_default().push(link);
    }
    groups
}
