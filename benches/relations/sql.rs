//! The same questions, each as one statement that somebody would write by hand.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement, Value};

use super::people::Pair;
use super::questions::{Asked, HOPS, LARGEST, Question};

/// How long ways are looked for in all: some take minutes.
const PATIENCE: Duration = Duration::from_mins(2);

pub async fn ask(connection: &DatabaseConnection, pairs: &[Pair]) -> Asked {
    // The service reads who took part once, and needs no index of parties.
    let index = "CREATE INDEX IF NOT EXISTS attendance_by_party ON attendance (party, meeting)";
    connection.execute_unprepared(index).await.expect("an index");
    let mut asked = Asked::default();
    for question in Question::ALL {
        let begun = Instant::now();
        // Either sort of pairs in turn, so that both are asked about before patience ends.
        let (rare, frequent) = pairs.split_at(pairs.len() / 2);
        let turns: Vec<&Pair> = rare.iter().zip(frequent).flat_map(|(one, other)| [one, other]).collect();
        let mut answers = Vec::new();
        for pair in turns {
            answers.push(if begun.elapsed() < PATIENCE { Some(one(connection, question, pair).await) } else { None });
        }
        let (mut rare, mut frequent) = (Vec::new(), Vec::new());
        for (place, answer) in answers.into_iter().enumerate() {
            if place % 2 == 0 { rare.push(answer) } else { frequent.push(answer) }
        }
        for answer in rare.into_iter().chain(frequent) {
            asked.note(question, answer);
        }
    }
    asked
}

async fn one(connection: &DatabaseConnection, question: Question, pair: &Pair) -> (Duration, Vec<i64>) {
    let backend = connection.get_database_backend();
    let (from, to): (Value, Value) = (pair.from.id.into(), pair.to.id.into());
    let values = if question == Question::Met { vec![from] } else { vec![from, to] };
    let statement = Statement::from_sql_and_values(backend, text(question, backend), values);
    let begun = Instant::now();
    let rows = connection.query_all_raw(statement).await.expect("an answer");
    let took = begun.elapsed();
    let number =
        |name: &str| rows.iter().map(|row| row.try_get::<i64>("", name).expect("a number")).collect::<Vec<_>>();
    let answer = match question {
        // Two who never met are no row of ours.
        Question::Shared => number("n").into_iter().filter(|n| *n > 0).collect(),
        Question::Met => number("total").into_iter().take(1).chain(number("n")).collect(),
        Question::Ways => number("steps"),
    };
    (took, if question == Question::Met && answer.is_empty() { vec![0] } else { answer })
}

fn text(question: Question, backend: DbBackend) -> String {
    let met = format!(
        "FROM attendance a JOIN attendance b ON b.meeting = a.meeting AND b.kind = 1 AND b.party <> a.party
        WHERE a.party = $1 AND a.kind = 1 AND a.size <= {LARGEST}"
    );
    match question {
        Question::Shared => format!("SELECT COUNT(DISTINCT a.meeting) AS n {met} AND b.party = $2"),
        Question::Met => format!(
            "SELECT b.party, COUNT(DISTINCT a.meeting) AS n, COUNT(*) OVER () AS total {met} GROUP BY b.party ORDER BY n DESC, b.party LIMIT 20"
        ),
        Question::Ways => {
            let (uuid, bigint) = if backend == DbBackend::Postgres { ("$1::uuid", "0::bigint") } else { ("$1", "0") };
            format!(
                "WITH RECURSIVE reached (party, steps) AS (
                   SELECT {uuid}, {bigint}
                   UNION
                   SELECT b.party, r.steps + 1 FROM reached r
                     JOIN attendance a ON a.party = r.party AND a.size <= {LARGEST}
                     JOIN attendance b ON b.meeting = a.meeting AND b.kind = 1
                   WHERE r.steps < {HOPS})
                 SELECT steps FROM reached WHERE party = $2 LIMIT 1"
            )
        }
    }
}
