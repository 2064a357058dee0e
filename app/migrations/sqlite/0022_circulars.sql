-- Circulars with their versions and readers, acknowledgements bound to the very text, questions; meetings and briefings; PINs
-- for shared terminals.

CREATE TABLE circulars (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'withdrawn')),
    number TEXT NOT NULL DEFAULT '',
    series_year INTEGER,
    series_number INTEGER,
    day TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    document_id BLOB REFERENCES documents (id),
    urgency TEXT NOT NULL CHECK (urgency IN ('normal', 'urgent', 'very_urgent', 'most_urgent')),
    unit_id BLOB REFERENCES units (id),
    valid_from_day TEXT NOT NULL,
    valid_until_day TEXT,
    supersedes_id BLOB REFERENCES circulars (id),
    working_days INTEGER NOT NULL CHECK (working_days BETWEEN 1 AND 60),
    question TEXT NOT NULL DEFAULT '',
    choices TEXT NOT NULL DEFAULT '',
    right_choice INTEGER,
    version INTEGER NOT NULL,
    content_hash BLOB,
    issued_at INTEGER,
    issued_by BLOB REFERENCES users (id),
    issued_name TEXT NOT NULL DEFAULT '',
    withdrawn_at INTEGER,
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    UNIQUE (agency_id, series_year, series_number),
    CHECK ((state = 'draft') = (issued_at IS NULL)),
    CHECK ((state = 'draft') = (content_hash IS NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) STRICT;
CREATE INDEX circulars_by_agency ON circulars (agency_id, state, day);
CREATE INDEX circulars_by_document ON circulars (document_id);
CREATE INDEX circulars_by_unit ON circulars (unit_id);
CREATE INDEX circulars_by_superseded ON circulars (supersedes_id);
CREATE INDEX circulars_by_issuer ON circulars (issued_by);

-- What was read, word for word: an acknowledgement names the hash of one of these.
CREATE TABLE circular_versions (
    circular_id BLOB NOT NULL REFERENCES circulars (id),
    number INTEGER NOT NULL,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    document_hash TEXT NOT NULL DEFAULT '',
    content_hash BLOB NOT NULL,
    what_changed TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    PRIMARY KEY (circular_id, number)
) STRICT;
CREATE INDEX circular_versions_by_agency ON circular_versions (agency_id);

-- Who is to read a circular.
CREATE TABLE circular_audience (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    circular_id BLOB NOT NULL REFERENCES circulars (id),
    kind TEXT NOT NULL CHECK (kind IN ('everyone', 'unit', 'post', 'person')),
    unit_id BLOB REFERENCES units (id),
    post_id BLOB REFERENCES posts (id),
    person_id BLOB REFERENCES people (id),
    CHECK ((kind = 'unit') = (unit_id IS NOT NULL)),
    CHECK ((kind = 'post') = (post_id IS NOT NULL)),
    CHECK ((kind = 'person') = (person_id IS NOT NULL))
) STRICT;
CREATE INDEX circular_audience_by_circular ON circular_audience (circular_id);
CREATE INDEX circular_audience_by_agency ON circular_audience (agency_id);
CREATE INDEX circular_audience_by_unit ON circular_audience (unit_id);
CREATE INDEX circular_audience_by_post ON circular_audience (post_id);
CREATE INDEX circular_audience_by_person ON circular_audience (person_id);

-- Meetings, and briefings at which circulars are explained.
CREATE TABLE meetings (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL CHECK (kind IN ('budget', 'other', 'briefing')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    time TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL,
    agenda TEXT NOT NULL,
    minutes TEXT NOT NULL DEFAULT '',
    minutes_document_id BLOB REFERENCES documents (id),
    minutes_circular_id BLOB REFERENCES circulars (id),
    cancelled_reason TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX meetings_by_agency ON meetings (agency_id, day);
CREATE INDEX meetings_by_document ON meetings (minutes_document_id);
CREATE INDEX meetings_by_circular ON meetings (minutes_circular_id);

CREATE TABLE meeting_people (
    meeting_id BLOB NOT NULL REFERENCES meetings (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    PRIMARY KEY (meeting_id, person_id)
) STRICT;
CREATE INDEX meeting_people_by_person ON meeting_people (person_id);
CREATE INDEX meeting_people_by_agency ON meeting_people (agency_id);

CREATE TABLE meeting_topics (
    meeting_id BLOB NOT NULL REFERENCES meetings (id),
    circular_id BLOB NOT NULL REFERENCES circulars (id),
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    PRIMARY KEY (meeting_id, circular_id)
) STRICT;
CREATE INDEX meeting_topics_by_circular ON meeting_topics (circular_id);
CREATE INDEX meeting_topics_by_agency ON meeting_topics (agency_id);

-- Opened and acknowledged are two moments. A row is of one person and one version.
CREATE TABLE acknowledgements (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    circular_id BLOB NOT NULL REFERENCES circulars (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    version INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    opened_at INTEGER,
    acknowledged_at INTEGER,
    way TEXT CHECK (way IN ('signed_in', 'pin', 'paper', 'briefing')),
    meeting_id BLOB REFERENCES meetings (id),
    scan_id BLOB REFERENCES documents (id),
    by_user BLOB REFERENCES users (id),
    by_name TEXT NOT NULL DEFAULT '',
    UNIQUE (circular_id, person_id, version),
    CHECK ((acknowledged_at IS NULL) = (way IS NULL))
) STRICT;
CREATE INDEX acknowledgements_by_person ON acknowledgements (person_id);
CREATE INDEX acknowledgements_by_agency ON acknowledgements (agency_id);
CREATE INDEX acknowledgements_by_meeting ON acknowledgements (meeting_id);
CREATE INDEX acknowledgements_by_scan ON acknowledgements (scan_id);
CREATE INDEX acknowledgements_by_user ON acknowledgements (by_user);

CREATE TABLE circular_questions (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    circular_id BLOB NOT NULL REFERENCES circulars (id),
    text TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    asked_by BLOB REFERENCES users (id),
    asked_name TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    answered_at INTEGER,
    answered_name TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX circular_questions_by_circular ON circular_questions (circular_id, asked_at);
CREATE INDEX circular_questions_by_agency ON circular_questions (agency_id);
CREATE INDEX circular_questions_by_asker ON circular_questions (asked_by);

-- The PIN by which somebody says at a shared terminal who they are; only its hash.
CREATE TABLE reading_pins (
    person_id BLOB PRIMARY KEY REFERENCES people (id),
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    hash TEXT NOT NULL,
    failures INTEGER NOT NULL,
    locked_until INTEGER,
    issued_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reading_pins_by_agency ON reading_pins (agency_id);
