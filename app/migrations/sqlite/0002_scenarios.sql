-- What-if: scores that an office moved to see what becomes of the total, and which of these is the target of a year.

CREATE TABLE scenarios (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    moves TEXT NOT NULL,
    total INTEGER NOT NULL,
    level TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX scenarios_by_year ON scenarios (agency_id, year, created_at);

-- The target of a fiscal year: a scenario on the scores of the year before.
CREATE TABLE targets (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    year INTEGER NOT NULL,
    scenario_id BLOB NOT NULL REFERENCES scenarios (id),
    set_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, year)
) STRICT;
CREATE INDEX targets_by_scenario ON targets (scenario_id);
