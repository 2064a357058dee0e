-- What an office changes about its holidays: days of its own, and national ones on which it works. The national holidays
-- themselves are data of the program.

CREATE TABLE own_days (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    day TEXT NOT NULL,
    is_kept INTEGER NOT NULL CHECK (is_kept IN (0, 1)),
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL,
    PRIMARY KEY (agency_id, day)
) STRICT;
