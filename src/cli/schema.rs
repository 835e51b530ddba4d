//! `rapporteur schema`: prints the GraphQL schema; `schema.graphql` is its output.

use std::io::Write as _;

use crate::graphql;

pub(super) fn run() -> std::io::Result<()> {
    std::io::stdout().write_all(graphql::sdl().as_bytes())
}
