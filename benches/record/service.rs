//! The real service on a free port, and how it answers the questions of docs/reads.md.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rapporteur::app::{App, open_store};
use rapporteur::clock::Clock;
use rapporteur::lifecycle::Lifecycle;
use rapporteur::store::Store;
use sea_orm::DatabaseConnection;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::database::BenchDatabase;
use super::plan::{plan, statements, whole_tables};
use super::reads::{Read, reads};
use super::table;

/// Connections that ask at once.
const CONNECTIONS: usize = 32;
/// A question is asked at most so often, one after the other, and for at most so long.
const ASKED: usize = 300;
const PATIENCE: Duration = Duration::from_secs(10);
/// The page that is looked for by its cursor, and how large pages are.
const PAGE: usize = 1_000;
const PAGE_SIZE: usize = 20;

/// How one question is answered.
pub struct Measured {
    pub name: String,
    pub statements: usize,
    /// Whether these should be as many whatever the record holds.
    pub is_even: bool,
    /// The lines of plans that read a whole table.
    pub whole: Vec<String>,
    pub median: Duration,
    pub p99: Duration,
    /// Answers a second to many at once.
    pub rate: f64,
}

/// A running service.
pub struct Service {
    url: String,
    store: Store,
    connection: DatabaseConnection,
    lifecycle: Lifecycle,
    running: JoinSet<std::io::Result<()>>,
    http: reqwest::Client,
}

impl Service {
    pub async fn start(database: &BenchDatabase) -> Self {
        let settings = database.settings();
        let store = open_store(&settings, Clock::system()).await.expect("a store");
        let app = App::start(&settings, store.clone()).await.expect("the service");
        let (url, lifecycle) = (format!("http://{}/graphql", app.address()), app.lifecycle().clone());
        let mut running = JoinSet::new();
        running.spawn(app.run());
        let connection = database.connection().await;
        Self { url, store, connection, lifecycle, running, http: reqwest::Client::new() }
    }

    /// Asks every question with these words in its name.
    pub async fn measure(&self, only: &str, seconds: Duration) -> Vec<Measured> {
        let mut all = Vec::new();
        for read in reads().into_iter().filter(|read| read.name.contains(only)) {
            let variables = if read.document.contains("$after") {
                vec![json!({ "after": self.late_cursor().await })]
            } else if read.document.contains("$query") {
                self.looked_for().await.iter().map(|query| json!({ "query": query })).collect()
            } else {
                vec![Value::Null]
            };
            let body = |variables| json!({ "query": read.document, "variables": variables });
            let measured = self.one(&read, &variables.into_iter().map(body).collect::<Vec<_>>(), seconds).await;
            table::progress(&measured.line());
            all.push(measured);
        }
        all
    }

    /// One question, which may come with several variables in turn.
    async fn one(&self, read: &Read, bodies: &[Value], seconds: Duration) -> Measured {
        let answer = ask(&self.http, &self.url, &bodies[0]).await;
        assert_eq!(answer.get("errors"), None, "{}", read.name);
        let asked = statements(&self.store, ask(&self.http, &self.url, &bodies[0])).await;
        let mut whole = Vec::new();
        for statement in &asked {
            whole.extend(whole_tables(&plan(&self.connection, statement).await).cloned());
        }
        // Once without being measured: what nobody has asked for yet may have to come from the disk.
        for body in &bodies[1..] {
            ask(&self.http, &self.url, body).await;
        }
        let mut took = Vec::new();
        let begun = Instant::now();
        while took.len() < ASKED && (took.len() < 5 || begun.elapsed() < PATIENCE) {
            let body = &bodies[took.len() % bodies.len()];
            let begun = Instant::now();
            ask(&self.http, &self.url, body).await;
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        let rate = self.rate(bodies, seconds).await;
        let (median, p99) = (took[took.len() / 2], took[took.len() * 99 / 100]);
        Measured { name: read.name.clone(), statements: asked.len(), is_even: read.is_even, whole, median, p99, rate }
    }

    async fn rate(&self, bodies: &[Value], seconds: Duration) -> f64 {
        let mut asking = JoinSet::new();
        let begun = Instant::now();
        let bodies: Arc<[Value]> = bodies.into();
        for connection in 0..CONNECTIONS {
            let (http, url, bodies) = (self.http.clone(), self.url.clone(), bodies.clone());
            asking.spawn(async move {
                let mut answers = 0_u32;
                // Each begins with another one.
                for body in bodies.iter().cycle().skip(connection * bodies.len() / CONNECTIONS) {
                    if begun.elapsed() >= seconds {
                        break;
                    }
                    ask(&http, &url, body).await;
                    answers += 1;
                }
                answers
            });
        }
        let answers: u32 = asking.join_all().await.into_iter().sum();
        f64::from(answers) / begun.elapsed().as_secs_f64()
    }

    /// The cursor before the page that is far down the list, or before the last whole one.
    async fn late_cursor(&self) -> Value {
        let (mut after, mut before) = (Value::Null, 0);
        while before < (PAGE - 1) * PAGE_SIZE {
            let first = 100.min((PAGE - 1) * PAGE_SIZE - before);
            let query = "query ($first: Int, $after: String) {
                articles(first: $first, after: $after) { pageInfo { endCursor hasNextPage } } }";
            let variables = json!({ "first": first, "after": after });
            let answer = ask(&self.http, &self.url, &json!({ "query": query, "variables": variables })).await;
            let page = &answer["data"]["articles"]["pageInfo"];
            if page["hasNextPage"] != true {
                break;
            }
            after = page["endCursor"].clone();
            before += first;
        }
        after
    }

    /// What somebody might look for.
    async fn looked_for(&self) -> Vec<String> {
        // What was published at once comes in the order of ids, which is nobody's.
        let list =
            |name: &str| format!("{name}(first: 100, orderBy: {{ field: PUBLISHED_AT }}) {{ nodes {{ label }} }}");
        let lists = ["people", "organizations", "meetings", "articles"];
        let query = format!("{{ {} }}", lists.map(list).join(" "));
        let answer = ask(&self.http, &self.url, &json!({ "query": query })).await;
        let [people, organizations, meetings, articles] = lists.map(|list| {
            let nodes = answer["data"][list]["nodes"].as_array().expect("a list").iter();
            nodes.map(|node| node["label"].as_str().expect("a label").to_owned()).collect::<Vec<_>>()
        });
        let word = |title: &str, at: usize| {
            let words: Vec<&str> = title.split_whitespace().collect();
            words[at % words.len()].to_owned()
        };
        let of_one = meetings.iter().take(75).enumerate().map(|(at, title)| [word(title, at), word(title, at + 2)]);
        let of_two = meetings.iter().zip(&articles).take(75).enumerate();
        let of_two = of_two.map(|(at, (one, other))| [word(one, at), word(other, at + 1)]);
        let words = of_one.chain(of_two).map(|words| words.join(" "));
        people.into_iter().chain(organizations.into_iter().take(50)).chain(words).collect()
    }

    pub async fn stop(mut self) {
        self.lifecycle.stop();
        while self.running.join_next().await.is_some() {}
        self.store.close().await;
        self.connection.close().await.expect("closed");
    }
}

async fn ask(http: &reqwest::Client, url: &str, body: &Value) -> Value {
    let answer = http.post(url).json(body).send().await.expect("an answer");
    answer.json().await.expect("a body")
}
