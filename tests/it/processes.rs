//! The program as an operator runs it: commands, signals, kills, and other processes that publish.

use std::process::{Output, Stdio};

use entity::attendance;
use migration::Migrator;
use migration::sea_orm_migration::MigratorTrait as _;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use serde_json::{Value, json};

use crate::harness::documents::{meeting, publish};
use crate::harness::serving::{Serving, program};
use crate::harness::{Socket, TestDatabase, on_both_databases};

fn run(database: &TestDatabase, arguments: &[&str]) -> String {
    let output = program(database, arguments).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn fails(database: &TestDatabase, arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = program(database, arguments).output().expect("the program runs");
    assert!(!status.success(), "{arguments:?} should fail");
    text(&stderr)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn write_meetings(database: &TestDatabase, slugs: &[&str]) -> String {
    let line = |slug: &&str| {
        json!({ "meeting": { "slug": slug, "kind": "MEETING", "status": "HELD",
            "title": [{ "locale": "en", "text": slug }] } })
        .to_string()
    };
    let path = database.folder().join(format!("{}.ndjson", slugs[0]));
    std::fs::write(&path, slugs.iter().map(line).collect::<Vec<_>>().join("\n")).expect("a file");
    path.display().to_string()
}

const CHANGED: &str = "subscription ($after: String) { recordChanged(after: $after) { cursor item { slug } } }";

async fn next_slug(socket: &mut Socket) -> (String, Value) {
    let mut event = socket.event().await["recordChanged"].take();
    (event["item"]["slug"].as_str().expect("a slug").to_owned(), event["cursor"].take())
}

on_both_databases! {
    async fn a_subscriber_sees_what_the_command_line_publishes(database: TestDatabase) {
        let serving = Serving::start(&database, &[]);
        let mut socket = Socket::open(&serving.url, json!({})).await;
        socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        let file = write_meetings(&database, &["first", "second"]);
        assert_eq!(run(&database, &["import", &file]), "published 2, updated 0, left 0 unchanged, affected 0 others\n");
        assert_eq!(next_slug(&mut socket).await.0, "first");
        assert_eq!(next_slug(&mut socket).await.0, "second");
        assert_eq!(serving.terminate(), "rapporteur: stopped");
        assert_eq!(socket.closed().await, 1012);
    }

    async fn a_killed_server_loses_nothing(database: TestDatabase) {
        let serving = Serving::start(&database, &[]);
        let mut socket = Socket::open(&serving.url, json!({})).await;
        socket.subscribe("1", CHANGED, json!({ "after": "0" })).await;
        run(&database, &["import", &write_meetings(&database, &["a", "b"])]);
        let (slug, cursor) = next_slug(&mut socket).await;
        assert_eq!(slug, "a");
        // SIGKILL.
        drop(serving);
        run(&database, &["import", &write_meetings(&database, &["c"])]);
        let serving = Serving::start(&database, &[]);
        let mut socket = Socket::open(&serving.url, json!({})).await;
        socket.subscribe("1", CHANGED, json!({ "after": cursor })).await;
        assert_eq!(next_slug(&mut socket).await.0, "b");
        assert_eq!(next_slug(&mut socket).await.0, "c");
    }

    async fn the_sample_can_be_exported_imported_and_rebuilt(database: TestDatabase) {
        let serving = Serving::start(&database, &["--sample"]);
        serving.terminate();
        let exported = run(&database, &["export"]);
        assert!(exported.lines().count() >= 60);
        let file = database.folder().join("all.ndjson");
        std::fs::write(&file, &exported).expect("a file");
        let again = run(&database, &["import", &file.display().to_string()]);
        assert!(again.starts_with("published 0, updated 0, left "), "{again}");
        let rebuilt = run(&database, &["rebuild"]);
        assert!(rebuilt.starts_with("rebuilt the record from the journal"), "{rebuilt}");
        assert_eq!(run(&database, &["export"]), exported);
    }

    async fn an_import_with_mistakes_names_them_and_changes_nothing(database: TestDatabase) {
        let file = database.folder().join("wrong.ndjson");
        let lines = [
            json!({ "meeting": { "slug": "right", "kind": "MEETING", "status": "HELD", "title": [{ "locale": "en", "text": "Right" }] } }),
            json!({ "meeting": { "slug": "wrong", "kind": "MEETING", "title": [{ "locale": "en", "text": "Wrong" }], "startDate": "2025-02-30" } }),
        ];
        std::fs::write(&file, format!("{}\n\n{}\n", lines[0], lines[1])).expect("a file");
        let said = fails(&database, &["import", &file.display().to_string()]);
        assert!(said.contains("nothing was imported; 2 problem(s)"), "{said}");
        assert!(said.contains("wrong.ndjson:3: status: `status` is required"), "{said}");
        assert!(said.contains("wrong.ndjson:3: startDate: `2025-02-30` is not a date"), "{said}");

        std::fs::write(&file, "{\"meeting\": {\"slug\": \"x\", \"places\": [{\"town\": 1}]}}\n{\"party\": {}}\nnot json\n").expect("a file");
        let said = fails(&database, &["import", &file.display().to_string()]);
        assert!(said.contains("wrong.ndjson:1: places/0/town: unknown field `town`"), "{said}");
        assert!(said.contains("wrong.ndjson:2:") && said.contains("wrong.ndjson:3:"), "{said}");
        assert_eq!(run(&database, &["export"]), "");
        let dry = run(&database, &["import", "--dry-run", &write_meetings(&database, &["a"])]);
        assert_eq!(dry, "+ meeting a (new)\nwould have: published 1, updated 0, left 0 unchanged, affected 0 others\n");
        assert_eq!(run(&database, &["export"]), "");
    }

    async fn a_dry_run_shows_each_difference(database: TestDatabase) {
        run(&database, &["import", &write_meetings(&database, &["a", "b"])]);
        let meeting = |slug: &str, title: &str| json!({ "meeting": { "slug": slug, "kind": "MEETING", "status": "HELD",
            "title": [{ "locale": "en", "text": title }] } }).to_string();
        let lines = [meeting("c", "c"), meeting("a", "A"), meeting("b", "b"), meeting("d", "d")].join("\n");
        let mut child = program(&database, &["import", "--dry-run", "--limit", "2", "-"])
            .stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program runs");
        std::io::Write::write_all(&mut child.stdin.take().expect("its input"), lines.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("its end");
        assert_eq!(text(&output.stdout).lines().collect::<Vec<_>>(), [
            "+ meeting c (new)",
            "~ meeting a",
            "    title/0/text: \"a\" → \"A\"",
            "and 1 more",
            "would have: published 2, updated 1, left 1 unchanged, affected 0 others",
        ]);
        assert_eq!(run(&database, &["export"]).lines().count(), 2);
    }

    async fn tokens_are_made_listed_and_revoked(database: TestDatabase) {
        let token = run(&database, &["token", "create", "--name", "newsroom"]);
        assert!(token.starts_with("rap_") && token.trim().len() > 40);
        assert!(run(&database, &["token", "list"]).starts_with("newsroom\tmade "));
        assert!(fails(&database, &["token", "create", "--name", "newsroom"]).contains("there is a token `newsroom` already"));
        assert_eq!(run(&database, &["token", "revoke", "--name", "newsroom"]), "revoked `newsroom`\n");
        assert!(fails(&database, &["token", "revoke", "--name", "newsroom"]).contains("there is no valid token `newsroom`"));
    }

    async fn new_tables_are_filled_from_the_journal(database: TestDatabase) {
        let store = database.store().await;
        let mut one = meeting("a", None, "2025");
        one["meeting"]["participants"] = json!([{ "actor": { "area": "JP" } }, { "actor": { "area": "KR" } }]);
        publish(&store, vec![one]).await;
        store.close().await;
        let connection = database.connection().await;
        Migrator::down(&connection, Some(1)).await.expect("a step back");
        connection.close().await.expect("closed");
        assert!(run(&database, &["migrate"]).ends_with("rebuilt the record from the journal (1 items)\n"));
        let connection = database.connection().await;
        assert_eq!(attendance::Entity::find().count(&connection).await.expect("a count"), 2);
    }

    async fn what_cannot_start_says_what_to_change(database: TestDatabase) {
        assert!(fails(&database, &["serve", "--listen", "here"]).contains("`server.listen` is `here`"));
        let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = taken.local_addr().expect("an address").to_string();
        assert!(fails(&database, &["serve", "--listen", &address]).contains("`server.listen` is"));
        let file = database.folder().join("rapporteur.toml");
        std::fs::write(&file, "[server]\nlisten_on = \"x\"\n").expect("a file");
        let said = fails(&database, &["config"]);
        assert!(said.contains("unknown field `listen_on`"), "{said}");
        std::fs::write(&file, "[limits]\nbody_bytes = 0\n").expect("a file");
        assert!(fails(&database, &["config"]).contains("`limits.body_bytes` is 0"));
        std::fs::remove_file(&file).expect("removed");
        assert!(run(&database, &["config"]).contains("\"database\""));
        assert!(run(&database, &["config", "--defaults"]).contains("[limits]"));
        assert!(run(&database, &["migrate"]).ends_with("up to date\n"));
        assert_eq!(run(&database, &["schema"]), include_str!("../../schema.graphql"));
        assert!(fails(&database, &["import", "nowhere.ndjson"]).contains("nowhere.ndjson"));
    }
}
