//! Databases to measure on: a SQLite file, or a database of a PostgreSQL cluster, with the settings
//! that everybody has.

use std::path::{Path, PathBuf};

use rapporteur::cli::generate::Size;
use rapporteur::config::{Settings, Sources};
use rapporteur::store::connect_pool;
use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

/// A fresh database.
pub struct BenchDatabase {
    pub url: String,
    file: Option<PathBuf>,
    admin: Option<String>,
    name: String,
}

impl BenchDatabase {
    pub async fn create(size: Size, postgres: Option<&str>, folder: &Path) -> Self {
        let name = format!("bench_{size:?}_{}", std::process::id()).to_lowercase();
        let Some(cluster) = postgres else {
            let file = folder.join(format!("{name}.db"));
            return Self { url: format!("sqlite://{}", file.display()), file: Some(file), admin: None, name };
        };
        let (before, after) = cluster.split_once("/postgres").expect("a cluster's maintenance database");
        let url = format!("{before}/{name}{after}");
        let database = Self { url, file: None, admin: Some(cluster.to_owned()), name };
        database.administer("CREATE DATABASE").await;
        database
    }

    /// One that was filled before, and stays.
    pub fn existing(url: &str) -> Self {
        Self { url: url.to_owned(), file: None, admin: None, name: String::new() }
    }

    /// The settings of a service on it.
    pub fn settings(&self) -> Settings {
        let flags = vec![("database.url", self.url.clone()), ("server.listen", "127.0.0.1:0".to_owned())];
        Settings::load(Sources { environment: Some([].into()), flags, ..Sources::default() }).expect("settings")
    }

    /// A plain connection.
    pub async fn connection(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(self.url.clone());
        options.max_connections(1);
        connect_pool(options).await.expect("a connection")
    }

    /// Bytes that it takes on disk.
    pub async fn bytes(&self) -> u64 {
        if let Some(file) = &self.file {
            let parts = ["", "-wal"].map(|ending| PathBuf::from(format!("{}{ending}", file.display())));
            return parts.iter().filter_map(|part| std::fs::metadata(part).ok()).map(|found| found.len()).sum();
        }
        let size = "SELECT pg_database_size(current_database()) AS bytes";
        let row = self.connection().await.query_one_raw(Statement::from_string(DbBackend::Postgres, size)).await;
        let bytes: i64 = row.expect("a size").expect("a row").try_get("", "bytes").expect("a number");
        bytes.unsigned_abs()
    }

    /// Makes room for the next one.
    pub async fn remove(self) {
        if let Some(file) = &self.file {
            for ending in ["", "-wal", "-shm"] {
                // Some may not be there.
                let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
            }
        } else {
            self.administer("DROP DATABASE").await;
        }
    }

    async fn administer(&self, command: &str) {
        let Some(cluster) = &self.admin else { return };
        let admin = connect_pool(cluster.clone()).await.expect("the cluster");
        let force = if command.starts_with("DROP") { " WITH (FORCE)" } else { "" };
        admin.execute_unprepared(&format!("{command} {}{force}", self.name)).await.expect("a database");
    }
}
