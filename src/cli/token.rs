//! `rapporteur token`: makes, lists and revokes editors' tokens.

use clap::Subcommand;

use super::CliError;
use crate::app::open_store;
use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{EditorAccess, StoreError};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a token and print it; it cannot be shown again.
    Create {
        /// Whose it is; the journal records this name.
        #[arg(long)]
        name: String,
    },
    /// List all tokens.
    List,
    /// End a token.
    Revoke {
        /// Whose it is.
        #[arg(long)]
        name: String,
    },
}

pub(super) async fn run(settings: &Settings, command: Command) -> Result<(), CliError> {
    let store = open_store(settings, Clock::system()).await?;
    let access = EditorAccess::operator();
    match command {
        Command::Create { name } => println!("{}", store.create_token(&access, &name).await.map_err(plainly)?),
        Command::List => {
            for token in store.tokens(&access).await? {
                let state = token.revoked_at.map_or("valid".to_owned(), |at| format!("revoked {at}"));
                println!("{}\tmade {}\t{state}", token.name, token.created_at);
            }
        }
        Command::Revoke { name } => {
            store.revoke_token(&access, &name).await.map_err(plainly)?;
            println!("revoked `{name}`");
        }
    }
    store.close().await;
    Ok(())
}

/// The sentence of a refusal, without the words about releases.
fn plainly(error: StoreError) -> CliError {
    match error {
        StoreError::Refused(refusals) => {
            let sentences: Vec<String> = refusals.into_iter().map(|refusal| refusal.problem.message).collect();
            CliError::Io(std::io::Error::other(sentences.join("; ")))
        }
        other => other.into(),
    }
}
