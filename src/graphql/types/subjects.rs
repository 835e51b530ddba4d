//! What items concern, as clients see it.

use entity::subject;
use entity::vocabulary::SubjectRelation;

use super::item::Spine;
use crate::graphql::errors::ApiError;
use crate::graphql::reader::relation;
use crate::graphql::registry::Item;
use crate::store::content::subjects;

/// The items that an item concerns in one way, in the order of its document.
pub async fn concerned(spine: &Spine, how: SubjectRelation) -> Result<Vec<Item>, ApiError> {
    Ok(concerned_spines(spine, how).await?.into_iter().map(Item::new).collect())
}

/// The same, where all are of one content type.
pub async fn concerned_spines(spine: &Spine, how: SubjectRelation) -> Result<Vec<Spine>, ApiError> {
    let reader = spine.reader();
    let subjects = reader.load::<Subjects>(spine.row().id).await?;
    let targets = subjects.into_iter().flatten().filter(|subject| subject.relation == how).map(|found| found.target);
    Ok(Spine::load_many(reader, targets).await?.into_iter().flatten().collect())
}

relation!(
    /// What items concern.
    Subjects,
    Vec<subject::Model>,
    subjects::subjects
);
