//! `rapporteur rebuild`: makes the record's tables again from the journal.

use super::CliError;
use crate::app::open_store;
use crate::clock::Clock;
use crate::config::Settings;
use crate::store::EditorAccess;

pub(super) async fn run(settings: &Settings) -> Result<(), CliError> {
    let store = open_store(settings, Clock::system()).await?;
    let items = store.rebuild(&EditorAccess::operator()).await?;
    println!("rebuilt the record from the journal ({items} items)");
    store.close().await;
    Ok(())
}
