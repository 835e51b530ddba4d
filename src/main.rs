//! The `rapporteur` program.

use std::process::ExitCode;

/// With the system's allocator ten thousand sockets hold half as much memory again, in pieces that
/// are free but lie between others: see `docs/benchmarks.md`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    rapporteur::cli::run()
}
