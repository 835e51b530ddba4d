//! A home page, fact by fact: for each there is a question that finds it in the sample record, or a
//! reason why it is not carried.

mod facts;
mod meetings;
mod people;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::documents::{publish, publish_sample, sample};
use crate::harness::{TestApp, TestDatabase, on_both_databases};
use facts::{HomePage, NewsItem, Page};

const FACTS: &str = include_str!("../../data/home-page.facts.json");

/// What the record does not carry, and why.
const NOT_CARRIED: &[(&str, &str)] = &[
    ("the page: heading “View all”", "a link, which is layout"),
    ("the page: separator “a line holding only '-'”", "layout"),
    (
        "the page: defect “last heading reads 'Discover Trilateral Cooperation in Mediatext' ('Media' glued to 'text')”",
        "a slip of the layout",
    ),
];

/// What else the page calls an area.
const AREAS: &[(&str, &str)] = &[("Korea", "ROK"), ("Republic of Korea", "ROK")];

/// An article with all that it names; `said` and `named` go into its lists.
const ARTICLE: &str = "slug category publishedOn eventDate body(format: TEXT) areas { name parent { name } }
    about { ...named } mentions { ...named } statements { ...said } photos { caption depicts { ... on Person { slug } } }
    sourceOf(first: 100) { nodes { ...said subject { ... on Item { slug } } } }";
const NAMED: &str = "fragment named on Item { __typename slug label
    ... on Organization { kind abbreviation names { name } area { name parent { name } } parent { slug } }
    ... on Mechanism { kind abbreviation names { name } } }";
const SAID: &str = "fragment said on Statement { field value number basis quote location source { slug } }";

/// One walk over the page: where it is, and what it has found so far.
struct Walk<'a> {
    app: &'a TestApp,
    place: String,
    missing: Vec<String>,
    not_carried: BTreeSet<&'static str>,
}

/// A news item beside the article that has it.
struct Item<'a> {
    facts: &'a NewsItem,
    article: Value,
}

impl Walk<'_> {
    fn fact(&mut self, found: bool, fact: &str) {
        let fact = format!("{}: {fact}", self.place);
        match NOT_CARRIED.iter().find(|(known, _)| *known == fact) {
            Some((known, _)) if !found => _ = self.not_carried.insert(known),
            _ if !found => self.missing.push(fact),
            _ => {}
        }
    }

    /// The answer to a question, which may use the fragments.
    async fn data(&self, question: &str) -> Value {
        let fragments =
            [("...named", NAMED), ("...said", SAID)].into_iter().filter(|(spread, _)| question.contains(spread));
        let fragments: String = fragments.map(|(_, fragment)| fragment).collect();
        self.app.data(&format!("{{ {question} }} {fragments}")).await
    }

    /// What is asked of the one that has this slug.
    async fn one(&self, root: &str, slug: &str, fields: &str) -> Value {
        self.data(&format!("it: {root}(by: {{ slug: {} }}) {{ {fields} }}", json!(slug))).await["it"].take()
    }
}

