//! Conditions on items that can be combined and nested: and, or, not, and conditions on what is related.

use entity::ItemType;

use super::dates::During;
use super::match_key::MatchKey;
use super::query::Having;

/// How deep filters can be nested in a filter.
pub const MAX_DEPTH: usize = 6;
/// How many conditions that are not made of others can be given at once.
pub const MAX_CONDITIONS: usize = 50;

/// A condition on an item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// It has one of these keys.
    Key(Vec<MatchKey>),
    /// It lies in this time.
    During(During),
    /// It has such an edge.
    Edge(Edge),
    /// Something related to it is such.
    Related(Relation, Box<Condition>),
}

/// An edge that an item has: one that meets all of this at once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// What the edge itself must be.
    pub having: Having,
    /// What the items at its other end must be; a participant's other end is who acts.
    pub other: Option<(ItemType, Box<Condition>)>,
    /// Whether it is to be an edge that does not meet this.
    pub otherwise: bool,
}

/// A way from an item to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// From a meeting to its mechanism.
    MechanismOfMeeting,
    /// From a mechanism to its meetings.
    MeetingsOfMechanism,
    /// From a meeting to the people who take part.
    PeopleInMeeting,
    /// From a person to the meetings they take part in.
    MeetingsOfPerson,
    /// From a meeting to the organizations that take part, or for which somebody does.
    OrganizationsInMeeting,
    /// From an organization to the meetings it takes part in, or somebody for it.
    MeetingsOfOrganization,
    /// From a person to the organizations in which they hold or held a post.
    OrganizationsOfPerson,
    /// From an organization to the people who hold or held a post in it.
    PeopleInOrganization,
    /// From a mechanism to the organizations involved in it.
    OrganizationsInMechanism,
    /// From an organization to the mechanisms it is involved in.
    MechanismsOfOrganization,
    /// From an organization or mechanism to the one above it.
    Parent(ItemType),
    /// From an organization or mechanism to those directly below it.
    Children(ItemType),
    /// From an article, publication or media item to the items of a type that it concerns.
    Concerned(ItemType),
    /// From any item to the articles, publications or media items that concern it.
    Coverage(ItemType),
}

impl Relation {
    /// The content type of what it leads to.
    pub fn leads_to(self) -> ItemType {
        match self {
            Self::MechanismOfMeeting | Self::MechanismsOfOrganization => ItemType::Mechanism,
            Self::MeetingsOfMechanism | Self::MeetingsOfPerson | Self::MeetingsOfOrganization => ItemType::Meeting,
            Self::PeopleInMeeting | Self::PeopleInOrganization => ItemType::Person,
            Self::OrganizationsInMeeting | Self::OrganizationsOfPerson | Self::OrganizationsInMechanism => {
                ItemType::Organization
            }
            Self::Parent(of) | Self::Children(of) | Self::Concerned(of) | Self::Coverage(of) => of,
        }
    }

    /// By how many ways it leads there, each of which is looked up.
    pub fn ways(self) -> usize {
        match self {
            Self::OrganizationsInMeeting | Self::MeetingsOfOrganization => 2,
            _ => 1,
        }
    }
}

impl Condition {
    /// How many filters it stands in, and how many conditions it has that are not made of others: at least one where
    /// something is looked up.
    fn size(&self) -> (usize, usize) {
        match self {
            Self::All(parts) => {
                let (depth, leaves) = Self::largest(parts);
                (depth + 1, leaves)
            }
            Self::Any(parts) => Self::largest(parts),
            Self::Not(part) => {
                let (depth, leaves) = part.size();
                (depth, leaves.max(1))
            }
            Self::Related(relation, part) => {
                let (depth, leaves) = part.size();
                (depth, leaves.max(1) * relation.ways())
            }
            Self::Edge(Edge { other: Some((_, other)), .. }) => {
                let (depth, leaves) = other.size();
                (depth, leaves + 1)
            }
            Self::Edge(_) | Self::Key(_) | Self::During(_) => (0, 1),
        }
    }

    fn largest(parts: &[Self]) -> (usize, usize) {
        let sizes = parts.iter().map(Self::size);
        sizes.fold((0, 0), |(depth, leaves), (deeper, more)| (Ord::max(depth, deeper), leaves + more))
    }

    /// Whether conditions are few and flat enough to be asked for at once.
    pub fn check_bounds(conditions: &[Self]) -> Result<(), String> {
        let (depth, leaves) = Self::largest(conditions);
        if depth > MAX_DEPTH {
            return Err(format!("filters can be nested {MAX_DEPTH} deep: ask in steps, or with ids"));
        }
        if leaves > MAX_CONDITIONS {
            return Err(format!(
                "a filter can have {MAX_CONDITIONS} conditions, with all that is nested in it: ask for less"
            ));
        }
        Ok(())
    }
}
