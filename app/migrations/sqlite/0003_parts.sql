-- Divisions' parts: what one unit is asked to fill in, the links by which it does so without signing in, and the files
-- that came back. Both engines hold the same tables and columns; types differ as crates/db/src/value.rs says.

-- One export for one unit and year. `exported` is our content as it went out; `taken` what was agreed on since.
CREATE TABLE parts (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    unit_id BLOB NOT NULL REFERENCES units (id),
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'replaced')),
    due_day TEXT,
    exported TEXT NOT NULL,
    taken TEXT NOT NULL DEFAULT '{}',
    items INTEGER NOT NULL,
    created_by BLOB REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (agency_id, year, unit_id, version)
) STRICT;
CREATE INDEX parts_by_unit ON parts (unit_id);
CREATE INDEX parts_by_creator ON parts (created_by);

-- Secret links: only the hash of the token is kept. `attempts` counts the files sent since `window_start`.
CREATE TABLE part_links (
    id BLOB PRIMARY KEY,
    part_id BLOB NOT NULL REFERENCES parts (id),
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER,
    window_start INTEGER NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX part_links_by_part ON part_links (part_id, created_at);

-- Files that came back, as they came, with what was read of them and what was decided row by row.
CREATE TABLE part_uploads (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    part_id BLOB NOT NULL REFERENCES parts (id),
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    content_digest BLOB NOT NULL,
    reading TEXT NOT NULL,
    decisions TEXT NOT NULL DEFAULT '{}',
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done')),
    by_link INTEGER NOT NULL CHECK (by_link IN (0, 1)),
    created_by BLOB REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (part_id, content_digest)
) STRICT;
CREATE INDEX part_uploads_by_agency ON part_uploads (agency_id, state);
CREATE INDEX part_uploads_by_creator ON part_uploads (created_by);
