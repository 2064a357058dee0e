-- How far the office's own series of circulars is, by calendar year: a number is taken by counting this up, so that two who
-- issue at the same moment get two numbers.

CREATE TABLE circular_series (
    agency_id UUID NOT NULL REFERENCES agencies (id),
    year BIGINT NOT NULL,
    latest BIGINT NOT NULL,
    PRIMARY KEY (agency_id, year)
);
INSERT INTO circular_series (agency_id, year, latest)
SELECT agency_id, series_year, MAX(series_number) FROM circulars WHERE series_year IS NOT NULL GROUP BY agency_id, series_year;
