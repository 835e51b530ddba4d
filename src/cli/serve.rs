//! `rapporteur serve`: serves until SIGINT or SIGTERM, then lets what is open end.

use clap::Args;

use super::{CliError, sample};
use crate::app::{App, open_store};
use crate::clock::Clock;
use crate::config::Settings;
use crate::lifecycle::StopSignals;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
    /// Fill an empty record with the sample first.
    #[arg(long)]
    sample: bool,
}

pub(super) async fn run(settings: &Settings, arguments: Arguments) -> Result<(), CliError> {
    // Caught before anybody is told that the service is there.
    let mut signals = StopSignals::catch()?;
    let store = open_store(settings, Clock::system()).await?;
    if arguments.sample {
        sample::fill_if_empty(&store).await?;
    }
    let app = App::start(settings, store.clone()).await?;
    let address = app.address();
    let pages = if crate::http::has_pages() { "open" } else { "built without pages; the API is at" };
    let path = if crate::http::has_pages() { "" } else { "graphql" };
    println!("rapporteur {}: {pages} http://{address}/{path}", env!("CARGO_PKG_VERSION"));
    let lifecycle = app.lifecycle().clone();
    let warming = store.clone();
    let stopping = lifecycle.stopping();
    lifecycle.spawn(async move {
        tokio::select! {
            read = warming.read_attendances() => if let Err(error) = read {
                tracing::warn!(%error, "who took part in what could not be read yet");
            },
            () = stopping.cancelled() => {}
        }
    });
    let stopper = lifecycle.clone();
    lifecycle.spawn(async move {
        let stopping = stopper.stopping();
        tokio::select! {
            () = signals.caught() => stopper.stop(),
            () = stopping.cancelled() => {}
        }
    });
    app.run().await?;
    store.close().await;
    println!("rapporteur: stopped");
    Ok(())
}
