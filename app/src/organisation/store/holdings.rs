//! Who holds which post, or acts for it, from when until when.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::civil::Date;

use super::{agencies::bilingual, structure::WHOLE};
use crate::{
    kit::visit::AgencyId,
    organisation::model::{Holding, HoldingId, NamedHolding, NewHolding, PersonId, PostId},
};

impl FromRow for Holding {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            post: row.get("post_id")?,
            person: row.get("person_id")?,
            acting: row.get("acting")?,
            from: row.get("from_day")?,
            until: row.optional("until_day")?,
        })
    }
}

impl FromRow for NamedHolding {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            holding: Holding::from_row(row)?,
            post: bilingual(row, "post_th", "post_en")?,
            person: row.get("person")?,
            telephone: row.get("telephone")?,
        })
    }
}

/// Who holds or acts for which post of the agency on a day; whoever holds it before whoever acts.
pub async fn list_holders(connection: &mut Connection, agency: AgencyId, day: Date) -> db::Result<Vec<NamedHolding>> {
    connection
        .list(
            sql("SELECT h.id, h.post_id, h.person_id, h.acting, h.from_day, h.until_day,
                        t.name_th AS post_th, t.name_en AS post_en, p.name AS person, p.telephone
                 FROM holdings h
                 JOIN posts t ON t.id = h.post_id
                 JOIN people p ON p.id = h.person_id
                 WHERE h.agency_id = $1 AND h.from_day <= $2 AND (h.until_day IS NULL OR h.until_day >= $2)
                 ORDER BY t.position, h.acting, h.from_day, h.id
                 LIMIT $3"),
            values![agency, day, WHOLE],
        )
        .await
}

/// All holdings of a post, newest first.
pub async fn list_holdings_of_post(
    connection: &mut Connection,
    agency: AgencyId,
    post: PostId,
) -> db::Result<Vec<NamedHolding>> {
    connection
        .list(
            sql("SELECT h.id, h.post_id, h.person_id, h.acting, h.from_day, h.until_day,
                        t.name_th AS post_th, t.name_en AS post_en, p.name AS person, p.telephone
                 FROM holdings h
                 JOIN posts t ON t.id = h.post_id
                 JOIN people p ON p.id = h.person_id
                 WHERE h.agency_id = $1 AND h.post_id = $2
                 ORDER BY h.from_day DESC, h.id DESC
                 LIMIT $3"),
            values![agency, post, WHOLE],
        )
        .await
}

/// All holdings of a person, newest first.
pub async fn list_holdings_of_person(
    connection: &mut Connection,
    agency: AgencyId,
    person: PersonId,
) -> db::Result<Vec<NamedHolding>> {
    connection
        .list(
            sql("SELECT h.id, h.post_id, h.person_id, h.acting, h.from_day, h.until_day,
                        t.name_th AS post_th, t.name_en AS post_en, p.name AS person, p.telephone
                 FROM holdings h
                 JOIN posts t ON t.id = h.post_id
                 JOIN people p ON p.id = h.person_id
                 WHERE h.agency_id = $1 AND h.person_id = $2
                 ORDER BY h.from_day DESC, h.id DESC
                 LIMIT $3"),
            values![agency, person, WHOLE],
        )
        .await
}

/// A holding of the agency.
pub async fn load_holding(connection: &mut Connection, agency: AgencyId, id: HoldingId) -> db::Result<NamedHolding> {
    connection
        .load(
            sql("SELECT h.id, h.post_id, h.person_id, h.acting, h.from_day, h.until_day,
                        t.name_th AS post_th, t.name_en AS post_en, p.name AS person, p.telephone
                 FROM holdings h
                 JOIN posts t ON t.id = h.post_id
                 JOIN people p ON p.id = h.person_id
                 WHERE h.id = $1 AND h.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// Adds a holding.
pub async fn add_holding(tx: &mut Transaction, agency: AgencyId, id: HoldingId, new: &NewHolding) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO holdings (id, agency_id, post_id, person_id, acting, from_day, until_day)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        values![id, agency, new.post, new.person, new.acting, new.from, new.until],
    )
    .await
}

/// Ends a holding.
pub async fn end_holding(tx: &mut Transaction, agency: AgencyId, id: HoldingId, until: Date) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE holdings SET until_day = $3 WHERE id = $1 AND agency_id = $2"),
        values![id, agency, until],
    )
    .await
}

/// How many people hold a post with the administrator's role on a day, or act for one.
pub async fn count_administrators(connection: &mut Connection, agency: AgencyId, day: Date) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(DISTINCT h.person_id) AS count
                 FROM holdings h
                 JOIN post_roles r ON r.post_id = h.post_id
                 WHERE h.agency_id = $1 AND r.role = 'administrator'
                   AND h.from_day <= $2 AND (h.until_day IS NULL OR h.until_day >= $2)"),
            values![agency, day],
        )
        .await
}
