//! Opening a database by its URL, migrating it, reading and writing.

use std::{
    str::FromStr,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_core::future::BoxFuture;
use sqlx::{
    Connection as _, PgPool, SqliteConnection, SqlitePool,
    migrate::Migrator,
    pool::PoolConnectionMetadata,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Connection, Result, Transaction,
    connection::Inner,
    watch::{Purpose, Watch, Watcher},
};

/// How many connections read at the same time on SQLite, and how many there are in all on PostgreSQL.
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
const PATIENCE: Duration = Duration::from_secs(10);

/// Which engine a database runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) pools: Pools,
    watcher: Watcher,
}

#[derive(Clone, Debug)]
pub(crate) enum Pools {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

impl Database {
    /// Opens `sqlite:PATH` (made if missing) or `postgres://…`.
    ///
    /// SQLite has exactly one writer, so that writers wait their turn in the program and never meet a locked file;
    /// every commit is on the disk before it is acknowledged (WAL, `synchronous=FULL`).
    pub async fn open(url: &str) -> Result<Self> {
        let pools = if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(PATIENCE);
            Pools::Postgres(options.connect(url).await?)
        } else {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(PATIENCE)
                .foreign_keys(true);
            let pool = |connections| SqlitePoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
            let writer = pool(1).before_acquire(is_free).connect_with(options.clone()).await?;
            let readers = pool(READERS).connect_with(options.read_only(true).create_if_missing(false)).await?;
            Pools::Sqlite { writer, readers }
        };
        Ok(Self { pools, watcher: Watcher::default() })
    }

    /// From now on somebody is told how long callers wait for the database and hold it; the first one stays.
    pub fn watch(&self, watch: Arc<dyn Watch>) {
        self.watcher.set(watch);
    }

    /// The engine it runs on.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Brings the schema up to date with the migrations of the engine.
    pub async fn migrate(&self, sqlite: &Migrator, postgres: &Migrator) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => sqlite.run(writer).await?,
            Pools::Postgres(pool) => postgres.run(pool).await?,
        }
        Ok(())
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Connection> {
        let asked = Instant::now();
        let connection = Connection(match &self.pools {
            Pools::Sqlite { readers, .. } => Inner::SqliteReader(readers.acquire().await?),
            Pools::Postgres(pool) => Inner::PostgresReader(pool.acquire().await?),
        });
        self.watcher.waited(Purpose::Read, asked);
        Ok(connection)
    }

    /// A transaction for reading and writing. On SQLite it is the only one at its time.
    pub async fn write(&self) -> Result<Transaction> {
        let asked = Instant::now();
        let connection = Connection(match &self.pools {
            Pools::Sqlite { writer, .. } => Inner::SqliteWriter(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Inner::PostgresWriter(pool.begin().await?),
        });
        self.watcher.waited(Purpose::Write, asked);
        Ok(Transaction(connection, self.watcher.holding()))
    }

    /// Does the database answer?
    pub async fn ping(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                sqlx::query("SELECT 1").execute(readers).await?;
            }
            Pools::Postgres(pool) => {
                sqlx::query("SELECT 1").execute(pool).await?;
            }
        }
        Ok(())
    }

    /// Runs a statement that no transaction may hold and that no value can be bound to, such as `CREATE DATABASE`.
    /// For operators' tools and tests; the text must be our own.
    pub async fn administer(&self, statement: &str) -> Result<()> {
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                sqlx::raw_sql(statement).execute(writer).await?;
            }
            Pools::Postgres(pool) => {
                sqlx::raw_sql(statement).execute(pool).await?;
            }
        }
        Ok(())
    }

    /// Closes all connections, after what is under way has finished.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// Can a connection still begin a transaction? Where the disk is full or fails, SQLite ends a transaction by itself while
/// the driver goes on believing in it; such a connection is given up for a new one.
fn is_free(connection: &mut SqliteConnection, _: PoolConnectionMetadata) -> BoxFuture<'_, sqlx::Result<bool>> {
    let stuck = connection.is_in_transaction();
    Box::pin(async move { Ok(!stuck) })
}
