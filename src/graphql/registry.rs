//! What follows from the one list of content types: the root fields, the interfaces and the
//! dispatch. The macro generates only that; each type's own fields are in its own file.

use async_graphql::{Context, ID, Interface, MergedObject, Object};
use entity::ItemType;

use super::connection::{ContentObject as _, ItemConnection, filtered_cost};
use super::reader::Reader;
use super::relations::Named;
use super::types::involvement::Involvement;
use super::types::item::Spine;
use super::types::observation::Observation;
use super::types::participant::Participant;
use super::types::position::Position;
use super::types::session::Session;
use super::types::statement::Statement;
use super::types::text::Localized;
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::instant::Instant;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::page::PageArguments;
use crate::domain::slug::Slug;

macro_rules! content_objects {
    ($($(#[$description:meta])* $Type:ident => $module:ident / $plural:ident,)*) => {
        $(pub use super::types::$module::$Type;)*

        /// Anything with an opaque id.
        #[derive(Clone, Interface)]
        #[graphql(field(name = "id", ty = "ID", desc = "Opaque id, the same everywhere."))]
        pub enum Node {
            $(
                $(#[$description])*
                $Type($Type),
            )*
            /// What an organization does for a mechanism.
            Involvement(Involvement),
            /// What was observed of one area in one period.
            Observation(Observation),
            /// What a source says of a field.
            Statement(Statement),
            /// Somebody who takes part in a meeting.
            Participant(Participant),
            /// A post that a person holds or held in an organization.
            Position(Position),
            /// A session of a meeting.
            Session(Session),
        }

        /// Anything that is published.
        #[derive(Clone, Interface)]
        #[graphql(
            field(name = "id", ty = "ID", desc = "Opaque id, the same everywhere."),
            field(name = "item_type", ty = "ItemType", desc = "Its content type."),
            field(name = "slug", ty = "Entered<Slug>", desc = "Its readable name in addresses."),
            field(
                name = "label",
                ty = "Option<String>",
                desc = "What to show it as, in the language that suits best.",
                arg(name = "locales", ty = "Option<Vec<Entered<Locale>>>", desc = "Languages to choose from, best first."),
                arg(name = "fallback", ty = "Fallback", desc = "What to show if it is in none of them.", default)
            ),
            field(
                name = "label_text",
                ty = "Option<Localized>",
                desc = "The label with the language it is in.",
                arg(name = "locales", ty = "Option<Vec<Entered<Locale>>>", desc = "Languages to choose from, best first."),
                arg(name = "fallback", ty = "Fallback", desc = "What to show if it is in none of them.", default)
            ),
            field(name = "published_at", ty = "Entered<Instant>", desc = "When it was first published."),
            field(name = "updated_at", ty = "Entered<Instant>", desc = "When what is public of it last changed."),
            field(name = "revision", ty = "i32", desc = "How often it was published."),
            field(name = "statements", ty = "Vec<Statement>", desc = "What sources say of it.")
        )]
        pub enum Item {
            $(
                $(#[$description])*
                $Type($Type),
            )*
        }

        impl Item {
            /// The object of a public item.
            pub fn new(spine: Spine) -> Self {
                match spine.row().item_type {
                    $(ItemType::$Type => Self::$Type($Type::new(spine)),)*
                }
            }
        }

        impl From<Item> for Node {
            fn from(item: Item) -> Self {
                match item { $(Item::$Type(object) => Self::$Type(object),)* }
            }
        }

        $(
            mod $module {
                use std::borrow::Cow;

                use async_graphql::TypeName;

                use super::{
                    ItemConnection, Context, ItemRef, ItemType, Named, Object, PageArguments, Reader,
                    Spine, filtered_cost,
                };
                use crate::graphql::connection::ContentObject as _;
                use crate::graphql::types::$module::{Filter, OrderBy, $Type, query};

                /// The root fields of this content type.
                #[derive(Default)]
                pub(super) struct Roots;

                impl TypeName for Roots {
                    fn type_name() -> Cow<'static, str> {
                        concat!(stringify!($Type), "Queries").into()
                    }
                }

                #[Object(name_type)]
                impl Roots {
                    /// The one that is named, or null if none such is public.
                    async fn $module(
                        &self,
                        ctx: &Context<'_>,
                        #[graphql(desc = "Which one. A slug that it had earlier will do.")] by: ItemRef,
                    ) -> async_graphql::Result<Option<$Type>> {
                        let reader = Reader::of(ctx)?;
                        let spine = reader.load::<Named>((ItemType::$Type, by)).await?;
                        Ok(spine.map(|spine| $Type::new(Spine::new(reader.clone(), spine))))
                    }

                    /// All that are public.
                    #[graphql(complexity = "filtered_cost(filter.as_ref(), first, last, child_complexity)")]
                    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
                    async fn $plural(
                        &self,
                        ctx: &Context<'_>,
                        #[graphql(desc = "Only these.")] filter: Option<Filter>,
                        #[graphql(desc = "In this order.")] order_by: Option<OrderBy>,
                        #[graphql(desc = "This many from the start, 1 to 100.")] first: Option<i32>,
                        #[graphql(desc = "What comes after this cursor.")] after: Option<String>,
                        #[graphql(desc = "This many from the end, 1 to 100.")] last: Option<i32>,
                        #[graphql(desc = "What comes before this cursor.")] before: Option<String>,
                    ) -> async_graphql::Result<ItemConnection<$Type>> {
                        let reader = Reader::of(ctx)?;
                        let query = query(reader, filter, order_by).await?;
                        let arguments = PageArguments { first, after, last, before };
                        Ok(ItemConnection::root(reader, query, &arguments).await?)
                    }
                }
            }
        )*

        /// One lookup and one list for each content type.
        #[derive(Default, MergedObject)]
        pub(super) struct ContentQueries($($module::Roots,)*);
    };
}

entity::content_types!(content_objects);
