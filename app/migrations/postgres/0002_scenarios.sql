-- What-if: scores that an office moved to see what becomes of the total, and which of these is the target of a year.

CREATE TABLE scenarios (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    year BIGINT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    moves TEXT NOT NULL,
    total BIGINT NOT NULL,
    level TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX scenarios_by_year ON scenarios (agency_id, year, created_at);

-- The target of a fiscal year: a scenario on the scores of the year before.
CREATE TABLE targets (
    agency_id UUID NOT NULL REFERENCES agencies (id),
    year BIGINT NOT NULL,
    scenario_id UUID NOT NULL REFERENCES scenarios (id),
    set_at BIGINT NOT NULL,
    PRIMARY KEY (agency_id, year)
);
CREATE INDEX targets_by_scenario ON targets (scenario_id);
