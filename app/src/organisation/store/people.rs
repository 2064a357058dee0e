//! People.

use db::{Connection, FromRow, Row, Transaction, Uuid, sql, values};
use thai::sort_key;

use crate::{
    kit::{listing::containing, visit::AgencyId},
    organisation::model::{NewPerson, Person, PersonId, Uses},
};

impl FromRow for Person {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            telephone: row.get("telephone")?,
            email: row.get("email")?,
        })
    }
}

/// The people of an agency by name; optionally those whose name, e-mail or telephone holds a text.
pub async fn list_people(
    connection: &mut Connection,
    agency: AgencyId,
    holding_text: Option<&str>,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<Person>> {
    connection
        .list(
            sql("SELECT id, name, telephone, email FROM people
                 WHERE agency_id = $1
                   AND (CAST($2 AS TEXT) IS NULL OR LOWER(name) LIKE LOWER($2) ESCAPE '!'
                        OR email LIKE LOWER($2) ESCAPE '!' OR telephone LIKE $2 ESCAPE '!')
                 ORDER BY sort_key, id
                 LIMIT $3 OFFSET $4"),
            values![agency, containing(holding_text), limit, offset],
        )
        .await
}

/// How many people [`list_people`] finds.
pub async fn count_people(
    connection: &mut Connection,
    agency: AgencyId,
    holding_text: Option<&str>,
) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count FROM people
                 WHERE agency_id = $1
                   AND (CAST($2 AS TEXT) IS NULL OR LOWER(name) LIKE LOWER($2) ESCAPE '!'
                        OR email LIKE LOWER($2) ESCAPE '!' OR telephone LIKE $2 ESCAPE '!')"),
            values![agency, containing(holding_text)],
        )
        .await
}

/// The people of an agency who have no account yet, by name: for the invitation.
pub async fn list_people_without_account(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<Person>> {
    connection
        .list(
            sql("SELECT p.id, p.name, p.telephone, p.email FROM people p
                 WHERE p.agency_id = $1 AND NOT EXISTS (SELECT 1 FROM users u WHERE u.person_id = p.id)
                 ORDER BY p.sort_key, p.id
                 LIMIT $2"),
            values![agency, super::structure::WHOLE],
        )
        .await
}

/// A person of the agency.
pub async fn load_person(connection: &mut Connection, agency: AgencyId, id: PersonId) -> db::Result<Person> {
    connection
        .load(
            sql("SELECT id, name, telephone, email FROM people WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// Adds a person.
pub async fn add_person(tx: &mut Transaction, agency: AgencyId, id: PersonId, new: &NewPerson) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO people (id, agency_id, name, sort_key, telephone, email) VALUES ($1, $2, $3, $4, $5, $6)"),
        values![id, agency, new.name, sort_key(&new.name), new.telephone, new.email],
    )
    .await
}

/// Changes a person.
pub async fn change_person(tx: &mut Transaction, agency: AgencyId, person: &Person) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE people SET name = $3, sort_key = $4, telephone = $5, email = $6 WHERE id = $1 AND agency_id = $2"),
        values![person.id, agency, person.name, sort_key(&person.name), person.telephone, person.email],
    )
    .await
}

/// Removes a person to whom nothing refers.
pub async fn remove_person(tx: &mut Transaction, agency: AgencyId, id: PersonId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM people WHERE id = $1 AND agency_id = $2"), values![id, agency]).await
}

/// What refers to a person.
pub async fn count_uses_of_person(connection: &mut Connection, id: PersonId) -> db::Result<Uses> {
    connection
        .load(
            sql("SELECT CAST(0 AS BIGINT) AS posts,
                        (SELECT COUNT(*) FROM holdings WHERE person_id = $1) AS holdings,
                        (SELECT COUNT(*) FROM users WHERE person_id = $1) AS accounts,
                        (SELECT COUNT(*) FROM responsibles WHERE person_id = $1) AS measures,
                        CAST(0 AS BIGINT) AS parts,
                        (SELECT COUNT(*) FROM circular_audience WHERE person_id = $1)
                        + (SELECT COUNT(*) FROM acknowledgements WHERE person_id = $1)
                        + (SELECT COUNT(*) FROM meeting_people WHERE person_id = $1)
                        + (SELECT COUNT(*) FROM reading_pins WHERE person_id = $1) AS circulars"),
            values![id],
        )
        .await
}

/// The account of a person, if they have one.
pub async fn find_account(connection: &mut Connection, person: PersonId) -> db::Result<Option<Uuid>> {
    let rows = connection.rows(sql("SELECT id FROM users WHERE person_id = $1"), values![person]).await?;
    rows.first().map(|row| row.get("id")).transpose()
}
