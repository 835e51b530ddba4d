//! The service on a free port, asked one question after the other.

use std::time::Instant;

use rapporteur::app::{App, open_store};
use rapporteur::clock::Clock;
use serde_json::{Value, json};

use super::database::BenchDatabase;
use super::people::Pair;
use super::questions::{Asked, HOPS, LARGEST, Question};

pub async fn ask(database: &BenchDatabase, pairs: &[Pair]) -> Asked {
    let settings = database.settings();
    let store = open_store(&settings, Clock::system()).await.expect("a store");
    let begun = Instant::now();
    store.read_attendances().await.expect("the attendances");
    eprintln!("  who took part in what was read in {:.1} s; {} MB", begun.elapsed().as_secs_f64(), memory());
    let app = App::start(&settings, store.clone()).await.expect("the service");
    let (url, lifecycle) = (format!("http://{}/graphql", app.address()), app.lifecycle().clone());
    let mut running = tokio::task::JoinSet::new();
    running.spawn(app.run());
    let http = reqwest::Client::new();
    let mut asked = Asked::default();
    for question in Question::ALL {
        for (round, pair) in pairs.iter().take(20).chain(pairs).enumerate() {
            let body =
                json!({ "query": document(question), "variables": { "from": pair.from.slug, "to": pair.to.slug } });
            let begun = Instant::now();
            let sent = http.post(&url).json(&body).send().await.expect("an answer");
            let bytes = sent.bytes().await.expect("a body");
            let took = begun.elapsed();
            let answer: Value = serde_json::from_slice(&bytes).expect("JSON");
            assert_eq!(answer.get("errors"), None);
            // The first ones warm it up.
            if round >= 20 {
                asked.note(question, Some((took, numbers(question, &answer["data"]))));
            }
        }
    }
    lifecycle.stop();
    while running.join_next().await.is_some() {}
    store.close().await;
    asked
}

fn document(question: Question) -> String {
    let filter = format!("filter: {{ ownDelegation: true, largestMeeting: {LARGEST} }}");
    match question {
        Question::Shared => format!(
            "query ($from: String!, $to: String!) {{ person(by: {{ slug: $from }}) {{
               sharedMeetingsWith(person: {{ slug: $to }}, {filter}) {{ edges {{ count }} }} }} }}"
        ),
        Question::Met => format!(
            "query ($from: String!) {{ person(by: {{ slug: $from }}) {{
               sharedMeetingsWith(first: 20, {filter}) {{ totalCount edges {{ count }} }} }} }}"
        ),
        Question::Ways => format!(
            "query ($from: String!, $to: String!) {{
               meetingPath(from: {{ person: {{ slug: $from }} }}, to: {{ person: {{ slug: $to }} }}, maxHops: {HOPS}, {filter}) {{
                 outcome hops paths {{ hops {{ from {{ ... on Person {{ slug }} }} to {{ ... on Person {{ slug }} }} }} }} }} }}"
        ),
    }
}

fn numbers(question: Question, data: &Value) -> Vec<i64> {
    if question == Question::Ways {
        assert_ne!(data["meetingPath"]["outcome"], "BOUND_REACHED");
        return data["meetingPath"]["hops"].as_i64().into_iter().collect();
    }
    let met = &data["person"]["sharedMeetingsWith"];
    let counts = met["edges"].as_array().into_iter().flatten().filter_map(|edge| edge["count"].as_i64());
    met["totalCount"].as_i64().into_iter().chain(counts).collect()
}

/// Megabytes that this process has.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1_024 / 1_000_000
}
