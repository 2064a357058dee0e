-- How results are worked: due days, who works on them, every state with who and when, what is written about the work, and
-- requests to be done without evidence.

ALTER TABLE results ADD COLUMN due_day DATE;
ALTER TABLE results ADD COLUMN assignee_id UUID REFERENCES people (id);
ALTER TABLE results ADD COLUMN excuse TEXT;
CREATE INDEX results_by_assignee ON results (assignee_id);

CREATE TABLE result_states (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    result_id UUID NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('not_started', 'in_progress', 'done', 'cancelled')),
    reason TEXT,
    at BIGINT NOT NULL,
    by_user UUID REFERENCES users (id),
    by_name TEXT NOT NULL
);
CREATE INDEX result_states_by_result ON result_states (result_id, at);
CREATE INDEX result_states_by_agency ON result_states (agency_id);
CREATE INDEX result_states_by_user ON result_states (by_user);

CREATE TABLE work_notes (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    result_id UUID NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('update', 'comment', 'hand_over')),
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_user UUID REFERENCES users (id),
    by_name TEXT NOT NULL
);
CREATE INDEX work_notes_by_result ON work_notes (result_id, at);
CREATE INDEX work_notes_by_agency ON work_notes (agency_id);
CREATE INDEX work_notes_by_user ON work_notes (by_user);

CREATE TABLE excuses (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    result_id UUID NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by UUID REFERENCES users (id),
    asked_name TEXT NOT NULL,
    accepted BOOLEAN,
    remark TEXT NOT NULL DEFAULT '',
    decided_at BIGINT,
    decided_by UUID REFERENCES users (id),
    decided_name TEXT NOT NULL DEFAULT '',
    CHECK ((accepted IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX excuses_open ON excuses (result_id) WHERE accepted IS NULL;
CREATE INDEX excuses_by_result ON excuses (result_id, asked_at);
CREATE INDEX excuses_by_agency ON excuses (agency_id, decided_at);
CREATE INDEX excuses_by_asker ON excuses (asked_by);
CREATE INDEX excuses_by_decider ON excuses (decided_by);
