//! Who met whom: lists, ways, networks and timelines; the first three checked against a plain model over
//! random records.

mod model;

use std::collections::{BTreeMap, BTreeSet};

use entity::ItemType;
use entity::attendance::PartyKind;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use rapporteur::domain::cursor::EdgeCursor;
use rapporteur::domain::encounter::Encounters;
use rapporteur::domain::identity::derived_id;
use rapporteur::domain::match_key::Matches;
use rapporteur::domain::page::PageRequest;
use rapporteur::domain::query::{Direction, ItemQuery, Order, OrderField};
use rapporteur::store::paths::{self, Outcome};
use rapporteur::store::{Change, EditorAccess, Release, Snapshot, met, record_head};
use serde_json::{Value, json};

use self::model::{ANY, FILTERS, Meeting, Model, Party, documents, meetings, name_of};
use crate::harness::documents::{mechanism, meeting, organization, person, publish};
use crate::harness::{Backend, TestApp, TestDatabase, on_both_databases};

/// Records tried on each database.
const CASES: u32 = 8;

fn subject(party: Party) -> String {
    match party {
        Party::Person(_) => format!(r#"person(by: {{ slug: "{}" }})"#, party.name()),
        Party::Organization(_) => format!(r#"organization(by: {{ slug: "{}" }})"#, party.name()),
        Party::Area(_) => format!(r#"area(code: "{}")"#, party.name()),
    }
}

fn argument(party: Party) -> String {
    match party {
        Party::Person(_) => format!(r#"{{ person: {{ slug: "{}" }} }}"#, party.name()),
        Party::Organization(_) => format!(r#"{{ organization: {{ slug: "{}" }} }}"#, party.name()),
        Party::Area(_) => format!(r#"{{ area: "{}" }}"#, party.name()),
    }
}

fn field(party: Party) -> &'static str {
    if matches!(party, Party::Area(_)) { "code" } else { "slug" }
}

const SUBJECTS: [Party; 6] = [
    Party::Person(0),
    Party::Person(1),
    Party::Person(2),
    Party::Organization(0),
    Party::Organization(1),
    Party::Area(1),
];
const NAMES: &str = "... on Person { slug } ... on Organization { slug } ... on Area { code }";

fn named(actor: &Value) -> String {
    actor["slug"].as_str().or(actor["code"].as_str()).expect("a name").to_owned()
}

/// Whatever counts if nothing is said.
fn everything() -> Encounters {
    let order = Order::by(OrderField::Date, Direction::Asc);
    let (matches, having, during) = (Matches::default(), Vec::new(), None);
    let conditions = Vec::new();
    let meetings = ItemQuery { item_type: ItemType::Meeting, matches, having, during, conditions, order };
    Encounters { meetings, largest: 50, own_delegation: false, bases: Vec::new() }
}

async fn lists(app: &TestApp, model: &Model<'_>) {
    for filter in FILTERS {
        for party in SUBJECTS {
            let asked = format!(
                "{{ one: {} {{ sharedMeetingsWith(first: 100, filter: {}) {{ totalCount meetingsLeftOut edges {{ node {{ {} }} count basis
                   fromRoles toRoles firstMeeting {{ slug }} lastMeeting {{ slug }} mechanisms {{ slug }}
                   meetings(first: 100) {{ totalCount edges {{ basis node {{ slug }} }} }} }} }} }} }}",
                subject(party), filter.text, field(party)
            );
            let answer = app.data(&asked).await;
            assert_eq!(answer["one"]["sharedMeetingsWith"], model.list(party, filter), "{party:?} {}", filter.text);
        }
    }
}

