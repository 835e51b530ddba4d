//! Conditions on what is related: filters of filters.
//!
//! Every filter of items can be combined with `and`, `or` and `not`, and has `related`: what must hold for some,
//! for every or for none of the items at the other end of a relation. Each becomes a [`Condition`], which the store
//! looks up by an index.

mod edges;
mod items;

use async_graphql::InputObject;
use entity::ItemType;
use futures_util::future::BoxFuture;

use super::errors::ApiError;
use super::reader::Reader;
use super::types::{mechanism, organization};
use crate::domain::condition::{Condition, Relation};
use edges::{ManyParticipants, ManyPositions, ManyPositionsIn};
pub use items::ItemCondition;
use items::{
    ManyArticles, ManyMechanisms, ManyMediaItems, ManyMeetings, ManyOrganizations, ManyPeople, ManyPublications,
};

/// The filters of `and`, `or` and `not`.
pub type Combined<F> = (Option<Vec<F>>, Option<Vec<F>>, Option<Box<F>>);

/// The conditions of `and`, `or` and `not`, and those on what is related.
pub async fn conditions<F: ItemCondition>(
    reader: &Reader,
    (and, or, not): Combined<F>,
    related: Vec<Condition>,
) -> Result<Vec<Condition>, ApiError> {
    let mut all = related;
    all.extend(each(reader, and.unwrap_or_default()).await?);
    if let Some(or) = or.filter(|or| !or.is_empty()) {
        all.push(Condition::Any(each(reader, or).await?));
    }
    if let Some(not) = not {
        all.push(Condition::Not(Box::new(not.condition(reader).await?)));
    }
    Condition::check_bounds(&all).map_err(|problem| ApiError::bad_input("filter", problem))?;
    Ok(all)
}

async fn each<F: ItemCondition>(reader: &Reader, filters: Vec<F>) -> Result<Vec<Condition>, ApiError> {
    futures_util::future::try_join_all(filters.into_iter().map(|filter| filter.condition(reader))).await
}

/// What must hold at the other end of one relation.
trait RelatedCondition: Sized + Send {
    /// What it takes to get there.
    type By: Send;

    /// The conditions on the item at this end.
    fn conditions(self, reader: &Reader, by: Self::By) -> BoxFuture<'_, Result<Vec<Condition>, ApiError>>;
}

macro_rules! relations {
    ($(
        $(#[$description:meta])*
        $Name:ident {
            $($(#[$of_field:meta])* $field:ident: $Type:ty => $by:expr,)*
        }
    )*) => {$(
        $(#[$description])*
        #[derive(Clone, Debug, InputObject)]
        pub struct $Name {
            $($(#[$of_field])* pub $field: Option<$Type>,)*
        }

        impl $Name {
            /// The conditions that it stands for.
            pub async fn conditions(self, reader: &Reader) -> Result<Vec<Condition>, ApiError> {
                let mut all = Vec::new();
                $(if let Some(related) = self.$field {
                    all.extend(related.conditions(reader, $by).await?);
                })*
                Ok(all)
            }
        }
    )*};
}

relations! {
    /// What must hold for what a meeting is related to: all that is given.
    MeetingRelations {
        /// Its participants.
        participants: ManyParticipants => (),
        /// The mechanism that it belongs to; it must belong to one.
        mechanism: Box<mechanism::Filter> => Relation::MechanismOfMeeting,
        /// The people who take part.
        people: ManyPeople => Relation::PeopleInMeeting,
        /// The organizations that take part, or for which somebody does.
        organizations: ManyOrganizations => Relation::OrganizationsInMeeting,
        /// The articles that are about it or mention it.
        articles: ManyArticles => Relation::Coverage(ItemType::Article),
        /// The publications that are about it or are its outcomes.
        publications: ManyPublications => Relation::Coverage(ItemType::Publication),
        /// The media items that are about it.
        media_items: ManyMediaItems => Relation::Coverage(ItemType::MediaItem),
    }

    /// What must hold for what a person is related to: all that is given.
    PersonRelations {
        /// Their positions.
        positions: ManyPositions => (),
        /// The meetings that they take part in.
        meetings: ManyMeetings => Relation::MeetingsOfPerson,
        /// The organizations in which they hold or held a post.
        organizations: ManyOrganizations => Relation::OrganizationsOfPerson,
        /// The articles that are about them or mention them.
        articles: ManyArticles => Relation::Coverage(ItemType::Article),
        /// The publications that are about them.
        publications: ManyPublications => Relation::Coverage(ItemType::Publication),
        /// The media items that are about them.
        media_items: ManyMediaItems => Relation::Coverage(ItemType::MediaItem),
    }

    /// What must hold for what an organization is related to: all that is given.
    OrganizationRelations {
        /// The positions in it.
        positions: ManyPositionsIn => (),
        /// The people who hold or held a post in it.
        people: ManyPeople => Relation::PeopleInOrganization,
        /// The meetings that it takes part in, or somebody for it.
        meetings: ManyMeetings => Relation::MeetingsOfOrganization,
        /// The mechanisms that it is involved in.
        mechanisms: ManyMechanisms => Relation::MechanismsOfOrganization,
        /// The one directly above it; there must be one.
        parent: Box<organization::Filter> => Relation::Parent(ItemType::Organization),
        /// Those directly below it.
        children: ManyOrganizations => Relation::Children(ItemType::Organization),
        /// The articles that are about it or mention it.
        articles: ManyArticles => Relation::Coverage(ItemType::Article),
        /// The publications that are about it or published by it.
        publications: ManyPublications => Relation::Coverage(ItemType::Publication),
        /// The media items that are about it.
        media_items: ManyMediaItems => Relation::Coverage(ItemType::MediaItem),
    }

    /// What must hold for what a mechanism is related to: all that is given.
    MechanismRelations {
        /// Its own meetings, not those of mechanisms below it.
        meetings: ManyMeetings => Relation::MeetingsOfMechanism,
        /// The organizations involved in it.
        organizations: ManyOrganizations => Relation::OrganizationsInMechanism,
        /// The one directly above it; there must be one.
        parent: Box<mechanism::Filter> => Relation::Parent(ItemType::Mechanism),
        /// Those directly below it.
        children: ManyMechanisms => Relation::Children(ItemType::Mechanism),
        /// The articles that are about it or mention it.
        articles: ManyArticles => Relation::Coverage(ItemType::Article),
        /// The publications that are about it.
        publications: ManyPublications => Relation::Coverage(ItemType::Publication),
        /// The media items that are about it.
        media_items: ManyMediaItems => Relation::Coverage(ItemType::MediaItem),
    }

    /// What must hold for what an article, publication or media item concerns: all that is given. Of publications these are
    /// also the meetings that they are an outcome of, and who publishes them.
    SubjectRelations {
        /// The people that it is about or mentions.
        people: ManyPeople => Relation::Concerned(ItemType::Person),
        /// The organizations that it is about or mentions.
        organizations: ManyOrganizations => Relation::Concerned(ItemType::Organization),
        /// The mechanisms that it is about or mentions.
        mechanisms: ManyMechanisms => Relation::Concerned(ItemType::Mechanism),
        /// The meetings that it is about or mentions.
        meetings: ManyMeetings => Relation::Concerned(ItemType::Meeting),
    }
}
