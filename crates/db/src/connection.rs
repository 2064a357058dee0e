//! Running a query, on either engine, through one type.

use std::ops::{Deref, DerefMut};

use futures_core::future::BoxFuture;
use sqlx::{
    Postgres, Row as _, Sqlite,
    pool::PoolConnection,
    postgres::{PgArguments, PgRow},
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::{
    Error, Result, Sql,
    value::{Column, Day, Value},
    watch::Held,
};

/// A connection of either engine, for reading or inside a transaction. What the stores of all features take.
pub struct Connection(pub(crate) Inner);

pub(crate) enum Inner {
    SqliteReader(PoolConnection<Sqlite>),
    SqliteWriter(sqlx::Transaction<'static, Sqlite>),
    PostgresReader(PoolConnection<Postgres>),
    PostgresWriter(sqlx::Transaction<'static, Postgres>),
}

/// A transaction: everything done through it happens on [`Transaction::commit`], or not at all.
pub struct Transaction(pub(crate) Connection, pub(crate) Held);

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

impl Transaction {
    /// Makes all changes durable.
    pub async fn commit(self) -> Result<()> {
        let Self(connection, _held) = self;
        match connection.0 {
            Inner::SqliteWriter(transaction) => transaction.commit().await?,
            Inner::PostgresWriter(transaction) => transaction.commit().await?,
            Inner::SqliteReader(_) | Inner::PostgresReader(_) => {}
        }
        Ok(())
    }
}

/// A row of either engine.
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// A type that is read from a whole row.
pub trait FromRow: Sized {
    /// Reads it.
    fn from_row(row: &Row) -> Result<Self>;
}

impl Row {
    /// A column that must not be NULL.
    pub fn get<T: Column>(&self, column: &str) -> Result<T> {
        self.optional(column)?
            .ok_or_else(|| Error::Impossible { column: column.into(), reason: "NULL where a value must be".into() })
    }

    /// A column that may be NULL.
    pub fn optional<T: Column>(&self, column: &str) -> Result<Option<T>> {
        T::read(self, column)
    }

    /// A column whose text has a meaning of its own (a state, a role): `parse` must know it.
    pub fn keyword<T>(&self, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
        let text: String = self.get(column)?;
        parse(&text).ok_or_else(|| Error::Impossible { column: column.into(), reason: format!("{text:?} is unknown") })
    }

    pub(crate) fn native<T>(&self, column: &str) -> Result<Option<T>>
    where
        T: for<'r> sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
        T: for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>,
    {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }
}

impl Connection {
    /// Many rows.
    pub async fn list<T: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<T>> {
        self.rows(sql, values).await?.iter().map(T::from_row).collect()
    }

    /// A row that may be missing.
    pub async fn find<T: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Option<T>> {
        self.rows(sql, values).await?.first().map(T::from_row).transpose()
    }

    /// A row that must be there.
    pub async fn load<T: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<T> {
        self.find(sql, values).await?.ok_or(Error::Missing)
    }

    /// One number, from the column `count`.
    pub async fn count(&mut self, sql: Sql, values: Vec<Value>) -> Result<i64> {
        self.rows(sql, values).await?.first().ok_or(Error::Missing)?.get("count")
    }

    /// A change; returns the number of rows it touched.
    pub async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64> {
        Ok(match &mut self.0 {
            Inner::SqliteReader(connection) => sqlite(sql, values).execute(&mut **connection).await?.rows_affected(),
            Inner::SqliteWriter(connection) => sqlite(sql, values).execute(&mut **connection).await?.rows_affected(),
            Inner::PostgresReader(connection) => {
                postgres(sql, values).execute(&mut **connection).await?.rows_affected()
            }
            Inner::PostgresWriter(connection) => {
                postgres(sql, values).execute(&mut **connection).await?.rows_affected()
            }
        })
    }

    /// A change that must touch exactly one row; otherwise somebody was faster, or it is not there.
    pub async fn execute_one(&mut self, sql: Sql, values: Vec<Value>) -> Result<()> {
        match self.execute(sql, values).await? {
            1 => Ok(()),
            other => Err(Error::Stale(other)),
        }
    }

    /// All rows of a query, unread.
    pub fn rows(&mut self, sql: Sql, values: Vec<Value>) -> BoxFuture<'_, Result<Vec<Row>>> {
        Box::pin(async move {
            Ok(match &mut self.0 {
                Inner::SqliteReader(connection) => {
                    wrap(sqlite(sql, values).fetch_all(&mut **connection).await?, Row::Sqlite)
                }
                Inner::SqliteWriter(connection) => {
                    wrap(sqlite(sql, values).fetch_all(&mut **connection).await?, Row::Sqlite)
                }
                Inner::PostgresReader(connection) => {
                    wrap(postgres(sql, values).fetch_all(&mut **connection).await?, Row::Postgres)
                }
                Inner::PostgresWriter(connection) => {
                    wrap(postgres(sql, values).fetch_all(&mut **connection).await?, Row::Postgres)
                }
            })
        })
    }

    /// Asks the engine to parse and plan a query without running it.
    pub async fn prepare(&mut self, text: &'static str) -> Result<()> {
        use sqlx::{Executor, SqlSafeStr};
        let text = text.into_sql_str();
        match &mut self.0 {
            Inner::SqliteReader(connection) => drop((**connection).prepare(text).await?),
            Inner::SqliteWriter(connection) => drop((**connection).prepare(text).await?),
            Inner::PostgresReader(connection) => drop((**connection).prepare(text).await?),
            Inner::PostgresWriter(connection) => drop((**connection).prepare(text).await?),
        }
        Ok(())
    }
}

fn wrap<R>(rows: Vec<R>, make: impl Fn(R) -> Row) -> Vec<Row> {
    rows.into_iter().map(make).collect()
}

fn sqlite(sql: Sql, values: Vec<Value>) -> Query<'static, Sqlite, SqliteArguments> {
    values.into_iter().fold(sqlx::query(sql.0), |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Integer(number) => query.bind(number),
        Value::Flag(flag) => query.bind(flag),
        Value::Id(id) => query.bind(id),
        Value::Bytes(bytes) => query.bind(bytes),
        Value::Day(day) => query.bind(day.map(|day| day.to_string())),
    })
}

fn postgres(sql: Sql, values: Vec<Value>) -> Query<'static, Postgres, PgArguments> {
    values.into_iter().fold(sqlx::query(sql.0), |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Integer(number) => query.bind(number),
        Value::Flag(flag) => query.bind(flag),
        Value::Id(id) => query.bind(id),
        Value::Bytes(bytes) => query.bind(bytes),
        Value::Day(day) => query.bind(day.map(Day)),
    })
}
