//! The rows of documents, of their versions and of how web addresses answer.

pub mod links;
pub mod named;
pub mod postings;

use db::{Connection, FromRow, Row, Transaction, sql, values};
use jiff::Timestamp;

use super::model::{
    About, Content, Document, DocumentId, KeptFile, Kind, LinkCheck, LinkState, Media, Openness, State, Told, Version,
};
use crate::kit::{
    listing::containing,
    vault::ContentHash,
    visit::{AgencyId, UserId},
};

/// A document with the version that counts.
#[derive(Clone, Debug)]
pub struct Latest {
    /// The document.
    pub document: Document,
    /// Its latest version.
    pub version: Version,
}

impl FromRow for Document {
    fn from_row(row: &Row) -> db::Result<Self> {
        let is_public: bool = row.get("is_public")?;
        Ok(Self {
            id: row.get("id")?,
            about: About {
                kind: row.keyword("kind", Kind::from_key)?,
                title: row.get("title")?,
                openness: match is_public {
                    true => Openness::Public,
                    false => Openness::Internal { reason: row.get("internal_reason")? },
                },
            },
            state: match row.optional::<Timestamp>("withdrawn_at")? {
                Some(at) => State::Withdrawn { reason: row.get("withdrawn_reason")?, at },
                None => State::Kept,
            },
            latest: row.get("latest")?,
            created_at: row.get("created_at")?,
        })
    }
}

impl FromRow for Version {
    fn from_row(row: &Row) -> db::Result<Self> {
        let link = row.optional::<String>("link_state")?;
        Ok(Self {
            id: row.get("version_id")?,
            number: row.get("number")?,
            content: content(row)?,
            told: Told {
                speaks_of: row.get("speaks_of_day")?,
                received: row.get("received_day")?,
                given_by: row.get("given_by")?,
                valid_from: row.optional("valid_from_day")?,
                valid_until: row.optional("valid_until_day")?,
                what_changed: row.get("what_changed")?,
            },
            link: match link {
                None => None,
                Some(_) => Some(LinkCheck {
                    state: row.keyword("link_state", LinkState::from_key)?,
                    fault: row.get("fault")?,
                    checked_at: row.optional("checked_at")?,
                    alive_at: row.optional("alive_at")?,
                    failing_since: row.optional("failing_since")?,
                }),
            },
            created_at: row.get("version_created_at")?,
        })
    }
}

impl FromRow for Latest {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self { document: Document::from_row(row)?, version: Version::from_row(row)? })
    }
}

fn content(row: &Row) -> db::Result<Content> {
    if let Some(address) = row.optional::<String>("address")? {
        return Ok(Content::Address(address));
    }
    let bytes: i64 = row.get("bytes")?;
    Ok(Content::File(KeptFile {
        hash: ContentHash(row.get("content_hash")?),
        name: row.get("file_name")?,
        media: row.keyword("media_type", Media::from_media_type)?,
        bytes: u64::try_from(bytes).unwrap_or_default(),
    }))
}

// reading ----------------------------------------------------------------------------------------------------------

/// What a list of documents is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// Of this kind only.
    pub kind: Option<Kind>,
    /// Kept or withdrawn only, by key.
    pub state: Option<&'static str>,
    /// Public ones only, or internal ones only.
    pub public: Option<bool>,
    /// With these words in the title, the file's name or the address.
    pub words: Option<String>,
}

