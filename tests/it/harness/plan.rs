//! The statements that a question runs and how the database answers them, for tests and for the
//! benchmark.

use rapporteur::store::Store;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

/// The statements that are run while something is asked.
pub async fn statements<F: Future>(store: &Store, asking: F) -> Vec<Statement> {
    store.database().statements().listen();
    asking.await;
    let heard = store.database().statements().take();
    // The service's own look at the counter, now and then, belongs to no question.
    heard.into_iter().filter(|statement| !statement.sql.contains("FROM \"record\"")).collect()
}

/// How the database would answer a statement.
pub async fn plan(connection: &DatabaseConnection, statement: &Statement) -> Vec<String> {
    let (explain, column) = match statement.db_backend {
        DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
        _ => ("EXPLAIN QUERY PLAN", "detail"),
    };
    // Parameters written out lose their types, which a list of values needs.
    let written_out = match statement.db_backend {
        DbBackend::Postgres => with_typed_ids(&statement.to_string()),
        _ => statement.to_string(),
    };
    let explained = Statement::from_string(statement.db_backend, format!("{explain} {written_out}"));
    let rows = connection.query_all_raw(explained).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
    rows.iter().map(|row| row.try_get::<String>("", column).expect("a line of a plan")).collect()
}

/// The same statement, with ids that say that they are ids.
fn with_typed_ids(statement: &str) -> String {
    let is_id = |text: &str| text.len() == 36 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    let parts: Vec<&str> = statement.split('\'').collect();
    let mut typed = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            let begins = index % 2 == 1;
            typed.push_str(if begins && is_id(part) { " uuid '" } else { "'" });
        }
        typed.push_str(part);
    }
    typed
}

/// The lines of a plan that read a whole table. The record's one row is allowed, and so are lists
/// of keys that the statement itself brings, and what another part of it has found.
pub fn whole_tables(plan: &[String]) -> impl Iterator<Item = &String> {
    let found = |line: &str| {
        let part = ["CO-ROUTINE ", "MATERIALIZE "].into_iter().find_map(|step| line.trim().strip_prefix(step));
        part.map(|part| format!("SCAN {part}"))
    };
    // Each is read once: a table by the same name may stand in it.
    let mut found: Vec<String> = plan.iter().filter_map(|line| found(line)).collect();
    plan.iter().filter(move |line| {
        let line = line.trim();
        let whole = line.starts_with("SCAN ") || line.contains("Seq Scan on ");
        let allowed = [
            "SCAN record",
            "SCAN parent",
            "SCAN having",
            // A full-text table is always said to be scanned; M says that it is by MATCH, so by its index of terms.
            "SCAN search_index VIRTUAL TABLE INDEX 192:M",
            "SCAN search_index VIRTUAL TABLE INDEX 0:M",
            "SCAN (subquery",
            "-ROW VALUES CLAUSE",
            "SCAN CONSTANT ROW",
            "Seq Scan on record ",
        ];
        if let Some(at) = found.iter().position(|found| found == line) {
            found.swap_remove(at);
            return false;
        }
        whole && !allowed.iter().any(|allowed| line.contains(allowed))
    })
}
