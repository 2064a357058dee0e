-- Divisions' parts: what one unit is asked to fill in, the links by which it does so without signing in, and the files
-- that came back. Both engines hold the same tables and columns; types differ as crates/db/src/value.rs says.

-- One export for one unit and year. `exported` is our content as it went out; `taken` what was agreed on since.
CREATE TABLE parts (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    unit_id UUID NOT NULL REFERENCES units (id),
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'replaced')),
    due_day DATE,
    exported TEXT NOT NULL,
    taken TEXT NOT NULL DEFAULT '{}',
    items BIGINT NOT NULL,
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (agency_id, year, unit_id, version)
);
CREATE INDEX parts_by_unit ON parts (unit_id);
CREATE INDEX parts_by_creator ON parts (created_by);

-- Secret links: only the hash of the token is kept. `attempts` counts the files sent since `window_start`.
CREATE TABLE part_links (
    id UUID PRIMARY KEY,
    part_id UUID NOT NULL REFERENCES parts (id),
    token_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    window_start BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE INDEX part_links_by_part ON part_links (part_id, created_at);

-- Files that came back, as they came, with what was read of them and what was decided row by row.
CREATE TABLE part_uploads (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    part_id UUID NOT NULL REFERENCES parts (id),
    file_name TEXT NOT NULL,
    content BYTEA NOT NULL,
    content_digest BYTEA NOT NULL,
    reading TEXT NOT NULL,
    decisions TEXT NOT NULL DEFAULT '{}',
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done')),
    by_link BOOLEAN NOT NULL,
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (part_id, content_digest)
);
CREATE INDEX part_uploads_by_agency ON part_uploads (agency_id, state);
CREATE INDEX part_uploads_by_creator ON part_uploads (created_by);
