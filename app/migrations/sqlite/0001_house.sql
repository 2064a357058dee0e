-- The house: agencies and the people in them, sign-in, the chained record of changes, assessment, measures, imports.
-- Both engines hold the same tables and columns; types differ as crates/db/src/value.rs says.

-- organisation ---------------------------------------------------------------------------------------------------

CREATE TABLE agencies (
    id BLOB PRIMARY KEY,
    parent_id BLOB REFERENCES agencies (id),
    key TEXT NOT NULL UNIQUE,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('city', 'district_office', 'other')),
    address TEXT NOT NULL DEFAULT '',
    telephone TEXT NOT NULL DEFAULT '',
    gap_threshold INTEGER NOT NULL DEFAULT 850000,
    target INTEGER NOT NULL DEFAULT 850000,
    thai_digits INTEGER NOT NULL DEFAULT 1 CHECK (thai_digits IN (0, 1)),
    tone TEXT NOT NULL DEFAULT 'normal' CHECK (tone IN ('normal', 'mourning')),
    demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX agencies_by_parent ON agencies (parent_id);

CREATE TABLE units (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    position INTEGER NOT NULL,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL,
    telephone TEXT NOT NULL DEFAULT '',
    UNIQUE (agency_id, name_th)
) STRICT;

CREATE TABLE posts (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    unit_id BLOB REFERENCES units (id),
    supervisor_id BLOB REFERENCES posts (id),
    position INTEGER NOT NULL,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL
) STRICT;
CREATE INDEX posts_by_agency ON posts (agency_id, position);
CREATE INDEX posts_by_unit ON posts (unit_id);
CREATE INDEX posts_by_supervisor ON posts (supervisor_id);

CREATE TABLE post_roles (
    post_id BLOB NOT NULL REFERENCES posts (id),
    role TEXT NOT NULL CHECK (role IN ('administrator', 'coordinator', 'director', 'unit_head', 'officer', 'finance_officer', 'counter_clerk', 'complaint_handler', 'trustee', 'auditor', 'city_viewer')),
    PRIMARY KEY (post_id, role)
) STRICT;

