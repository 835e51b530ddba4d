//! `rapporteur sample generate`: writes the documents of a large record that is made up, for trying
//! out and measuring. The same arguments give the same bytes on every machine.
//!
//! Every document follows from the seed and its number alone, so that memory does not grow with the
//! record, but for four bytes a meeting. What is made up is so throughout: nobody in it exists.

mod articles;
mod mechanisms;
mod meetings;
mod names;
mod organizations;
mod participants;
mod people;
mod places;
mod random;

use clap::{Args, Subcommand, ValueEnum};
use entity::vocabulary::StatementBasis;

use self::random::Random;
use super::CliError;
use crate::domain::documents::SourceRef;
use crate::domain::documents::{Document, StatementDocument};
use crate::domain::entered::Entered;
use crate::domain::identity::ItemRef;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the documents of a large made-up record as NDJSON, for `rapporteur import -`.
    Generate(Arguments),
}

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How large it is.
    #[arg(long, default_value = "s")]
    size: Size,
    /// Meetings, in place of the size's.
    #[arg(long, value_name = "NUMBER")]
    meetings: Option<usize>,
    /// People, in place of the size's.
    #[arg(long, value_name = "NUMBER")]
    people: Option<usize>,
    /// Organizations, in place of the size's.
    #[arg(long, value_name = "NUMBER")]
    organizations: Option<usize>,
    /// Participants of all meetings together, in place of the size's.
    #[arg(long, value_name = "NUMBER")]
    participants: Option<usize>,
    /// Articles, in place of the size's.
    #[arg(long, value_name = "NUMBER")]
    articles: Option<usize>,
    /// Another seed gives another record.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

/// The size of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// 1,000 meetings, 5,000 people, 500 organizations, 10,000 participants, 5,000 articles.
    S,
    /// 100,000 meetings, 100,000 people, 10,000 organizations, 1,000,000 participants, 200,000 articles.
    M,
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Meetings.
    pub meetings: usize,
    /// People.
    pub people: usize,
    /// Organizations.
    pub organizations: usize,
    /// Participants of all meetings together.
    pub participants: usize,
    /// Articles.
    pub articles: usize,
}

impl Size {
    /// What the size stands for.
    pub fn counts(self) -> Counts {
        let (meetings, people, organizations, participants, articles) = match self {
            Self::S => (1_000, 5_000, 500, 10_000, 5_000),
            Self::M => (100_000, 100_000, 10_000, 1_000_000, 200_000),
        };
        Counts { meetings, people, organizations, participants, articles }
    }
}

/// A made-up record.
#[derive(Debug)]
pub struct World {
    seed: u64,
    counts: Counts,
    /// The first meeting of each mechanism; then the first that belongs to none.
    editions: Vec<usize>,
    /// Participants of each meeting.
    sizes: Vec<u32>,
}

impl World {
    /// The record of a seed.
    pub fn new(seed: u64, counts: Counts) -> Self {
        let editions = mechanisms::editions(counts.meetings);
        let sizes = participants::sizes(seed, counts);
        Self { seed, counts, editions, sizes }
    }

    /// Its documents, in an order in which none refers to a later one.
    pub fn documents(&self) -> impl Iterator<Item = Document> {
        let Counts { meetings, people, organizations, articles, .. } = self.counts;
        let organizations = (0..organizations).map(|index| Document::Organization(self.organization(index)));
        let people = (0..people).map(|index| Document::Person(self.person(index)));
        let mechanisms = (0..self.mechanisms()).map(|index| Document::Mechanism(self.mechanism(index)));
        let meetings = (0..meetings).map(|index| Document::Meeting(self.meeting(index)));
        let articles = (0..articles).map(|index| Document::Article(self.article(index)));
        organizations.chain(people).chain(mechanisms).chain(meetings).chain(articles)
    }

    /// Writes its documents, one a line.
    pub fn write(&self, mut output: impl std::io::Write) -> std::io::Result<()> {
        for document in self.documents() {
            serde_json::to_writer(&mut output, &document)?;
            output.write_all(b"\n")?;
        }
        output.flush()
    }

    fn mechanisms(&self) -> usize {
        self.editions.len() - 1
    }

    fn random(&self, purpose: &str, index: usize) -> Random {
        Random::of(self.seed, purpose, index)
    }
}

