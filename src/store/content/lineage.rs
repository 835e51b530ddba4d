//! What stands above what: mechanisms under mechanisms, organizations under organizations.

use std::collections::{HashMap, HashSet};

use entity::ItemId;
use sea_orm::{ColumnTrait as _, EntityTrait, FromQueryResult, QueryFilter as _, QuerySelect as _, QueryTrait as _};

use crate::store::error::StoreError;
use crate::store::sql::Rows;

#[derive(FromQueryResult)]
struct Row {
    id: ItemId,
    parent_id: Option<ItemId>,
}

/// The columns by which a content type stands under itself.
#[derive(Clone, Copy)]
pub(super) struct Hierarchy<E: EntityTrait> {
    pub id: E::Column,
    pub parent: E::Column,
}

impl<E: EntityTrait> Hierarchy<E> {
    /// The items directly below these.
    pub(super) async fn children(self, rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        let below = |parents: &[ItemId]| self.select().filter(self.parent.is_in(parents.iter().copied())).into_query();
        let children: Vec<Row> = rows.rows_for(ids, below).await?;
        Ok(children.into_iter().map(|row| row.id).collect())
    }

    /// These items with everything above them, read level by level.
    pub(super) async fn lineage(self, rows: &impl Rows, ids: &[ItemId]) -> Result<Lineage, StoreError> {
        let these = |ids: &[ItemId]| self.select().filter(self.id.is_in(ids.iter().copied())).into_query();
        let mut parents: HashMap<ItemId, Option<ItemId>> = HashMap::new();
        let mut frontier: HashSet<ItemId> = ids.iter().copied().collect();
        while !frontier.is_empty() {
            let wanted: Vec<ItemId> = frontier.into_iter().collect();
            let found: Vec<Row> = rows.rows_for(&wanted, these).await?;
            parents.extend(found.iter().map(|row| (row.id, row.parent_id)));
            frontier =
                found.into_iter().filter_map(|row| row.parent_id).filter(|id| !parents.contains_key(id)).collect();
        }
        Ok(Lineage(parents))
    }

    /// Those of these items that would stand above themselves.
    pub(super) async fn loops(self, rows: &impl Rows, ids: &[ItemId]) -> Result<Vec<ItemId>, StoreError> {
        let lineage = self.lineage(rows, ids).await?;
        Ok(ids.iter().copied().filter(|id| lineage.loops(*id)).collect())
    }

    fn select(self) -> sea_orm::Select<E> {
        E::find().select_only().column_as(self.id, "id").column_as(self.parent, "parent_id")
    }
}

/// Items with everything above them.
pub(super) struct Lineage(HashMap<ItemId, Option<ItemId>>);

impl Lineage {
    /// The item and those above it, nearest first; ends where a cycle closes.
    pub(super) fn upwards(&self, id: ItemId) -> impl Iterator<Item = ItemId> {
        let mut seen = HashSet::new();
        std::iter::successors(Some(id), |id| self.0.get(id).copied().flatten()).take_while(move |id| seen.insert(*id))
    }

    fn loops(&self, id: ItemId) -> bool {
        let last = self.upwards(id).last();
        let above = last.and_then(|last| self.0.get(&last).copied().flatten());
        above.is_some_and(|above| self.0.contains_key(&above))
    }
}
