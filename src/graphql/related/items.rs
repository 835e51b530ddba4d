//! What must hold for related items: some, every, none.

use async_graphql::InputObject;
use futures_util::future::BoxFuture;

use super::RelatedCondition;
use crate::domain::condition::{Condition, Relation};
use crate::graphql::errors::ApiError;
use crate::graphql::reader::Reader;
use crate::graphql::types::{article, indicator, mechanism, media_item, meeting, organization, person, publication};

/// A filter of items, wherever it stands.
pub trait ItemCondition: Sized + Send {
    /// What it takes to be let through.
    fn condition(self, reader: &Reader) -> BoxFuture<'_, Result<Condition, ApiError>>;
}

macro_rules! item_condition {
    ($($module:ident),* $(,)?) => {$(
        impl ItemCondition for $module::Filter {
            fn condition(self, reader: &Reader) -> BoxFuture<'_, Result<Condition, ApiError>> {
                Box::pin(async move { Ok($module::query(reader, Some(self), None).await?.into_condition()) })
            }
        }
    )*};
}

item_condition!(article, indicator, mechanism, media_item, meeting, organization, person, publication);

/// The one item at the other end.
impl<F: ItemCondition> RelatedCondition for Box<F> {
    type By = Relation;

    fn conditions(self, reader: &Reader, by: Relation) -> BoxFuture<'_, Result<Vec<Condition>, ApiError>> {
        let such = self.condition(reader);
        Box::pin(async move { Ok(vec![Condition::Related(by, Box::new(such.await?))]) })
    }
}

async fn quantified<F: ItemCondition>(
    reader: &Reader,
    by: Relation,
    [some, every, none]: [Option<Box<F>>; 3],
) -> Result<Vec<Condition>, ApiError> {
    let related = |such| Condition::Related(by, Box::new(such));
    let not = |condition| Condition::Not(Box::new(condition));
    let mut all = Vec::new();
    if let Some(some) = some {
        all.push(related(some.condition(reader).await?));
    }
    if let Some(every) = every {
        all.push(not(related(not(every.condition(reader).await?))));
    }
    if let Some(none) = none {
        all.push(not(related(none.condition(reader).await?)));
    }
    Ok(all)
}

macro_rules! many {
    ($($(#[$description:meta])* $Name:ident of $module:ident;)*) => {$(
        $(#[$description])*
        #[derive(Clone, Debug, InputObject)]
        pub struct $Name {
            /// At least one is such.
            pub some: Option<Box<$module::Filter>>,
            /// All are such; so it is if there is none.
            pub every: Option<Box<$module::Filter>>,
            /// None is such.
            pub none: Option<Box<$module::Filter>>,
        }

        impl RelatedCondition for $Name {
            type By = Relation;

            fn conditions(self, reader: &Reader, by: Relation) -> BoxFuture<'_, Result<Vec<Condition>, ApiError>> {
                Box::pin(quantified(reader, by, [self.some, self.every, self.none]))
            }
        }
    )*};
}

many! {
    /// What must hold for related meetings.
    ManyMeetings of meeting;
    /// What must hold for related people.
    ManyPeople of person;
    /// What must hold for related organizations.
    ManyOrganizations of organization;
    /// What must hold for related mechanisms.
    ManyMechanisms of mechanism;
    /// What must hold for related articles.
    ManyArticles of article;
    /// What must hold for related publications.
    ManyPublications of publication;
    /// What must hold for related media items.
    ManyMediaItems of media_item;
}
