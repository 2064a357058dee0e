//! What offices changed about their holidays.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::civil::Date;
use thai::Bilingual;

use super::model::OwnDay;
use crate::kit::visit::AgencyId;

/// More days than any office changes in decades.
const WHOLE: i64 = 2_000;

impl FromRow for OwnDay {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            day: row.get("day")?,
            is_kept: row.get("is_kept")?,
            name: Bilingual::new(row.get::<String>("name_th")?, row.get::<String>("name_en")?),
        })
    }
}

/// All days that an office changed, in order.
pub async fn list_all(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<OwnDay>> {
    connection
        .list(
            sql("SELECT day, is_kept, name_th, name_en FROM own_days WHERE agency_id = $1 ORDER BY day LIMIT $2"),
            values![agency, WHOLE],
        )
        .await
}

/// What an office changed about a day.
pub async fn find(connection: &mut Connection, agency: AgencyId, day: Date) -> db::Result<Option<OwnDay>> {
    connection
        .find(
            sql("SELECT day, is_kept, name_th, name_en FROM own_days WHERE agency_id = $1 AND day = $2"),
            values![agency, day],
        )
        .await
}

/// Keeps what an office says of a day.
pub async fn keep(tx: &mut Transaction, agency: AgencyId, own: &OwnDay) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO own_days (agency_id, day, is_kept, name_th, name_en) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (agency_id, day) DO UPDATE
             SET is_kept = excluded.is_kept, name_th = excluded.name_th, name_en = excluded.name_en"),
        values![agency, own.day, own.is_kept, &own.name.th, &own.name.en],
    )
    .await
}

/// Forgets what an office said of a day.
pub async fn forget(tx: &mut Transaction, agency: AgencyId, day: Date) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM own_days WHERE agency_id = $1 AND day = $2"), values![agency, day]).await
}
