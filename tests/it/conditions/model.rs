//! A small random world of people, organizations, mechanisms, meetings and articles, and random filters of it: each as
//! GraphQL, and as a plain function that says what it lets through.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::harness::documents::{article, mechanism, meeting, organization, person};

pub const PEOPLE: usize = 5;
pub const ORGANIZATIONS: usize = 4;
pub const MECHANISMS: usize = 3;
pub const MEETINGS: usize = 9;
pub const ARTICLES: usize = 5;
const POSTS: [&str; 2] = ["minister", "director"];
const ROLES: [&str; 3] = ["HOST", "CHAIR", "SPEAKER"];
const KINDS: [&str; 3] = ["MEETING", "FORUM", "VISIT"];
const LEVELS: [&str; 2] = ["SUMMIT", "MINISTERIAL"];
const ORGANIZATION_KINDS: [&str; 2] = ["MINISTRY", "AGENCY"];

/// Numbers without a pattern (xorshift).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % (limit as u64)).expect("a small number")
    }

    /// One of so many, or nothing.
    fn maybe(&mut self, limit: usize) -> Option<usize> {
        self.below(limit + 1).checked_sub(1)
    }
}

struct Participant {
    person: Option<usize>,
    organization: Option<usize>,
    delegation: Option<usize>,
    role: usize,
}

struct Meeting {
    mechanism: Option<usize>,
    kind: usize,
    /// 2010 and later, or undated.
    year: Option<usize>,
    participants: Vec<Participant>,
}

enum Subject {
    Person(usize),
    Organization(usize),
    Mechanism(usize),
    Meeting(usize),
}

pub struct World {
    /// Posts that people hold: where, and which.
    positions: Vec<Vec<(usize, usize)>>,
    organizations: Vec<(Option<usize>, usize)>,
    mechanisms: Vec<(Option<usize>, usize)>,
    meetings: Vec<Meeting>,
    articles: Vec<Vec<Subject>>,
}

impl World {
    pub fn new(random: &mut Random) -> Self {
        let mut positions = Vec::new();
        for _ in 0..PEOPLE {
            positions.push((0..random.below(3)).map(|_| (random.below(ORGANIZATIONS), random.below(2))).collect());
        }
        let organizations = (0..ORGANIZATIONS).map(|index| (random.maybe(index), random.below(2))).collect();
        let mechanisms = (0..MECHANISMS).map(|index| (random.maybe(index), random.below(2))).collect();
        let mut meetings = Vec::new();
        for _ in 0..MEETINGS {
            let mut participants: Vec<Participant> = Vec::new();
            for _ in 0..random.below(4) {
                let (person, organization) = match random.below(4) {
                    0 => (None, Some(random.below(ORGANIZATIONS))),
                    1 => (None, None),
                    _ => (Some(random.below(PEOPLE)), None),
                };
                let delegation = random.maybe(ORGANIZATIONS).filter(|one| Some(*one) != organization);
                let role = random.below(3);
                // There is one for each actor and delegation.
                let is_known = participants
                    .iter()
                    .any(|one| (one.person, one.organization, one.delegation) == (person, organization, delegation));
                if !is_known || (person, organization) == (None, None) {
                    participants.push(Participant { person, organization, delegation, role });
                }
            }
            meetings.push(Meeting {
                mechanism: random.maybe(MECHANISMS),
                kind: random.below(3),
                year: random.maybe(4),
                participants,
            });
        }
        let mut articles = Vec::new();
        for _ in 0..ARTICLES {
            let mut subjects = Vec::new();
            for _ in 0..random.below(3) {
                subjects.push(match random.below(4) {
                    0 => Subject::Person(random.below(PEOPLE)),
                    1 => Subject::Organization(random.below(ORGANIZATIONS)),
                    2 => Subject::Mechanism(random.below(MECHANISMS)),
                    _ => Subject::Meeting(random.below(MEETINGS)),
                });
            }
            articles.push(subjects);
        }
        Self { positions, organizations, mechanisms, meetings, articles }
    }

