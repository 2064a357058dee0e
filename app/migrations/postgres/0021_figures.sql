-- Live figures. A reading is what a figure was from one day on; the latest of each counts. What is about all things, or about
-- the whole office, has the nil identifier there.

CREATE TABLE figure_readings (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    figure TEXT NOT NULL,
    subject_id UUID NOT NULL,
    subject TEXT NOT NULL,
    unit_id UUID NOT NULL,
    year BIGINT NOT NULL,
    numerator BIGINT NOT NULL,
    denominator BIGINT NOT NULL,
    day DATE NOT NULL,
    taken_at BIGINT NOT NULL,
    is_latest BOOLEAN NOT NULL,
    UNIQUE (agency_id, figure, subject_id, unit_id, year, day)
);
CREATE INDEX figure_readings_latest ON figure_readings (agency_id, is_latest);

-- How far the readings of an agency reach: everything that its record of changes held up to this entry is in them.
CREATE TABLE figure_rounds (
    agency_id UUID PRIMARY KEY REFERENCES agencies (id),
    sequence BIGINT NOT NULL,
    day DATE NOT NULL,
    taken_at BIGINT NOT NULL
);

-- Which figures prove a result, with the target, and what was drafted of them for its text.
CREATE TABLE figure_subscriptions (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES agencies (id),
    plan_id UUID NOT NULL REFERENCES plans (id),
    result_id UUID NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    figure TEXT NOT NULL,
    subject_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    year BIGINT NOT NULL,
    target BIGINT,
    drafted TEXT NOT NULL DEFAULT '',
    UNIQUE (result_id, figure, subject_id, unit_id, year)
);
CREATE INDEX figure_subscriptions_by_plan ON figure_subscriptions (plan_id);
CREATE INDEX figure_subscriptions_by_agency ON figure_subscriptions (agency_id);
