-- Reports that were sent to the director: what stood in them, word for word, and what the director said. A signed version is
-- never changed; later changes make another one.

CREATE TABLE sign_offs (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'returned', 'signed')),
    sent_at INTEGER NOT NULL,
    sent_by BLOB REFERENCES users (id),
    sent_name TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    decided_at INTEGER,
    decided_by BLOB REFERENCES users (id),
    decided_name TEXT NOT NULL DEFAULT '',
    decided_post TEXT NOT NULL DEFAULT '',
    scan_id BLOB REFERENCES documents (id),
    UNIQUE (agency_id, year, number),
    CHECK ((state = 'waiting') = (decided_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX sign_offs_waiting ON sign_offs (agency_id, year) WHERE state = 'waiting';
CREATE INDEX sign_offs_by_sender ON sign_offs (sent_by);
CREATE INDEX sign_offs_by_decider ON sign_offs (decided_by);
CREATE INDEX sign_offs_by_scan ON sign_offs (scan_id);
