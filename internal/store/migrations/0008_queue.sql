-- What the filters of the first desk ask of a case, kept in its row by whatever changes it: a page of the queue is then read from an index and
-- costs its rows, however many cases wait.
ALTER TABLE casefile ADD COLUMN corrected BIGINT NOT NULL DEFAULT 0 CHECK (corrected IN (0, 1)); -- it was returned and came back
ALTER TABLE casefile ADD COLUMN term TEXT NOT NULL DEFAULT '';                                  -- while it is returned: the last day of the term
UPDATE casefile SET corrected = 1 WHERE EXISTS (SELECT 1 FROM correction r WHERE r.casefile = casefile.id AND r.state = 'sent');
UPDATE casefile SET term = (SELECT MAX(r.until) FROM correction r WHERE r.casefile = casefile.id AND r.state = 'open')
WHERE state = 'returned' AND EXISTS (SELECT 1 FROM correction r WHERE r.casefile = casefile.id AND r.state = 'open');

CREATE INDEX casefile_procedure ON casefile (office, state, procedure_id, must_by, id);
CREATE INDEX casefile_corrected ON casefile (office, state, corrected, must_by, id) WHERE corrected = 1;
CREATE INDEX casefile_corrected_procedure ON casefile (office, state, corrected, procedure_id, must_by, id) WHERE corrected = 1;
CREATE INDEX casefile_term ON casefile (office, state, term, id) WHERE term <> '';
CREATE INDEX casefile_term_procedure ON casefile (office, state, procedure_id, term, id) WHERE term <> '';

-- Whoever was asked for a correction is reminded once, on this day or as soon as the house is up after it. '' = was reminded, or never is.
ALTER TABLE correction ADD COLUMN remind_on TEXT NOT NULL DEFAULT '';
CREATE INDEX correction_remind ON correction (remind_on, id) WHERE state = 'open' AND remind_on <> '';
