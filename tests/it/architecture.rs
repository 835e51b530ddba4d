//! The rules of ARCHITECTURE.md that can be read off the source: who imports whom, what has one
//! door, that modules say what they are for, and that files stay small.

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may import of the others, nearest first.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("cli", &["app", "http", "graphql", "store", "domain"]),
    ("app", &["http", "graphql", "feed", "store", "domain"]),
    ("http", &["graphql", "feed", "auth", "store", "domain"]),
    ("graphql", &["auth", "feed", "store", "domain"]),
    ("auth", &["store"]),
    ("feed", &["store", "domain"]),
    ("store", &["domain"]),
    ("domain", &[]),
    ("config", &["domain"]),
    ("clock", &["domain"]),
    ("lifecycle", &[]),
    ("telemetry", &[]),
    ("sync", &[]),
];
/// What anybody may import.
const LEAVES: &[&str] = &["config", "clock", "lifecycle", "telemetry", "sync"];
/// The longest that a source file may be.
const MAX_LINES: usize = 500;

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                found.push((path.strip_prefix(root).expect("inside").to_owned(), text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

fn all_sources() -> Vec<(PathBuf, String)> {
    ["src", "entity/src", "migration/src", "tests/it", "benches"].into_iter().flat_map(sources).collect()
}

/// The layer of a file in `src`, none for `lib.rs`.
fn layer(path: &Path) -> Option<String> {
    let inside = path.strip_prefix("src").expect("a file of src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", "");
    (first != "lib").then_some(first)
}

/// The code of a file, without comments and unit tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let Some(layer) = layer(&path) else { continue };
        let (_, allowed) = MAY_IMPORT.iter().find(|(name, _)| *name == layer).unwrap_or_else(|| {
            panic!("{}: the layer `{layer}` is not in ARCHITECTURE.md and in this test", path.display())
        });
        let code = code(&text);
        for prefix in ["crate::", "rapporteur::"] {
            for (at, _) in code.match_indices(prefix) {
                let imported: String =
                    code[at + prefix.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = MAY_IMPORT.iter().any(|(name, _)| *name == imported);
                let leaf = LEAVES.contains(&imported.as_str());
                if known && imported != layer && !leaf && !allowed.contains(&imported.as_str()) {
                    wrong.push(format!("{}: `{layer}` imports `{imported}`", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sql_and_graphql_stay_apart() {
    for (path, text) in sources("src") {
        let Some(layer) = layer(&path) else { continue };
        let code = code(&text);
        let sql = code.contains("sea_query") || code.contains("EntityTrait") || code.contains("ConnectionTrait");
        assert!(!sql || layer == "store" || layer == "migration", "{}: SQL belongs to the store", path.display());
        // Enums of the feed and the inputs of documents are derived where they are defined.
        let graphql = code.replace("async_graphql::Enum", "").contains("async_graphql");
        let inputs = path.starts_with("src/domain");
        assert!(
            !graphql || inputs || ["graphql", "http"].contains(&layer.as_str()),
            "{}: GraphQL belongs to the graphql layer",
            path.display()
        );
        assert!(
            !inputs || !["SimpleObject", "#[Object", "Subscription"].iter().any(|word| code.contains(word)),
            "{}: the domain has no GraphQL output types",
            path.display()
        );
    }
}

#[test]
fn the_domain_is_synchronous() {
    for (path, text) in sources("src/domain") {
        let code = code(&text);
        for word in ["async fn", "tokio", "std::fs", "std::net"] {
            assert!(!code.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn the_migrations_stand_alone() {
    for (path, text) in sources("migration/src") {
        assert!(!code(&text).contains("entity::"), "{} imports entities", path.display());
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for (path, text) in all_sources() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 12, "{}: begin with a sentence in //!", path.display());
    }
}

#[test]
fn files_stay_small() {
    for (path, text) in all_sources() {
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines; split it", path.display());
    }
}

#[test]
fn nothing_is_left_unfinished() {
    let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    for (path, text) in all_sources() {
        for word in unfinished {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}
