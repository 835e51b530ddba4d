//! Collecting every problem of a document, with paths, in one pass.

use std::collections::HashSet;
use std::hash::Hash;

use crate::domain::area::Areas;
use crate::domain::entered::{Entered, Parsed};
use crate::domain::partial_date::PartialDate;
use crate::domain::problem::{Problem, ProblemCode};
use crate::domain::slug::Slug;

use super::parts::{DatedNameDocument, LocalizedStringDocument, PlaceDocument};

/// The problems found so far, and what finding them takes.
pub struct Report<'a> {
    areas: &'a Areas,
    problems: Vec<Problem>,
    path: Vec<String>,
    keys: HashSet<String>,
}

impl<'a> Report<'a> {
    pub(super) fn new(areas: &'a Areas) -> Self {
        Self { areas, problems: Vec::new(), path: Vec::new(), keys: HashSet::new() }
    }

    pub(super) fn verdict(self) -> Result<(), Vec<Problem>> {
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems) }
    }

    /// Reports a problem of a field of what is being looked at.
    pub fn problem(&mut self, field: &str, code: ProblemCode, message: impl Into<String>) {
        let mut path = self.path.join("/");
        if !path.is_empty() && !field.is_empty() {
            path.push('/');
        }
        self.problems.push(Problem::new(path + field, code, message));
    }

    /// Looks at a part of what is being looked at.
    pub fn within<T>(&mut self, field: &str, part: &T, look: impl FnOnce(&mut Self, &T)) {
        self.path.push(field.to_owned());
        look(self, part);
        self.path.pop();
    }

    /// Looks at each element of a list.
    pub fn each<'l, T>(&mut self, field: &str, list: &'l [T], mut look: impl FnMut(&mut Self, &'l T)) {
        for (index, element) in list.iter().enumerate() {
            self.path.push(format!("{field}/{index}"));
            look(self, element);
            self.path.pop();
        }
    }

    /// A value that must be there.
    pub fn required<T>(&mut self, field: &str, value: Option<&T>) {
        if value.is_none() {
            self.problem(field, ProblemCode::Required, format!("`{field}` is required"));
        }
    }

    /// A value that must parse if it is there. Returns it when it does.
    pub fn parsed<T: Parsed>(&mut self, field: &str, value: Option<&Entered<T>>) -> Option<T> {
        match value?.parse() {
            Ok(value) => Some(value),
            Err(expected) => {
                self.problem(field, ProblemCode::Invalid, expected);
                None
            }
        }
    }

    /// A slug, which every item must have.
    pub fn slug(&mut self, slug: Option<&Entered<Slug>>) {
        self.required("slug", slug);
        self.parsed("slug", slug);
    }

    /// A plain text that must not be empty if it is there.
    pub fn text(&mut self, field: &str, text: Option<&str>) {
        if text.is_some_and(|text| text.trim().is_empty()) {
            self.problem(field, ProblemCode::Invalid, format!("`{field}` is empty: leave it out or fill it in"));
        }
    }

    /// A number that counts from 1.
    pub fn counting(&mut self, field: &str, number: Option<i32>) {
        if number.is_some_and(|number| number < 1) {
            self.problem(field, ProblemCode::Invalid, format!("`{field}` counts from 1"));
        }
    }

    /// A media type such as `image/jpeg`.
    pub fn media_type(&mut self, field: &str, media_type: Option<&str>) {
        let token = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
        };
        let well_formed = |media_type: &str| media_type.split_once('/').is_some_and(|(t, s)| token(t) && token(s));
        if let Some(media_type) = media_type.filter(|media_type| !well_formed(media_type)) {
            let message = format!("`{media_type}` is not a media type: give one such as image/jpeg or application/pdf");
            self.problem(field, ProblemCode::Invalid, message);
        }
    }

    /// A localised text: known tags, no language twice, nothing empty.
    pub fn localized(&mut self, field: &str, text: &[LocalizedStringDocument]) {
        let mut seen = HashSet::new();
        self.each(field, text, |report, rendering| {
            if let Some(locale) = report.parsed("locale", Some(&rendering.locale))
                && !seen.insert(locale.to_string())
            {
                report.problem("locale", ProblemCode::Duplicate, format!("`{locale}` is given twice"));
            }
            report.text("text", Some(&rendering.text));
        });
    }

    /// A localised text that must be there.
    pub fn localized_required(&mut self, field: &str, text: &[LocalizedStringDocument]) {
        if text.is_empty() {
            self.problem(field, ProblemCode::Required, format!("`{field}` needs a text in at least one language"));
        }
        self.localized(field, text);
    }

    /// Names over time, at least one.
    pub fn names(&mut self, names: &[DatedNameDocument]) {
        if names.is_empty() {
            self.problem("names", ProblemCode::Required, "at least one name is required");
        }
        self.each("names", names, |report, name| {
            report.key(name.key.as_deref());
            report.localized_required("name", &name.name);
            report.interval(name.start_date.as_ref(), name.end_date.as_ref());
        });
    }

    /// The first and last day of something.
    pub fn interval(&mut self, start: Option<&Entered<PartialDate>>, end: Option<&Entered<PartialDate>>) {
        self.in_order(("startDate", start), ("endDate", end));
    }

    /// Two dates of which the second must not surely be before the first.
    pub fn in_order(
        &mut self,
        (first_field, first): (&str, Option<&Entered<PartialDate>>),
        (last_field, last): (&str, Option<&Entered<PartialDate>>),
    ) {
        let first = self.parsed(first_field, first);
        let last = self.parsed(last_field, last);
        match (first, last) {
            (Some(first), Some(last)) if last.hi() <= first.lo() => {
                let message = format!("`{last_field}` is before `{first_field}`");
                self.problem(last_field, ProblemCode::Contradiction, message);
            }
            _ => {}
        }
    }

    /// A place: at least one field, a known area.
    pub fn place(&mut self, place: &PlaceDocument) {
        self.key(place.key.as_deref());
        self.localized("venue", &place.venue);
        self.localized("city", &place.city);
        self.area("area", place.area.as_deref());
        if place.venue.is_empty() && place.city.is_empty() && place.area.is_none() {
            self.problem("", ProblemCode::Required, "a place needs a venue, a city or an area");
        }
    }

    /// An area's code that must be known if it is there.
    pub fn area(&mut self, field: &str, code: Option<&str>) {
        if let Some(code) = code
            && self.areas.get(code).is_none()
        {
            let message =
                format!("`{code}` is not an area: use an ISO 3166 code such as JP or JP-40, or a group such as CJK");
            self.problem(field, ProblemCode::UnknownArea, message);
        }
    }

    /// A list of distinct areas.
    pub fn areas(&mut self, field: &str, codes: &[String]) {
        let mut seen = HashSet::new();
        self.each(field, codes, |report, code| {
            report.area("", Some(code));
            if !seen.insert(code) {
                report.problem("", ProblemCode::Duplicate, format!("`{code}` is given twice"));
            }
        });
    }

    /// A list in which nothing stands twice.
    pub fn distinct<T: Eq + Hash>(&mut self, field: &str, list: &[T]) {
        let mut seen = HashSet::new();
        self.each(field, list, |report, element| {
            if !seen.insert(element) {
                report.problem("", ProblemCode::Duplicate, "this is given twice");
            }
        });
    }

    /// The key of a list element: well-formed, and not used elsewhere in the document.
    pub fn key(&mut self, key: Option<&str>) {
        let Some(key) = key else { return };
        let well_formed = !key.is_empty()
            && key.len() <= 64
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !well_formed {
            let message = format!("`{key}` is not a key: use 1 to 64 letters, digits, hyphens or underscores");
            self.problem("key", ProblemCode::Invalid, message);
        } else if !self.keys.insert(key.to_owned()) {
            let message = format!("the key `{key}` is used twice in this document; leave it out to get a new one");
            self.problem("key", ProblemCode::Duplicate, message);
        }
    }
}
