//! The sample record, built in.

use super::CliError;
use super::import::{self, Source};
use crate::store::{EditorAccess, Release, Store};

/// The sample's files, in the order of the list of content types.
const FILES: [(&str, &str); 2] = [
    ("data/sample/mechanisms.ndjson", include_str!("../../data/sample/mechanisms.ndjson")),
    ("data/sample/meetings.ndjson", include_str!("../../data/sample/meetings.ndjson")),
];

/// Publishes the sample if nothing was ever published.
pub(super) async fn fill_if_empty(store: &Store) -> Result<(), CliError> {
    if store.refresh_head().await? > 0 {
        return Ok(());
    }
    let sources = FILES.map(|(name, text)| Source { name: name.to_owned(), text: text.to_owned() });
    let import = import::read(&sources)?;
    let release = Release { changes: import.changes };
    let published = store.publish(&EditorAccess::operator(), release).await;
    let outcome = published.map_err(|error| import::explain(error, &import.origins))?;
    println!("rapporteur: published the sample record ({} items)", outcome.entries.len());
    Ok(())
}
