-- The house: agencies and the people in them, sign-in, the chained record of changes, assessment, measures, imports.
-- Both engines hold the same tables and columns; types differ as crates/db/src/value.rs says.

-- organisation ---------------------------------------------------------------------------------------------------

CREATE TABLE agencies (
    id UUID PRIMARY KEY,
    parent_id UUID REFERENCES agencies (id),
    key TEXT NOT NULL UNIQUE,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('city', 'district_office', 'other')),
    address TEXT NOT NULL DEFAULT '',
    telephone TEXT NOT NULL DEFAULT '',
    gap_threshold BIGINT NOT NULL DEFAULT 850000,
    target BIGINT NOT NULL DEFAULT 850000,
    thai_digits BOOLEAN NOT NULL DEFAULT TRUE,
    tone TEXT NOT NULL DEFAULT 'normal' CHECK (tone IN ('normal', 'mourning')),
    demonstration BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL
);
CREATE INDEX agencies_by_parent ON agencies (parent_id);

CREATE TABLE units (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    position BIGINT NOT NULL,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL,
    telephone TEXT NOT NULL DEFAULT '',
    UNIQUE (agency_id, name_th)
);

CREATE TABLE posts (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    unit_id UUID REFERENCES units (id),
    supervisor_id UUID REFERENCES posts (id),
    position BIGINT NOT NULL,
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL
);
CREATE INDEX posts_by_agency ON posts (agency_id, position);
CREATE INDEX posts_by_unit ON posts (unit_id);
CREATE INDEX posts_by_supervisor ON posts (supervisor_id);

CREATE TABLE post_roles (
    post_id UUID NOT NULL REFERENCES posts (id),
    role TEXT NOT NULL CHECK (role IN ('administrator', 'coordinator', 'director', 'unit_head', 'officer', 'finance_officer', 'counter_clerk', 'complaint_handler', 'trustee', 'auditor', 'city_viewer')),
    PRIMARY KEY (post_id, role)
);

CREATE TABLE people (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    name TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    telephone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT ''
);
CREATE INDEX people_by_name ON people (agency_id, sort_key, id);

CREATE TABLE holdings (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    post_id UUID NOT NULL REFERENCES posts (id),
    person_id UUID NOT NULL REFERENCES people (id),
    acting BOOLEAN NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE
);
CREATE INDEX holdings_by_post ON holdings (post_id, from_day);
CREATE INDEX holdings_by_person ON holdings (person_id, from_day);
CREATE INDEX holdings_by_agency ON holdings (agency_id);

-- accounts -------------------------------------------------------------------------------------------------------

