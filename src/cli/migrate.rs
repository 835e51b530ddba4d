//! `rapporteur migrate`: brings the database's schema up to date.

use super::CliError;
use crate::app::areas;
use crate::clock::Clock;
use crate::config::Settings;
use crate::store::Store;

pub(super) async fn run(settings: &Settings) -> Result<(), CliError> {
    let store = Store::connect(&settings.database, areas()?, Clock::system()).await?;
    let applied = store.migrate().await?;
    if applied.is_empty() {
        println!("the schema is up to date");
    }
    for change in applied {
        println!("applied {change}");
    }
    store.close().await;
    Ok(())
}
