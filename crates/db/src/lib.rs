//! One SQL text on SQLite and PostgreSQL.
//!
//! - [`database`]: opening a database by its URL, migrating it, reading and writing
//! - [`connection`]: running a query, on either engine, through one type
//! - [`value`]: what goes into a query and comes out of a row, with one mapping per engine
//! - [`upkeep`]: a copy of a database, its health, facts about it
//! - [`watch`]: telling how long callers wait for the database
//! - [`error`]: what can go wrong, as callers need to tell it apart
//!
//! Queries are literals marked by [`sql`]; a test of the program collects and prepares every one of them on both
//! engines. The portable subset of SQL is described in `STYLE.md`.

pub mod connection;
pub mod database;
pub mod error;
pub mod upkeep;
pub mod value;
pub mod watch;

pub use connection::{Connection, FromRow, Row, Transaction};
pub use database::{Database, Engine};
pub use error::{Error, Result};
pub use sqlx::migrate::Migrator;
pub use upkeep::{About, Connections};
pub use uuid::Uuid;
pub use value::{Column, ToValue, Value};
pub use watch::{Purpose, Watch};

/// The text of a query: a literal, never built from parts.
#[derive(Clone, Copy, Debug)]
pub struct Sql(pub(crate) &'static str);

/// Marks a literal as the text of a query, so that the test that prepares every query finds it.
pub const fn sql(text: &'static str) -> Sql {
    Sql(text)
}

/// The values of a query, in the order of `$1, $2, …`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::ToValue::to_value(&$value)),*] };
}

/// Declares an identifier: a UUID with a type of its own, sorted by the time it was made (version 7).
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $crate::Uuid);

        impl $name {
            /// A new identifier.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self($crate::Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                text.parse().map(Self).map_err(|_| ())
            }
        }

        impl $crate::ToValue for $name {
            const NULL: $crate::Value = <$crate::Uuid as $crate::ToValue>::NULL;

            fn to_value(&self) -> $crate::Value {
                $crate::ToValue::to_value(&self.0)
            }
        }

        impl $crate::Column for $name {
            fn read(row: &$crate::Row, column: &str) -> $crate::Result<Option<Self>> {
                Ok(<$crate::Uuid as $crate::Column>::read(row, column)?.map(Self))
            }
        }
    };
}
