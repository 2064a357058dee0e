//! What can go wrong with the database, as callers need to tell it apart.

/// The result of a database operation.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row that must exist does not.
    #[error("a row that must exist is missing")]
    Missing,
    /// The change would break a uniqueness rule.
    #[error("a row with this key exists already")]
    Duplicate,
    /// The change would leave a reference pointing nowhere.
    #[error("another row still refers to this one, or the row referred to is missing")]
    Reference,
    /// A change that must touch exactly one row touched another number: somebody else was faster.
    #[error("{0} rows were changed where exactly one had to be")]
    Stale(u64),
    /// The database holds something that it should never hold.
    #[error("column {column} holds something impossible: {reason}")]
    Impossible {
        /// The column.
        column: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The database cannot be reached or is overloaded.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// Anything else.
    #[error(transparent)]
    Other(sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if let Some(reported) = error.as_database_error() {
            if reported.is_unique_violation() {
                return Error::Duplicate;
            }
            if reported.is_foreign_key_violation() {
                return Error::Reference;
            }
        }
        match error {
            sqlx::Error::RowNotFound => Error::Missing,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Error::Unavailable(error),
            other => Error::Other(other),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Error::Other(sqlx::Error::Migrate(Box::new(error)))
    }
}
