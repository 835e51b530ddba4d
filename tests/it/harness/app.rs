//! The real service on a free port, over a test's database.

use rapporteur::app::App;
use rapporteur::clock::Clock;
use rapporteur::store::{EditorAccess, Store};
use serde_json::{Value, json};

use super::database::test_clock;
use super::{Socket, TestDatabase};

/// A running service.
pub struct TestApp {
    pub url: String,
    pub store: Store,
    /// The store's clock.
    pub clock: Clock,
    lifecycle: rapporteur::lifecycle::Lifecycle,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
    http: reqwest::Client,
}

impl TestApp {
    pub async fn start(database: &TestDatabase) -> Self {
        Self::start_with(database, database.settings()).await
    }

    pub async fn start_with(database: &TestDatabase, settings: rapporteur::config::Settings) -> Self {
        let clock = test_clock();
        let store = database.with(settings.clone()).store_at(clock.clone()).await;
        let app = App::start(&settings, store.clone()).await.expect("the service");
        let url = format!("http://{}", app.address());
        let lifecycle = app.lifecycle().clone();
        #[expect(clippy::disallowed_methods, reason = "the test is what runs the service")]
        let running = tokio::spawn(app.run());
        Self { url, store, clock, lifecycle, running, http: reqwest::Client::new() }
    }

    /// Sends a document and gives the whole answer.
    pub async fn ask(&self, document: &str) -> Value {
        self.send(&json!({ "query": document }), None).await
    }

    pub async fn ask_with(&self, document: &str, variables: Value) -> Value {
        self.send(&json!({ "query": document, "variables": variables }), None).await
    }

    /// Sends a document as an editor.
    pub async fn edit(&self, token: &str, document: &str, variables: Value) -> Value {
        self.send(&json!({ "query": document, "variables": variables }), Some(token)).await
    }

    pub async fn send(&self, body: &Value, token: Option<&str>) -> Value {
        let mut request = self.http.post(format!("{}/graphql", self.url)).json(body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let text = request.send().await.expect("an answer").text().await.expect("a body");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// The answer's data; panics if there are errors.
    pub async fn data(&self, document: &str) -> Value {
        let mut answer = self.ask(document).await;
        assert_eq!(answer.get("errors"), None, "{document}");
        answer["data"].take()
    }

    /// The code of the answer's only error.
    pub async fn code(&self, document: &str) -> String {
        let answer = self.ask(document).await;
        error_code(&answer)
    }

    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub async fn token(&self, name: &str) -> String {
        self.store.create_token(&EditorAccess::operator(), name).await.expect("a token")
    }

    pub async fn socket(&self) -> Socket {
        Socket::open(&self.url, json!({})).await
    }

    /// Asks it to stop and waits until it has.
    pub async fn stop(self) {
        self.lifecycle.stop();
        self.running.await.expect("the service ends").expect("without an error");
    }
}

pub fn error_code(answer: &Value) -> String {
    let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("no errors: {answer}"));
    assert_eq!(errors.len(), 1, "{answer}");
    errors[0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no code: {answer}")).to_owned()
}
