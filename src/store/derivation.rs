//! What the record's tables hold beside their documents' own words, and the rules it is made by: folded
//! labels, keys of the order of each language, and what can be searched. A record that was made by other
//! rules is made anew before it is read.

use std::collections::HashMap;
use std::sync::Arc;

use entity::{ItemId, label_order, record};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};

use super::error::StoreError;
use super::items::spine_items;
use super::journal::latest_documents;
use super::keys::Refreshed;
use super::search;
use super::sql::Write;
use crate::domain::collation::{Collation, Collators};
use crate::domain::documents::Document;
use crate::domain::search::Analyzer;

/// Stands for the way labels are folded; raised when it changes.
const FOLDING: u32 = 1;

/// What makes it.
#[derive(Debug)]
pub(super) struct Derivation {
    pub analyzer: Arc<Analyzer>,
    collators: Collators,
}

impl Derivation {
    /// Reads the tables, which are built in.
    pub(super) fn new() -> Result<Self, StoreError> {
        let analyzer = Analyzer::new().map_err(StoreError::Corrupt)?;
        let collators = Collators::new().map_err(StoreError::Corrupt)?;
        Ok(Self { analyzer: Arc::new(analyzer), collators })
    }

    /// The rules, as the record states them.
    pub(super) fn rules() -> String {
        format!("labels {FOLDING}, collation {}, search {}", Collation::VERSION, Analyzer::VERSION)
    }

    /// Writes the order of the labels of public documents; nothing is stored of them yet.
    pub(super) async fn write_order(&self, txn: &Write, batch: &[(ItemId, &Document)]) -> Result<(), StoreError> {
        let key = |document: &Document, collation| self.collators.key_of(collation, document);
        let order = |(item, document): &(ItemId, &Document)| label_order::Model {
            item: *item,
            item_type: document.item_type(),
            en: key(document, Collation::English),
            zh: key(document, Collation::Chinese),
            ja: key(document, Collation::Japanese),
            ko: key(document, Collation::Korean),
        };
        txn.insert::<label_order::Entity>(batch.iter().map(order).collect()).await
    }

    /// Has items whose match keys are others now be searched by these.
    pub(super) async fn follow_keys(&self, txn: &Write, keys: &HashMap<ItemId, Refreshed>) -> Result<(), StoreError> {
        let mut changed: Vec<ItemId> = keys.keys().copied().collect();
        // In one order on every database, and each time.
        changed.sort_unstable();
        let positions = spine_items(txn, &changed).await?;
        let documents = latest_documents(txn, &changed).await?;
        let entry = |id: &ItemId| {
            let (_, document) = documents.get(id)?;
            let entry = self.analyzer.entry(document, positions.get(id)?.content_position);
            Some((*id, entry.with_keys(keys[id].after.iter().map(String::as_str))))
        };
        let entries = changed.iter().filter_map(entry).collect();
        search::erase(txn, &changed).await?;
        search::write(txn, entries).await
    }
}

/// Removes what follows from the documents of items.
pub(super) async fn erase(txn: &Write, ids: &[ItemId]) -> Result<(), StoreError> {
    txn.delete_for(label_order::Column::Item, ids).await?;
    search::erase(txn, ids).await
}

/// States that the record is made by this program's rules.
pub(super) async fn state_rules(txn: &Write) -> Result<(), StoreError> {
    let update = Query::update()
        .table(record::Entity)
        .value(record::Column::Derivation, Derivation::rules())
        .and_where(Expr::col(record::Column::Id).eq(1))
        .take();
    txn.run_update(update).await.map(|_| ())
}
