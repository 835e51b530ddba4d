//! The database schema as an ordered list of reversible changes, the same for SQLite and PostgreSQL.
//!
//! One change a file; a file that has been released is never edited. This crate does not know the
//! entities: they follow the schema, not the other way round. Identifiers, instants and orderings
//! follow `ARCHITECTURE.md`, section "Storage".

use sea_orm_migration::{MigrationTrait, MigratorTrait, async_trait};

mod columns;
mod m0001_record;
mod m0002_journal;
mod m0003_mechanism;
mod m0004_meeting;
mod m0005_desk;
mod m0006_organization;
mod m0007_person;
mod m0008_participant;
mod m0009_statement;
mod m0010_article;
mod m0011_publication;
mod m0012_media_item;
mod m0013_indicator;
mod m0014_attendance;
mod m0015_search;
mod m0016_label_order;

pub use sea_orm_migration;

/// All changes, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_record::Migration),
            Box::new(m0002_journal::Migration),
            Box::new(m0003_mechanism::Migration),
            Box::new(m0004_meeting::Migration),
            Box::new(m0005_desk::Migration),
            Box::new(m0006_organization::Migration),
            Box::new(m0007_person::Migration),
            Box::new(m0008_participant::Migration),
            Box::new(m0009_statement::Migration),
            Box::new(m0010_article::Migration),
            Box::new(m0011_publication::Migration),
            Box::new(m0012_media_item::Migration),
            Box::new(m0013_indicator::Migration),
            Box::new(m0014_attendance::Migration),
            Box::new(m0015_search::Migration),
            Box::new(m0016_label_order::Migration),
        ]
    }
}
