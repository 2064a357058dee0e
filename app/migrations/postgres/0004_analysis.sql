-- What the analysis of a plan needs: why points are lost and how a measure is followed up (lines of two more kinds), the
-- work step that a measure changes, and a priority that somebody chose instead of the one that follows from the points.

ALTER TABLE plan_lines DROP CONSTRAINT plan_lines_kind_check;
ALTER TABLE plan_lines ADD CONSTRAINT plan_lines_kind_check
    CHECK (kind IN ('guideline', 'measure', 'cause', 'follow_up', 'note', 'not_understood'));
ALTER TABLE plan_lines ADD COLUMN work_step TEXT CHECK (work_step IS NULL OR kind = 'measure');

ALTER TABLE plan_items ADD COLUMN priority TEXT CHECK (priority IN ('first', 'second', 'later'));
ALTER TABLE plan_items ADD COLUMN priority_reason TEXT;
ALTER TABLE plan_items ADD CONSTRAINT plan_items_priority_has_reason
    CHECK ((priority IS NULL) = (priority_reason IS NULL));