CREATE TABLE people (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    name TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    telephone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX people_by_name ON people (agency_id, sort_key, id);

CREATE TABLE holdings (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    post_id BLOB NOT NULL REFERENCES posts (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    acting INTEGER NOT NULL CHECK (acting IN (0, 1)),
    from_day TEXT NOT NULL,
    until_day TEXT
) STRICT;
CREATE INDEX holdings_by_post ON holdings (post_id, from_day);
CREATE INDEX holdings_by_person ON holdings (person_id, from_day);
CREATE INDEX holdings_by_agency ON holdings (agency_id);

-- accounts -------------------------------------------------------------------------------------------------------

CREATE TABLE users (
    id BLOB PRIMARY KEY,
    person_id BLOB UNIQUE REFERENCES people (id),
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    operator INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),
    disabled_at INTEGER,
    seen_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    user_id BLOB NOT NULL REFERENCES users (id),
    form_token TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL,
    flash TEXT
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id, seen_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE invitations (
    id BLOB PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX invitations_by_user ON invitations (user_id, created_at);

CREATE TABLE sign_in_attempts (
    id BLOB PRIMARY KEY,
    account BLOB NOT NULL,
    address TEXT NOT NULL,
    succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1)),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_attempts_by_account ON sign_in_attempts (account, at);
CREATE INDEX sign_in_attempts_by_address ON sign_in_attempts (address, at);

-- audit ----------------------------------------------------------------------------------------------------------

-- One row per agency: the end of its chain. The row of the nil identifier is the installation's own chain.
CREATE TABLE audit_chains (
    agency_id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;

CREATE TABLE audit_entries (
    agency_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    payload_digest BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (agency_id, sequence)
) STRICT;
CREATE INDEX audit_entries_by_subject ON audit_entries (agency_id, subject_id, sequence);

-- Apart from its entry, so that it can be erased by law while the chain still verifies.
CREATE TABLE audit_payloads (
    entry_id BLOB PRIMARY KEY REFERENCES audit_entries (id),
    salt BLOB NOT NULL,
    payload TEXT NOT NULL
) STRICT;

CREATE TABLE audit_heads (
    agency_id BLOB NOT NULL,
    day TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    digest BLOB NOT NULL,
    signed_at INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (agency_id, day)
) STRICT;

-- assessment -----------------------------------------------------------------------------------------------------

-- Every instrument definition that has results, word for word: what is scored by it never changes.
CREATE TABLE instruments (
    fingerprint BLOB PRIMARY KEY,
    year INTEGER NOT NULL,
    definition TEXT NOT NULL
) STRICT;

CREATE TABLE assessments (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    year INTEGER NOT NULL,
    fingerprint BLOB NOT NULL REFERENCES instruments (fingerprint),
    published_level TEXT,
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (agency_id, year)
) STRICT;

-- A score as published: of an item ('I7'), an indicator ('1'), an instrument ('IIT', 'EIT-1') or the whole ('total').
CREATE TABLE scores (
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    subject TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 1000000),
    PRIMARY KEY (assessment_id, subject)
) STRICT;

-- measures -------------------------------------------------------------------------------------------------------

CREATE TABLE plans (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    year INTEGER NOT NULL,
    score_year INTEGER NOT NULL,
    report_day TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (agency_id, year)
) STRICT;

CREATE TABLE plan_items (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    plan_id BLOB NOT NULL REFERENCES plans (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    duty TEXT,
    indicator INTEGER NOT NULL,
    topic TEXT NOT NULL,
    from_day TEXT,
    until_day TEXT,
    documents TEXT CHECK (documents IN ('with', 'without')),
    UNIQUE (plan_id, code)
) STRICT;
CREATE INDEX plan_items_by_agency ON plan_items (agency_id);

-- Guidelines, measures, notes and text not understood on import: lines at an item, or (the last two) at the whole plan.
CREATE TABLE plan_lines (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    plan_id BLOB NOT NULL REFERENCES plans (id),
    item_id BLOB REFERENCES plan_items (id),
    kind TEXT NOT NULL CHECK (kind IN ('guideline', 'measure', 'note', 'not_understood')),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    CHECK (item_id IS NOT NULL OR kind IN ('note', 'not_understood'))
) STRICT;
CREATE INDEX plan_lines_by_plan ON plan_lines (plan_id, item_id, kind, position);
CREATE INDEX plan_lines_by_item ON plan_lines (item_id);

CREATE TABLE results (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    plan_id BLOB NOT NULL REFERENCES plans (id),
    item_id BLOB NOT NULL REFERENCES plan_items (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    status TEXT CHECK (status IN ('not_started', 'in_progress', 'done', 'cancelled')),
    day TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('entered', 'reported'))
) STRICT;
CREATE INDEX results_by_plan ON results (plan_id, item_id, position);
CREATE INDEX results_by_item ON results (item_id);

CREATE TABLE responsibles (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    plan_id BLOB NOT NULL REFERENCES plans (id),
    item_id BLOB NOT NULL REFERENCES plan_items (id),
    position INTEGER NOT NULL,
    party TEXT NOT NULL,
    duty TEXT NOT NULL CHECK (duty IN ('carry_out', 'supervise')),
    telephone TEXT,
    unit_id BLOB REFERENCES units (id),
    post_id BLOB REFERENCES posts (id),
    person_id BLOB REFERENCES people (id)
) STRICT;
CREATE INDEX responsibles_by_plan ON responsibles (plan_id, item_id, position);
CREATE INDEX responsibles_by_item ON responsibles (item_id);
CREATE INDEX responsibles_by_unit ON responsibles (unit_id);
CREATE INDEX responsibles_by_post ON responsibles (post_id);
CREATE INDEX responsibles_by_person ON responsibles (person_id);

-- reporting ------------------------------------------------------------------------------------------------------

CREATE TABLE imports (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    year INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    content_digest BLOB NOT NULL,
    understanding TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('review', 'taken', 'discarded')),
    created_by BLOB REFERENCES users (id),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_by_agency ON imports (agency_id, year, created_at);
CREATE INDEX imports_by_digest ON imports (agency_id, content_digest);