pub(super) fn run(command: &Command) -> Result<(), CliError> {
    let Command::Generate(arguments) = command;
    let size = arguments.size.counts();
    let counts = Counts {
        meetings: arguments.meetings.unwrap_or(size.meetings),
        people: arguments.people.unwrap_or(size.people),
        organizations: arguments.organizations.unwrap_or(size.organizations),
        participants: arguments.participants.unwrap_or(size.participants),
        articles: arguments.articles.unwrap_or(size.articles),
    };
    let world = World::new(arguments.seed, counts);
    Ok(world.write(std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock()))?)
}

/// What a page that does not exist says of a field.
fn statement(field: &str, value: Option<String>, random: &mut Random) -> StatementDocument {
    let page = random.below(100_000);
    let url: Entered<_> = format!("https://news.example.org/{page}").into();
    StatementDocument {
        field: Some(field.to_owned()),
        value,
        basis: Some(StatementBasis::Stated),
        source: Some(SourceRef::Url(url)),
        ..StatementDocument::default()
    }
}

/// Names the nth of something.
fn named(what: &str, index: usize) -> ItemRef {
    ItemRef::Slug(format!("{what}-{index}"))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};

    use super::*;

    const SMALL: Counts = Counts { meetings: 60, people: 90, organizations: 30, participants: 700, articles: 80 };

    fn text(seed: u64, counts: Counts) -> String {
        let mut bytes = Vec::new();
        World::new(seed, counts).write(&mut bytes).expect("written");
        String::from_utf8(bytes).expect("a text")
    }

    /// If this was meant to change, the new figures go into docs/benchmarks.md too.
    #[test]
    fn the_same_arguments_give_the_same_bytes_on_every_machine() {
        let digest = STANDARD.encode(Sha256::digest(text(1, SMALL).as_bytes()));
        assert_eq!(digest, "CF4LyZOGwnuB+oddzT/9LEmMBbp5xxkGJ3Xzp5bCp2s=");
        assert_ne!(text(1, SMALL), text(2, SMALL));
    }

    #[test]
    fn there_are_exactly_as_many_as_asked_for() {
        for counts in [SMALL, Size::S.counts(), Counts { people: 0, organizations: 0, ..SMALL }] {
            let world = World::new(1, counts);
            let (mut found, mut mechanisms) =
                (Counts { meetings: 0, people: 0, organizations: 0, participants: 0, articles: 0 }, 0);
            for document in world.documents() {
                match document {
                    Document::Meeting(meeting) => {
                        found.meetings += 1;
                        found.participants += meeting.participants.len();
                    }
                    Document::Person(_) => found.people += 1,
                    Document::Organization(_) => found.organizations += 1,
                    Document::Article(_) => found.articles += 1,
                    Document::Mechanism(_) => mechanisms += 1,
                    other => panic!("{:?}", other.item_type()),
                }
            }
            assert_eq!((found, mechanisms), (counts, world.mechanisms()));
        }
    }

    #[test]
    fn every_document_passes_its_checks() {
        let areas = crate::app::areas().expect("the areas");
        for document in World::new(1, Size::S.counts()).documents() {
            let shown = serde_json::to_string(&document).expect("JSON");
            let problems = document.check(&areas).err().unwrap_or_default();
            assert!(problems.is_empty(), "{problems:?} in {shown}");
        }
    }

    #[test]
    fn attendance_is_skewed() {
        let world = World::new(1, Size::S.counts());
        let mut attended = vec![0; world.counts.people];
        for document in world.documents() {
            let Document::Meeting(meeting) = document else { continue };
            for participant in meeting.participants {
                if let Some(crate::domain::actor::ActorRef::Person(ItemRef::Slug(slug))) = participant.actor {
                    let index: usize = slug.trim_start_matches("person-").parse().expect("a number");
                    attended[index] += 1;
                }
            }
        }
        attended.sort_unstable();
        let few = attended.iter().filter(|times| **times <= 2).count();
        assert!(few > attended.len() / 2, "{few} came once or twice");
        assert!(attended.last() > Some(&20), "{:?}", attended.last());
        let largest = world.sizes.iter().max().copied().unwrap_or_default();
        let mut sizes = world.sizes.clone();
        sizes.sort_unstable();
        assert!(largest > 20 * sizes[sizes.len() / 2], "{largest}, {}", sizes[sizes.len() / 2]);
    }
}
