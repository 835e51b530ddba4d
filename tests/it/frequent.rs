//! A record in which much is frequent: what is asked for is not among what is looked at first, and is found all the same.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::documents::{import, organization, person};
use crate::harness::{TestApp, TestDatabase, on_both_databases};

/// Enough that keys and words which half of all have are frequent.
const ARTICLES: usize = 2_100;

/// Which articles have a word. Of two words that every other article has in turn, few, many or some have both.
fn has(word: &str, number: usize) -> bool {
    let (even, last) = (number.is_multiple_of(2), number == ARTICLES - 1);
    match word {
        "alder" => even || number < 3,
        "birch" => !even || number < 3,
        "cedar" => even || number < 230,
        "dogwood" => !even || number < 230,
        "elder" => even || number < 15 || last,
        "fig" => !even || number < 15 || last,
        "ginkgo" => even,
        // As two words, and as one.
        "hazel" => number.is_multiple_of(3) && number < 2_000,
        "nut" => number % 3 == 1 || number.is_multiple_of(42),
        "hazelnut" => number.is_multiple_of(100),
        _ => unreachable!("a word"),
    }
}

/// Which articles are expected.
type Wanted<'a> = &'a dyn Fn(usize) -> bool;

const WORDS: [&str; 10] = ["alder", "birch", "cedar", "dogwood", "elder", "fig", "ginkgo", "hazel", "nut", "hazelnut"];

/// In the order of time, with headlines in another one.
fn articles() -> Vec<Value> {
    let article = |number: usize| {
        let words: Vec<&str> = WORDS.into_iter().filter(|word| has(word, number)).collect();
        // A prime, so that each number is there once.
        let headline = format!("{:04} {}", number * 997 % ARTICLES, words.join(" between "));
        let mut texts = vec![json!({ "locale": "en", "text": headline })];
        let locales = [("ja", has("alder", number)), ("ko", has("birch", number)), ("zh", number < 1_100)];
        texts.extend(
            locales
                .iter()
                .filter(|(_, is_there)| *is_there)
                .map(|(locale, _)| json!({ "locale": locale, "text": "1" })),
        );
        json!({ "article": {
            "slug": slug(number), "headline": texts,
            "category": if number % 700 == 10 { "rare" } else { "others" },
            "publishedOn": format!("{}-{:02}-{:02}", 2000 + number / 336, number / 28 % 12 + 1, number % 28 + 1),
        } })
    };
    (0..ARTICLES).map(article).collect()
}

/// One that has a name by itself, 21 that have it among other words, and all have it in their description: few enough
/// to be found at once, more than a page of each.
fn organizations() -> Vec<Value> {
    let organization = |number: usize| {
        let mut fields = organization(&format!("organization-{number:02}"), None, "KR");
        let name = match number {
            30 => "Indigo Jasmine".to_owned(),
            0..=20 => format!("Indigo Bureau {number} of Jasmine"),
            _ => format!("Bureau {number}"),
        };
        fields["organization"]["names"] = json!([{ "name": [{ "locale": "en", "text": name }] }]);
        fields["organization"]["description"] = json!([{ "locale": "en", "text": "Of jasmine and indigo." }]);
        fields
    };
    (0..61).map(organization).collect()
}

/// Five who have a name, and 70 who have it in another spelling, more than are found at once.
fn people() -> Vec<Value> {
    let named = |surname: &str, number: usize| {
        person(&format!("{}-{number:02}", surname.to_lowercase()), &format!("{surname} Moon-hee"))
    };
    (0..5).map(|number| named("LEE", number)).chain((0..70).map(|number| named("RHEE", number))).collect()
}

fn slug(number: usize) -> String {
    format!("article-{number:04}")
}

/// A list or a search, page by page in both directions.
struct List<'a> {
    app: &'a TestApp,
    field: &'a str,
    arguments: &'a str,
}

impl List<'_> {
    async fn page(&self, size: usize, (end, from): (&str, &str), cursor: &Value) -> Value {
        let Self { app, field, arguments } = self;
        let query = format!(
            "query($cursor: String) {{ {field}({arguments}, {end}: {size}, {from}: $cursor) {{
                totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} nodes {{ slug }} }} }}"
        );
        let mut answer = app.ask_with(&query, json!({ "cursor": cursor })).await;
        assert_eq!(answer["errors"], Value::Null, "{query}");
        answer["data"][*field].take()
    }

    /// The slugs of all pages of a size, in list order.
    async fn walk(&self, size: usize, forward: bool) -> Vec<String> {
        let (way, ahead, more) = if forward {
            (("first", "after"), "endCursor", "hasNextPage")
        } else {
            (("last", "before"), "startCursor", "hasPreviousPage")
        };
        let (mut all, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let page = self.page(size, way, &cursor).await;
            let slugs = page["nodes"]
                .as_array()
                .expect("nodes")
                .iter()
                .map(|node| node["slug"].as_str().expect("a slug").to_owned());
            if forward {
                all.extend(slugs);
            } else {
                all = slugs.chain(all).collect();
            }
            if page["pageInfo"][more] == false {
                return all;
            }
            cursor = page["pageInfo"][ahead].clone();
        }
    }

    /// That its pages are these, of any size and in both directions.
    async fn is(&self, expected: &[String], sizes: &[usize]) {
        let what = format!("{}({})", self.field, self.arguments);
        let page = self.page(1, ("first", "after"), &Value::Null).await;
        assert_eq!(page["totalCount"], expected.len(), "{what}");
        for size in sizes {
            assert_eq!(self.walk(*size, true).await, expected, "{what} by {size}");
            assert_eq!(self.walk(*size, false).await, expected, "{what} by {size}, from the end");
        }
    }
}

