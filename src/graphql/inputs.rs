//! Filter inputs that several lists share, and their translation into match keys.

use async_graphql::InputObject;
use entity::vocabulary::MechanismLevel;
use entity::{ItemId, ItemType};

use super::errors::{ApiError, ErrorCode};
use super::reader::{Reader, Relation};
use super::relations::{Named, NamedEver};
use crate::domain::actor::ActorRef;
use crate::domain::collation::Collation;
use crate::domain::dates::{Certainty, During};
use crate::domain::entered::{Entered, Parsed};
use crate::domain::identity::{AnyItemRef, ItemRef};
use crate::domain::locale::Locale;
use crate::domain::match_key::{MatchKey, Matches};
use crate::domain::partial_date::PartialDate;
use crate::domain::participant::Party;
use crate::domain::slug::Slug;
use crate::store::SpineItem;

/// The most values that one list of a filter can have.
const MAX_VALUES: usize = 100;

/// A stretch of civil time, for finding what lies in it.
#[derive(Clone, Debug, InputObject)]
pub struct DuringInput {
    /// Its first day, month or year.
    pub from: Option<Entered<PartialDate>>,
    /// The first day, month or year after it.
    pub until: Option<Entered<PartialDate>>,
    /// CERTAIN: the whole of it surely lies inside. POSSIBLE: some of it might.
    #[graphql(default_with = "Certainty::Certain")]
    pub certainty: Certainty,
}

impl DuringInput {
    /// The stretch in civil minutes; `name` is the field it was given in.
    pub fn parse(&self, name: &str) -> Result<During, ApiError> {
        let date = |field: &str, date: &Option<Entered<PartialDate>>| {
            let parse =
                |date: &Entered<PartialDate>| date.parse().map_err(|problem| ApiError::bad_input(field, problem));
            date.as_ref().map(parse).transpose()
        };
        let from = date("from", &self.from)?.map(PartialDate::lo);
        let until = date("until", &self.until)?.map(PartialDate::lo);
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            return Err(ApiError::bad_input(&format!("{name}.until"), "it must be later than `from`; it is exclusive"));
        }
        Ok(During { from, until, certainty: self.certainty })
    }
}

/// The order that a language has for labels; none, if it has none of its own.
pub fn collation(locale: Option<&Entered<Locale>>) -> Result<Option<Collation>, ApiError> {
    let Some(locale) = locale else { return Ok(None) };
    let locale = locale.parse().map_err(|problem| ApiError::bad_input("orderBy.locale", problem))?;
    Ok(Collation::of(&locale))
}

/// Which items a feed or subscription is about: any of each list, all of the lists that are given.
/// An empty list restricts nothing.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ItemFilter {
    /// Of these content types.
    pub types: Option<Vec<ItemType>>,
    /// These mechanisms, and everything below them.
    pub mechanisms: Option<Vec<ItemRef>>,
    /// Filed under these categories.
    pub categories: Option<Vec<Entered<Slug>>>,
    /// At these levels.
    pub levels: Option<Vec<MechanismLevel>>,
    /// In these areas, by code; a country includes its subdivisions, a group its members.
    pub areas: Option<Vec<String>>,
    /// With these areas as parties, by code; a group stands for any of its members.
    pub parties: Option<Vec<String>>,
    /// About these people: they themselves, and what they take part in.
    pub people: Option<Vec<ItemRef>>,
    /// About these organizations: they themselves with what belongs to them, who holds a post in them,
    /// and what they take part in.
    pub organizations: Option<Vec<ItemRef>>,
    /// These meetings.
    pub meetings: Option<Vec<ItemRef>>,
    /// Readable in one of these languages.
    pub locales: Option<Vec<Entered<Locale>>>,
}

impl ItemFilter {
    /// The content types, for what tells them otherwise than by match keys; none are left in it.
    pub fn take_types(&mut self) -> Result<Vec<ItemType>, ApiError> {
        let types = self.types.take().unwrap_or_default();
        limited("types", Some(&types))?;
        Ok(types)
    }

    /// The condition on match keys.
    pub async fn matches(&self, reader: &Reader) -> Result<Matches, ApiError> {
        let mut groups = Groups::new(reader);
        groups.any("types", self.types.as_deref(), |item_type| MatchKey::item_type(*item_type))?;
        groups.words("categories", self.categories.as_deref(), MatchKey::category)?;
        groups
            .items::<NamedEver>("mechanisms", ItemType::Mechanism, self.mechanisms.as_deref(), MatchKey::mechanism)
            .await?;
        groups.any("levels", self.levels.as_deref(), |level| MatchKey::level(*level))?;
        groups.areas("areas", self.areas.as_deref(), MatchKey::area)?;
        groups.areas("parties", self.parties.as_deref(), MatchKey::party)?;
        groups.items::<NamedEver>("people", ItemType::Person, self.people.as_deref(), MatchKey::person).await?;
        let organizations = self.organizations.as_deref();
        groups
            .items::<NamedEver>("organizations", ItemType::Organization, organizations, MatchKey::organization)
            .await?;
        groups.items::<NamedEver>("meetings", ItemType::Meeting, self.meetings.as_deref(), MatchKey::meeting).await?;
        groups.locales("locales", self.locales.as_deref())?;
        Ok(groups.matches)
    }
}