impl Item<'_> {
    /// What the article is about or mentions, of one type, that has this name.
    fn named(&self, item_type: &str, name: &str) -> Option<&Value> {
        let called = |one: &Value| {
            one["label"] == name
                || one["abbreviation"] == name
                || any(&one["names"], |dated| dated["name"] == name)
                || any(&self.article["sourceOf"]["nodes"], |said| {
                    said["field"] == "names" && said["value"] == name && said["subject"]["slug"] == one["slug"]
                })
        };
        self.concerns().find(|one| one["__typename"] == item_type && called(one))
    }

    fn concerns(&self) -> impl Iterator<Item = &Value> {
        list(&self.article["about"]).iter().chain(list(&self.article["mentions"]))
    }

    fn has(&self, slug: &Value) -> bool {
        self.concerns().any(|one| one["slug"] == *slug)
    }

    /// An organization by name, with its country behind a comma or without.
    fn organization(&self, name: &str) -> Option<&Value> {
        let name = before_remark(name);
        self.named("Organization", name).or_else(|| {
            let (name, country) = name.rsplit_once(", ")?;
            self.named("Organization", name).filter(|one| is_in(&one["area"], country))
        })
    }

    /// Whether the record leaves it open, or has it from elsewhere or by inference, but not as said here.
    fn not_stated(&self, subject: &Value, field: &str, value: &Value) -> bool {
        let said: Vec<_> = list(&subject["statements"]).iter().filter(|said| said["field"] == field).collect();
        let absent = value.is_null() || *value == json!([]);
        let here = |said: &&Value| said["basis"] == "STATED" && said["source"]["slug"] == self.article["slug"];
        (absent || !said.is_empty()) && !said.iter().any(here)
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn any(value: &Value, found: impl Fn(&Value) -> bool) -> bool {
    list(value).iter().any(found)
}

fn contains(value: &Value, text: &str) -> bool {
    value.as_str().is_some_and(|whole| whole.contains(text))
}

/// Whether an area or the one it is part of has this name.
fn is_in(area: &Value, name: &str) -> bool {
    let name = AREAS.iter().find(|(other, _)| *other == name).map_or(name, |(_, name)| name);
    area["name"] == name || area["parent"]["name"] == name
}

/// A fact without the remark in parentheses behind it.
fn before_remark(fact: &str) -> &str {
    fact.split(" (").next().unwrap_or(fact)
}

/// What stands between single quotation marks.
fn quoted(fact: &str) -> impl Iterator<Item = &str> {
    fact.split('\'').skip(1).step_by(2)
}

async fn page(walk: &mut Walk<'_>, page: &Page, items: &[NewsItem]) {
    let Page { headings, counters, defect, separator } = page;
    let data = walk.data("articles(first: 4, orderBy: { field: DATE, direction: DESC }) { nodes { headline } } mediaItems { totalCount } publications { totalCount }
        statistics: publications(filter: { kinds: [STATISTICS] }) { nodes { title } } mechanisms { totalCount }
        mechanismCounts { declared { text number qualifier observation { value statements { ...said } } } indicator { name } }").await;
    for heading in headings {
        let found = match heading.as_str() {
            "Trilateral Cooperation / Secretariat News (repeated)" => {
                let titles: Vec<_> = items.iter().map(|item| json!({ "headline": item.title })).collect();
                data["articles"]["nodes"] == json!(titles)
            }
            "Consultative Mechanism" => data["mechanisms"]["totalCount"] != 0 && data["mechanismCounts"] != json!([]),
            "Publications" => data["publications"]["totalCount"] != 0,
            "Latest from Media" | "Discover Trilateral Cooperation in Media" => data["mediaItems"]["totalCount"] != 0,
            title => any(&data["statistics"]["nodes"], |one| one["title"] == title),
        };
        walk.fact(found, &format!("heading “{heading}”"));
    }
    for (counter, number) in counters {
        let text = number.as_str().map_or_else(|| number.to_string(), str::to_owned);
        let qualifier = if text.ends_with('+') { "AT_LEAST" } else { "EXACT" };
        let label = |count: &Value| count["indicator"]["name"].as_str().unwrap_or_default().to_lowercase();
        let found = any(&data["mechanismCounts"], |count| {
            let declared = &count["declared"];
            label(count).replace(' ', "_") == *counter
                && declared["text"] == text
                && declared["number"] == text.trim_end_matches('+')
                && declared["observation"]["value"] == declared["number"]
                && declared["qualifier"] == qualifier
                && any(&declared["observation"]["statements"], |said| said["value"] == text)
        });
        walk.fact(found, &format!("counter {counter}: {text}"));
    }
    walk.fact(false, &format!("defect “{defect}”"));
    walk.fact(false, &format!("separator “{separator}”"));
}

async fn item(walk: &mut Walk<'_>, facts: &NewsItem) {
    let NewsItem {
        category,
        title,
        date,
        body_dates,
        people,
        unnamed_people,
        groups,
        organizations,
        meetings,
        mechanisms,
        series_facts,
        participations,
        captions,
        notes,
    } = facts;
    walk.place = format!("“{title}”");
    let since = format!("filter: {{ during: {{ from: {} }} }}, first: 5, orderBy: {{ field: DATE }}", json!(date));
    let found = walk.data(&format!("articles({since}) {{ nodes {{ headline {ARTICLE} }} }}")).await;
    let Some(article) = list(&found["articles"]["nodes"]).iter().find(|one| one["headline"] == *title) else {
        walk.fact(false, "title");
        return;
    };
    let item = Item { facts, article: article.clone() };
    let slug: String = category.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    walk.fact(article["category"] == slug.replace("  ", "-"), &format!("category “{category}”"));
    walk.fact(article["publishedOn"] == *date && article["eventDate"] == *date, &format!("date {date}"));
    for text in body_dates {
        let said = |said: &Value| {
            let field = said["field"] == "startDate" || said["field"] == "eventDate";
            field && said["basis"] == "STATED" && said["value"] == before_remark(text)
        };
        let found = any(&article["statements"], said) || any(&article["sourceOf"]["nodes"], said);
        walk.fact(found, &format!("date “{text}” in the body"));
    }
    for person in people {
        people::person(walk, &item, person).await;
    }
    for unnamed in unnamed_people {
        people::unnamed(walk, &item, unnamed).await;
    }
    for group in groups {
        people::group(walk, &item, group).await;
    }
    for organization in organizations {
        people::organization(walk, &item, organization);
    }
    for meeting in meetings {
        meetings::meeting(walk, &item, meeting).await;
    }
    for mechanism in mechanisms {
        walk.fact(item.named("Mechanism", mechanism).is_some(), &format!("mechanism “{mechanism}”"));
    }
    if let Some(series) = series_facts {
        meetings::series(walk, &item, series).await;
    }
    for participation in participations {
        meetings::participation(walk, &item, participation).await;
    }
    photos(walk, &item, captions);
    for note in notes {
        contradiction(walk, &item, note);
    }
}

/// Words that contradict each other stand side by side, as statements of one field.
fn contradiction(walk: &mut Walk<'_>, item: &Item<'_>, note: &str) {
    let said = list(&item.article["statements"]);
    let words = quoted(note).map(|words| words.split(' ').next().unwrap_or(words));
    let fields: Vec<_> =
        words.map(|word| said.iter().find(|said| said["value"] == word).map(|said| &said["field"])).collect();
    let found = fields.len() > 1 && fields[0].is_some() && fields.iter().all(|field| *field == fields[0]);
    walk.fact(found, &format!("note “{note}”"));
}

fn photos(walk: &mut Walk<'_>, item: &Item<'_>, captions: &[String]) {
    let photos = list(&item.article["photos"]);
    walk.fact(photos.len() == captions.len(), &format!("{} photos", captions.len()));
    for (number, caption) in captions.iter().enumerate() {
        let photo = photos.get(number).unwrap_or(&Value::Null);
        walk.fact(photo["caption"] == *caption, &format!("caption {} “{caption}”", number + 1));
        for person in &item.facts.people {
            let said = caption.contains(&person.name) || person.aliases.iter().any(|alias| caption.contains(alias));
            let slug = item.named("Person", &person.name).map(|one| &one["slug"]);
            let shown = any(&photo["depicts"], |one| Some(&one["slug"]) == slug);
            walk.fact(shown == said, &format!("whether caption {} “{caption}” names {}", number + 1, person.name));
        }
    }
}

/// Walks the whole page and gives the facts that no question finds.
async fn walk(app: &TestApp) -> Vec<String> {
    let facts: HomePage = serde_json::from_str(FACTS).expect("facts of known kinds");
    let mut walk = Walk { app, place: "the page".to_owned(), missing: Vec::new(), not_carried: BTreeSet::new() };
    page(&mut walk, &facts.page, &facts.items).await;
    for facts in &facts.items {
        item(&mut walk, facts).await;
    }
    let unused = NOT_CARRIED.iter().filter(|(fact, _)| !walk.not_carried.contains(fact));
    walk.missing
        .extend(unused.map(|(fact, reason)| format!("{fact}: carried, or no fact, though said not to be: {reason}")));
    walk.missing
}

on_both_databases! {
    async fn every_fact_of_the_home_page_is_in_the_sample_record(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let missing = walk(&app).await;
        assert!(missing.is_empty(), "{missing:#?}");
    }

    async fn a_fact_that_is_taken_away_is_named(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut documents = sample();
        for document in &mut documents {
            if document["meeting"]["slug"] == "visit-japan-patent-office-2025-08-22" {
                document["meeting"]["participants"].as_array_mut().expect("participants").truncate(2);
            }
            if document["article"]["slug"] == "lee-hee-sup-12th-cjk-cooperation-dialogue" {
                document["article"]["photos"][1]["caption"][0]["text"] = "A photo".into();
            }
        }
        publish(&app.store, documents).await;
        assert_eq!(walk(&app).await, [
            "“TCS Secretary-General LEE Hee-sup Paid a Visit on Japan Patent Office”: without a name: JPO representative (referred to as 'he')",
            "“TCS Secretary-General LEE Hee-sup Attended the 12th CJK Cooperation Dialogue”: caption 2 “Group photo”",
        ]);
    }
}
