-- An application is seen and changed by the account that writes it, as long as that account keeps the person.

-- name: AddDraft :exec
INSERT INTO application (id, person, state, submitted_at, version, account, procedure_id, lang, law, facts, created_at, changed_at)
VALUES (sqlc.arg('id'), sqlc.arg('person'), 'draft', '', 1, sqlc.arg('account'), sqlc.arg('procedure_id'), sqlc.arg('lang'), sqlc.arg('law'),
	sqlc.arg('facts'), sqlc.arg('created_at'), sqlc.arg('created_at'));

-- name: ApplicationOf :one
SELECT sqlc.embed(a), k.wrapped
FROM application a JOIN account_person ap ON ap.account = a.account AND ap.person = a.person AND ap.until = ''
JOIN person_key k ON k.person = a.person
WHERE a.id = sqlc.arg('id') AND a.account = sqlc.arg('account');

-- TakeApplication is ApplicationOf, and keeps other transactions that would change the same application waiting until this one ends.
-- name: TakeApplication :one
SELECT sqlc.embed(a), k.wrapped
FROM application a JOIN account_person ap ON ap.account = a.account AND ap.person = a.person AND ap.until = ''
JOIN person_key k ON k.person = a.person
WHERE a.id = sqlc.arg('id') AND a.account = sqlc.arg('account')
FOR NO KEY UPDATE OF a;

-- HoldApplication keeps other transactions that would change the same application waiting until this one ends.
-- name: HoldApplication :one
SELECT id FROM application WHERE id = sqlc.arg('id') AND account = sqlc.arg('account') FOR NO KEY UPDATE;

-- name: LiveDraft :one
SELECT id FROM application
WHERE person = sqlc.arg('person') AND procedure_id = sqlc.arg('procedure_id') AND account = sqlc.arg('account') AND state = 'draft' AND deleted_at = '';

-- name: CountDrafts :one
SELECT COUNT(*) FROM application WHERE account = sqlc.arg('account') AND state = 'draft';

-- name: ApplicationsOfAccount :many
SELECT a.id, a.person, a.state, a.submitted_at, a.version, a.procedure_id, a.lang, a.law, a.reference, a.created_at, a.changed_at, a.deleted_at,
	a.withdrawn_at, p.surname, p.given, c.id AS casefile, c.state AS case_state, c.must_by,
	(SELECT COUNT(*) FROM application_page g WHERE g.application = a.id AND g.correction = '') AS pages,
	(SELECT COUNT(DISTINCT u.document) FROM upload u WHERE u.application = a.id AND u.state IN ('checking', 'waiting', 'ready')) AS papers
FROM application a
JOIN account_person ap ON ap.account = a.account AND ap.person = a.person AND ap.until = ''
JOIN person p ON p.id = a.person
LEFT JOIN casefile c ON c.application = a.id
WHERE a.account = sqlc.arg('account') AND a.procedure_id <> ''
ORDER BY a.changed_at DESC, a.id DESC
LIMIT sqlc.arg('max_rows');

-- name: TouchDraft :execrows
UPDATE application SET facts = sqlc.arg('facts'), law = sqlc.arg('law'), lang = sqlc.arg('lang'), changed_at = sqlc.arg('changed_at'), warnings = 0,
	version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'draft' AND deleted_at = '';

-- name: SubmitDraft :execrows
UPDATE application SET state = 'submitted', submitted_at = sqlc.arg('submitted_at'), changed_at = sqlc.arg('submitted_at'),
	reference = sqlc.arg('reference'), law = sqlc.arg('law'), facts = sqlc.arg('facts'), warnings = 0, version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'draft' AND deleted_at = '';

