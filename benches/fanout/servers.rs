//! The servers that are measured, each a process of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{SinkExt as _, StreamExt as _};
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::web::Data;
use poem::web::websocket::{Message, WebSocket, WebSocketConfig};
use poem::{EndpointExt as _, IntoResponse, Route, get, handler};
use serde_json::{Value, json};
use tokio::sync::broadcast;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rapporteur");
/// Settings of the service: as many sockets as the system has, and no end for those that read nothing.
const SETTINGS: &[(&str, &str)] = &[
    ("RAPPORTEUR_FEED__CONNECTIONS", "100000"),
    ("RAPPORTEUR_FEED__CONNECTIONS_PER_ADDRESS", "100000"),
    ("RAPPORTEUR_FEED__STALL_SECONDS", "3600"),
    ("RAPPORTEUR_FEED__PING_SECONDS", "3600"),
];

/// Something that sends events to its sockets.
pub trait Server {
    /// Its process.
    fn process(&self) -> &Process;
    /// Sends one event to everybody.
    async fn publish(&self);

    /// `host:port`.
    fn address(&self) -> &str {
        &self.process().address
    }

    /// Microseconds of processor time so far.
    fn processor(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process().child.id())).expect("a process");
        let (_, fields) = stat.rsplit_once(')').expect("a name");
        let ticks =
            |at: usize| -> u32 { fields.split_whitespace().nth(at).expect("a field").parse().expect("a number") };
        // User and system time, in ticks of 10 ms.
        f64::from(ticks(11) + ticks(12)) * 10_000.0
    }

    /// KiB of memory now.
    fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process().child.id())).expect("a process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.split_whitespace().next().expect("a number").parse().expect("a number")
    }
}

/// A process that says where it listens, and ends when this is dropped.
pub struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = loop {
            let line = lines.next().expect("a line before it ends").expect("text");
            if let Some((_, address)) = line.split_once("http://") {
                break address.split('/').next().expect("a host").to_owned();
            }
        };
        Self { child, address }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The real service, on SQLite.
pub struct Service {
    process: Process,
    token: String,
    http: reqwest::Client,
    published: AtomicUsize,
    _folder: tempfile::TempDir,
}

impl Service {
    /// Starts it on a new database.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite://{}", folder.path().join("fanout.db").display());
        let program = |arguments: &[&str]| {
            let mut command = Command::new(PROGRAM);
            command.args(["--database", &database]).args(arguments).envs(SETTINGS.iter().copied());
            command
        };
        let token = program(&["token", "create", "--name", "bench"]).output().expect("the program").stdout;
        let token = String::from_utf8(token).expect("a token").trim().to_owned();
        let process = Process::start(program(&["serve", "--listen", "127.0.0.1:0"]));
        let (http, published) = (reqwest::Client::new(), AtomicUsize::new(0));
        Self { process, token, http, published, _folder: folder }
    }

    async fn ask(&self, query: &str, variables: Value) -> Value {
        let address = format!("http://{}/graphql", self.process.address);
        let request = self.http.post(address).bearer_auth(&self.token);
        let answer = request.json(&json!({ "query": query, "variables": variables })).send().await.expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"].clone()
    }
}

impl Server for Service {
    fn process(&self) -> &Process {
        &self.process
    }

    async fn publish(&self) {
        const SAVE: &str = "mutation ($document: DocumentInput!) { draftSave(input: { document: $document }) { draft { id } userErrors { message } } }";
        const PUBLISH: &str = "mutation ($id: ID!) { publish(input: { items: [{ id: $id, expectedRevision: 0 }] }) { userErrors { message } } }";
        let number = self.published.fetch_add(1, Ordering::SeqCst);
        let document = json!({ "meeting": { "slug": format!("meeting-{number}"), "kind": "MEETING", "status": "HELD",
            "title": [{ "locale": "en", "text": format!("Meeting {number:06} of those who watch how others are told of it") }],
            "startDate": "2025-09-04" } });
        let saved = self.ask(SAVE, json!({ "document": document })).await;
        let published = self.ask(PUBLISH, json!({ "id": saved["draftSave"]["draft"]["id"] })).await;
        assert_eq!(published["publish"]["userErrors"], json!([]));
    }
}

/// A bare server.
pub struct Bare {
    process: Process,
    orders: Mutex<ChildStdin>,
}

impl Bare {
    /// Starts it; it will send a text of so many bytes.
    pub async fn start(bytes: usize) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("--bare").arg(bytes.to_string()).stdin(Stdio::piped());
        let mut process = Process::start(command);
        let orders = Mutex::new(process.child.stdin.take().expect("its input"));
        Self { process, orders }
    }
}

impl Server for Bare {
    fn process(&self) -> &Process {
        &self.process
    }

    async fn publish(&self) {
        self.orders.lock().expect("its input").write_all(b"\n").expect("it listens");
    }
}

/// Broadcasts the same text to every socket for each line that comes in.
pub async fn serve_bare(bytes: usize) {
    let (sender, _) = broadcast::channel::<String>(256);
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.expect("a port");
    let address = acceptor.local_addr().remove(0);
    println!("http://{}/", address.as_socket_addr().expect("an address"));
    let routes = Route::new().at("/graphql", get(bare)).data(sender.clone());
    let text = "x".repeat(bytes);
    let lines = tokio::task::spawn_blocking(move || {
        for _ in std::io::stdin().lines() {
            let _ = sender.send(text.clone());
        }
    });
    tokio::select! {
        served = poem::Server::new_with_acceptor(acceptor).run(routes) => served.expect("served"),
        _ = lines => {}
    }
}

#[handler]
#[expect(clippy::needless_pass_by_value, reason = "extractors are taken by value")]
fn bare(socket: WebSocket, sender: Data<&broadcast::Sender<String>>) -> impl IntoResponse {
    let mut texts = sender.subscribe();
    let config = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
    socket.protocols(["graphql-transport-ws"]).config(config).on_upgrade(move |mut socket| async move {
        loop {
            tokio::select! {
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) if text.contains("connection_init") => {
                        let _ = socket.send(Message::text(r#"{"type":"connection_ack"}"#)).await;
                    }
                    Some(Ok(_)) => {}
                    _ => return,
                },
                text = texts.recv() => match text {
                    Ok(text) => {
                        if socket.send(Message::text(text)).await.is_err() {
                            return;
                        }
                    }
                    Err(_) => return,
                },
            }
        }
    })
}