    pub fn documents(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for (index, (parent, kind)) in self.organizations.iter().enumerate() {
            let mut one = organization(&format!("o{index}"), parent.map(|one| format!("o{one}")).as_deref(), "JP");
            one["organization"]["kind"] = ORGANIZATION_KINDS[*kind].into();
            all.push(one);
        }
        for (index, (parent, level)) in self.mechanisms.iter().enumerate() {
            all.push(mechanism(&format!("m{index}"), LEVELS[*level], parent.map(|one| format!("m{one}")).as_deref()));
        }
        for (index, positions) in self.positions.iter().enumerate() {
            let mut one = person(&format!("p{index}"), &format!("p{index}"));
            let position = |(place, post): &(usize, usize)| {
                json!({ "organization": { "slug": format!("o{place}") }, "post": POSTS[*post],
                        "title": [{ "locale": "en", "text": POSTS[*post] }] })
            };
            one["person"]["positions"] = positions.iter().map(position).collect();
            all.push(one);
        }
        for (index, held) in self.meetings.iter().enumerate() {
            let mechanism = held.mechanism.map(|one| format!("m{one}"));
            let start = held.year.map_or(String::new(), |year| (2010 + year).to_string());
            let mut one = meeting(&format!("e{index}"), mechanism.as_deref(), &start);
            one["meeting"]["kind"] = KINDS[held.kind].into();
            let participant = |one: &Participant| {
                let mut fields = json!({ "roles": [ROLES[one.role]] });
                match (one.person, one.organization) {
                    (Some(person), _) => fields["actor"] = json!({ "person": { "slug": format!("p{person}") } }),
                    (_, Some(one)) => fields["actor"] = json!({ "organization": { "slug": format!("o{one}") } }),
                    _ => fields["statedTitle"] = "an official".into(),
                }
                if let Some(delegation) = one.delegation {
                    fields["onBehalfOf"] = json!({ "organization": { "slug": format!("o{delegation}") } });
                }
                fields
            };
            one["meeting"]["participants"] = held.participants.iter().map(participant).collect();
            all.push(one);
        }
        for (index, subjects) in self.articles.iter().enumerate() {
            let mut one = article(&format!("a{index}"), "2020");
            let mut about: Vec<Value> = Vec::new();
            for subject in subjects {
                let subject = match subject {
                    Subject::Person(one) => json!({ "person": { "slug": format!("p{one}") } }),
                    Subject::Organization(one) => json!({ "organization": { "slug": format!("o{one}") } }),
                    Subject::Mechanism(one) => json!({ "mechanism": { "slug": format!("m{one}") } }),
                    Subject::Meeting(one) => json!({ "meeting": { "slug": format!("e{one}") } }),
                };
                if !about.contains(&subject) {
                    about.push(subject);
                }
            }
            one["article"]["about"] = about.into();
            all.push(one);
        }
        all
    }

    fn people_in(&self, meeting: usize) -> Vec<usize> {
        self.meetings[meeting].participants.iter().filter_map(|one| one.person).collect()
    }

    fn organizations_in(&self, meeting: usize) -> Vec<usize> {
        self.meetings[meeting]
            .participants
            .iter()
            .flat_map(|one| [one.organization, one.delegation])
            .flatten()
            .collect()
    }

    fn concerned(&self, article: usize, of: fn(&Subject) -> Option<usize>) -> Vec<usize> {
        self.articles[article].iter().filter_map(of).collect()
    }
}

/// All of these for which something holds.
fn those(count: usize, holds: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..count).filter(|index| holds(*index)).collect()
}

/// What a relation leads to.
type Reach = fn(&World, usize) -> Vec<usize>;

type Holds = Rc<dyn Fn(&World, usize) -> bool>;

/// The inside of a filter, and what it lets through.
#[derive(Clone)]
pub struct Filter {
    pub text: String,
    pub holds: Holds,
}

impl Filter {
    fn new(text: impl Into<String>, holds: impl Fn(&World, usize) -> bool + 'static) -> Self {
        Self { text: text.into(), holds: Rc::new(holds) }
    }
}

