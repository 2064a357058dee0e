-- A responsible party that is nobody in particular but all units: what it carries out is asked of each of them.

ALTER TABLE responsibles ADD COLUMN everyone INTEGER NOT NULL DEFAULT 0
    CHECK (everyone IN (0, 1) AND (everyone = 0 OR (unit_id IS NULL AND post_id IS NULL AND person_id IS NULL)));
