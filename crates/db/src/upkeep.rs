//! What operators need of a database beyond reading and writing: a copy of it, its health, facts about it.

use std::path::Path;

use jiff::Timestamp;
use sqlx::Row as _;

use crate::{
    Result,
    database::{Database, Pools},
};

/// Facts about an engine and a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The engine's version, e.g. `3.50.4` or `15.18`.
    pub version: String,
    /// SQLite's journal mode; `wal` as a rule.
    pub journal: Option<String>,
    /// How large the database is, in bytes.
    pub bytes: u64,
    /// The server's clock; an embedded database has none of its own.
    pub clock: Option<Timestamp>,
}

/// How many connections there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Open, idle ones included.
    pub open: u32,
    /// Waiting for work.
    pub idle: u32,
}

impl Database {
    /// Writes a whole, consistent copy of an embedded database into a new file, while others read and write.
    /// Returns false where there is none: a server has tools of its own for this.
    pub async fn copy_to(&self, file: &Path) -> Result<bool> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let file = file.to_string_lossy().into_owned();
                sqlx::query("VACUUM INTO $1").bind(file).execute(readers).await?;
                Ok(true)
            }
            Pools::Postgres(_) => Ok(false),
        }
    }

    /// What the engine finds damaged in an embedded database; nothing if it is whole. Thorough also compares every
    /// index with its table and follows every reference, which takes a while on a large database. A server checks its
    /// own pages.
    pub async fn damage(&self, thorough: bool) -> Result<Vec<String>> {
        let Pools::Sqlite { readers, .. } = &self.pools else { return Ok(Vec::new()) };
        let check = if thorough { "PRAGMA integrity_check(20)" } else { "PRAGMA quick_check(20)" };
        let mut found: Vec<String> = sqlx::query_scalar(check).fetch_all(readers).await?;
        found.retain(|line| line != "ok");
        if thorough {
            for row in sqlx::query("PRAGMA foreign_key_check").fetch_all(readers).await? {
                let (table, parent): (String, String) = (row.try_get(0)?, row.try_get(2)?);
                found.push(format!("a row of {table} refers to a missing row of {parent}"));
            }
        }
        Ok(found)
    }

    /// Facts about the engine and the database.
    pub async fn about(&self) -> Result<About> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let version = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(readers).await?;
                let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(readers).await?;
                let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(readers).await?;
                let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(readers).await?;
                Ok(About {
                    version,
                    journal: Some(journal),
                    bytes: u64::try_from(pages * size).unwrap_or(0),
                    clock: None,
                })
            }
            Pools::Postgres(pool) => {
                let row = sqlx::query(
                    "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes, \
                     CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS clock",
                )
                .fetch_one(pool)
                .await?;
                Ok(About {
                    version: row.try_get("version")?,
                    journal: None,
                    bytes: u64::try_from(row.try_get::<i64, _>("bytes")?).unwrap_or(0),
                    clock: Timestamp::from_microsecond(row.try_get("clock")?).ok(),
                })
            }
        }
    }

    /// The migrations that were applied, oldest first; none if the database was never one of this program.
    pub async fn applied(&self) -> Result<Vec<i64>> {
        let versions = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let table = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
                let tables: i64 = sqlx::query_scalar(table).fetch_one(readers).await?;
                if tables == 0 {
                    return Ok(Vec::new());
                }
                Ok(sqlx::query_scalar(versions).fetch_all(readers).await?)
            }
            Pools::Postgres(pool) => {
                let table = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";
                if !sqlx::query_scalar::<_, bool>(table).fetch_one(pool).await? {
                    return Ok(Vec::new());
                }
                Ok(sqlx::query_scalar(versions).fetch_all(pool).await?)
            }
        }
    }

    /// How many connections there are now.
    pub fn connections(&self) -> Connections {
        let of = |open: u32, idle: usize| Connections { open, idle: u32::try_from(idle).unwrap_or(u32::MAX) };
        match &self.pools {
            Pools::Sqlite { readers, writer } => {
                of(readers.size() + writer.size(), readers.num_idle() + writer.num_idle())
            }
            Pools::Postgres(pool) => of(pool.size(), pool.num_idle()),
        }
    }
}
