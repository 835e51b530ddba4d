//! Statements as clients see them: from what they are about, from who makes them, from their source.

use std::collections::HashMap;

use async_graphql::{ID, Object};
use entity::ItemId;
use entity::statement::Model;
use entity::vocabulary::{Qualifier, StatementBasis};

use super::actor::Actor;
use super::item::Spine;
use crate::domain::decimal::Decimal;
use crate::domain::entered::Entered;
use crate::domain::web_address::WebAddress;
use crate::graphql::connection::EdgeObject;
use crate::graphql::errors::ApiError;
use crate::graphql::query::node_of;
use crate::graphql::reader::{Reader, Relation};
use crate::graphql::registry::{Item, Node};
use crate::store::{self, Snapshot, StoreError, Subject};

/// What a source says of a field of an item or of a part of it. Statements that contradict each other
/// stand side by side.
#[derive(Clone)]
pub struct Statement {
    reader: Reader,
    row: Model,
}

impl EdgeObject for Statement {
    type Row = Model;

    fn new(reader: Reader, row: Model) -> Self {
        Self { reader, row }
    }
}

impl Statement {
    /// The statements about an item, or about the part of it that has this key.
    pub async fn about(reader: &Reader, owner: ItemId, part: &str) -> Result<Vec<Self>, ApiError> {
        let found = reader.load::<Statements>((owner, part.to_owned())).await?;
        Ok(found.into_iter().flatten().map(|row| Self::new(reader.clone(), row)).collect())
    }
}

/// A number as stated, exactly, and how it is meant.
pub type StatedNumber = (Option<String>, Option<String>, Option<Qualifier>);

impl Statement {
    /// Whether it is about this field or measure.
    pub fn is_of(&self, field: &str) -> bool {
        self.row.field == field
    }

    /// What it says of a number.
    pub fn into_number(self) -> StatedNumber {
        (self.row.value, self.row.number, self.row.qualifier)
    }
}

/// What a source says of a field of an item or of a part of it. Statements that contradict each other
/// stand side by side.
#[Object]
impl Statement {
    /// Opaque id: the item's whose document holds it, and the statement's key in it.
    pub async fn id(&self) -> ID {
        ID(format!("{}~{}", self.row.owner, self.row.key))
    }

    /// What it is about: an item, or a part of one, such as a participant.
    async fn subject(&self) -> async_graphql::Result<Option<Node>> {
        Ok(node_of(&self.reader, self.row.owner, &self.row.subject).await?)
    }

    /// The field or measure it is about, such as `startDate` or `attendance`.
    async fn field(&self) -> &str {
        &self.row.field
    }

    /// The value as stated, word for word.
    async fn value(&self) -> Option<&str> {
        self.row.value.as_deref()
    }

    /// The value as a number, where it is one.
    async fn number(&self) -> Option<Entered<Decimal>> {
        self.row.number.as_deref().map(Entered::from)
    }

    /// How the number is meant, if that is stated.
    async fn qualifier(&self) -> Option<Qualifier> {
        self.row.qualifier
    }

    /// Whether the source says so, or somebody concluded it.
    async fn basis(&self) -> StatementBasis {
        self.row.basis
    }

    /// Who says so, if the source reports what somebody said.
    async fn stated_by(&self) -> async_graphql::Result<Option<Actor>> {
        Ok(Actor::find(&self.reader, self.row.stated_by, None).await?)
    }

    /// The passage, word for word.
    async fn quote(&self) -> Option<&str> {
        self.row.quote.as_deref()
    }

    /// Where in the source it is, such as `photos/3/caption`.
    async fn location(&self) -> Option<&str> {
        self.row.location.as_deref()
    }

    /// The source, if it is in the record.
    async fn source(&self) -> async_graphql::Result<Option<Item>> {
        let Some(source) = self.row.source_item else { return Ok(None) };
        Ok(Spine::load(&self.reader, source).await?.map(Item::new))
    }

    /// The source, if it is a page on the web.
    async fn source_url(&self) -> Option<Entered<WebAddress>> {
        self.row.source_url.as_deref().map(Entered::from)
    }
}

/// The statements about items and parts of items.
struct Statements;

impl Relation for Statements {
    type Key = Subject;
    type Value = Vec<Model>;

    async fn read(snapshot: &Snapshot, keys: &[Subject]) -> Result<HashMap<Subject, Vec<Model>>, StoreError> {
        store::statements(snapshot, keys).await
    }
}