/// Pages of one row, forward and backward, and of one party alone.
async fn pages(app: &TestApp, model: &Model<'_>) {
    let party = Party::Person(0);
    let expected: Vec<String> = model.met(party, ANY).into_iter().map(|(other, _)| other.name()).collect();
    for (size, place, cursor) in [("first", "after", "endCursor"), ("last", "before", "startCursor")] {
        let (mut found, mut from) = (Vec::new(), String::new());
        loop {
            let asked = format!(
                "{{ one: {} {{ sharedMeetingsWith({size}: 1 {from}) {{ nodes {{ slug }} pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }} }}",
                subject(party)
            );
            let answer = app.data(&asked).await;
            let page = &answer["one"]["sharedMeetingsWith"];
            found.extend(page["nodes"].as_array().expect("nodes").iter().map(named));
            let more = if size == "first" { "hasNextPage" } else { "hasPreviousPage" };
            if page["pageInfo"][more] != true {
                break;
            }
            from = format!("{place}: {}", page["pageInfo"][cursor]);
        }
        if size == "last" {
            found.reverse();
        }
        assert_eq!(found, expected, "{size}");
    }
    for other in (1..6).map(Party::Person) {
        let asked = format!(
            r#"{{ one: {} {{ sharedMeetingsWith(person: {{ slug: "{}" }}) {{ totalCount edges {{ count node {{ slug }} }} }} }} }}"#,
            subject(party),
            other.name()
        );
        let count = model.shared(party, other, ANY).len();
        let edges = if count > 0 { json!([{ "count": count, "node": name_of(other) }]) } else { json!([]) };
        let expected = json!({ "totalCount": edges.as_array().map_or(0, Vec::len), "edges": edges });
        assert_eq!(app.data(&asked).await["one"]["sharedMeetingsWith"], expected);
    }
}

/// The meetings of two, a page of one at a time from either end.
async fn evidence(app: &TestApp, model: &Model<'_>) {
    let party = Party::Person(0);
    let Some((other, shared)) = model.met(party, ANY).into_iter().next() else { return };
    let expected: Vec<String> = shared.iter().map(|shared| shared.meeting.slug.clone()).collect();
    for (size, place, cursor) in [("first", "after", "endCursor"), ("last", "before", "startCursor")] {
        let (mut found, mut from) = (Vec::new(), String::new());
        for _ in 0..=expected.len() {
            let asked = format!(
                r#"{{ one: {} {{ sharedMeetingsWith(person: {{ slug: "{}" }}) {{ edges {{ meetings({size}: 1 {from}) {{ nodes {{ slug }}
                   edges {{ fromParticipants {{ actor {{ {NAMES} }} }} toParticipants {{ actor {{ {NAMES} }} }} }}
                   pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }} }} }} }}"#,
                subject(party),
                other.name()
            );
            let answer = app.data(&asked).await;
            let page = &answer["one"]["sharedMeetingsWith"]["edges"][0]["meetings"];
            found.push(named(&page["nodes"][0]));
            assert_eq!(named(&page["edges"][0]["fromParticipants"][0]["actor"]), party.name());
            assert_eq!(named(&page["edges"][0]["toParticipants"][0]["actor"]), other.name());
            let more = if size == "first" { "hasNextPage" } else { "hasPreviousPage" };
            if page["pageInfo"][more] != true {
                break;
            }
            from = format!("{place}: {}", page["pageInfo"][cursor]);
        }
        if size == "last" {
            found.reverse();
        }
        assert_eq!(found, expected, "{size}");
    }
}

