//! Makes the program notice when the pages it embeds were built, and embeds the operations and the pages' documents.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    // Without the folder, Cargo would take it for changed at every build.
    if let Err(error) = fs::create_dir_all("web/dist") {
        println!("cargo:warning=web/dist cannot be made: {error}");
    }
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=operations");
    println!("cargo:rerun-if-changed=web/site/documents");
    println!("cargo:rerun-if-changed=build.rs");
    embed("operations", "operations.rs")?;
    embed("web/site/documents", "documents_of_pages.rs")
}

/// Writes the names and texts of a folder's `*.graphql`, by name, as the elements of an array.
fn embed(folder: &str, name: &str) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files: io::Result<Vec<_>> = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut files: Vec<_> =
        files?.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "graphql")).collect();
    files.sort();
    let mut source = "&[\n".to_owned();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(source, "    ({name:?}, include_str!({:?})),", file.to_string_lossy()).map_err(io::Error::other)?;
    }
    source.push(']');
    #[expect(clippy::disallowed_methods, reason = "Cargo tells in the environment where to write")]
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join(name), source)
}