on_both_databases! {
    async fn what_seldom_comes_together_is_found(database: TestDatabase) {
        let app = TestApp::start(&database).await;
        import(&app.store, 500, [articles(), organizations(), people()].concat()).await.expect("an import");
        let few = List { app: &app, field: "search", arguments: r#"query: "jasmine indigo""# };
        let found = few.walk(100, true).await;
        let outline: Vec<char> = found.iter().map(|slug| match slug.trim_start_matches("organization-").parse::<u8>() {
            Ok(30) => 'w',
            Ok(0..=20) => 'n',
            _ => 't',
        }).collect();
        assert_eq!(outline.into_iter().collect::<String>(), format!("w{}{}", "n".repeat(21), "t".repeat(39)));
        few.is(&found, &[7, 30]).await;
        // As one word of two it is looked for in another way.
        let one = List { app: &app, field: "search", arguments: r#"query: "jasmine-indigo""# };
        one.is(&found, &[7, 30]).await;
        for name in ["Lee Moon-hee", "lee moon hee"] {
            let arguments = format!("query: \"{name}\"");
            let list = List { app: &app, field: "search", arguments: &arguments };
            let found = list.walk(100, true).await;
            let surnames: Vec<&str> = found.iter().filter_map(|slug| slug.split('-').next()).collect();
            assert_eq!(surnames, [["lee"; 5].as_slice(), &["rhee"; 70]].concat(), "{name}");
            list.is(&found, &[3, 30]).await;
        }
        let slugs = |is_wanted: Wanted<'_>| -> Vec<String> { (0..ARTICLES).rev().filter(|number| is_wanted(*number)).map(slug).collect() };
        let nut = |number: usize| has("hazelnut", number) || (has("hazel", number) && has("nut", number));
        let searches: [(&str, &str, Wanted<'_>); 9] = [
            ("alder birch", "", &|number| number < 3),
            ("dogwood cedar", "", &|number| number < 230),
            ("cedar dogwood", r#", filter: { locales: ["zh"] }"#, &|number| number < 230),
            ("fig elder", r#", filter: { locales: ["zh", "ja"] }"#, &|number| number < 15 || (number == ARTICLES - 1 && has("alder", number))),
            ("elder fig", "", &|number| number < 15 || number == ARTICLES - 1),
            ("hazel-nut", "", &nut),
            ("hazel-nut ginkgo", "", &|number| nut(number) && has("ginkgo", number)),
            ("ginkgo", r#", filter: { categories: ["rare", "none"] }"#, &|number| number % 700 == 10),
            ("cedar", r#", filter: { categories: ["rare"], locales: ["ko", "zh"] }"#, &|number| number == 10 || number == 710),
        ];
        for (text, filter, is_wanted) in searches {
            let arguments = format!("query: \"{text}\"{filter}");
            let list = List { app: &app, field: "search", arguments: &arguments };
            list.is(&slugs(is_wanted), &[7, 100]).await;
        }
        let lists: [(&str, Wanted<'_>); 4] = [
            (r#"and: [{ locales: ["ja"] }, { locales: ["ko"] }]"#, &|number| number < 3),
            (r#"and: [{ locales: ["ja"] }, { locales: ["zh"] }]"#, &|number| number < 1_100 && has("alder", number)),
            (r#"categories: ["others"], and: { locales: ["ja", "zh"] }, locales: ["ko"]"#, &|number| has("birch", number) && number < 1_100 && number % 700 != 10),
            (r#"categories: ["others"], locales: ["zh"]"#, &|number| number < 1_100 && number % 700 != 10),
        ];
        for (filter, is_wanted) in lists {
            let expected = slugs(is_wanted);
            let by_title = |slugs: &[String]| {
                let numbers = (0..ARTICLES).map(|number| (number * 997 % ARTICLES, slug(number)));
                let places: BTreeSet<(usize, String)> = numbers.filter(|(_, slug)| slugs.contains(slug)).collect();
                places.into_iter().map(|(_, slug)| slug).collect::<Vec<_>>()
            };
            for (order, expected) in [("field: DATE, direction: DESC", expected.clone()), ("field: HEADLINE", by_title(&expected))] {
                let arguments = format!("filter: {{ {filter} }}, orderBy: {{ {order} }}");
                let list = List { app: &app, field: "articles", arguments: &arguments };
                list.is(&expected, &[100]).await;
            }
        }
    }
}
