-- Live figures. A reading is what a figure was from one day on; the latest of each counts. What is about all things, or about
-- the whole office, has the nil identifier there.

CREATE TABLE figure_readings (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    figure TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    subject TEXT NOT NULL,
    unit_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    numerator INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    day TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    is_latest INTEGER NOT NULL CHECK (is_latest IN (0, 1)),
    UNIQUE (agency_id, figure, subject_id, unit_id, year, day)
) STRICT;
CREATE INDEX figure_readings_latest ON figure_readings (agency_id, is_latest);

-- How far the readings of an agency reach: everything that its record of changes held up to this entry is in them.
CREATE TABLE figure_rounds (
    agency_id BLOB PRIMARY KEY REFERENCES agencies (id),
    sequence INTEGER NOT NULL,
    day TEXT NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT;

-- Which figures prove a result, with the target, and what was drafted of them for its text.
CREATE TABLE figure_subscriptions (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    plan_id BLOB NOT NULL REFERENCES plans (id),
    result_id BLOB NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    figure TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    target INTEGER,
    drafted TEXT NOT NULL DEFAULT '',
    UNIQUE (result_id, figure, subject_id, unit_id, year)
) STRICT;
CREATE INDEX figure_subscriptions_by_plan ON figure_subscriptions (plan_id);
CREATE INDEX figure_subscriptions_by_agency ON figure_subscriptions (agency_id);
