//! Articles on meetings that did not take place, with photos of people who do not exist.

use super::meetings::day;
use super::places::text;
use super::{World, named, statement};
use crate::domain::actor::ActorRef;
use crate::domain::documents::{ArticleDocument, ImageDocument, PhotoDocument};
use crate::domain::identity::AnyItemRef;

const CATEGORIES: &[&str] = &["news", "others", "press-release", "event", "visit", "statement", "interview", "notice"];

const SENTENCES: &[&str] = &[
    "Both sides looked back on the year and agreed to keep in close contact.",
    "The participants exchanged views on projects for the coming year, above all on those for young people.",
    "The next meeting will be held in the country that takes over the chair.",
    "A joint statement was adopted at the end, and will be published in four languages.",
];

impl World {
    pub(super) fn article(&self, index: usize) -> ArticleDocument {
        let random = &mut self.random("article", index);
        let meeting = (self.counts.meetings > 0).then(|| random.below(self.counts.meetings));
        let held = meeting.map_or_else(|| random.below(9_000), |meeting| self.meeting_day(meeting));
        let title =
            meeting.map_or_else(|| "Three Years of Cooperation".to_owned(), |meeting| self.meeting_title(meeting));
        let most = 1 + random.skewed(8);
        let people = meeting.map(|meeting| self.some_people_of(meeting, most)).unwrap_or_default();
        let organization = random.happens(500).then(|| self.any_organization(random)).flatten();
        let mut about: Vec<AnyItemRef> =
            meeting.map(|meeting| AnyItemRef::Meeting(named("meeting", meeting))).into_iter().collect();
        about.extend(organization.map(|organization| AnyItemRef::Organization(named("organization", organization))));
        let mut headline = vec![text("en", format!("{title}: Report {index}"))];
        let mut body = vec![text("en", self.body(&title, &people, index))];
        if random.happens(150) {
            let language = *random.pick(&["zh", "ja", "ko"]);
            headline.push(text(language, format!("{title} ({index})")));
            body.push(text(language, format!("{title}。")));
        }
        let photos = (0..random.skewed(6)).map(|number| self.photo(index, number, &people)).collect();
        let mut statements = Vec::new();
        if random.happens(50) {
            statements.push(statement("mentions", None, random));
        }
        ArticleDocument {
            slug: Some(format!("article-{index}").into()),
            category: Some(CATEGORIES[random.skewed(CATEGORIES.len())].into()),
            headline,
            body,
            event_date: Some(day(held).to_string().into()),
            published_on: Some(day(held + random.below(4)).to_string().into()),
            url: Some(format!("https://news.example.org/articles/{index}").into()),
            photos,
            about,
            mentions: people.iter().map(|person| AnyItemRef::Person(named("person", *person))).collect(),
            areas: vec![(*random.pick(&["CN", "JP", "KR"])).to_owned()],
            statements,
            ..ArticleDocument::default()
        }
    }

    fn body(&self, title: &str, people: &[usize], index: usize) -> String {
        let random = &mut self.random("body", index);
        let names: Vec<String> = people.iter().map(|person| self.person_name(*person).latin()).collect();
        let mut body = format!("The **{title}** brought together delegations of the three countries.");
        if !names.is_empty() {
            body += "\n\nAmong those who spoke were ";
            body += &names.join(", ");
            body.push('.');
        }
        for _ in 0..random.below(5) {
            body += "\n\n";
            body += SENTENCES[random.below(SENTENCES.len())];
        }
        body
    }

    fn photo(&self, article: usize, number: usize, people: &[usize]) -> PhotoDocument {
        let random = &mut self.random("photo", (article << 3) + number);
        let person = (!people.is_empty() && random.happens(600)).then(|| *random.pick(people));
        let caption = match person {
            Some(person) => format!("{} speaking", self.person_name(person).latin()),
            None => "Group photo".to_owned(),
        };
        PhotoDocument {
            caption: vec![text("en", caption)],
            credit: random.happens(300).then(|| "Made up".to_owned()),
            depicts: person.map(|person| ActorRef::Person(named("person", person))).into_iter().collect(),
            image: Some(ImageDocument {
                url: Some(format!("https://photos.example.org/articles/{article}/{number}.jpg").into()),
                media_type: Some("image/jpeg".to_owned()),
                width: Some(1_600),
                height: Some(1_067),
                credit: None,
            }),
            ..PhotoDocument::default()
        }
    }
}
