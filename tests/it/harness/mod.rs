//! What tests share: a fresh database per test on either system, the real service on a free port,
//! clients, and random histories.

mod app;
mod database;
pub mod documents;
pub mod follower;
pub mod history;
pub mod plan;
pub mod proxy;
pub mod reads;
pub mod serving;
mod socket;
pub mod streams;

pub use app::{TestApp, error_code};
pub use database::{Backend, TestDatabase};
pub use socket::Socket;

/// Declares tests that run on SQLite and on PostgreSQL, each with a fresh database.
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: TestDatabase) $body:block)*) => {$(
        mod $name {
            use super::*;

            $(#[$meta])*
            async fn body($database: TestDatabase) $body

            #[test]
            fn sqlite() {
                crate::harness::run(crate::harness::Backend::Sqlite, body);
            }

            #[test]
            fn postgres() {
                crate::harness::run(crate::harness::Backend::Postgres, body);
            }
        }
    )*};
}
pub(crate) use on_both_databases;

/// Runs a test on a fresh database.
pub fn run<F: Future<Output = ()>>(backend: Backend, test: impl FnOnce(TestDatabase) -> F) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let database = TestDatabase::create(backend).await;
        test(database).await;
    });
}