-- name: WithdrawApplication :execrows
UPDATE application SET state = 'withdrawn', withdrawn_at = sqlc.arg('withdrawn_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'submitted';

-- name: DeleteDraft :execrows
UPDATE application SET deleted_at = sqlc.arg('deleted_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'draft' AND deleted_at = '';

-- name: RestoreDraft :execrows
UPDATE application SET deleted_at = '', changed_at = sqlc.arg('changed_at'), warnings = 0, version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'draft' AND deleted_at <> '';

-- name: IdleDrafts :many
SELECT id, person, account, procedure_id, changed_at, deleted_at, warnings, version FROM application
WHERE state = 'draft' AND changed_at <> '' AND changed_at < sqlc.arg('before') AND warnings <= sqlc.arg('warned') AND deleted_at = ''
ORDER BY changed_at, id
LIMIT sqlc.arg('max_rows');

-- name: ThrownAwayDrafts :many
SELECT id, person, account, procedure_id, changed_at, deleted_at, warnings, version FROM application
WHERE state = 'draft' AND changed_at <> '' AND deleted_at <> '' AND deleted_at < sqlc.arg('before')
ORDER BY changed_at, id
LIMIT sqlc.arg('max_rows');

-- name: WarnDraft :execrows
UPDATE application SET warnings = sqlc.arg('warnings'), changed_at = sqlc.arg('changed_at')
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'draft' AND warnings < sqlc.arg('warnings');

-- name: RefuseFiles :execrows
INSERT INTO upload_refuse (place, since)
SELECT f.place, CAST(sqlc.arg('since') AS TEXT) FROM upload_file f JOIN upload u ON u.id = f.upload WHERE u.application = sqlc.arg('application');

-- name: RemoveFilesOfDraft :exec
DELETE FROM upload_file WHERE upload IN (SELECT u.id FROM upload u WHERE u.application = sqlc.arg('application'));

-- name: RemoveUploadsOfDraft :exec
DELETE FROM upload WHERE application = sqlc.arg('application');

-- name: RemoveLinesOfDraft :exec
DELETE FROM application_line WHERE application = sqlc.arg('application');

-- name: RemovePagesOfDraft :exec
DELETE FROM application_page WHERE application = sqlc.arg('application');

-- name: RemoveDraft :execrows
DELETE FROM application WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'draft';

-- name: PagesOfApplication :many
SELECT application, correction, page, answers, law, saved_at, version FROM application_page
WHERE application = sqlc.arg('application')
ORDER BY correction, page
LIMIT sqlc.arg('max_rows');

-- name: AddPage :exec
INSERT INTO application_page (application, correction, page, answers, law, saved_at, version)
VALUES (sqlc.arg('application'), sqlc.arg('correction'), sqlc.arg('page'), sqlc.arg('answers'), sqlc.arg('law'), sqlc.arg('saved_at'), 1);

-- name: ChangePage :execrows
UPDATE application_page SET answers = sqlc.arg('answers'), law = sqlc.arg('law'), saved_at = sqlc.arg('saved_at'), version = version + 1
WHERE application = sqlc.arg('application') AND correction = sqlc.arg('correction') AND page = sqlc.arg('page') AND version = sqlc.arg('version');

-- name: LinesOfApplication :many
SELECT application, document, state, reason, note, issued_on, version FROM application_line
WHERE application = sqlc.arg('application')
ORDER BY document
LIMIT sqlc.arg('max_rows');

-- name: UploadsOfApplication :many
SELECT id, application, document, correction, position, name, state, refused, kind, pages, size, expected, digest, scanned, received_at, checked_at,
	removed_at, version
FROM upload WHERE application = sqlc.arg('application') AND state <> 'removed'
ORDER BY document, position, id
LIMIT sqlc.arg('max_rows');

-- name: OpenLine :execrows
INSERT INTO application_line (application, document, state, reason, note, issued_on, version)
VALUES (sqlc.arg('application'), sqlc.arg('document'), 'open', '', '', '', 1)
ON CONFLICT (application, document) DO NOTHING;

-- name: ReopenLine :execrows
UPDATE application_line SET state = 'open', reason = '', note = '', version = version + 1
WHERE application = sqlc.arg('application') AND document = sqlc.arg('document') AND state = 'replace';

-- name: AddKeptPlan :exec
INSERT INTO kept_plan (id, account, token, facts, lang, law, kept_at, seen_at, expires_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('account'), sqlc.arg('token'), sqlc.arg('facts'), sqlc.arg('lang'), sqlc.arg('law'), sqlc.arg('kept_at'),
	sqlc.arg('kept_at'), sqlc.arg('expires_at'), 1);

-- name: KeptPlansOfAccount :many
SELECT id, account, token, facts, lang, law, kept_at, seen_at, expires_at, version FROM kept_plan
WHERE account = sqlc.arg('account')
ORDER BY id DESC
LIMIT sqlc.arg('max_rows');

-- name: KeptPlanOfToken :one
SELECT id, account, token, facts, lang, law, kept_at, seen_at, expires_at, version FROM kept_plan
WHERE token = sqlc.arg('token') AND expires_at > sqlc.arg('now');

-- name: CountKeptPlans :one
SELECT COUNT(*) FROM kept_plan WHERE account = sqlc.arg('account');

-- name: ClaimKeptPlan :execrows
UPDATE kept_plan SET account = sqlc.arg('account'), token = NULL, expires_at = '', version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND account IS NULL;

-- name: SeeKeptPlan :execrows
UPDATE kept_plan SET facts = sqlc.arg('facts'), law = sqlc.arg('law'), seen_at = sqlc.arg('seen_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version');

-- name: ForgetKeptPlan :execrows
DELETE FROM kept_plan WHERE id = sqlc.arg('id') AND account = sqlc.arg('account');

-- name: ForgetTokensPlan :execrows
DELETE FROM kept_plan WHERE token = sqlc.arg('token');

-- name: ForgetExpiredPlans :execrows
DELETE FROM kept_plan WHERE id IN (
	SELECT k.id FROM kept_plan k WHERE k.expires_at <> '' AND k.expires_at < sqlc.arg('before') ORDER BY k.expires_at LIMIT sqlc.arg('max_rows')
);

-- name: AddReceivedCase :exec
INSERT INTO casefile (id, application, state, decided_at, version, reference, procedure_id, office, received_at, must_by, expires_on)
VALUES (sqlc.arg('id'), sqlc.arg('application'), 'received', '', 1, sqlc.arg('reference'), sqlc.arg('procedure_id'), sqlc.arg('office'),
	sqlc.arg('received_at'), sqlc.arg('must_by'), sqlc.arg('expires_on'));

-- name: CaseOfApplication :one
SELECT id, application, state, decided_at, reference, procedure_id, office, received_at, must_by, expires_on, corrected, term, version FROM casefile
WHERE application = sqlc.arg('application');

-- name: AddCaseEvent :exec
INSERT INTO case_event (id, casefile, kind, at, side, account, role, office, document, reason, until, body, read_at)
VALUES (sqlc.arg('id'), sqlc.arg('casefile'), sqlc.arg('kind'), sqlc.arg('at'), sqlc.arg('side'), sqlc.arg('account'), sqlc.arg('role'),
	sqlc.arg('office'), sqlc.arg('document'), sqlc.arg('reason'), sqlc.arg('until'), sqlc.arg('body'), '');

-- name: EventsOfCase :many
SELECT id, casefile, kind, at, side, account, role, office, document, reason, until, body, read_at FROM case_event
WHERE casefile = sqlc.arg('casefile') AND id < sqlc.arg('before')
ORDER BY id DESC
LIMIT sqlc.arg('max_rows');

-- name: CountMessagesOfSide :one
SELECT COUNT(*) FROM case_event
WHERE casefile = sqlc.arg('casefile') AND kind = 'message' AND side = sqlc.arg('side') AND id >= sqlc.arg('since');

-- name: ReadMessagesOfSide :execrows
UPDATE case_event SET read_at = sqlc.arg('read_at')
WHERE casefile = sqlc.arg('casefile') AND kind = 'message' AND side = sqlc.arg('side') AND read_at = '';

-- name: OpenCorrection :one
SELECT id, casefile, state, until, opened_at, sent_at, version, remind_on FROM correction WHERE casefile = sqlc.arg('casefile') AND state = 'open';

-- name: ItemsOfCorrection :many
SELECT correction, kind, ref, reason, note FROM correction_item WHERE correction = sqlc.arg('correction')
ORDER BY kind DESC, ref
LIMIT sqlc.arg('max_rows');

-- name: SendCorrection :execrows
UPDATE correction SET state = 'sent', sent_at = sqlc.arg('sent_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'open';

-- name: EndCorrections :exec
UPDATE correction SET state = 'ended', version = version + 1 WHERE casefile = sqlc.arg('casefile') AND state = 'open';

-- name: ReceiptOfApplication :one
SELECT id, state FROM document WHERE application = sqlc.arg('application') AND kind = 'receipt' AND state <> 'void';

-- name: LooksAt :many
-- The action is no bare column here, so it is read by the subject, which has few entries, and never by the action, which has every look there was.
SELECT id, at, office, action, reason FROM audit_entry
WHERE subject = sqlc.arg('subject') AND acted_as = 'staff' AND action || '' = sqlc.arg('action')
ORDER BY id DESC
LIMIT sqlc.arg('max_rows');

-- name: AccountKeepsPerson :one
SELECT COUNT(*) FROM account_person WHERE account = sqlc.arg('account') AND person = sqlc.arg('person') AND until = '';
