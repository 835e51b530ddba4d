//! Positions as clients see them, from the person and from the organization.

use async_graphql::{ID, InputObject, Object};
use entity::ItemType;
use entity::position::Model;

use super::item::Spine;
use super::link::LIST_COST;
use super::organization::Organization;
use super::person::Person;
use super::statement::Statement;
use super::text::{Localized, pick, pick_text};
use crate::domain::dates::Certainty;
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;
use crate::domain::locale::{Fallback, Locale};
use crate::domain::page::{MAX_PAGE, PageArguments};
use crate::domain::partial_date::PartialDate;
use crate::domain::position::{HeldAt, PositionFilter};
use crate::domain::slug::Slug;
use crate::graphql::connection::{Connection, ContentObject as _, EdgeObject};
use crate::graphql::errors::ApiError;
use crate::graphql::inputs::{found_ids, parse_all};
use crate::graphql::reader::Reader;
use crate::store::EdgeList;

/// Which positions: any of each list, all of what is given. An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "PositionFilter")]
pub struct Filter {
    /// In one of these organizations.
    pub organizations: Option<Vec<ItemRef>>,
    /// One of these posts, such as `secretary-general`.
    pub posts: Option<Vec<Entered<Slug>>>,
    /// Held on this day, or in this month or year.
    pub held: Option<HeldInput>,
}

/// A time at which a position must have been held.
#[derive(Clone, Debug, InputObject)]
#[graphql(name = "HeldInput")]
pub struct HeldInput {
    /// The day, month or year.
    pub on: Entered<PartialDate>,
    /// CERTAIN: surely throughout it. POSSIBLE: perhaps for some of it.
    #[graphql(default_with = "Certainty::Certain")]
    pub certainty: Certainty,
}

impl HeldInput {
    /// The time in civil minutes; `name` is the field it was given in.
    pub fn parse(&self, name: &str) -> Result<HeldAt, ApiError> {
        let date = self.on.parse().map_err(|problem| ApiError::bad_input(name, problem))?;
        Ok(HeldAt { date, certainty: self.certainty })
    }
}

impl Filter {
    /// The condition on positions.
    pub async fn parse(&self, reader: &Reader) -> Result<PositionFilter, ApiError> {
        let posts = parse_all("posts", self.posts.as_deref().unwrap_or_default())?;
        Ok(PositionFilter {
            organizations: found_ids(
                reader,
                "organizations",
                ItemType::Organization,
                self.organizations.as_deref().unwrap_or_default(),
            )
            .await?,
            posts: posts.iter().map(Slug::to_string).collect(),
            held: self.held.as_ref().map(|held| held.parse("held.on")).transpose()?,
        })
    }
}

/// Everything that an item's list has under a filter; at most a page.
pub async fn all<L: EdgeList<Row = Model, Filter = PositionFilter>>(
    spine: &Spine,
    filter: PositionFilter,
) -> async_graphql::Result<Vec<Position>> {
    let arguments = PageArguments { first: Some(MAX_PAGE), ..PageArguments::default() };
    let page = Connection::<Position>::of_edges::<L>(spine.reader(), spine.row().id, filter, &arguments).await?;
    Ok(page.rows().iter().map(|row| row.inner().clone()).collect())
}

/// A post that a person holds or held in an organization.
#[derive(Clone)]
pub struct Position {
    reader: Reader,
    row: Model,
}

impl EdgeObject for Position {
    type Row = Model;

    fn new(reader: Reader, row: Model) -> Self {
        Self { reader, row }
    }
}

/// A post that a person holds or held in an organization.
#[Object]
impl Position {
    /// Opaque id: the person's, and the position's key in it.
    pub async fn id(&self) -> ID {
        ID(format!("{}~{}", self.row.owner, self.row.key))
    }

    /// Who holds or held it.
    async fn person(&self) -> async_graphql::Result<Option<Person>> {
        Ok(Spine::load(&self.reader, self.row.owner).await?.map(Person::new))
    }

    /// In which organization.
    async fn organization(&self) -> async_graphql::Result<Option<Organization>> {
        Ok(Spine::load(&self.reader, self.row.organization).await?.map(Organization::new))
    }

    /// The post within the organization, the same for all its holders.
    async fn post(&self) -> Entered<Slug> {
        self.row.post.as_str().into()
    }

    /// What the post is called, in the language that suits best.
    async fn title(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<String>> {
        pick_text(&self.reader, &self.row.title, locales, fallback)
    }

    /// What the post is called, with the language that is in.
    async fn title_text(
        &self,
        #[graphql(desc = "Languages to choose from, best first.")] locales: Option<Vec<Entered<Locale>>>,
        #[graphql(desc = "What to show if it is in none of them.", default)] fallback: Fallback,
    ) -> async_graphql::Result<Option<Localized>> {
        pick(&self.reader, &self.row.title, locales, fallback)
    }

    /// What the source calls it, word for word.
    async fn stated_title(&self) -> Option<&str> {
        self.row.stated_title.as_deref()
    }

    /// First day; null when unknown.
    async fn start_date(&self) -> Option<Entered<PartialDate>> {
        self.row.start_date.as_deref().map(Entered::from)
    }

    /// Last day, inclusive; null while it is held, or when unknown.
    async fn end_date(&self) -> Option<Entered<PartialDate>> {
        self.row.end_date.as_deref().map(Entered::from)
    }

    /// Whether it is held for the time being only.
    async fn is_acting(&self) -> bool {
        self.row.is_acting
    }

    /// Which holder of the post this is, from 1, if stated.
    async fn ordinal(&self) -> Option<i32> {
        self.row.number
    }

    /// What sources say of it, in the order of its authors.
    #[graphql(complexity = "LIST_COST.saturating_mul(child_complexity).saturating_add(1)")]
    async fn statements(&self) -> async_graphql::Result<Vec<Statement>> {
        Ok(Statement::about(&self.reader, self.row.owner, &self.row.key).await?)
    }
}
