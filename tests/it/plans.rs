//! What questions cost: the number of statements follows from the shape of the document, never from
//! the number of rows; and no filter or order reads a whole table.

use rapporteur::store::Store;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, Statement};

use crate::harness::documents::{mechanism, meeting, publish};
use crate::harness::{Backend, TestApp, TestDatabase, on_both_databases};

const WIDE: &str = r"{ mechanisms(first: 40) { totalCount nodes { label level parent { label } parties { code } names { name }
    links { kind to { label } } linkedFrom { kind from { label } } children(first: 10) { totalCount nodes { label kind } }
    meetings(first: 12) { totalCount nodes { title startDate places { city area { name } } parties { code } sessions { title }
      mechanism { label level } previousEdition { title } nextEdition { title edition } links { kind to { title } } linkedFrom { kind from { title } } } } } } }";

async fn fill(store: &Store, mechanisms: usize, meetings: usize) {
    let mut documents = Vec::new();
    for number in 0..mechanisms {
        documents.push(mechanism(&format!("m{number}"), "SUMMIT", (number > 0).then_some("m0")));
        for edition in 0..meetings {
            let slug = format!("m{number}-{edition}");
            let mut one = meeting(&slug, Some(&format!("m{number}")), &format!("20{:02}", 10 + edition % 80));
            one["meeting"]["places"] = serde_json::json!([{ "area": "JP-13" }]);
            one["meeting"]["sessions"] = serde_json::json!([{ "number": 1 }]);
            if edition > 0 {
                let target = format!("m{number}-0");
                one["meeting"]["links"] = serde_json::json!([{ "kind": "HELD_BESIDE", "target": { "slug": target } }]);
            }
            documents.push(one);
        }
    }
    publish(store, documents).await;
}

/// The statements that a document runs.
async fn statements(app: &TestApp, document: &str) -> Vec<Statement> {
    app.store.database().statements().listen();
    app.data(document).await;
    let heard = app.store.database().statements().take();
    // The service's own look at the counter, now and then, belongs to no document.
    heard.into_iter().filter(|statement| !statement.sql.contains("FROM \"record\"")).collect()
}

on_both_databases! {
    async fn the_number_of_statements_does_not_depend_on_the_rows(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        fill(&app.store, 2, 2).await;
        let few = outline(&statements(&app, WIDE).await);
        fill(&app.store, 40, 12).await;
        let many = outline(&statements(&app, WIDE).await);
        assert_eq!(many, few);
        assert!(few.len() < 40, "{few:#?}");
    }

    async fn no_filter_or_order_reads_a_whole_table(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        fill(&app.store, 3, 3).await;
        let mut questions = vec![WIDE.to_owned(), "{ feedPosition feed(first: 5) { nodes { item { label } } } }".to_owned()];
        for order in ["START_DATE", "TITLE", "PUBLISHED_AT", "UPDATED_AT"] {
            for direction in ["ASC", "DESC"] {
                for filter in [
                    "", r#"mechanisms: [{ slug: "m0" }]"#, r#"mechanisms: [{ slug: "m1" }, { slug: "m2" }]"#, r#"areas: ["JP"]"#,
                    "levels: [SUMMIT]", "kinds: [MEETING, FORUM]", r#"parties: ["CJK"]"#, "statuses: [HELD]",
                    r#"during: { from: "2011", until: "2012" }"#, r#"during: { from: "2011", until: "2012", certainty: POSSIBLE }"#,
                    r#"levels: [SUMMIT], areas: ["JP"], kinds: [MEETING, FORUM], during: { from: "2011" }"#,
                ] {
                    let arguments = format!("filter: {{ {filter} }}, orderBy: {{ field: {order}, direction: {direction} }}");
                    questions.push(format!("{{ meetings({arguments}) {{ totalCount nodes {{ id }} }} }}"));
                    questions.push(format!("{{ mechanism(by: {{ slug: \"m0\" }}) {{ meetings({arguments}) {{ totalCount nodes {{ id }} }} }} }}"));
                }
            }
        }
        for order in ["NAME", "FOUNDED", "PUBLISHED_AT", "UPDATED_AT"] {
            for filter in [
                "", r#"parents: [{ slug: "m0" }]"#, r#"topics: ["trade"]"#, "levels: [SUMMIT]", "kinds: [NEGOTIATION]",
                r#"parties: ["JP"]"#, "statuses: [ACTIVE]", r#"founded: { from: "1999" }"#,
            ] {
                questions.push(format!("{{ mechanisms(filter: {{ {filter} }}, orderBy: {{ field: {order} }}) {{ totalCount nodes {{ id }} }} }}"));
            }
        }
        let connection = {
            let mut options = ConnectOptions::new(database.database_settings().url.clone());
            options.max_connections(1);
            Database::connect(options).await.expect("a connection")
        };
        if database.backend == Backend::Postgres {
            // Tables this small are always read whole; what is asked is whether they would have to be.
            connection.execute_unprepared("SET enable_seqscan = off").await.expect("a setting");
        }
        let mut read_whole = Vec::new();
        for question in questions {
            for statement in statements(&app, &question).await {
                let plan = plan(&connection, database.backend, &statement).await;
                read_whole.extend(whole_tables(&plan).map(|line| format!("{line}\n  {}", statement.sql)));
            }
        }
        read_whole.dedup();
        assert!(read_whole.is_empty(), "{}", read_whole.join("\n"));
    }
}

/// What statements ask for, without the lists of ids, in alphabetical order.
fn outline(statements: &[Statement]) -> Vec<String> {
    let mut outline: Vec<String> = statements
        .iter()
        .map(|statement| statement.sql.split(" IN (").next().unwrap_or_default().chars().take(200).collect())
        .collect();
    outline.sort();
    outline
}

async fn plan(connection: &sea_orm::DatabaseConnection, backend: Backend, statement: &Statement) -> Vec<String> {
    let (explain, column) = match backend {
        Backend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        Backend::Postgres => ("EXPLAIN", "QUERY PLAN"),
    };
    let explained = Statement::from_string(statement.db_backend, format!("{explain} {statement}"));
    let rows = connection.query_all_raw(explained).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
    rows.iter().map(|row| row.try_get::<String>("", column).expect("a line of a plan")).collect()
}

/// The lines of a plan that read a whole table. The record's one row is allowed, and so are lists
/// of keys that the statement itself brings.
fn whole_tables(plan: &[String]) -> impl Iterator<Item = &String> {
    plan.iter().filter(|line| {
        let line = line.trim();
        let whole = line.starts_with("SCAN ") || line.contains("Seq Scan on ");
        let allowed = ["SCAN record", "SCAN parent VIRTUAL TABLE", "SCAN CONSTANT ROW", "Seq Scan on record "];
        whole && !allowed.iter().any(|allowed| line.contains(allowed))
    })
}
