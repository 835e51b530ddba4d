//! The same questions to Kùzu, which runs in a process of its own and says how long each took.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::{Pair, People};
use super::questions::{Asked, HOPS, LARGEST, Question};

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/relations/kuzu_questions.py");

pub async fn ask(
    python: &Path,
    folder: &Path,
    (connection, people): (&DatabaseConnection, &People),
    pairs: &[Pair],
) -> Asked {
    let folder = folder.join("kuzu");
    // Left by the run on the other database.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).expect("a folder");
    write(&folder, connection, people).await;
    let number = |id: Uuid| people.list.iter().position(|person| person.id == id).expect("a person");
    let asked: Vec<Value> = pairs.iter().map(|pair| json!([number(pair.from.id), number(pair.to.id)])).collect();
    let questions = json!({ "pairs": asked, "hops": HOPS });
    std::fs::write(folder.join("questions.json"), questions.to_string()).expect("the questions");
    let output = Command::new(python).arg(PROGRAM).arg(&folder).output().expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut all = Asked::default();
    for (question, name) in [(Question::Shared, "shared"), (Question::Met, "met"), (Question::Ways, "ways")] {
        for answer in answers[name].as_array().expect("answers") {
            let seconds = answer["seconds"].as_f64();
            let numbers = answer["numbers"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
            all.note(question, seconds.map(|seconds| (Duration::from_secs_f64(seconds), numbers)));
        }
    }
    all
}

/// Writes who took part in what: people by their place in the list, meetings by theirs.
async fn write(folder: &Path, connection: &DatabaseConnection, people: &People) {
    let numbers: std::collections::HashMap<Uuid, usize> =
        people.list.iter().enumerate().map(|(number, person)| (person.id, number)).collect();
    let text = format!("SELECT DISTINCT meeting, party FROM attendance WHERE kind = 1 AND size <= {LARGEST}");
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), text)).await;
    let mut meetings: std::collections::HashMap<Uuid, usize> = std::collections::HashMap::new();
    let mut took_part: Vec<String> = Vec::new();
    for row in rows.expect("rows") {
        let (meeting, party): (Uuid, Uuid) =
            (row.try_get("", "meeting").expect("an id"), row.try_get("", "party").expect("an id"));
        let next = meetings.len();
        let meeting = *meetings.entry(meeting).or_insert(next);
        took_part.push(format!("{},{meeting}", numbers[&party]));
    }
    let list = |count: usize| (0..count).map(|number| number.to_string()).collect::<Vec<_>>();
    for (name, lines) in
        [("people", list(people.list.len())), ("meetings", list(meetings.len())), ("took_part", took_part)]
    {
        std::fs::write(folder.join(format!("{name}.csv")), lines.join("\n")).expect("a file");
    }
}