/// Builds a condition from the lists of a filter. The lists that select most should come first.
pub struct Groups<'r> {
    reader: &'r Reader,
    matches: Matches,
}

impl<'r> Groups<'r> {
    /// A condition that everything meets.
    pub fn new(reader: &'r Reader) -> Self {
        Self { reader, matches: Matches::default() }
    }

    /// The condition.
    pub fn into_matches(self) -> Matches {
        self.matches
    }

    /// Any of some words.
    pub fn any<T>(&mut self, list: &str, values: Option<&[T]>, key: impl Fn(&T) -> MatchKey) -> Result<(), ApiError> {
        let Some(values) = limited(list, values)? else { return Ok(()) };
        self.add(values.iter().map(key));
        Ok(())
    }

    /// All of some words.
    pub fn all<T>(&mut self, list: &str, values: Vec<T>, key: impl Fn(T) -> MatchKey) -> Result<(), ApiError> {
        if values.len() > MAX_VALUES {
            return Err(ApiError::bad_input(list, format!("at most {MAX_VALUES} words can be given")));
        }
        for value in values {
            self.add([key(value)]);
        }
        Ok(())
    }

    /// Any of some keys; none restrict nothing.
    pub fn any_key(&mut self, keys: impl IntoIterator<Item = MatchKey>) {
        let keys: Vec<MatchKey> = keys.into_iter().collect();
        if !keys.is_empty() {
            self.add(keys);
        }
    }

    /// Any of some items: [`Named`] ones, which must be public; or [`NamedEver`], which may have been,
    /// for those who follow: whoever follows one that is withdrawn must hear of it.
    pub async fn items<R: Relation<Key = (ItemType, ItemRef), Value = SpineItem>>(
        &mut self,
        list: &str,
        item_type: ItemType,
        references: Option<&[ItemRef]>,
        key: impl Fn(ItemId) -> MatchKey,
    ) -> Result<(), ApiError> {
        let Some(references) = limited(list, references)? else { return Ok(()) };
        let ids = found::<R>(self.reader, list, of_type(item_type, references)).await?;
        self.add(ids.into_iter().map(key));
        Ok(())
    }

    /// Any of some items of any content type.
    pub async fn any_items(
        &mut self,
        list: &str,
        references: Option<&[AnyItemRef]>,
        key: impl Fn(ItemId) -> MatchKey,
    ) -> Result<(), ApiError> {
        let Some(references) = limited(list, references)? else { return Ok(()) };
        let wanted = references.iter().map(AnyItemRef::as_item).map(|(item_type, item)| (item_type, item.clone()));
        let ids = found::<Named>(self.reader, list, wanted.collect()).await?;
        self.add(ids.into_iter().map(key));
        Ok(())
    }

    /// Any of some actors, areas aside: those have no such key.
    pub async fn actors(
        &mut self,
        list: &str,
        actors: Option<Vec<ActorRef>>,
        key: impl Fn(ItemId) -> MatchKey,
    ) -> Result<(), ApiError> {
        let Some(actors) = actors.filter(|actors| !actors.is_empty()) else { return Ok(()) };
        let parties = found_parties(self.reader, list, actors).await?;
        self.add(parties.into_iter().filter_map(|party| match party {
            Party::Item(id) => Some(key(id)),
            Party::Area(_) => None,
        }));
        Ok(())
    }

    /// Any of some areas.
    pub fn areas(
        &mut self,
        list: &str,
        codes: Option<&[String]>,
        key: impl Fn(&str) -> MatchKey,
    ) -> Result<(), ApiError> {
        if let Some(codes) = area_codes(self.reader, list, codes)? {
            self.add(codes.iter().map(|code| key(code)));
        }
        Ok(())
    }

    /// Any of some words of an open vocabulary.
    pub fn words(
        &mut self,
        list: &str,
        words: Option<&[Entered<Slug>]>,
        key: impl Fn(&str) -> MatchKey,
    ) -> Result<(), ApiError> {
        let Some(words) = limited(list, words)? else { return Ok(()) };
        let parsed = parse_all(list, words)?;
        self.add(parsed.iter().map(|word| key(word.as_str())));
        Ok(())
    }

