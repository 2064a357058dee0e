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
    /// The database cannot be reached, is overloaded, or has no room left on its disk.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// The database was brought up to date by a newer program, which this one must not touch.
    #[error("the database holds migration {0}, which this program does not know")]
    Newer(i64),
    /// A migration was applied with another text than this program's, or was not finished.
    #[error("migration {0} was applied with another text than this program's, or was not finished")]
    Foreign(i64),
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
            if reported.code().is_some_and(|code| passes_by_itself(&code)) {
                return Error::Unavailable(error);
            }
        }
        match error {
            sqlx::Error::RowNotFound => Error::Missing,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Error::Unavailable(error),
            other => Error::Other(other),
        }
    }
}

/// Is this what an engine says when it cannot serve now, through no fault of the query? SQLite's extended codes carry
/// the primary one in their last byte: busy, locked, read-only, input or output failed, disk full, cannot open.
/// PostgreSQL's classes are: no connection, too few resources (disk full among them), stopped by an operator, system
/// failure; and its database gone, or read-only.
fn passes_by_itself(code: &str) -> bool {
    if code.len() == 5 {
        return ["08", "53", "57P", "58", "3D000", "25006"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<i64>().is_ok_and(|code| [5, 6, 8, 10, 13, 14].contains(&(code & 0xff)))
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::VersionMissing(version) => Error::Newer(version),
            MigrateError::VersionMismatch(version) | MigrateError::Dirty(version) => Error::Foreign(version),
            MigrateError::Execute(error) => error.into(),
            other => Error::Other(sqlx::Error::Migrate(Box::new(other))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::passes_by_itself;

    #[test]
    fn what_passes_by_itself_is_told_from_what_is_wrong() {
        for code in ["5", "13", "266", "1546", "57P01", "53100", "08006", "3D000"] {
            assert!(passes_by_itself(code), "{code}");
        }
        for code in ["1", "19", "2067", "42P01", "23505", "22P02"] {
            assert!(!passes_by_itself(code), "{code}");
        }
    }
}
