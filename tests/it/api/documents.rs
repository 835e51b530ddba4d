//! The examples of the documents: each address with the answer that the page shows is asked here.

use std::path::Path;

use serde_json::Value;

use crate::harness::documents::publish_sample;
use crate::harness::{TestApp, TestDatabase, on_both_databases};

const HOST: &str = "http://127.0.0.1:8000";

/// What a page shows: a command of curl, the format of the answer, and the answer.
fn shown(page: &str) -> Vec<(String, String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(path).expect("a page");
    let mut shown = Vec::new();
    for block in text.split("```sh\n").skip(1) {
        let (command, rest) = block.split_once("\n```\n").expect("the end of a block");
        let Some((format, rest)) = rest.trim_start().strip_prefix("```").and_then(|rest| rest.split_once('\n')) else {
            continue;
        };
        if command.starts_with("curl") && ["json", "csv"].contains(&format) {
            let (answer, _) = rest.split_once("\n```").expect("the end of an answer");
            shown.push((command.to_owned(), format.to_owned(), answer.to_owned()));
        }
    }
    shown
}

/// Does what a command says.
async fn run(app: &TestApp, command: &str) -> String {
    let quoted: Vec<&str> = command.split('\'').skip(1).step_by(2).collect();
    let address = quoted.iter().find_map(|part| part.strip_prefix(HOST)).unwrap_or_else(|| panic!("{command}"));
    let mut request = app.http().get(format!("{}{address}", app.url));
    for (name, value) in quoted.iter().filter(|part| !part.starts_with(HOST)).filter_map(|part| part.split_once(": ")) {
        request = request.header(name, value);
    }
    request.send().await.expect("an answer").text().await.expect("text")
}

on_both_databases! {
    async fn the_documents_show_what_is_answered(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let shown: Vec<_> = ["docs/get-api.md", "README.md"].into_iter().flat_map(shown).collect();
        assert!(shown.len() >= 5, "{}", shown.len());
        for (command, format, expected) in shown {
            let answer = run(&app, &command).await;
            if format == "json" {
                let value = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}: {text}"));
                assert_eq!(value(&answer), value(&expected), "{command}");
            } else {
                assert_eq!(answer.replace("\r\n", "\n").trim_end(), expected, "{command}");
            }
        }
    }
}
