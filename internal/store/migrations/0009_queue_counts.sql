-- Counting the cases that wait, and leaving out those of some procedures, reads nothing but this index; the cases of an officer's own people
-- are found by address.
DROP INDEX casefile_queue;
CREATE INDEX casefile_queue ON casefile (office, state, must_by, id, procedure_id);
CREATE INDEX account_folded ON account (email_folded);
