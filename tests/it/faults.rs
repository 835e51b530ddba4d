//! What goes wrong loses nothing: what was acknowledged is what can be read, and what everybody who
//! follows has heard, over every transport, in order, and none of it twice.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use rapporteur::store::Store;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::documents::{meeting, publish};
use crate::harness::follower::{Follower, Transport};
use crate::harness::proxy::{Proxy, Target, Way};
use crate::harness::serving::{Serving, program};
use crate::harness::{Backend, TestApp, TestDatabase, on_both_databases};

/// Followers over every transport, who stop once they have heard of an item.
fn follow(url: &Arc<Mutex<String>>, last: &'static str) -> JoinSet<Follower> {
    let mut following = JoinSet::new();
    for transport in Transport::ALL {
        let mut follower = Follower::new(transport, url.clone());
        following.spawn(async move {
            follower.until(last).await;
            follower
        });
    }
    following
}

/// What can be read, in the order of the feed.
async fn readable(url: &str) -> Vec<String> {
    let (mut slugs, mut after) = (Vec::new(), Value::from("0"));
    let query = "query ($after: String) { feed(after: $after, first: 100) { nodes { item { slug } } pageInfo { endCursor hasNextPage } } }";
    loop {
        let answer = ask(url, None, query, json!({ "after": after })).await.expect("an answer");
        let page = &answer["data"]["feed"];
        let nodes = page["nodes"].as_array().unwrap_or_else(|| panic!("no nodes: {answer}"));
        slugs.extend(nodes.iter().map(|node| node["item"]["slug"].as_str().expect("a slug").to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            return slugs;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

async fn ask(url: &str, token: Option<&str>, query: &str, variables: Value) -> Option<Value> {
    let mut request = reqwest::Client::new().post(format!("{url}/graphql"));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.json(&json!({ "query": query, "variables": variables })).send().await.ok()?;
    answer.json().await.ok()
}

/// Publishes a meeting as an editor does; says whether it was acknowledged.
async fn publish_over_http(url: &str, token: &str, slug: &str) -> bool {
    let document = json!({ "meeting": { "slug": slug, "kind": "MEETING", "status": "HELD", "title": [{ "locale": "en", "text": slug }] } });
    let save = "mutation ($document: DocumentInput!) { draftSave(input: { document: $document }) { draft { id } } }";
    let Some(saved) = ask(url, Some(token), save, json!({ "document": document })).await else { return false };
    let publish = "mutation ($id: ID!) { publish(input: { items: [{ id: $id, expectedRevision: 0 }] }) { cursor userErrors { message } } }";
    let id = &saved["data"]["draftSave"]["draft"]["id"];
    let published = ask(url, Some(token), publish, json!({ "id": id })).await;
    published.is_some_and(|answer| answer["data"]["publish"]["cursor"].is_string())
}

/// Publishes some meetings, each in a release of its own.
async fn publish_each(store: &Store, prefix: &str, many: usize) {
    for number in 0..many {
        publish(store, vec![meeting(&format!("{prefix}{number}"), None, "2025")]).await;
    }
}

async fn all_heard(url: &str, following: JoinSet<Follower>) -> Vec<Follower> {
    let readable = readable(url).await;
    let followers = following.join_all().await;
    for follower in &followers {
        assert_eq!(follower.heard, readable);
    }
    followers
}

on_both_databases! {
    async fn an_instance_that_is_killed_under_load_loses_nothing(database: TestDatabase) {
        let token = program(&database, &["token", "create", "--name", "desk"]).output().expect("a token").stdout;
        let token = String::from_utf8(token).expect("text").trim().to_owned();
        let mut serving = Serving::start(&database, &[]);
        let url = Arc::new(Mutex::new(serving.url.clone()));
        let following = follow(&url, "last");
        let mut acknowledged = Vec::new();
        for round in 0..4 {
            // It is killed while editors publish, at no particular moment.
            let mut desks = JoinSet::new();
            for desk in 0..3 {
                let (url, token) = (serving.url.clone(), token.clone());
                desks.spawn(async move {
                    let mut acknowledged = Vec::new();
                    for number in 0.. {
                        let slug = format!("r{round}-d{desk}-n{number}");
                        if !publish_over_http(&url, &token, &slug).await {
                            break;
                        }
                        acknowledged.push(slug);
                    }
                    acknowledged
                });
            }
            tokio::time::sleep(std::time::Duration::from_millis(150 + 70 * round)).await;
            serving.child.kill().expect("killed");
            acknowledged.extend(desks.join_all().await.into_iter().flatten());
            serving = Serving::start(&database, &[]);
            serving.url.clone_into(&mut url.lock().expect("an address"));
        }
        assert!(publish_over_http(&serving.url, &token, "last").await);
        acknowledged.push("last".to_owned());
        let followers = all_heard(&serving.url, following).await;
        let missing: Vec<_> = acknowledged.iter().filter(|slug| !followers[0].heard.contains(slug)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(acknowledged.len() > 4 && followers.iter().any(|follower| follower.connections > 1));
    }

    async fn connections_that_are_cut_or_blocked_lose_nothing(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let proxy = Proxy::to(Target::Tcp(app.url.replace("http://", ""))).await;
        let url = Arc::new(Mutex::new(format!("http://127.0.0.1:{}", proxy.port)));
        let following = follow(&url, "last");
        for round in 0..6 {
            publish_each(&app.store, &format!("open{round}-"), 5).await;
            proxy.set(if round % 2 == 0 { Way::Cut } else { Way::Blocked });
            publish_each(&app.store, &format!("closed{round}-"), 5).await;
            proxy.set(Way::Open);
        }
        publish(&app.store, vec![meeting("last", None, "2025")]).await;
        all_heard(&app.url, following).await;
    }
}

/// The way to the database is cut and blocked; another process publishes meanwhile.
#[test]
fn a_database_that_is_out_of_reach_delays_events_and_loses_none() {
    crate::harness::run(Backend::Postgres, |database| async move {
        let (socket, _) = database.by_way_of(0);
        let proxy = Proxy::to(Target::Unix(socket)).await;
        let mut settings = database.settings();
        settings.database.url = database.by_way_of(proxy.port).1;
        settings.database.acquire_timeout_ms = 300;
        let app = TestApp::start(&database.with(settings)).await;
        let desk = database.store().await;
        let following = follow(&Arc::new(Mutex::new(app.url.clone())), "last");
        for round in 0..6 {
            publish_each(&desk, &format!("open{round}-"), 5).await;
            proxy.set(if round % 2 == 0 { Way::Cut } else { Way::Blocked });
            publish_each(&desk, &format!("closed{round}-"), 5).await;
            proxy.set(Way::Open);
        }
        publish(&desk, vec![meeting("last", None, "2025")]).await;
        let followers = following.join_all().await;
        let readable = readable(&app.url).await;
        for follower in followers {
            assert_eq!(follower.heard, readable);
        }
    });
}

/// A PostgreSQL cluster of a test's own, which may be restarted.
struct Cluster {
    home: PathBuf,
    url: String,
}

impl Cluster {
    fn start() -> Self {
        let output = Self::script("postgres_start durable; echo \"$TEST_POSTGRES_URL\"");
        let url = String::from_utf8(output).expect("text").trim().to_owned();
        let (_, home) = url.split_once("host=").expect("a folder");
        Self { home: home.into(), url: url.clone() }
    }

    /// Ends all connections at once, and starts again.
    fn restart(&self) {
        let data = self.home.join("data");
        Self::script(&format!(
            "postgres_do \"$(postgres_bin)/pg_ctl\" -D {0} -m immediate -w restart -l {0}/../log >&2",
            data.display()
        ));
    }

    fn script(commands: &str) -> Vec<u8> {
        let commands = format!("set -euo pipefail; . script/lib/packages; . script/lib/postgres; {commands}");
        let output = Command::new("bash")
            .args(["-c", &commands])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("bash");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        Self::script(&format!("postgres_home={}; postgres_stop", self.home.display()));
    }
}

/// Two instances on one database, which is restarted; followers come back to either.
#[test]
fn a_database_restart_is_survived_by_every_instance() {
    crate::harness::run(Backend::Sqlite, |elsewhere| async move {
        let cluster = Cluster::start();
        let mut settings = elsewhere.settings();
        settings.database.url.clone_from(&cluster.url);
        let database = elsewhere.with(settings);
        let (one, other) = (TestApp::start(&database).await, TestApp::start(&database).await);
        let url = Arc::new(Mutex::new(one.url.clone()));
        let following = follow(&url, "last");
        for round in 0..3 {
            publish_each(&one.store, &format!("one{round}-"), 5).await;
            cluster.restart();
            // The first to write finds the pool's connections broken, and may have to ask twice.
            while other.store.read_head().await.is_err() {}
            publish_each(&other.store, &format!("other{round}-"), 5).await;
            let next = if round % 2 == 0 { &other.url } else { &one.url };
            next.clone_into(&mut url.lock().expect("an address"));
        }
        publish(&other.store, vec![meeting("last", None, "2025")]).await;
        all_heard(&other.url, following).await;
        one.stop().await;
        other.stop().await;
    });
}
