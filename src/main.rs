//! The `rapporteur` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    rapporteur::cli::run()
}