async fn ways(app: &TestApp, model: &Model<'_>) {
    let pairs = (1..6).map(|other| (Party::Person(0), Party::Person(other)));
    let pairs = pairs.chain([(Party::Organization(0), Party::Organization(1)), (Party::Area(0), Party::Area(2))]);
    for (from, to) in pairs {
        for filter in [FILTERS[0], FILTERS[1], FILTERS[2], FILTERS[7]] {
            for max_hops in [1, 4] {
                let asked = format!(
                    "{{ meetingPath(from: {}, to: {}, maxHops: {max_hops}, first: 100, filter: {}) {{ outcome hops totalCount read
                       paths {{ hops {{ from {{ {NAMES} }} to {{ {NAMES} }} count }} }} }} }}",
                    argument(from), argument(to), filter.text
                );
                let answer = app.data(&asked).await;
                let answer = &answer["meetingPath"];
                let expected = model.ways(from, to, filter, max_hops);
                let mut found = BTreeSet::new();
                for path in answer["paths"].as_array().expect("paths") {
                    let hops = path["hops"].as_array().expect("hops");
                    let mut way = vec![named(&hops[0]["from"])];
                    for hop in hops {
                        assert_eq!(named(&hop["from"]), way[way.len() - 1]);
                        way.push(named(&hop["to"]));
                        assert!(hop["count"].as_i64() > Some(0), "a step without evidence: {hop}");
                    }
                    found.insert(way);
                }
                assert_eq!(found, expected, "{asked}");
                assert_eq!(answer["totalCount"], expected.len(), "{asked}");
                assert_eq!(answer["hops"], json!(expected.first().map(|way| way.len() - 1)), "{asked}");
                match answer["outcome"].as_str().expect("an outcome") {
                    "FOUND" => assert!(!expected.is_empty(), "{asked}"),
                    "TOO_FAR" => assert!(expected.is_empty(), "{asked}"),
                    "NOT_CONNECTED" => assert!(model.ways(from, to, filter, 10).is_empty(), "{asked}"),
                    other => panic!("{other}: {asked}"),
                }
            }
        }
    }
}

async fn networks(app: &TestApp, model: &Model<'_>) {
    for middle in [Party::Person(0), Party::Person(3), Party::Organization(0), Party::Area(0)] {
        for (hops, first) in [(1, 20), (1, 2), (2, 20), (2, 3)] {
            for filter in [FILTERS[0], FILTERS[2], FILTERS[7]] {
                let asked = format!(
                    "{{ network(around: {}, hops: {hops}, first: {first}, filter: {}) {{ hasMore nodes {{ actor {{ {NAMES} }} hops weight }}
                       links {{ weight count from {{ {NAMES} }} to {{ {NAMES} }} }} }} }}",
                    argument(middle), filter.text
                );
                let answer = app.data(&asked).await;
                let answer = &answer["network"];
                let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
                let node = |node: &Value| (named(&node["actor"]), number(&node["hops"]), number(&node["weight"]));
                let nodes: BTreeSet<_> = answer["nodes"].as_array().expect("nodes").iter().map(node).collect();
                let link = |link: &Value| {
                    assert_eq!(link["count"], link["weight"], "{asked}");
                    let mut ends = [named(&link["from"]), named(&link["to"])];
                    ends.sort();
                    (ends, number(&link["weight"]))
                };
                let links: BTreeMap<_, _> = answer["links"].as_array().expect("links").iter().map(link).collect();
                let has_more = answer["hasMore"].as_bool().expect("a word");
                assert_eq!((nodes, links, has_more), model.network(middle, hops, filter, first), "{asked}");
            }
        }
    }
}

/// Every two of a list, in an order of its own.
async fn matrices(app: &TestApp, model: &Model<'_>) {
    let people = [4, 0, 5, 2, 1].map(Party::Person);
    let organizations = [2, 0, 3, 1].map(Party::Organization);
    let areas = [1, 2, 0].map(Party::Area);
    for among in [&people[..], &organizations, &areas] {
        for filter in FILTERS {
            let named_as: Vec<String> = among.iter().map(|party| argument(*party)).collect();
            let asked = format!(
                "{{ meetingMatrix(among: [{}], filter: {}) {{ parties {{ {NAMES} }} counts links {{ weight count from {{ {NAMES} }} to {{ {NAMES} }} }} }} }}",
                named_as.join(", "),
                filter.text
            );
            let answer = app.data(&asked).await;
            let answer = &answer["meetingMatrix"];
            let names: Vec<String> = answer["parties"].as_array().expect("parties").iter().map(named).collect();
            assert_eq!(names, among.iter().map(|party| party.name()).collect::<Vec<_>>());
            let count =
                |one: &Party, other: &Party| if one == other { 0 } else { model.shared(*one, *other, filter).len() };
            let counts: Vec<Vec<usize>> =
                among.iter().map(|row| among.iter().map(|column| count(row, column)).collect()).collect();
            assert_eq!(answer["counts"], json!(counts), "{asked}");
            let mut links = BTreeMap::new();
            let mut last = usize::MAX;
            for link in answer["links"].as_array().expect("links") {
                let weight = usize::try_from(link["weight"].as_u64().expect("a number")).expect("a small one");
                assert!(weight <= last && link["count"] == link["weight"], "{asked}");
                last = weight;
                links.insert((named(&link["from"]), named(&link["to"])), weight);
            }
            let mut expected = BTreeMap::new();
            for (place, one) in among.iter().enumerate() {
                for other in among[place + 1..].iter().filter(|other| count(one, other) > 0) {
                    expected.insert((one.name(), other.name()), count(one, other));
                }
            }
            assert_eq!(links, expected, "{asked}");
        }
    }
}

