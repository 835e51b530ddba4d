//! Answers as rows, the tags by which they are not sent twice, and pages.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{examples, get, header, json_of};
use crate::harness::documents::{meeting, publish, publish_sample};
use crate::harness::{TestApp, TestDatabase, error_code, on_both_databases};

/// The names of the columns, and the rows.
fn table(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let names = cells(reader.headers().expect("a header"));
    (names, reader.records().map(|record| cells(&record.expect("a row"))).collect())
}

async fn csv_of(app: &TestApp, address: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let response = get(app, address, &[("accept", "text/csv")]).await;
    assert_eq!(response.status(), 200, "{address}");
    assert_eq!(header(&response, "content-type"), "text/csv; charset=utf-8; header=present");
    table(&response.text().await.expect("text"))
}

/// The address of the next page.
fn next(response: &reqwest::Response) -> Option<String> {
    let link = header(response, "link");
    let address = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\""));
    assert!(link.is_empty() || address.is_some(), "{link}");
    address.map(str::to_owned)
}

fn titled(slug: &str, title: &str) -> Value {
    let mut document = meeting(slug, None, "2025");
    document["meeting"]["title"] = json!([{ "locale": "en", "text": title }]);
    document
}

on_both_databases! {
    async fn every_answer_can_be_rows(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        for (name, example) in examples() {
            let (names, rows) = csv_of(&app, &format!("/api/{name}?{example}")).await;
            assert!(!rows.is_empty(), "{name}");
            assert!(names.iter().collect::<BTreeSet<_>>().len() == names.len(), "{name}: {names:?}");
            let suffixed = get(&app, &format!("/api/{name}.csv?{example}"), &[("accept", "application/json")]).await;
            assert_eq!(table(&suffixed.text().await.expect("text")), (names, rows), "{name}");
        }
    }

    async fn rows_say_what_the_answer_says(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let (names, rows) = csv_of(&app, "/api/meetings-of-person?person=lee-hee-sup&from=2025-08&until=2025-09&kinds=VISIT").await;
        assert_eq!(names, ["participant.roles", "participant.statedTitle", "node.slug", "node.title", "node.kind",
            "node.startDate", "node.endDate", "node.places", "node.mechanism.slug", "node.mechanism.label"]);
        let answer = json_of(&app, "/api/meetings-of-person?person=lee-hee-sup&from=2025-08&until=2025-09&kinds=VISIT").await;
        let edge = &answer["data"]["person"]["meetings"]["edges"][0];
        assert_eq!(rows.len(), 1);
        let row = &rows[0];
        assert_eq!((row[0].as_str(), row[4].as_str(), row[5].as_str(), row[8].as_str()), ("VISITOR", "VISIT", "2025-08-22", ""));
        assert_eq!((row[2].as_str(), row[3].as_str()), (edge["node"]["slug"].as_str().expect("a slug"), edge["node"]["title"].as_str().expect("a title")));
        // Lists of objects are JSON, lists of words are joined.
        assert_eq!(serde_json::from_str::<Value>(&row[7]).expect("JSON"), edge["node"]["places"]);
        let (names, rows) = csv_of(&app, "/api/publications?languages=zh&until=2021").await;
        let languages = names.iter().position(|name| name == "languages").expect("a column");
        assert!(rows.iter().any(|row| row[languages] == "en; zh; ja; ko"), "{rows:?}");
        // Without a list of objects, or without rows, there are the names all the same.
        for address in ["meetings?from=1900&until=1901", "meetings-of-person?person=nobody"] {
            let (names, rows) = csv_of(&app, &format!("/api/{address}")).await;
            assert!(names.iter().any(|name| name.ends_with("slug")) && rows.is_empty(), "{address}");
        }
        // What cannot be answered is not written as rows.
        let refused = get(&app, "/api/meetings.csv?first=0", &[("accept", "text/csv")]).await;
        assert_eq!((refused.status().as_u16(), header(&refused, "content-type")), (400, "application/json; charset=utf-8"));
        assert_eq!(error_code(&refused.json().await.expect("JSON")), "BAD_INPUT");
    }

    async fn cells_hold_any_text(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let titles = ["=1+1", "a, \"b\"; c", "two\nlines", "-5", "会議"];
        for (number, title) in titles.iter().enumerate() {
            publish(&app.store, vec![titled(&format!("m{number}"), title)]).await;
        }
        let raw = get(&app, "/api/meetings.csv", &[]).await.text().await.expect("text");
        assert!(raw.contains("\"a, \"\"b\"\"; c\"") && raw.ends_with("\r\n"), "{raw}");
        let (names, rows) = table(&raw);
        let title = names.iter().position(|name| name == "title").expect("a column");
        let found: BTreeSet<&str> = rows.iter().map(|row| row[title].as_str()).collect();
        assert_eq!(found, titles.into_iter().collect());
    }

    async fn an_answer_is_not_sent_twice(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![titled("m1", "First")]).await;
        let mut tags = BTreeSet::new();
        for (address, accept) in [
            ("/api/meetings", "application/json"),
            ("/api/meetings", "application/graphql-response+json"),
            ("/api/meetings", "text/csv"),
            ("/api/meetings?first=5&kinds=VISIT", "application/json"),
            ("/api", "application/json"),
            ("/api", "text/html"),
        ] {
            let first = get(&app, address, &[("accept", accept)]).await;
            assert_eq!((first.status().as_u16(), header(&first, "cache-control")), (200, "no-cache"));
            let tag = header(&first, "etag").to_owned();
            assert!(tag.starts_with("W/\"") && tag.ends_with('"'), "{tag}");
            let again = get(&app, address, &[("accept", accept)]).await;
            assert_eq!(header(&again, "etag"), tag, "the same answer, the same tag");
            let strong = tag.trim_start_matches("W/").to_owned();
            for known in [tag.clone(), strong, format!("\"other\", {tag}"), "*".to_owned()] {
                let unchanged = get(&app, address, &[("accept", accept), ("if-none-match", &known)]).await;
                assert_eq!(unchanged.status(), 304, "{known}");
                assert_eq!((header(&unchanged, "etag"), header(&unchanged, "cache-control")), (tag.as_str(), "no-cache"));
                assert!(header(&unchanged, "vary").starts_with("accept"));
                assert_eq!(unchanged.text().await.expect("nothing"), "");
            }
            let other = get(&app, address, &[("accept", accept), ("if-none-match", "W/\"other\"")]).await;
            assert_eq!(other.status(), 200);
            assert!(tags.insert(tag), "another answer, another tag");
        }
    }

    async fn a_tag_changes_with_the_answer(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        let mut document = titled("m1", "First");
        document["meeting"]["title"] = json!([{ "locale": "en", "text": "First" }, { "locale": "ja", "text": "一" }]);
        publish(&app.store, vec![document]).await;
        let tag = async |language: &'static str| {
            let response = get(&app, "/api/meetings", &[("accept-language", language)]).await;
            header(&response, "etag").to_owned()
        };
        let (english, japanese) = (tag("en").await, tag("ja").await);
        assert_ne!(english, japanese);
        publish(&app.store, vec![titled("m2", "Second")]).await;
        let changed = get(&app, "/api/meetings", &[("accept-language", "en"), ("if-none-match", &english)]).await;
        assert_eq!(changed.status(), 200);
        assert!(changed.text().await.expect("text").contains("Second"));
        // What an editor asks is kept by nobody.
        let token = app.token("anna").await;
        let bearer = format!("Bearer {token}");
        let private = get(&app, "/api/meetings", &[("authorization", &bearer)]).await;
        assert_eq!((private.status().as_u16(), header(&private, "cache-control")), (200, "private, no-store"));
    }

    async fn head_says_what_get_would(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish(&app.store, vec![titled("m1", "First")]).await;
        for address in ["/api", "/api/meetings", "/api/meetings.csv", "/api/meetings?first=0"] {
            let full = get(&app, address, &[]).await;
            let head = app.http().head(format!("{}{address}", app.url)).send().await.expect("an answer");
            assert_eq!(head.status(), full.status(), "{address}");
            for name in ["content-type", "etag", "cache-control", "vary", "content-length"] {
                assert_eq!(header(&head, name), header(&full, name), "{address}: {name}");
            }
            assert_eq!(head.text().await.expect("nothing"), "");
        }
    }

    async fn links_lead_through_all_pages(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        publish_sample(&app.store).await;
        let all = json_of(&app, "/api/meetings?first=100&from=2018&kinds=FORUM&kinds=MEETING").await;
        let all = all["data"]["meetings"]["nodes"].as_array().expect("nodes").clone();
        assert!((8..100).contains(&all.len()));
        for suffix in ["", ".csv"] {
            let mut slugs: Vec<String> = Vec::new();
            let mut address = Some(format!("/api/meetings{suffix}?kinds=FORUM&first=7&kinds=MEETING&from=2018"));
            while let Some(page) = address {
                let response = get(&app, &page, &[]).await;
                assert_eq!(response.status(), 200);
                address = next(&response);
                let text = response.text().await.expect("text");
                if suffix.is_empty() {
                    let answer: Value = serde_json::from_str(&text).expect("JSON");
                    let nodes = answer["data"]["meetings"]["nodes"].as_array().expect("nodes");
                    slugs.extend(nodes.iter().map(|node| node["slug"].as_str().expect("a slug").to_owned()));
                } else {
                    slugs.extend(table(&text).1.into_iter().map(|row| row[0].clone()));
                }
            }
            let expected: Vec<&str> = all.iter().map(|node| node["slug"].as_str().expect("a slug")).collect();
            assert_eq!(slugs, expected, "{suffix}");
        }
        // A page of the feed may be short; its links lead to the end all the same.
        let (mut address, mut events) = (Some("/api/latest-changes?types=MECHANISM&first=50".to_owned()), 0);
        while let Some(page) = address {
            let response = get(&app, &page, &[]).await;
            address = next(&response);
            let answer: Value = response.json().await.expect("JSON");
            events += answer["data"]["feed"]["nodes"].as_array().expect("nodes").len();
        }
        assert!(events >= 86, "{events}");
    }

    async fn pages_of_other_sites_can_read_tags_and_links(database: TestDatabase) {
        let mut settings = database.settings();
        settings.server.allowed_origins = vec!["https://news.example.org".to_owned()];
        let app = TestApp::start_with(&database, settings).await;
        let origin = ("origin", "https://news.example.org");
        let preflight = app.http().request(reqwest::Method::OPTIONS, format!("{}/api/meetings", app.url));
        let preflight = preflight.header(origin.0, origin.1).header("access-control-request-method", "GET");
        let preflight = preflight.send().await.expect("an answer");
        assert_eq!(preflight.status(), 204);
        assert!(header(&preflight, "access-control-allow-headers").contains("if-none-match"));
        assert!(header(&preflight, "access-control-allow-methods").contains("HEAD"));
        let response = get(&app, "/api/meetings", &[origin]).await;
        assert_eq!(header(&response, "access-control-allow-origin"), origin.1);
        let readable = header(&response, "access-control-expose-headers");
        assert!(readable.contains("etag") && readable.contains("link"), "{readable}");
    }
}
