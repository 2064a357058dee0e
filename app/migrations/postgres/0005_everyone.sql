-- A responsible party that is nobody in particular but all units: what it carries out is asked of each of them.

ALTER TABLE responsibles ADD COLUMN everyone BOOLEAN NOT NULL DEFAULT FALSE
    CHECK (NOT everyone OR (unit_id IS NULL AND post_id IS NULL AND person_id IS NULL));
