//! What goes into a query and comes out of a row.
//!
//! | meaning | PostgreSQL | SQLite |
//! |---|---|---|
//! | identifier | UUID | BLOB |
//! | text | TEXT | TEXT |
//! | count, score (ten-thousandths), money (satang), moment (µs UTC) | BIGINT | INTEGER |
//! | flag | BOOLEAN | INTEGER |
//! | day | DATE | TEXT |
//! | bytes | BYTEA | BLOB |

use jiff::{Timestamp, civil::Date};
use scoring::Score;
use sqlx::{
    Decode, Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef, types::Oid},
};
use thai::FiscalYear;
use uuid::Uuid;

use crate::{Error, Result, Row};

/// A value bound to a query. NULL keeps its type, because PostgreSQL has to know it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// TEXT
    Text(Option<String>),
    /// BIGINT / INTEGER
    Integer(Option<i64>),
    /// BOOLEAN / INTEGER
    Flag(Option<bool>),
    /// UUID / BLOB
    Id(Option<Uuid>),
    /// BYTEA / BLOB
    Bytes(Option<Vec<u8>>),
    /// DATE / TEXT
    Day(Option<Date>),
}

/// A type that can be bound to a query.
pub trait ToValue {
    /// The typed NULL.
    const NULL: Value;
    /// The value to bind.
    fn to_value(&self) -> Value;
}

/// A type that can be read from a column.
pub trait Column: Sized {
    /// Reads the column; `None` is NULL.
    fn read(row: &Row, column: &str) -> Result<Option<Self>>;
}

impl<T: ToValue> ToValue for Option<T> {
    const NULL: Value = T::NULL;

    fn to_value(&self) -> Value {
        self.as_ref().map_or(T::NULL, T::to_value)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    const NULL: Value = T::NULL;

    fn to_value(&self) -> Value {
        (*self).to_value()
    }
}

macro_rules! native {
    ($type:ty, $variant:ident) => {
        impl ToValue for $type {
            const NULL: Value = Value::$variant(None);

            fn to_value(&self) -> Value {
                Value::$variant(Some(self.to_owned().into()))
            }
        }
    };
    ($type:ty, $variant:ident, column) => {
        native!($type, $variant);

        impl Column for $type {
            fn read(row: &Row, column: &str) -> Result<Option<Self>> {
                row.native(column)
            }
        }
    };
}

native!(str, Text);
native!(String, Text, column);
native!(i64, Integer, column);
native!(i32, Integer);
native!(u32, Integer);
native!(u16, Integer);
native!(u8, Integer);
native!(bool, Flag, column);
native!(Uuid, Id, column);
native!(Vec<u8>, Bytes, column);
native!([u8], Bytes);
native!(Date, Day);

impl<const N: usize> ToValue for [u8; N] {
    const NULL: Value = Value::Bytes(None);

    fn to_value(&self) -> Value {
        Value::Bytes(Some(self.to_vec()))
    }
}

impl<const N: usize> Column for [u8; N] {
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        checked(Vec::<u8>::read(row, column)?, column, |bytes| bytes.as_slice().try_into().ok(), "wrong length")
    }
}

impl ToValue for Timestamp {
    const NULL: Value = Value::Integer(None);

    fn to_value(&self) -> Value {
        Value::Integer(Some(self.as_microsecond()))
    }
}

impl Column for Timestamp {
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        checked(i64::read(row, column)?, column, |us| Timestamp::from_microsecond(*us).ok(), "not a moment")
    }
}

impl ToValue for FiscalYear {
    const NULL: Value = Value::Integer(None);

    fn to_value(&self) -> Value {
        self.number().to_value()
    }
}

impl Column for FiscalYear {
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        let year = |number: &i64| u16::try_from(*number).ok().and_then(FiscalYear::new);
        checked(i64::read(row, column)?, column, year, "not a fiscal year")
    }
}

impl ToValue for Score {
    const NULL: Value = Value::Integer(None);

    fn to_value(&self) -> Value {
        Value::Integer(Some(self.ten_thousandths()))
    }
}

impl Column for Score {
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        let score = |value: &i64| Score::from_ten_thousandths(*value);
        checked(i64::read(row, column)?, column, score, "not a score")
    }
}

impl Column for u32 {
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        checked(i64::read(row, column)?, column, |n| u32::try_from(*n).ok(), "out of range")
    }
}

impl Column for u8 {
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        checked(i64::read(row, column)?, column, |n| u8::try_from(*n).ok(), "out of range")
    }
}

impl Column for Date {
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        Ok(row.native::<Day>(column)?.map(|day| day.0))
    }
}

fn checked<A, B>(value: Option<A>, column: &str, make: impl Fn(&A) -> Option<B>, reason: &str) -> Result<Option<B>> {
    match value {
        None => Ok(None),
        Some(value) => {
            make(&value).map(Some).ok_or_else(|| Error::Impossible { column: column.into(), reason: reason.into() })
        }
    }
}

/// A civil date on the wire: ISO text on SQLite, days since 2000-01-01 on PostgreSQL.
pub(crate) struct Day(pub Date);

const POSTGRES_EPOCH: Date = jiff::civil::date(2000, 1, 1);
const POSTGRES_DATE: Oid = Oid(1082);

impl Type<Sqlite> for Day {
    fn type_info() -> sqlx::sqlite::SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl<'r> Decode<'r, Sqlite> for Day {
    fn decode(value: sqlx::sqlite::SqliteValueRef<'r>) -> std::result::Result<Self, BoxDynError> {
        Ok(Day(<&str as Decode<Sqlite>>::decode(value)?.parse()?))
    }
}

impl Type<Postgres> for Day {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(POSTGRES_DATE)
    }
}

impl Encode<'_, Postgres> for Day {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> std::result::Result<IsNull, BoxDynError> {
        let days = self.0.since((jiff::Unit::Day, POSTGRES_EPOCH))?.get_days();
        <i32 as Encode<Postgres>>::encode_by_ref(&days, buffer)
    }
}

impl<'r> Decode<'r, Postgres> for Day {
    fn decode(value: PgValueRef<'r>) -> std::result::Result<Self, BoxDynError> {
        let days = <i32 as Decode<Postgres>>::decode(value)?;
        Ok(Day(POSTGRES_EPOCH.checked_add(jiff::Span::new().days(days))?))
    }
}
