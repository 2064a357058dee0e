-- What the analysis of a plan needs: why points are lost and how a measure is followed up (lines of two more kinds), the
-- work step that a measure changes, and a priority that somebody chose instead of the one that follows from the points.

CREATE TABLE plan_lines_with_analysis (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    plan_id BLOB NOT NULL REFERENCES plans (id),
    item_id BLOB REFERENCES plan_items (id),
    kind TEXT NOT NULL CHECK (kind IN ('guideline', 'measure', 'cause', 'follow_up', 'note', 'not_understood')),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    work_step TEXT CHECK (work_step IS NULL OR kind = 'measure'),
    CHECK (item_id IS NOT NULL OR kind IN ('note', 'not_understood'))
) STRICT;
INSERT INTO plan_lines_with_analysis (id, agency_id, plan_id, item_id, kind, position, text)
SELECT id, agency_id, plan_id, item_id, kind, position, text
FROM plan_lines;
DROP TABLE plan_lines;
ALTER TABLE plan_lines_with_analysis RENAME TO plan_lines;
CREATE INDEX plan_lines_by_plan ON plan_lines (plan_id, item_id, kind, position);
CREATE INDEX plan_lines_by_item ON plan_lines (item_id);

ALTER TABLE plan_items ADD COLUMN priority TEXT CHECK (priority IN ('first', 'second', 'later'));
ALTER TABLE plan_items ADD COLUMN priority_reason TEXT CHECK ((priority IS NULL) = (priority_reason IS NULL));
