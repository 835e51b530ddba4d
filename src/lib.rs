//! Rapporteur: the public record of an institution that meets, served as GraphQL with a live feed.
//!
//! ```text
//!  main ─► cli ─► app ─► http ─► graphql ─► { auth, feed } ─► store ─► domain ─► entity
//!  anybody may use: config, clock, telemetry, lifecycle, sync           migration stands alone
//! ```
//!
//! Dependencies run one way, as drawn; `tests/it/architecture.rs` holds them. `ARCHITECTURE.md`
//! says what each part is for and what must always hold.

pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod feed;
pub mod graphql;
pub mod http;
pub mod lifecycle;
pub mod store;
pub mod sync;
pub mod telemetry;
