//! The sample record, built in.

use super::CliError;
use super::import::{self, Source};
use crate::store::{EditorAccess, Release, Store};

macro_rules! sample_files {
    ($($(#[$description:meta])* $Type:ident => $module:ident / $plural:ident,)*) => {
        /// The sample's files: name and text, one for each content type.
        const FILES: &[(&str, &str)] = &[$((
            concat!("data/sample/", stringify!($plural), ".ndjson"),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample/", stringify!($plural), ".ndjson")),
        ),)*];
    };
}

entity::content_types!(sample_files);

/// Publishes the sample if nothing was ever published.
pub(super) async fn fill_if_empty(store: &Store) -> Result<(), CliError> {
    if store.refresh_head().await? > 0 {
        return Ok(());
    }
    let source = |(name, text): &(&str, &str)| Source { name: (*name).to_owned(), text: (*text).to_owned() };
    let sources: Vec<Source> = FILES.iter().map(source).collect();
    let import = import::read(&sources)?;
    let release = Release { changes: import.changes };
    let published = store.publish(&EditorAccess::operator(), release).await;
    let outcome = published.map_err(|error| import::explain(error, &import.origins))?;
    println!("rapporteur: published the sample record ({} items)", outcome.entries.len());
    Ok(())
}