/// A content type: its list, and where its filters come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Meeting,
    Person,
    Organization,
    Mechanism,
    Article,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Meeting, Self::Person, Self::Organization, Self::Mechanism, Self::Article];

    pub fn list(self) -> (&'static str, &'static str, usize) {
        match self {
            Self::Meeting => ("meetings", "e", MEETINGS),
            Self::Person => ("people", "p", PEOPLE),
            Self::Organization => ("organizations", "o", ORGANIZATIONS),
            Self::Mechanism => ("mechanisms", "m", MECHANISMS),
            Self::Article => ("articles", "a", ARTICLES),
        }
    }

    /// A random filter, nested at most so deep.
    pub fn filter(self, depth: usize, random: &mut Random) -> Filter {
        if depth == 0 {
            return self.leaf(random);
        }
        match random.below(6) {
            0 => self.leaf(random),
            1 => {
                let parts: Vec<Filter> = (0..=random.below(2)).map(|_| self.filter(depth - 1, random)).collect();
                let text = parts.iter().map(|part| format!("{{ {} }}", part.text)).collect::<Vec<_>>().join(", ");
                Filter::new(format!("or: [{text}]"), move |world, item| {
                    parts.iter().any(|part| (part.holds)(world, item))
                })
            }
            2 => {
                let parts: Vec<Filter> = (0..=random.below(2)).map(|_| self.filter(depth - 1, random)).collect();
                let text = parts.iter().map(|part| format!("{{ {} }}", part.text)).collect::<Vec<_>>().join(", ");
                let own = self.leaf(random);
                Filter::new(format!("{}, and: [{text}]", own.text), move |world, item| {
                    (own.holds)(world, item) && parts.iter().all(|part| (part.holds)(world, item))
                })
            }
            3 => {
                let part = self.filter(depth - 1, random);
                Filter::new(format!("not: {{ {} }}", part.text), move |world, item| !(part.holds)(world, item))
            }
            _ => self.related(depth, random),
        }
    }

    fn leaf(self, random: &mut Random) -> Filter {
        match (self, random.below(3)) {
            (Self::Meeting, 0) => {
                let kind = random.below(3);
                Filter::new(format!("kinds: [{}]", KINDS[kind]), move |world, item| world.meetings[item].kind == kind)
            }
            (Self::Meeting, 1) => Filter::new(r#"during: { from: "2011", until: "2013" }"#, |world, item| {
                matches!(world.meetings[item].year, Some(1 | 2))
            }),
            (Self::Meeting, _) => {
                let role = random.below(3);
                Filter::new(format!("participant: {{ roles: [{}], named: true }}", ROLES[role]), move |world, item| {
                    let named = |one: &Participant| one.person.is_some() || one.organization.is_some();
                    world.meetings[item].participants.iter().any(|one| one.role == role && named(one))
                })
            }
            (Self::Person, 0) => {
                let person = random.below(PEOPLE);
                Filter::new(format!(r#"name: "p{person}""#), move |_, item| item == person)
            }
            (Self::Person, _) => {
                let (post, place) = (random.below(2), random.below(ORGANIZATIONS));
                let text =
                    format!(r#"position: {{ posts: ["{}"], organizations: [{{ slug: "o{place}" }}] }}"#, POSTS[post]);
                Filter::new(text, move |world, item| world.positions[item].contains(&(place, post)))
            }
            (Self::Organization, 0) => {
                let parent = random.below(ORGANIZATIONS);
                let text = format!(r#"parents: [{{ slug: "o{parent}" }}]"#);
                Filter::new(text, move |world, item| world.organizations[item].0 == Some(parent))
            }
            (Self::Organization, _) => {
                let kind = random.below(2);
                let text = format!("kinds: [{}]", ORGANIZATION_KINDS[kind]);
                Filter::new(text, move |world, item| world.organizations[item].1 == kind)
            }
            (Self::Mechanism, 0) => {
                let parent = random.below(MECHANISMS);
                let text = format!(r#"parents: [{{ slug: "m{parent}" }}]"#);
                Filter::new(text, move |world, item| world.mechanisms[item].0 == Some(parent))
            }
            (Self::Mechanism, _) => {
                let level = random.below(2);
                Filter::new(format!("levels: [{}]", LEVELS[level]), move |world, item| {
                    world.mechanisms[item].1 == level
                })
            }
            (Self::Article, _) => {
                let person = random.below(PEOPLE);
                Filter::new(format!(r#"about: [{{ person: {{ slug: "p{person}" }} }}]"#), move |world, item| {
                    world.articles[item].iter().any(|subject| matches!(subject, Subject::Person(one) if *one == person))
                })
            }
        }
    }

    /// The relations that lead to items: their names, what they lead to, and to which. One that leads to one item at most
    /// is marked so.
    fn relations(self) -> Vec<(&'static str, Self, bool, Reach)> {
        let articles = |of: Reach| ("articles", Self::Article, false, of);
        match self {
            Self::Meeting => vec![
                ("mechanism", Self::Mechanism, true, |world, item| {
                    world.meetings[item].mechanism.into_iter().collect()
                }),
                ("people", Self::Person, false, World::people_in),
                ("organizations", Self::Organization, false, World::organizations_in),
                articles(|world, item| those(ARTICLES, |one| world.concerned(one, meeting_of).contains(&item))),
            ],
            Self::Person => vec![
                ("meetings", Self::Meeting, false, |world, item| {
                    those(MEETINGS, |one| world.people_in(one).contains(&item))
                }),
                ("organizations", Self::Organization, false, |world, item| {
                    world.positions[item].iter().map(|(place, _)| *place).collect()
                }),
                articles(|world, item| those(ARTICLES, |one| world.concerned(one, person_of).contains(&item))),
            ],
            Self::Organization => vec![
                ("meetings", Self::Meeting, false, |world, item| {
                    those(MEETINGS, |one| world.organizations_in(one).contains(&item))
                }),
                ("people", Self::Person, false, |world, item| {
                    those(PEOPLE, |one| world.positions[one].iter().any(|(place, _)| *place == item))
                }),
                ("parent", Self::Organization, true, |world, item| world.organizations[item].0.into_iter().collect()),
                ("children", Self::Organization, false, |world, item| {
                    those(ORGANIZATIONS, |one| world.organizations[one].0 == Some(item))
                }),
                articles(|world, item| those(ARTICLES, |one| world.concerned(one, organization_of).contains(&item))),
            ],
            Self::Mechanism => vec![
                ("meetings", Self::Meeting, false, |world, item| {
                    those(MEETINGS, |one| world.meetings[one].mechanism == Some(item))
                }),
                ("parent", Self::Mechanism, true, |world, item| world.mechanisms[item].0.into_iter().collect()),
                ("children", Self::Mechanism, false, |world, item| {
                    those(MECHANISMS, |one| world.mechanisms[one].0 == Some(item))
                }),
                articles(|world, item| those(ARTICLES, |one| world.concerned(one, mechanism_of).contains(&item))),
            ],
            Self::Article => vec![
                ("people", Self::Person, false, |world, item| world.concerned(item, person_of)),
                ("organizations", Self::Organization, false, |world, item| world.concerned(item, organization_of)),
                ("mechanisms", Self::Mechanism, false, |world, item| world.concerned(item, mechanism_of)),
                ("meetings", Self::Meeting, false, |world, item| world.concerned(item, meeting_of)),
            ],
        }
    }

    fn related(self, depth: usize, random: &mut Random) -> Filter {
        let quantifier = ["some", "every", "none"][random.below(3)];
        if self == Self::Meeting && random.below(3) == 0 {
            return participants(quantifier, depth, random);
        }
        if self == Self::Person && random.below(3) == 0 {
            return positions(quantifier, depth, random);
        }
        let relations = self.relations();
        let (name, to, is_one, reach) = relations[random.below(relations.len())];
        let such = to.filter(depth - 1, random);
        let text = if is_one { such.text.clone() } else { format!("{quantifier}: {{ {} }}", such.text) };
        Filter::new(format!("related: {{ {name}: {{ {text} }} }}"), move |world, item| {
            let found: Vec<bool> = reach(world, item).into_iter().map(|one| (such.holds)(world, one)).collect();
            judged(if is_one { "some" } else { quantifier }, &found)
        })
    }
}

fn judged(quantifier: &str, found: &[bool]) -> bool {
    match quantifier {
        "some" => found.contains(&true),
        "every" => !found.contains(&false),
        _ => !found.contains(&true),
    }
}

fn participants(quantifier: &'static str, depth: usize, random: &mut Random) -> Filter {
    let role = random.below(3);
    let actor = match random.below(3) {
        0 => None,
        1 => Some((true, Kind::Person.filter(depth - 1, random))),
        _ => Some((false, Kind::Organization.filter(depth - 1, random))),
    };
    let such = actor.as_ref().map_or(String::new(), |(is_person, such)| {
        format!(", {}: {{ {} }}", if *is_person { "person" } else { "organization" }, such.text)
    });
    let text = format!(
        "related: {{ participants: {{ {quantifier}: {{ participant: {{ roles: [{}] }}{such} }} }} }}",
        ROLES[role]
    );
    Filter::new(text, move |world, item| {
        let holds = |one: &Participant| {
            one.role == role
                && actor.as_ref().is_none_or(|(is_person, such)| {
                    let other = if *is_person { one.person } else { one.organization };
                    other.is_some_and(|other| (such.holds)(world, other))
                })
        };
        judged(quantifier, &world.meetings[item].participants.iter().map(holds).collect::<Vec<_>>())
    })
}

fn positions(quantifier: &'static str, depth: usize, random: &mut Random) -> Filter {
    let post = random.below(2);
    let place = Kind::Organization.filter(depth - 1, random);
    let text = format!(
        r#"related: {{ positions: {{ {quantifier}: {{ position: {{ posts: ["{}"] }}, organization: {{ {} }} }} }} }}"#,
        POSTS[post], place.text
    );
    Filter::new(text, move |world, item| {
        let holds = |(at, held): &(usize, usize)| *held == post && (place.holds)(world, *at);
        judged(quantifier, &world.positions[item].iter().map(holds).collect::<Vec<_>>())
    })
}

fn person_of(subject: &Subject) -> Option<usize> {
    if let Subject::Person(one) = subject { Some(*one) } else { None }
}

fn organization_of(subject: &Subject) -> Option<usize> {
    if let Subject::Organization(one) = subject { Some(*one) } else { None }
}

fn mechanism_of(subject: &Subject) -> Option<usize> {
    if let Subject::Mechanism(one) = subject { Some(*one) } else { None }
}

fn meeting_of(subject: &Subject) -> Option<usize> {
    if let Subject::Meeting(one) = subject { Some(*one) } else { None }
}