    /// Any of some languages.
    pub fn locales(&mut self, list: &str, locales: Option<&[Entered<Locale>]>) -> Result<(), ApiError> {
        let Some(locales) = limited(list, locales)? else { return Ok(()) };
        let parsed = parse_all(list, locales)?;
        self.add(parsed.iter().map(|locale| MatchKey::locale(locale.as_str())));
        Ok(())
    }

    /// Any of some languages that something exists in, whatever it is called in here.
    pub fn languages(&mut self, list: &str, languages: Option<&[Entered<Locale>]>) -> Result<(), ApiError> {
        let Some(languages) = limited(list, languages)? else { return Ok(()) };
        let parsed = parse_all(list, languages)?;
        self.add(parsed.iter().map(|language| MatchKey::language(language.as_str())));
        Ok(())
    }

    fn add(&mut self, keys: impl IntoIterator<Item = MatchKey>) {
        self.matches = std::mem::take(&mut self.matches).and_one_of(keys);
    }
}

/// Those who act or are acted for, or the error that names the list and the item.
pub async fn found_parties(
    reader: &Reader,
    list: &str,
    actors: impl IntoIterator<Item = ActorRef>,
) -> Result<Vec<Party>, ApiError> {
    let mut actors: Vec<ActorRef> = actors.into_iter().collect();
    limited(list, Some(&actors))?;
    let items = actors.iter_mut().filter_map(ActorRef::item).map(|(_, item, item_type)| (item_type, item.clone()));
    let mut parties: Vec<Party> =
        found::<Named>(reader, list, items.collect()).await?.into_iter().map(Party::Item).collect();
    for code in actors.iter().filter_map(ActorRef::area) {
        let area = reader.areas().get(code).ok_or_else(|| unknown_area(list, code))?;
        parties.push(Party::Area(area.code.clone()));
    }
    Ok(parties)
}

/// The codes to look for when these areas are asked for, members of groups included; `None` where
/// every area will do.
pub fn area_codes(reader: &Reader, list: &str, codes: Option<&[String]>) -> Result<Option<Vec<String>>, ApiError> {
    let Some(codes) = limited(list, codes)? else { return Ok(None) };
    let areas = reader.areas();
    let mut all = Vec::new();
    for code in codes {
        let area = areas.get(code).ok_or_else(|| unknown_area(list, code))?;
        match areas.searched_as(area) {
            Some(codes) => all.extend(codes.into_iter().map(str::to_owned)),
            None => return Ok(None),
        }
    }
    Ok(Some(all))
}

fn unknown_area(list: &str, code: &str) -> ApiError {
    ApiError::bad_input(list, format!("`{code}` is not an area; use an ISO 3166 code such as JP, or CJK"))
}

/// The ids of public items, or the error that names the list and the item.
pub async fn found_ids(
    reader: &Reader,
    list: &str,
    item_type: ItemType,
    references: &[ItemRef],
) -> Result<Vec<ItemId>, ApiError> {
    let Some(references) = limited(list, Some(references))? else { return Ok(Vec::new()) };
    found::<Named>(reader, list, of_type(item_type, references)).await
}

fn of_type(item_type: ItemType, references: &[ItemRef]) -> Vec<(ItemType, ItemRef)> {
    references.iter().map(|reference| (item_type, reference.clone())).collect()
}

async fn found<R: Relation<Key = (ItemType, ItemRef), Value = SpineItem>>(
    reader: &Reader,
    list: &str,
    wanted: Vec<(ItemType, ItemRef)>,
) -> Result<Vec<ItemId>, ApiError> {
    let found = reader.load_many::<R>(wanted.iter().cloned()).await?;
    let id = |((item_type, reference), item): (&(ItemType, ItemRef), Option<SpineItem>)| {
        let unknown = || {
            let message = format!("`{list}`: {reference} names no public {item_type:?}");
            ApiError::new(ErrorCode::UnknownItem, message)
        };
        Ok(item.ok_or_else(unknown)?.id)
    };
    wanted.iter().zip(found).map(id).collect()
}

/// The values of a list, or the error that names the list.
pub fn parse_all<T: Parsed>(list: &str, values: &[Entered<T>]) -> Result<Vec<T>, ApiError> {
    let parsed: Result<Vec<T>, String> = values.iter().map(Entered::parse).collect();
    parsed.map_err(|problem| ApiError::bad_input(list, problem))
}

/// The values of a list that restricts something.
fn limited<'v, T>(list: &str, values: Option<&'v [T]>) -> Result<Option<&'v [T]>, ApiError> {
    let values = values.filter(|values| !values.is_empty());
    if values.is_some_and(|values| values.len() > MAX_VALUES) {
        return Err(ApiError::bad_input(list, format!("at most {MAX_VALUES} values can be given")));
    }
    Ok(values)
}
