"""Loads who took part in what into Kùzu, and asks it the questions of the benchmark.

Usage: kuzu_questions.py FOLDER    (with people.csv, meetings.csv, took_part.csv, questions.json)
Prints, for each question, what each pair took in seconds, and the answers as numbers.
"""

import json
import sys
import time
from pathlib import Path

import kuzu

PATIENCE = 120

folder = Path(sys.argv[1])
asked = json.loads((folder / "questions.json").read_text())
database = kuzu.Connection(kuzu.Database(str(folder / "graph")))
for statement in (
    "CREATE NODE TABLE Person (id INT64, PRIMARY KEY (id))",
    "CREATE NODE TABLE Meeting (id INT64, PRIMARY KEY (id))",
    "CREATE REL TABLE TookPart (FROM Person TO Meeting)",
    f'COPY Person FROM "{folder}/people.csv"',
    f'COPY Meeting FROM "{folder}/meetings.csv"',
    f'COPY TookPart FROM "{folder}/took_part.csv"',
):
    database.execute(statement)

MET = "MATCH (a:Person {id: $from})-[:TookPart]->(m:Meeting)<-[:TookPart]-(b:Person) WHERE b.id <> a.id"
QUESTIONS = {
    "shared": """MATCH (a:Person {id: $from})-[:TookPart]->(m:Meeting)<-[:TookPart]-(b:Person {id: $to})
                 RETURN count(DISTINCT m)""",
    "met": MET + " RETURN b.id, count(DISTINCT m) AS n ORDER BY n DESC, b.id LIMIT 20",
    "total": MET + " RETURN count(DISTINCT b)",
    "ways": f"""MATCH way = (a:Person {{id: $from}})-[:TookPart* SHORTEST 1..{2 * asked["hops"]}]-(b:Person {{id: $to}})
                RETURN length(way)""",
}
prepared = {name: database.prepare(text) for name, text in QUESTIONS.items()}


def rows(name, pair):
    values = {"from": pair[0]} if name in ("met", "total") else {"from": pair[0], "to": pair[1]}
    result = database.execute(prepared[name], values)
    found = []
    while result.has_next():
        found.append(result.get_next())
    return found


def answer(name, pair):
    if name == "shared":
        return [row[0] for row in rows(name, pair) if row[0] > 0]
    if name == "met":
        return [rows("total", pair)[0][0]] + [row[1] for row in rows("met", pair)]
    return [row[0] // 2 for row in rows(name, pair)]


answers = {}
for name in ("shared", "met", "ways"):
    for pair in asked["pairs"][:20]:
        answer(name, pair)
    half = len(asked["pairs"]) // 2
    found = [{} for _ in asked["pairs"]]
    begun = time.perf_counter()
    # Either sort of pairs in turn, so that both are asked about before patience ends.
    for place in (place for one in range(half) for place in (one, half + one)):
        if time.perf_counter() - begun > PATIENCE:
            break
        started = time.perf_counter()
        numbers = answer(name, asked["pairs"][place])
        found[place] = {"seconds": time.perf_counter() - started, "numbers": numbers}
    answers[name] = found
print(json.dumps(answers))
