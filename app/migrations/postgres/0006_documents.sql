-- Documents: evidence, circulars, manuals, minutes, orders and what is published, with their versions. The bytes of files
-- lie in the vault under their hash. Both engines hold the same tables and columns; types differ as
-- crates/db/src/value.rs says.

-- What a document is about; its contents are its versions, of which `latest` is the one that counts.
CREATE TABLE documents (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL CHECK (kind IN ('evidence', 'circular', 'manual', 'minutes', 'order', 'plan', 'publication',
        'photo', 'other')),
    title TEXT NOT NULL,
    is_public BOOLEAN NOT NULL,
    internal_reason TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('kept', 'withdrawn')),
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    withdrawn_at BIGINT,
    latest BIGINT NOT NULL,
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX documents_by_agency ON documents (agency_id, state, changed_at);
CREATE INDEX documents_by_creator ON documents (created_by);

-- A version is a file or a web address, with the days that matter for how long it proves something.
CREATE TABLE document_versions (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    document_id UUID NOT NULL REFERENCES documents (id),
    number BIGINT NOT NULL,
    content_kind TEXT NOT NULL CHECK (content_kind IN ('file', 'address')),
    content_hash BYTEA,
    file_name TEXT,
    media_type TEXT,
    bytes BIGINT,
    address TEXT,
    speaks_of_day DATE NOT NULL,
    received_day DATE NOT NULL,
    given_by TEXT NOT NULL DEFAULT '',
    valid_from_day DATE,
    valid_until_day DATE,
    what_changed TEXT NOT NULL DEFAULT '',
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (document_id, number),
    CHECK ((content_kind = 'file') = (content_hash IS NOT NULL)),
    CHECK ((content_kind = 'address') = (address IS NOT NULL))
);
CREATE INDEX document_versions_by_agency ON document_versions (agency_id, created_at);
CREATE INDEX document_versions_by_content ON document_versions (content_hash);
CREATE INDEX document_versions_by_creator ON document_versions (created_by);

-- How the web address of a version answers: when it was asked, when it last was there, and since when it is not.
CREATE TABLE document_links (
    version_id UUID PRIMARY KEY REFERENCES document_versions (id),
    agency_id UUID NOT NULL REFERENCES agencies (id),
    state TEXT NOT NULL CHECK (state IN ('unchecked', 'alive', 'failing')),
    fault TEXT NOT NULL DEFAULT '',
    checked_at BIGINT,
    alive_at BIGINT,
    failing_since BIGINT,
    next_check_at BIGINT NOT NULL
);
CREATE INDEX document_links_by_next ON document_links (next_check_at);
CREATE INDEX document_links_by_agency ON document_links (agency_id, state);

-- Where a document was shown: on the web, on a board, on a sign, on Facebook or LINE; with a photograph that shows it.
CREATE TABLE postings (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    document_id UUID NOT NULL REFERENCES documents (id),
    way TEXT NOT NULL CHECK (way IN ('web', 'board', 'sign', 'facebook', 'line', 'other')),
    place TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    from_day DATE NOT NULL,
    until_day DATE,
    photo_id UUID REFERENCES documents (id),
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX postings_by_agency ON postings (agency_id, from_day);
CREATE INDEX postings_by_document ON postings (document_id);
CREATE INDEX postings_by_photo ON postings (photo_id);
CREATE INDEX postings_by_creator ON postings (created_by);
