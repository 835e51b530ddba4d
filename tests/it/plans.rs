//! What questions cost: the number of statements follows from the shape of the document, never from
//! the number of rows; and no filter or order reads a whole table.

use rapporteur::cli::generate::{Counts, World};
use rapporteur::store::Store;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use serde_json::Value;

use crate::harness::documents::{mechanism, meeting, organization, person, publish};
use crate::harness::plan::{self, whole_tables};
use crate::harness::reads::reads;
use crate::harness::{Backend, TestApp, TestDatabase, on_both_databases};

const WIDE: &str = r"{ mechanisms(first: 40) { totalCount nodes { label level parent { label } parties { code } names { name }
    links { kind to { label } } linkedFrom { kind from { label } } children(first: 10) { totalCount nodes { label kind } }
    meetings(first: 12) { totalCount nodes { title startDate places { city area { name } } parties { code } sessions { title }
      mechanism { label level } previousEdition { title } nextEdition { title edition } links { kind to { title } } linkedFrom { kind from { title } } } } } } }";

/// A list with every order and filter that it has, and where else it stands.
struct List {
    name: &'static str,
    orders: &'static [&'static str],
    filters: &'static [&'static str],
    parents: &'static [(&'static str, &'static str)],
}

const LISTS: &[List] = &[
    List {
        name: "meetings",
        orders: &["START_DATE", "TITLE", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[
            r#"mechanisms: [{ slug: "m0" }]"#,
            r#"mechanisms: [{ slug: "m1" }, { slug: "m2" }]"#,
            r#"areas: ["JP"]"#,
            "levels: [SUMMIT]",
            "kinds: [MEETING, FORUM]",
            r#"parties: ["CJK"]"#,
            "statuses: [HELD]",
            r#"people: [{ slug: "person-1" }]"#,
            r#"organizations: [{ slug: "organization-1" }, { slug: "organization-2" }]"#,
            r#"participant: { actors: [{ person: { slug: "person-1" } }], roles: [CHAIR] }"#,
            r"participant: { roles: [CHAIR, SPEAKER] }",
            r#"participant: { onBehalfOf: [{ area: "JP" }], named: true }"#,
            r#"during: { from: "2011", until: "2012" }"#,
            r#"during: { from: "2011", until: "2012", certainty: POSSIBLE }"#,
            r#"levels: [SUMMIT], areas: ["JP"], kinds: [MEETING, FORUM], during: { from: "2011" }"#,
            r"related: { participants: { some: { participant: { roles: [CHAIR] } } } }",
            r#"related: { participants: { every: { participant: { roles: [CHAIR] }, person: { name: "kim" } } } }"#,
            r#"related: { people: { none: { position: { posts: ["minister"] } } }, mechanism: { levels: [SUMMIT] } }"#,
            r"related: { organizations: { some: { kinds: [MINISTRY] } }, articles: { none: { not: { related: { people: { some: {} } } } } } }",
            r#"not: { during: { from: "2011", until: "2012" } }"#,
            r#"related: { participants: { some: { participant: { actors: [{ person: { slug: "person-1" } }] } } } }"#,
            r"or: [{ kinds: [FORUM] }, { related: { publications: { some: {} }, mediaItems: { none: {} } } }], not: { statuses: [HELD] }",
        ],
        parents: &[(r#"mechanism(by: { slug: "m0" })"#, "meetings")],
    },
    List {
        name: "mechanisms",
        orders: &["NAME", "FOUNDED", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[
            r#"parents: [{ slug: "m0" }]"#,
            r#"topics: ["trade"]"#,
            "levels: [SUMMIT]",
            "kinds: [NEGOTIATION]",
            r#"parties: ["JP"]"#,
            "statuses: [ACTIVE]",
            r#"founded: { from: "1999" }"#,
            r"related: { meetings: { every: { statuses: [HELD] } }, organizations: { some: { kinds: [MINISTRY] } } }",
            r"related: { parent: { levels: [SUMMIT] }, children: { none: {} }, articles: { some: {} } }",
        ],
        parents: &[],
    },
    List {
        name: "organizations",
        orders: &["NAME", "FOUNDED", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[
            r#"organizations: [{ slug: "organization-1" }]"#,
            r#"parents: [{ slug: "organization-1" }]"#,
            "kinds: [MINISTRY, AGENCY]",
            r#"areas: ["JP"]"#,
            r#"seats: ["JP-13"]"#,
            r#"founded: { from: "1999", until: "2005", certainty: POSSIBLE }"#,
            r#"related: { positions: { some: { position: { posts: ["minister"] }, person: { name: "kim" } } }, meetings: { some: { kinds: [FORUM] } } }"#,
            r"related: { people: { none: {} }, mechanisms: { every: { levels: [SUMMIT] } }, parent: { kinds: [MINISTRY] }, children: { some: {} } }",
        ],
        parents: &[(r#"organization(by: { slug: "organization-1" })"#, "children")],
    },
    List {
        name: "people",
        orders: &["NAME", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[
            r#"name: "kim joon""#,
            r#"organizations: [{ slug: "organization-1" }]"#,
            r#"areas: ["JP", "KR"]"#,
            r#"position: { posts: ["minister"], held: { on: "2010" } }"#,
            r#"position: { organizations: [{ slug: "organization-1" }], held: { on: "2010-05", certainty: POSSIBLE } }"#,
            r#"position: { held: { on: "2010" } }"#,
            r#"related: { positions: { every: { position: { posts: ["minister"] }, organization: { kinds: [MINISTRY] } } } }"#,
            r#"related: { meetings: { some: { during: { from: "2011" }, related: { mechanism: { levels: [SUMMIT] } } } }, organizations: { none: { kinds: [AGENCY] } } }"#,
        ],
        parents: &[],
    },
    List {
        name: "articles",
        orders: &["DATE", "HEADLINE", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[
            r#"about: [{ meeting: { slug: "meeting-1" } }]"#,
            r#"mentions: [{ person: { slug: "person-1" } }, { person: { slug: "person-2" } }]"#,
            r#"depicts: [{ person: { slug: "person-1" } }]"#,
            r#"concerns: [{ organization: { slug: "organization-1" } }]"#,
            r#"mechanisms: [{ slug: "mechanism-1" }]"#,
            r#"categories: ["news", "others"]"#,
            r#"areas: ["JP"]"#,
            r#"locales: ["ja"]"#,
            r#"during: { from: "2010", until: "2011" }"#,
            r#"categories: ["news"], locales: ["en"], areas: ["KR"], during: { until: "2010", certainty: POSSIBLE }"#,
            r"related: { meetings: { some: { kinds: [FORUM] } }, people: { none: {} }, organizations: { every: { kinds: [MINISTRY] } }, mechanisms: { some: {} } }",
        ],
        parents: &[],
    },
    List {
        name: "publications",
        orders: &["ISSUED", "TITLE", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[
            "kinds: [STATISTICS, ANNUAL_REPORT]",
            r#"languages: ["ja"]"#,
            r#"publishers: [{ slug: "organization-1" }]"#,
            r#"meetings: [{ slug: "meeting-1" }]"#,
            r#"mechanisms: [{ slug: "mechanism-1" }]"#,
            r#"about: [{ mechanism: { slug: "mechanism-1" } }, { meeting: { slug: "meeting-1" } }]"#,
            r#"during: { from: "2010", until: "2011", certainty: POSSIBLE }"#,
        ],
        parents: &[(r#"organization(by: { slug: "organization-1" })"#, "publications")],
    },
    List {
        name: "mediaItems",
        orders: &["DATE", "TITLE", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[
            "kinds: [VIDEO]",
            r#"outlets: ["Example Daily"]"#,
            r#"languages: ["ja", "ko"]"#,
            r#"mechanisms: [{ slug: "mechanism-1" }]"#,
            r#"about: [{ person: { slug: "person-1" } }]"#,
            r#"during: { from: "2010" }"#,
        ],
        parents: &[],
    },
    List {
        name: "indicators",
        orders: &["NAME", "PUBLISHED_AT", "UPDATED_AT"],
        filters: &[r#"topics: ["trade"]"#, r#"counters: ["ministerial"]"#, r#"areas: ["JP"]"#],
        parents: &[],
    },
];

/// Lists of what is inside documents, with their filters.
const EDGES: &[&str] = &[
    r#"meeting(by: { slug: "meeting-1" }) { participants { totalCount nodes { id } } }"#,
    r#"meeting(by: { slug: "meeting-1" }) { participants(filter: { roles: [CHAIR] }) { totalCount nodes { id } } }"#,
    r#"meeting(by: { slug: "meeting-1" }) { participants(filter: { actors: [{ person: { slug: "person-1" } }] }) { totalCount nodes { id } } }"#,
    r#"meeting(by: { slug: "meeting-1" }) { participants(filter: { onBehalfOf: [{ area: "JP" }], named: true }) { totalCount nodes { id } } }"#,
    r#"person(by: { slug: "person-1" }) { meetings { totalCount edges { participants { roles } node { title } } } }"#,
    r#"person(by: { slug: "person-1" }) { positions { totalCount nodes { id } } positionsAt(date: "2010") { id } statementsMade { nodes { id } } }"#,
    r#"person(by: { slug: "person-1" }) { positions(filter: { posts: ["director"], held: { on: "2010" } }) { totalCount nodes { id } } }"#,
    r#"organization(by: { slug: "organization-1" }) { meetings { totalCount edges { participants { roles } node { title } } } }"#,
    r#"organization(by: { slug: "organization-1" }) { positions { totalCount nodes { id person { displayName } } } positionsAt(date: "2010") { id } }"#,
    r#"organization(by: { slug: "organization-1" }) { positions(filter: { held: { on: "2010", certainty: POSSIBLE } }) { totalCount nodes { id } } }"#,
    r#"person(by: { slug: "person-1" }) { coverage { articles(filter: { categories: ["news"] }) { totalCount nodes { id } } } }"#,
    r#"meeting(by: { slug: "meeting-1" }) { coverage { articles(orderBy: { field: HEADLINE }) { totalCount nodes { id } } } }"#,
    r#"person(by: { slug: "person-1" }) { sharedMeetingsWith { totalCount meetingsLeftOut edges { basis mechanisms { id } meetings { edges { fromParticipants { id } toParticipants { id } } } } } }"#,
    r#"people { nodes { sharedMeetingsWith(first: 3, person: { slug: "person-2" }, filter: { bases: [SAME_SESSION], ownDelegation: true, meetings: { kinds: [FORUM], people: [{ slug: "person-2" }], during: { from: "2010" } } }) { totalCount nodes { id } } } }"#,
    r#"organization(by: { slug: "organization-1" }) { sharedMeetingsWith(last: 3, filter: { bases: [DIRECT, SAME_MEETING] }) { totalCount meetingsLeftOut nodes { id } } }"#,
    r#"area(code: "JP") { sharedMeetingsWith { totalCount edges { count node { code } } } }"#,
    r#"meetingPath(from: { person: { slug: "person-1" } }, to: { person: { slug: "person-7" } }, filter: { meetings: { areas: ["JP", "KR", "CN"] } }) { outcome paths { hops { count } } }"#,
    r#"mechanism(by: { slug: "mechanism-1" }) { timeline { totalCount gaps { from } editions { meeting { slug } } hosts { count } } }"#,
    r#"network(around: { person: { slug: "person-1" } }, hops: 2, first: 90) { nodes { weight } links { weight basis } }"#,
    r#"meeting(by: { slug: "meeting-1" }) { statements { field } sourceOf { totalCount nodes { field } } sessions { appearances { kind } } }"#,
];

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
    plan::statements(&app.store, app.data(document)).await
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
        publish_made_up(&app.store).await;
        let mut questions = vec![WIDE.to_owned(), "{ feedPosition feed(first: 5) { nodes { item { label } } } }".to_owned()];
        for List { name, orders, filters, parents } in LISTS {
            for order in *orders {
                // Labels come by code point and in the order of a language.
                let labels = ["NAME", "TITLE", "HEADLINE"].contains(order);
                let locales: &[&str] = if labels { &["", r#", locale: "ja""#] } else { &[""] };
                for filter in filters.iter().chain(&[""]) {
                    for (direction, locale) in locales.iter().flat_map(|locale| [("ASC", locale), ("DESC", locale)]) {
                        let arguments = format!("filter: {{ {filter} }}, orderBy: {{ field: {order}, direction: {direction} {locale} }}");
                        questions.push(format!("{{ {name}({arguments}) {{ totalCount nodes {{ id }} }} }}"));
                        let facets = "facets { years { count } levels { count } }";
                        questions.push(format!("{{ {name}({arguments}) {{ {facets} }} }}"));
                        questions.extend(parents.iter().map(|(parent, field)| {
                            format!("{{ {parent} {{ {field}({arguments}) {{ totalCount nodes {{ id }} }} }} }}")
                        }));
                    }
                }
            }
        }
        questions.extend(EDGES.iter().map(|edge| format!("{{ {edge} }}")));
        assert_eq!(read_whole(&app, &database, &questions).await, "");
    }

    async fn whom_they_met_takes_as_many_statements_for_one_as_for_many(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let everybody: Vec<String> = (0..12).map(|number| format!("p{number}")).collect();
        let mut documents: Vec<Value> = everybody.iter().map(|slug| person(slug, slug)).collect();
        for number in 0..3 {
            let mut one = meeting(&format!("e{number}"), Some("m0"), "2025");
            let actors = everybody.iter().map(|slug| serde_json::json!({ "actor": { "person": { "slug": slug } }, "roles": ["DELEGATE"] }));
            one["meeting"]["participants"] = actors.collect();
            documents.push(one);
        }
        documents.push(mechanism("m0", "SUMMIT", None));
        publish(&app.store, documents).await;
        let asked = |first: usize| {
            format!("{{ people(first: {first}) {{ nodes {{ sharedMeetingsWith {{ totalCount meetingsLeftOut edges {{ node {{ id }} basis mechanisms {{ id }}
               meetings {{ edges {{ fromParticipants {{ id }} node {{ id }} }} }} }} }} }} }} }}")
        };
        let few = outline(&statements(&app, &asked(1)).await);
        let many = outline(&statements(&app, &asked(12)).await);
        // Of twelve, everybody whom they met is among those who were read already.
        assert!(many.len() <= few.len() && few.len() < 15, "{few:#?} {many:#?}");
    }

    async fn a_stretch_of_time_bounds_what_is_read_in_either_direction(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        fill(&app.store, 2, 20).await;
        let connection = explaining(&database).await;
        for (direction, key) in [("ASC", "date_asc"), ("DESC", "date_desc")] {
            for filter in ["", "levels: [SUMMIT],"] {
                let arguments = format!(r#"filter: {{ {filter} during: {{ from: "2011", until: "2012" }} }}, orderBy: {{ field: START_DATE, direction: {direction} }}"#);
                let mut lines = Vec::new();
                for statement in statements(&app, &format!("{{ meetings({arguments}) {{ nodes {{ id }} }} }}")).await {
                    lines.extend(plan::plan(&connection, &statement).await);
                }
                let bounded = |line: &String| line.contains(&format!("{key}>")) || (line.contains("Index Cond") && line.contains(key));
                assert!(lines.iter().any(bounded), "{arguments}: {lines:#?}");
            }
        }
    }

    async fn a_list_is_read_from_the_rarest_of_its_keys(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut documents = vec![person("rare", "Rare")];
        for number in 0..20 {
            let mut one = meeting(&format!("e{number}"), None, "2025");
            one["meeting"]["places"] = serde_json::json!([{ "area": "JP" }]);
            if number == 7 {
                one["meeting"]["participants"] = serde_json::json!([{ "actor": { "person": { "slug": "rare" } }, "roles": ["HOST"] }]);
            }
            documents.push(one);
        }
        publish(&app.store, documents).await;
        // Whichever is written first, in a page and in its count.
        for (filter, start) in [
            (r#"people: [{ slug: "rare" }], areas: ["JP"]"#, "person:"),
            (r#"areas: ["JP"], kinds: [MEETING], participant: { roles: [HOST] }"#, "role:HOST"),
        ] {
            let heard = statements(&app, &format!("{{ meetings(filter: {{ {filter} }}) {{ totalCount nodes {{ slug }} }} }}")).await;
            let from_the_start = heard.iter().filter(|statement| statement.to_string().contains(&format!(r#""k"."key" = '{start}"#)) && statement.sql.contains("EXISTS"));
            assert_eq!(from_the_start.count(), 2, "{filter}: {heard:#?}");
        }
    }

    async fn a_list_is_read_from_what_is_rare_at_the_other_end_of_a_relation(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut documents = vec![person("rare", "Rare"), organization("ministry", None, "JP"), person("idle", "Idle")];
        for number in 0..20 {
            let mut one = meeting(&format!("e{number}"), None, "2025");
            if number == 7 {
                one["meeting"]["participants"] = serde_json::json!([{ "actor": { "person": { "slug": "rare" } }, "roles": ["HOST"],
                    "onBehalfOf": { "organization": { "slug": "ministry" } } }]);
            }
            documents.push(one);
        }
        publish(&app.store, documents).await;
        for (filter, found) in [
            (r#"related: { people: { some: { name: "rare" } } }"#, 1),
            (r#"related: { people: { some: { name: "rare" } }, organizations: { none: { kinds: [UNIVERSITY] } } }"#, 1),
            (r#"related: { people: { some: { name: "idle" } } }"#, 0),
            (r#"related: { participants: { some: { person: { name: "rare" }, participant: { roles: [HOST] } } } }"#, 1),
            (r#"or: [{ related: { people: { some: { name: "rare" } } } }, { levels: [SUMMIT] }]"#, 1),
            (r#"or: [{ areas: ["KR"] }, { during: { from: "2025", until: "2026" } }]"#, 20),
            (r#"areas: ["KR", "CN"], not: { kinds: [FORUM] }"#, 0),
            (r#"related: { participants: { some: { participant: { actors: [{ person: { slug: "rare" } }], roles: [HOST] } } } }"#, 1),
            (r#"related: { participants: { some: { participant: { actors: [{ person: { slug: "rare" } }], roles: [CHAIR] } } } }"#, 0),
            (r#"related: { participants: { some: { participant: { onBehalfOf: [{ organization: { slug: "ministry" } }] } } } }"#, 1),
        ] {
            for order in ["START_DATE", "TITLE", "PUBLISHED_AT"] {
                let list = format!("{{ meetings(filter: {{ {filter} }}, orderBy: {{ field: {order}, direction: DESC }}) {{ totalCount nodes {{ id }} }} }}");
                assert_eq!(app.data(&list).await["meetings"]["totalCount"], found, "{filter}");
                let listing = |statement: &&Statement| statement.sql.contains(r#"FROM "item" AS "i""#) && !statement.sql.contains("LIMIT");
                let heard = statements(&app, &list).await;
                let begun: Vec<&Statement> = heard.iter().filter(listing).collect();
                assert!(begun.iter().all(|statement| statement.sql.contains(r#""i"."id" IN ("#)), "{filter} {order}: {heard:#?}");
                // What is known to be empty is not asked for.
                let is_known_empty = found == 0 && !filter.contains("CHAIR");
                assert_eq!(begun.len(), if is_known_empty { 0 } else { 2 }, "{filter} {order}: {heard:#?}");
            }
        }
    }

    async fn no_read_that_must_stay_quick_reads_a_whole_table(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_made_up(&app.store).await;
        assert!(reads().iter().any(|read| read.is_even) && reads().iter().any(|read| !read.is_even));
        let questions: Vec<String> = reads().into_iter().map(|read| format!("# {}\n{}", read.name, read.document)).collect();
        assert!(questions.len() > 10, "{questions:?}");
        assert_eq!(read_whole(&app, &database, &questions).await, "");
    }
}

/// A small record of every content type, with the slugs of docs/reads.md.
async fn publish_made_up(store: &Store) {
    let counts = Counts { meetings: 30, people: 20, organizations: 20, participants: 200, articles: 30 };
    let world = World::new(1, counts);
    let mut documents: Vec<Value> =
        world.documents().map(|document| serde_json::to_value(document).expect("JSON")).collect();
    documents.push(person("person-4000", "KIM Ji-joon"));
    documents.push(person("person-3999", "PARK Ji-won"));
    documents.push(organization("organization-400", None, "KR"));
    documents.push(mechanism("mechanism-150", "SUMMIT", None));
    publish(store, documents).await;
}

/// A connection on which plans are asked for.
async fn explaining(database: &TestDatabase) -> DatabaseConnection {
    let connection = database.single_connection().await;
    if database.backend == Backend::Postgres {
        // Tables this small are always read whole; what is asked is whether they would have to be.
        connection.execute_unprepared("SET enable_seqscan = off").await.expect("a setting");
    }
    connection
}

/// The tables that questions read whole, with the statements.
async fn read_whole(app: &TestApp, database: &TestDatabase, questions: &[String]) -> String {
    let connection = explaining(database).await;
    // Once, and not for each question: who took part in what is kept in memory.
    app.store.read_attendances().await.expect("a record");
    let mut read_whole = Vec::new();
    for question in questions {
        for statement in statements(app, question).await {
            let plan = plan::plan(&connection, &statement).await;
            read_whole.extend(whole_tables(&plan).map(|line| format!("{line}\n  {}", statement.sql)));
        }
    }
    read_whole.sort();
    read_whole.dedup();
    read_whole.join("\n")
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
