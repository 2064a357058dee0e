//! Where documents were shown.

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::{Timestamp, civil::Date};

use crate::{
    documents::model::{
        DocumentId, PostingId,
        posting::{NewPosting, Posting, Way},
    },
    kit::visit::{AgencyId, UserId},
};

impl FromRow for Posting {
    fn from_row(row: &Row) -> db::Result<Self> {
        let photo: Option<DocumentId> = row.optional("photo_id")?;
        let photo_title: Option<String> = row.optional("photo_title")?;
        Ok(Self {
            id: row.get("id")?,
            document: row.get("document_id")?,
            document_title: row.get("document_title")?,
            way: row.keyword("way", Way::from_key)?,
            place: row.get("place")?,
            address: row.get("address")?,
            from: row.get("from_day")?,
            until: row.optional::<Date>("until_day")?,
            photo: photo.zip(photo_title),
        })
    }
}

/// Where a document was shown, the latest first.
pub async fn list(connection: &mut Connection, agency: AgencyId, document: DocumentId) -> db::Result<Vec<Posting>> {
    connection
        .list(
            sql("SELECT p.id, p.document_id, d.title AS document_title, p.way, p.place, p.address, p.from_day, p.until_day,
                        p.photo_id, f.title AS photo_title
                 FROM postings p
                 JOIN documents d ON d.id = p.document_id
                 LEFT JOIN documents f ON f.id = p.photo_id
                 WHERE p.document_id = $1 AND p.agency_id = $2
                 ORDER BY p.from_day DESC, p.id
                 LIMIT 500"),
            values![document, agency],
        )
        .await
}

/// The postings that a document proves by a photograph.
pub async fn list_by_photo(
    connection: &mut Connection,
    agency: AgencyId,
    photo: DocumentId,
) -> db::Result<Vec<Posting>> {
    connection
        .list(
            sql("SELECT p.id, p.document_id, d.title AS document_title, p.way, p.place, p.address, p.from_day, p.until_day,
                        p.photo_id, d.title AS photo_title
                 FROM postings p
                 JOIN documents d ON d.id = p.document_id
                 WHERE p.photo_id = $1 AND p.agency_id = $2
                 ORDER BY p.from_day DESC, p.id
                 LIMIT 500"),
            values![photo, agency],
        )
        .await
}

/// A posting of the agency.
pub async fn find(connection: &mut Connection, agency: AgencyId, id: PostingId) -> db::Result<Option<Posting>> {
    connection
        .find(
            sql("SELECT p.id, p.document_id, d.title AS document_title, p.way, p.place, p.address, p.from_day, p.until_day,
                        p.photo_id, f.title AS photo_title
                 FROM postings p
                 JOIN documents d ON d.id = p.document_id
                 LEFT JOIN documents f ON f.id = p.photo_id
                 WHERE p.id = $1 AND p.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// Adds a posting.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    id: PostingId,
    new: &NewPosting,
    by: Option<UserId>,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO postings (id, agency_id, document_id, way, place, address, from_day, until_day, photo_id, created_by,
                                   created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        values![
            id,
            agency,
            new.document,
            new.way.key(),
            &new.place,
            &new.address,
            new.from,
            new.until,
            new.photo,
            by,
            now
        ],
    )
    .await
}

/// Removes a posting that was entered by mistake.
pub async fn remove(tx: &mut Transaction, agency: AgencyId, id: PostingId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM postings WHERE id = $1 AND agency_id = $2"), values![id, agency]).await
}