async fn answers(database: TestDatabase, meetings: Vec<Meeting>) {
    let app = TestApp::start(&database).await;
    publish(&app.store, documents(&meetings)).await;
    let model = Model(&meetings);
    lists(&app, &model).await;
    pages(&app, &model).await;
    evidence(&app, &model).await;
    ways(&app, &model).await;
    networks(&app, &model).await;
    matrices(&app, &model).await;
    app.stop().await;
}

fn over_records(backend: Backend) {
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 30, ..Config::default() };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let outcome = TestRunner::new(config).run(&meetings(), |meetings| {
        let test = std::panic::AssertUnwindSafe(|| {
            runtime.block_on(async { answers(TestDatabase::create(backend).await, meetings.clone()).await });
        });
        std::panic::catch_unwind(test).map_err(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            TestCaseError::fail(message.unwrap_or_else(|| "the property does not hold".to_owned()))
        })
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

mod whom_they_met_is_what_a_plain_model_says {
    use super::*;

    #[test]
    fn sqlite() {
        over_records(Backend::Sqlite);
    }

    #[test]
    fn postgres() {
        over_records(Backend::Postgres);
    }
}

on_both_databases! {
    async fn a_timeline_tells_gaps_duplicates_and_turns(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut documents = vec![mechanism("m", "SUMMIT", None), mechanism("empty", "SUMMIT", None)];
        for (slug, edition, start, areas) in [
            ("third", Some(3), "2011", vec!["JP-13"]), ("first", Some(1), "2009", vec!["CN"]), ("sixth", Some(6), "", vec![]),
            ("special", None, "2010", vec!["JP", "JP-27", "KR"]), ("again", Some(3), "2012", vec!["CN"]),
        ] {
            let mut one = meeting(slug, Some("m"), start);
            one["meeting"]["edition"] = json!(edition);
            one["meeting"]["places"] = areas.iter().map(|area| json!({ "area": area })).collect();
            documents.push(one);
        }
        publish(&app.store, documents).await;
        let asked = "{ mechanisms { nodes { slug timeline { totalCount duplicates gaps { from to } editions { number hosts { code } meeting { slug } }
          hosts { count area { code } meetings { slug } } } } } }";
        let data = app.data(asked).await;
        let timeline = |slug: &str| {
            let nodes = data["mechanisms"]["nodes"].as_array().expect("nodes");
            nodes.iter().find(|node| node["slug"] == slug).expect("a mechanism")["timeline"].clone()
        };
        assert_eq!(timeline("empty"), json!({ "totalCount": 0, "duplicates": [], "gaps": [], "editions": [], "hosts": [] }));
        let edition = |number: Option<i32>, slug: &str, hosts: &[&str]| {
            let hosts: Vec<Value> = hosts.iter().map(|code| json!({ "code": code })).collect();
            json!({ "number": number, "hosts": hosts, "meeting": { "slug": slug } })
        };
        let host = |code: &str, slugs: &[&str]| {
            let meetings: Vec<Value> = slugs.iter().map(|slug| json!({ "slug": slug })).collect();
            json!({ "count": slugs.len(), "area": { "code": code }, "meetings": meetings })
        };
        assert_eq!(timeline("m"), json!({
            "totalCount": 5, "duplicates": [3], "gaps": [{ "from": 2, "to": 2 }, { "from": 4, "to": 5 }],
            "editions": [
                edition(Some(1), "first", &["CN"]), edition(Some(3), "third", &["JP"]), edition(Some(3), "again", &["CN"]),
                edition(Some(6), "sixth", &[]), edition(None, "special", &["JP", "KR"]),
            ],
            "hosts": [host("CN", &["first", "again"]), host("JP", &["third", "special"]), host("KR", &["special"])],
        }));
    }

    async fn each_snapshot_is_answered_as_of_its_own_moment(database: TestDatabase) {
        let store = database.store().await;
        let people: Vec<Value> = (0..5).map(|number| person(&Party::Person(number).name(), "A")).collect();
        publish(&store, people).await;
        let question = everything();
        let met = async |snapshot: &Snapshot| {
            let wanted: Vec<_> = (0..5).map(|number| (Party::Person(number).id(), None)).collect();
            let found = met(snapshot, &wanted, &question).await.expect("an answer");
            let all = PageRequest { limit: 100, backward: false, after: None, before: None };
            wanted.iter().map(|by| found[by].range(&all)).collect::<Vec<_>>()
        };
        let mut open = Vec::new();
        let mut different = BTreeSet::new();
        for step in 0..40_usize {
            // New meetings, other people at known ones, and meetings that are no longer there.
            let slug = format!("m{}", step % 7);
            if step % 5 == 4 {
                let item = derived_id(ItemType::Meeting, &slug);
                let change = Change::Withdraw { item, expected_revision: None, detach: false };
                // It is refused where the meeting is not public.
                let _ = store.publish(&EditorAccess::operator(), Release { changes: vec![change] }).await;
            } else {
                let mut one = meeting(&slug, None, "2025");
                let there = (0..5).filter(|number| (step * 7 + number * 3) % (2 + step % 4) < 2).map(|number| Party::Person(number).name());
                one["meeting"]["participants"] = there.map(|slug| json!({ "actor": { "person": { "slug": slug } } })).collect();
                publish(&store, vec![one]).await;
            }
            let snapshot = store.snapshot();
            if step % 3 == 0 {
                // Opened now, asked when others have gone on.
                let head = record_head(&snapshot).await.expect("a head");
                let fresh = database.store().await;
                let expected = met(&fresh.snapshot()).await;
                open.push((head.position, snapshot, expected));
            } else {
                let fresh = database.store().await;
                let found = met(&snapshot).await;
                assert_eq!(found, met(&fresh.snapshot()).await, "step {step}");
                different.insert(format!("{found:?}"));
                snapshot.close().await;
            }
            if open.len() > 2 {
                for (position, snapshot, expected) in open.drain(..) {
                    assert_eq!(met(&snapshot).await, expected, "as of {position}");
                    snapshot.close().await;
                }
            }
        }
        assert!(different.len() > 8, "{}", different.len());
    }

    async fn a_search_reads_no_more_than_it_may(database: TestDatabase) {
        let store = database.store().await;
        let mut documents: Vec<Value> = ["p0", "p1", "p2"].map(|slug| person(slug, slug)).into();
        for (slug, people) in [("one", ["p0", "p1"]), ("two", ["p1", "p2"])] {
            let mut one = meeting(slug, None, "2025");
            one["meeting"]["participants"] = people.iter().map(|slug| json!({ "actor": { "person": { "slug": slug } } })).collect();
            documents.push(one);
        }
        publish(&store, documents).await;
        let question = everything();
        let ends = (PartyKind::Person, Party::Person(0).id(), Party::Person(2).id());
        let mut reached = 0;
        for bound in 0..10 {
            let snapshot = store.snapshot();
            let (outcome, read) = paths::ways(&snapshot, ends, &question, 4, bound).await.expect("an answer");
            snapshot.close().await;
            assert!(read <= bound, "{read} of {bound}");
            match outcome {
                Outcome::BoundReached => reached += 1,
                Outcome::Found(ways) => assert_eq!((ways.steps, ways.count()), (2, 1)),
                other => panic!("{other:?}"),
            }
        }
        assert!((1..9).contains(&reached), "{reached}");
    }

    async fn what_cannot_be_asked_is_said(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![person("a", "a"), person("b", "b"), organization("o", None, "CJK")]).await;
        let path = |arguments: &str| format!("{{ meetingPath({arguments}) {{ outcome }} }}");
        for (asked, code) in [
            (path(r#"from: { person: { slug: "a" } }, to: { person: { slug: "a" } }"#), "BAD_INPUT"),
            (path(r#"from: { person: { slug: "a" } }, to: { organization: { slug: "o" } }"#), "BAD_INPUT"),
            (path(r#"from: { person: { slug: "a" } }, to: { person: { slug: "x" } }"#), "UNKNOWN_ITEM"),
            (path(r#"from: { person: { slug: "a" } }, to: { person: { slug: "b" } }, maxHops: 7"#), "BAD_INPUT"),
            (path(r#"from: { person: { slug: "a" } }, to: { person: { slug: "b" } }, first: 0"#), "BAD_INPUT"),
            (path(r#"from: { person: { slug: "a" } }, to: { person: { slug: "b" } }, filter: { bases: [DIRECT] }"#), "BAD_INPUT"),
            (r#"{ network(around: { area: "XX" }) { hasMore } }"#.to_owned(), "BAD_INPUT"),
            (r#"{ network(around: { person: { slug: "a" } }, hops: 3) { hasMore } }"#.to_owned(), "BAD_INPUT"),
            (r#"{ meetingMatrix(among: [{ area: "JP" }]) { counts } }"#.to_owned(), "BAD_INPUT"),
            (r#"{ meetingMatrix(among: [{ area: "JP" }, { area: "JP" }]) { counts } }"#.to_owned(), "BAD_INPUT"),
            (r#"{ meetingMatrix(among: [{ area: "JP" }, { person: { slug: "a" } }]) { counts } }"#.to_owned(), "BAD_INPUT"),
            (r#"{ meetingMatrix(among: [{ person: { slug: "a" } }, { person: { slug: "x" } }]) { counts } }"#.to_owned(), "UNKNOWN_ITEM"),
            ("{ people(first: 1) { nodes { sharedMeetingsWith(filter: { largestMeeting: 1 }) { totalCount } } } }".to_owned(), "BAD_INPUT"),
            (r#"{ people(first: 1) { nodes { sharedMeetingsWith(after: "x") { totalCount } } } }"#.to_owned(), "CURSOR_MALFORMED"),
            (r#"{ people(first: 1) { nodes { sharedMeetingsWith(person: { slug: "x" }) { totalCount } } } }"#.to_owned(), "UNKNOWN_ITEM"),
        ] {
            assert_eq!(app.code(&asked).await, code, "{asked}");
        }
        // Cursors that a client made up are cursors, and lead nowhere.
        for sort in [i64::MIN, i64::MAX] {
            let cursor = EdgeCursor { sort, owner: Party::Person(0).id(), key: String::new() }.encode("met");
            for end in ["first: 5, after", "last: 5, before"] {
                let asked = format!("{{ people(first: 1) {{ nodes {{ sharedMeetingsWith({end}: \"{cursor}\") {{ nodes {{ id }} }} }} }} }}");
                assert_eq!(app.data(&asked).await["people"]["nodes"][0]["sharedMeetingsWith"]["nodes"], json!([]));
            }
        }
        let data = app.data(&path(r#"from: { person: { slug: "a" } }, to: { person: { slug: "b" } }"#)).await;
        assert_eq!(data["meetingPath"]["outcome"], "NOT_CONNECTED");
    }
}