CREATE TABLE users (
    id UUID PRIMARY KEY,
    person_id UUID UNIQUE REFERENCES people (id),
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    operator BOOLEAN NOT NULL DEFAULT FALSE,
    disabled_at BIGINT,
    seen_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    user_id UUID NOT NULL REFERENCES users (id),
    form_token TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL,
    flash TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id, seen_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE invitations (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    token_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX invitations_by_user ON invitations (user_id, created_at);

CREATE TABLE sign_in_attempts (
    id UUID PRIMARY KEY,
    account BYTEA NOT NULL,
    address TEXT NOT NULL,
    succeeded BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_by_account ON sign_in_attempts (account, at);
CREATE INDEX sign_in_attempts_by_address ON sign_in_attempts (address, at);

-- audit ----------------------------------------------------------------------------------------------------------

-- One row per agency: the end of its chain. The row of the nil identifier is the installation's own chain.
CREATE TABLE audit_chains (
    agency_id UUID PRIMARY KEY,
    sequence BIGINT NOT NULL,
    digest BYTEA NOT NULL
);

CREATE TABLE audit_entries (
    agency_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    id UUID NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    payload_digest BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (agency_id, sequence)
);
CREATE INDEX audit_entries_by_subject ON audit_entries (agency_id, subject_id, sequence);

-- Apart from its entry, so that it can be erased by law while the chain still verifies.
CREATE TABLE audit_payloads (
    entry_id UUID PRIMARY KEY REFERENCES audit_entries (id),
    salt BYTEA NOT NULL,
    payload TEXT NOT NULL
);

CREATE TABLE audit_heads (
    agency_id UUID NOT NULL,
    day DATE NOT NULL,
    sequence BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    signed_at BIGINT NOT NULL,
    public_key BYTEA NOT NULL,
    signature BYTEA NOT NULL,
    PRIMARY KEY (agency_id, day)
);

-- assessment -----------------------------------------------------------------------------------------------------

-- Every instrument definition that has results, word for word: what is scored by it never changes.
CREATE TABLE instruments (
    fingerprint BYTEA PRIMARY KEY,
    year BIGINT NOT NULL,
    definition TEXT NOT NULL
);

CREATE TABLE assessments (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    year BIGINT NOT NULL,
    fingerprint BYTEA NOT NULL REFERENCES instruments (fingerprint),
    published_level TEXT,
    note TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (agency_id, year)
);

-- A score as published: of an item ('I7'), an indicator ('1'), an instrument ('IIT', 'EIT-1') or the whole ('total').
CREATE TABLE scores (
    assessment_id UUID NOT NULL REFERENCES assessments (id),
    subject TEXT NOT NULL,
    score BIGINT NOT NULL CHECK (score BETWEEN 0 AND 1000000),
    PRIMARY KEY (assessment_id, subject)
);

-- measures -------------------------------------------------------------------------------------------------------

CREATE TABLE plans (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    year BIGINT NOT NULL,
    score_year BIGINT NOT NULL,
    report_day DATE,
    created_at BIGINT NOT NULL,
    UNIQUE (agency_id, year)
);

CREATE TABLE plan_items (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    plan_id UUID NOT NULL REFERENCES plans (id),
    position BIGINT NOT NULL,
    code TEXT NOT NULL,
    duty TEXT,
    indicator BIGINT NOT NULL,
    topic TEXT NOT NULL,
    from_day DATE,
    until_day DATE,
    documents TEXT CHECK (documents IN ('with', 'without')),
    UNIQUE (plan_id, code)
);
CREATE INDEX plan_items_by_agency ON plan_items (agency_id);

-- Guidelines, measures, notes and text not understood on import: lines at an item, or (the last two) at the whole plan.
CREATE TABLE plan_lines (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    plan_id UUID NOT NULL REFERENCES plans (id),
    item_id UUID REFERENCES plan_items (id),
    kind TEXT NOT NULL CHECK (kind IN ('guideline', 'measure', 'note', 'not_understood')),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    CHECK (item_id IS NOT NULL OR kind IN ('note', 'not_understood'))
);
CREATE INDEX plan_lines_by_plan ON plan_lines (plan_id, item_id, kind, position);
CREATE INDEX plan_lines_by_item ON plan_lines (item_id);

CREATE TABLE results (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    plan_id UUID NOT NULL REFERENCES plans (id),
    item_id UUID NOT NULL REFERENCES plan_items (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    status TEXT CHECK (status IN ('not_started', 'in_progress', 'done', 'cancelled')),
    day DATE,
    origin TEXT NOT NULL CHECK (origin IN ('entered', 'reported'))
);
CREATE INDEX results_by_plan ON results (plan_id, item_id, position);
CREATE INDEX results_by_item ON results (item_id);

CREATE TABLE responsibles (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    plan_id UUID NOT NULL REFERENCES plans (id),
    item_id UUID NOT NULL REFERENCES plan_items (id),
    position BIGINT NOT NULL,
    party TEXT NOT NULL,
    duty TEXT NOT NULL CHECK (duty IN ('carry_out', 'supervise')),
    telephone TEXT,
    unit_id UUID REFERENCES units (id),
    post_id UUID REFERENCES posts (id),
    person_id UUID REFERENCES people (id)
);
CREATE INDEX responsibles_by_plan ON responsibles (plan_id, item_id, position);
CREATE INDEX responsibles_by_item ON responsibles (item_id);
CREATE INDEX responsibles_by_unit ON responsibles (unit_id);
CREATE INDEX responsibles_by_post ON responsibles (post_id);
CREATE INDEX responsibles_by_person ON responsibles (person_id);

-- reporting ------------------------------------------------------------------------------------------------------

CREATE TABLE imports (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    year BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    content BYTEA NOT NULL,
    content_digest BYTEA NOT NULL,
    understanding TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('review', 'taken', 'discarded')),
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX imports_by_agency ON imports (agency_id, year, created_at);
CREATE INDEX imports_by_digest ON imports (agency_id, content_digest);
