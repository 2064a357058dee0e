-- What shows that a result is done: documents, and whether each still proves it. The state follows from the document's own
-- freshness and is kept here, so that lists of results need not ask for it.

CREATE TABLE result_evidence (
    result_id BLOB NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    document_id BLOB NOT NULL REFERENCES documents (id),
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    state TEXT NOT NULL CHECK (state IN ('standing', 'stale')),
    added_at INTEGER NOT NULL,
    added_by BLOB REFERENCES users (id),
    added_name TEXT NOT NULL,
    PRIMARY KEY (result_id, document_id)
) STRICT;
CREATE INDEX result_evidence_by_document ON result_evidence (document_id);
CREATE INDEX result_evidence_by_agency ON result_evidence (agency_id, document_id);
CREATE INDEX result_evidence_by_user ON result_evidence (added_by);
