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
        DbBackend::Postgres => statement.to_string().replace("(VALUES ('", "(VALUES (uuid '"),
        _ => statement.to_string(),
    };
    let explained = Statement::from_string(statement.db_backend, format!("{explain} {written_out}"));
    let rows = connection.query_all_raw(explained).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
    rows.iter().map(|row| row.try_get::<String>("", column).expect("a line of a plan")).collect()
}

/// The lines of a plan that read a whole table. The record's one row is allowed, and so are lists
/// of keys that the statement itself brings.
pub fn whole_tables(plan: &[String]) -> impl Iterator<Item = &String> {
    plan.iter().filter(|line| {
        let line = line.trim();
        let whole = line.starts_with("SCAN ") || line.contains("Seq Scan on ");
        let allowed = [
            "SCAN record",
            "SCAN parent",
            "SCAN having",
            "-ROW VALUES CLAUSE",
            "SCAN CONSTANT ROW",
            "Seq Scan on record ",
        ];
        whole && !allowed.iter().any(|allowed| line.contains(allowed))
    })
}