/// Documents of an agency with their latest versions, last changed first.
pub async fn list(
    connection: &mut Connection,
    agency: AgencyId,
    narrowed: &Narrowed,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<Latest>> {
    connection
        .list(
            sql("SELECT d.id, d.kind, d.title, d.is_public, d.internal_reason, d.withdrawn_reason, d.withdrawn_at, d.latest,
                        d.created_at, v.id AS version_id, v.number, v.content_hash, v.file_name, v.media_type, v.bytes,
                        v.address, v.speaks_of_day, v.received_day, v.given_by, v.valid_from_day, v.valid_until_day,
                        v.what_changed, v.created_at AS version_created_at, l.state AS link_state, l.fault, l.checked_at,
                        l.alive_at, l.failing_since
                 FROM documents d
                 JOIN document_versions v ON v.document_id = d.id AND v.number = d.latest
                 LEFT JOIN document_links l ON l.version_id = v.id
                 WHERE d.agency_id = $1
                   AND (CAST($2 AS TEXT) IS NULL OR d.kind = $2)
                   AND (CAST($3 AS TEXT) IS NULL OR d.state = $3)
                   AND (CAST($4 AS TEXT) IS NULL OR d.is_public = (CAST($4 AS TEXT) = 'public'))
                   AND (CAST($5 AS TEXT) IS NULL OR LOWER(d.title) LIKE LOWER($5) ESCAPE '!'
                        OR LOWER(v.file_name) LIKE LOWER($5) ESCAPE '!' OR LOWER(v.address) LIKE LOWER($5) ESCAPE '!')
                 ORDER BY d.changed_at DESC, d.id
                 LIMIT $6 OFFSET $7"),
            values![
                agency,
                narrowed.kind.map(Kind::key).map(str::to_owned),
                narrowed.state.map(str::to_owned),
                narrowed.public.map(openness_key),
                containing(narrowed.words.as_deref()),
                limit,
                offset
            ],
        )
        .await
}

/// How many documents a narrowed list has.
pub async fn count(connection: &mut Connection, agency: AgencyId, narrowed: &Narrowed) -> db::Result<i64> {
    connection
        .count(
            sql(
                "SELECT COUNT(*) AS count
                 FROM documents d
                 JOIN document_versions v ON v.document_id = d.id AND v.number = d.latest
                 WHERE d.agency_id = $1
                   AND (CAST($2 AS TEXT) IS NULL OR d.kind = $2)
                   AND (CAST($3 AS TEXT) IS NULL OR d.state = $3)
                   AND (CAST($4 AS TEXT) IS NULL OR d.is_public = (CAST($4 AS TEXT) = 'public'))
                   AND (CAST($5 AS TEXT) IS NULL OR LOWER(d.title) LIKE LOWER($5) ESCAPE '!'
                        OR LOWER(v.file_name) LIKE LOWER($5) ESCAPE '!' OR LOWER(v.address) LIKE LOWER($5) ESCAPE '!')",
            ),
            values![
                agency,
                narrowed.kind.map(Kind::key).map(str::to_owned),
                narrowed.state.map(str::to_owned),
                narrowed.public.map(openness_key),
                containing(narrowed.words.as_deref())
            ],
        )
        .await
}

fn openness_key(is_public: bool) -> String {
    if is_public { "public" } else { "internal" }.to_owned()
}

/// A document of the agency with its latest version.
pub async fn find(connection: &mut Connection, agency: AgencyId, id: DocumentId) -> db::Result<Option<Latest>> {
    connection
        .find(
            sql("SELECT d.id, d.kind, d.title, d.is_public, d.internal_reason, d.withdrawn_reason, d.withdrawn_at, d.latest,
                        d.created_at, v.id AS version_id, v.number, v.content_hash, v.file_name, v.media_type, v.bytes,
                        v.address, v.speaks_of_day, v.received_day, v.given_by, v.valid_from_day, v.valid_until_day,
                        v.what_changed, v.created_at AS version_created_at, l.state AS link_state, l.fault, l.checked_at,
                        l.alive_at, l.failing_since
                 FROM documents d
                 JOIN document_versions v ON v.document_id = d.id AND v.number = d.latest
                 LEFT JOIN document_links l ON l.version_id = v.id
                 WHERE d.id = $1 AND d.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// All versions of a document, the newest first.
pub async fn list_versions(
    connection: &mut Connection,
    agency: AgencyId,
    document: DocumentId,
) -> db::Result<Vec<Version>> {
    connection
        .list(
            sql("SELECT v.id AS version_id, v.number, v.content_hash, v.file_name, v.media_type, v.bytes, v.address,
                        v.speaks_of_day, v.received_day, v.given_by, v.valid_from_day, v.valid_until_day, v.what_changed,
                        v.created_at AS version_created_at, l.state AS link_state, l.fault, l.checked_at, l.alive_at,
                        l.failing_since
                 FROM document_versions v
                 LEFT JOIN document_links l ON l.version_id = v.id
                 WHERE v.document_id = $1 AND v.agency_id = $2
                 ORDER BY v.number DESC
                 LIMIT 500"),
            values![document, agency],
        )
        .await
}

/// One version of a document.
pub async fn find_version(
    connection: &mut Connection,
    agency: AgencyId,
    document: DocumentId,
    number: i64,
) -> db::Result<Option<Version>> {
    connection
        .find(
            sql("SELECT v.id AS version_id, v.number, v.content_hash, v.file_name, v.media_type, v.bytes, v.address,
                        v.speaks_of_day, v.received_day, v.given_by, v.valid_from_day, v.valid_until_day, v.what_changed,
                        v.created_at AS version_created_at, l.state AS link_state, l.fault, l.checked_at, l.alive_at,
                        l.failing_since
                 FROM document_versions v
                 LEFT JOIN document_links l ON l.version_id = v.id
                 WHERE v.document_id = $1 AND v.agency_id = $2 AND v.number = $3"),
            values![document, agency, number],
        )
        .await
}

/// A document of the agency whose latest version has these bytes already.
pub async fn find_same(
    connection: &mut Connection,
    agency: AgencyId,
    hash: &ContentHash,
) -> db::Result<Option<Document>> {
    connection
        .find(
            sql("SELECT d.id, d.kind, d.title, d.is_public, d.internal_reason, d.withdrawn_reason, d.withdrawn_at, d.latest,
                        d.created_at
                 FROM documents d
                 JOIN document_versions v ON v.document_id = d.id AND v.number = d.latest
                 WHERE v.content_hash = $1 AND d.agency_id = $2 AND d.state = 'kept'
                 ORDER BY d.created_at
                 LIMIT 1"),
            values![hash.0, agency],
        )
        .await
}

/// Hashes that versions of whatever agency name, in order, from behind one of them.
pub async fn list_hashes(connection: &mut Connection, after: ContentHash, limit: i64) -> db::Result<Vec<ContentHash>> {
    struct Named(ContentHash);
    impl FromRow for Named {
        fn from_row(row: &Row) -> db::Result<Self> {
            Ok(Self(ContentHash(row.get("content_hash")?)))
        }
    }
    let found = connection
        .list::<Named>(
            sql("SELECT DISTINCT content_hash FROM document_versions
                 WHERE content_hash > $1
                 ORDER BY content_hash
                 LIMIT $2"),
            values![after.0, limit],
        )
        .await?;
    Ok(found.into_iter().map(|named| named.0).collect())
}

// writing ----------------------------------------------------------------------------------------------------------

/// Adds a document; its first version follows.
pub async fn add(
    tx: &mut Transaction,
    agency: AgencyId,
    id: DocumentId,
    about: &About,
    by: Option<UserId>,
    now: Timestamp,
) -> db::Result<()> {
    let (is_public, reason) = written(&about.openness);
    tx.execute_one(
        sql("INSERT INTO documents (id, agency_id, kind, title, is_public, internal_reason, state, latest, created_by,
                                    created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'kept', 0, $7, $8, $8)"),
        values![id, agency, about.kind.key(), &about.title, is_public, reason, by, now],
    )
    .await
}

fn written(openness: &Openness) -> (bool, &str) {
    match openness {
        Openness::Public => (true, ""),
        Openness::Internal { reason } => (false, reason),
    }
}

/// Adds a version and makes it the one that counts.
pub async fn add_version(
    tx: &mut Transaction,
    agency: AgencyId,
    document: DocumentId,
    version: &Version,
    by: Option<UserId>,
) -> db::Result<()> {
    let (file, address) = match &version.content {
        Content::File(file) => (Some(file), None),
        Content::Address(address) => (None, Some(address.clone())),
    };
    let told = &version.told;
    tx.execute_one(
        sql("INSERT INTO document_versions (id, agency_id, document_id, number, content_kind, content_hash, file_name,
                                            media_type, bytes, address, speaks_of_day, received_day, given_by,
                                            valid_from_day, valid_until_day, what_changed, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"),
        values![
            version.id,
            agency,
            document,
            version.number,
            if file.is_some() { "file" } else { "address" },
            file.map(|file| file.hash.0),
            file.map(|file| file.name.clone()),
            file.map(|file| file.media.media_type().to_owned()),
            file.map(|file| i64::try_from(file.bytes).unwrap_or(i64::MAX)),
            address,
            told.speaks_of,
            told.received,
            &told.given_by,
            told.valid_from,
            told.valid_until,
            &told.what_changed,
            by,
            version.created_at
        ],
    )
    .await?;
    // Whoever was faster has taken the number.
    tx.execute_one(
        sql("UPDATE documents SET latest = $3, changed_at = $4 WHERE id = $1 AND agency_id = $2 AND latest = $3 - 1"),
        values![document, agency, version.number, version.created_at],
    )
    .await
}

/// Changes what is said of a document.
pub async fn change(
    tx: &mut Transaction,
    agency: AgencyId,
    id: DocumentId,
    about: &About,
    now: Timestamp,
) -> db::Result<()> {
    let (is_public, reason) = written(&about.openness);
    tx.execute_one(
        sql("UPDATE documents SET kind = $3, title = $4, is_public = $5, internal_reason = $6, changed_at = $7
             WHERE id = $1 AND agency_id = $2 AND state = 'kept'"),
        values![id, agency, about.kind.key(), &about.title, is_public, reason, now],
    )
    .await
}

/// Takes a document back.
pub async fn withdraw(
    tx: &mut Transaction,
    agency: AgencyId,
    id: DocumentId,
    reason: &str,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE documents SET state = 'withdrawn', withdrawn_reason = $3, withdrawn_at = $4, changed_at = $4
             WHERE id = $1 AND agency_id = $2 AND state = 'kept'"),
        values![id, agency, reason, now],
    )
    .await
}
