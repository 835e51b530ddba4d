//! The sample record, built in.

use super::CliError;
use super::import::{self, Input};
use crate::store::{EditorAccess, ImportOptions, Store};

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
    let mut input = Input::texts(FILES);
    let imported = store.import(&EditorAccess::operator(), ImportOptions::default(), &mut input, &mut ()).await;
    let imported = imported.map_err(|error| import::explain(error, &input))?;
    println!("rapporteur: published the sample record ({} items)", imported.published);
    Ok(())
}
