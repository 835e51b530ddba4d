//! `rapporteur migrate`: brings the database's schema up to date.

use super::CliError;
use crate::app::areas;
use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{Migrated, Store};

pub(super) async fn run(settings: &Settings) -> Result<(), CliError> {
    let store = Store::connect(&settings.database, areas()?, Clock::system()).await?;
    let Migrated { applied, rebuilt } = store.migrate().await?;
    if applied.is_empty() {
        println!("the schema is up to date");
    }
    for change in applied {
        println!("applied {change}");
    }
    if let Some(items) = rebuilt {
        println!("rebuilt the record from the journal ({items} items)");
    }
    store.close().await;
    Ok(())
}
