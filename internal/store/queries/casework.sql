-- Cases as the first desk works on them. The list with its filters stands in store/list_cases.go.

-- name: CaseByID :one
SELECT id, application, state, decided_at, reference, procedure_id, office, received_at, must_by, expires_on, corrected, term, version FROM casefile
WHERE id = sqlc.arg('id');

-- name: SubmittedApplication :one
SELECT a.id, a.person, a.state, a.submitted_at, a.version, a.account, a.procedure_id, a.lang, a.law, a.reference, a.facts, a.created_at, a.changed_at,
	a.deleted_at, a.warnings, a.withdrawn_at
FROM application a WHERE a.id = sqlc.arg('id') AND a.state <> 'draft';

-- CountKin counts the accounts by which somebody speaks for a person: their own account, and one under their address.
-- name: CountKin :one
SELECT COUNT(*) FROM account_person ap JOIN account o ON o.id = ap.account
WHERE ap.person = sqlc.arg('person')
	AND (o.id = sqlc.arg('reader') OR o.email_folded = (SELECT m.email_folded FROM account m WHERE m.id = sqlc.arg('reader')));

-- TouchCase notes that something of a case was decided: whoever saw it before must look again before the case goes on.
-- name: TouchCase :execrows
UPDATE casefile SET version = version + 1 WHERE id = sqlc.arg('id') AND state = sqlc.arg('state');

-- name: MoveCase :execrows
UPDATE casefile SET state = sqlc.arg('state'), decided_at = sqlc.arg('decided_at'), corrected = sqlc.arg('corrected'), term = sqlc.arg('term'),
	version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = sqlc.arg('before');

-- name: DecideLine :execrows
UPDATE application_line SET state = sqlc.arg('state'), reason = sqlc.arg('reason'), note = sqlc.arg('note'), version = version + 1
WHERE application = sqlc.arg('application') AND document = sqlc.arg('document') AND version = sqlc.arg('version');

-- name: AddAskedLine :exec
INSERT INTO application_line (application, document, state, reason, note, issued_on, version)
VALUES (sqlc.arg('application'), sqlc.arg('document'), 'replace', sqlc.arg('reason'), sqlc.arg('note'), '', 1);

-- name: AddCorrection :exec
INSERT INTO correction (id, casefile, state, until, opened_at, sent_at, remind_on, version)
VALUES (sqlc.arg('id'), sqlc.arg('casefile'), 'open', sqlc.arg('until'), sqlc.arg('opened_at'), '', sqlc.arg('remind_on'), 1);

-- name: AddCorrectionItem :exec
INSERT INTO correction_item (correction, kind, ref, reason, note)
VALUES (sqlc.arg('correction'), sqlc.arg('kind'), sqlc.arg('ref'), sqlc.arg('reason'), sqlc.arg('note'));

-- name: CorrectionsOfCase :many
SELECT id, casefile, state, until, opened_at, sent_at, version, remind_on FROM correction WHERE casefile = sqlc.arg('casefile')
ORDER BY id
LIMIT sqlc.arg('max_rows');

-- name: PictureOfCase :one
SELECT u.id, u.document, u.state, u.kind, u.pages, f.place, f.part, f.n, f.size, f.digest, f.fault
FROM upload u JOIN upload_file f ON f.upload = u.id
WHERE u.id = sqlc.arg('upload') AND u.application = sqlc.arg('application') AND f.part = sqlc.arg('part') AND f.n = sqlc.arg('n');

-- name: CorrectionsToRemind :many
SELECT r.id, r.casefile, r.until, a.account FROM correction r
JOIN casefile c ON c.id = r.casefile JOIN application a ON a.id = c.application
WHERE r.state = 'open' AND r.remind_on <> '' AND r.remind_on <= sqlc.arg('today') AND r.until >= sqlc.arg('today')
ORDER BY r.remind_on, r.id
LIMIT sqlc.arg('max_rows');

-- name: RemindCorrection :execrows
UPDATE correction SET remind_on = '' WHERE id = sqlc.arg('id') AND state = 'open' AND remind_on <> '';

-- name: FlawedFilesOfCase :many
SELECT f.upload, f.part, f.n, f.fault FROM upload u JOIN upload_file f ON f.upload = u.id
WHERE u.application = sqlc.arg('application') AND u.state = 'ready' AND f.part IN ('original', 'picture') AND f.fault <> ''
ORDER BY f.upload, f.part, f.n
LIMIT sqlc.arg('max_rows');

-- DecisionsOfCase are what the office said of papers of a case, the last first, as the record has it.
-- name: DecisionsOfCase :many
SELECT at, fields FROM audit_entry
WHERE subject = sqlc.arg('subject') AND acted_as = 'staff' AND action IN ('case.accept-document', 'case.ask-document', 'case.undo-document')
ORDER BY id DESC
LIMIT sqlc.arg('max_rows');
