-- name: AddInstallation :execrows
INSERT INTO installation (id, keys, epoch, created_at)
VALUES ('one', sqlc.arg('keys'), 1, sqlc.arg('created_at'))
ON CONFLICT (id) DO NOTHING;

-- name: Installation :one
SELECT keys, epoch, created_at FROM installation WHERE id = 'one';

-- name: RaiseEpoch :execrows
UPDATE installation SET epoch = sqlc.arg('epoch') WHERE id = 'one' AND epoch < sqlc.arg('epoch');

-- The bound keeps the engine from reading every entry that was linked before: both tables are in the order of their ids.
-- name: PendingEntries :many
SELECT e.id, e.at, e.actor, e.acted_as, e.office, e.action, e.subject, e.purpose, e.request, e.reason, e.fields
FROM audit_pending p JOIN audit_entry e ON e.id = p.entry
WHERE e.id >= (SELECT MIN(f.entry) FROM audit_pending f)
ORDER BY e.id
LIMIT sqlc.arg('max_rows');

-- name: RemovePending :execrows
DELETE FROM audit_pending WHERE entry = sqlc.arg('entry');

-- name: AddLink :exec
INSERT INTO audit_link (seq, entry, hash) VALUES (sqlc.arg('seq'), sqlc.arg('entry'), sqlc.arg('hash'));

-- name: LastLink :one
SELECT seq, entry, hash FROM audit_link ORDER BY seq DESC LIMIT 1;

-- name: LinkAt :one
SELECT seq, entry, hash FROM audit_link WHERE seq = sqlc.arg('seq');

-- name: Links :many
SELECT l.seq, l.entry, l.hash, e.at, e.actor, e.acted_as, e.office, e.action, e.subject, e.purpose, e.request, e.reason, e.fields
FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry
WHERE l.seq > sqlc.arg('after')
ORDER BY l.seq
LIMIT sqlc.arg('max_rows');

-- name: UnlinkedEntries :many
SELECT e.id FROM audit_entry e
LEFT JOIN audit_link l ON l.entry = e.id
LEFT JOIN audit_pending p ON p.entry = e.id
WHERE l.entry IS NULL AND p.entry IS NULL
LIMIT sqlc.arg('max_rows');

-- name: CountPending :one
SELECT COUNT(*) FROM audit_pending;

-- name: TakeLease :one
INSERT INTO lease (name, holder, token, until)
VALUES (sqlc.arg('name'), sqlc.arg('holder'), 1, sqlc.arg('until'))
ON CONFLICT (name) DO UPDATE
SET holder = excluded.holder, until = excluded.until,
	token = lease.token + CASE WHEN lease.holder = excluded.holder AND lease.until > sqlc.arg('now') THEN 0 ELSE 1 END
WHERE lease.holder = excluded.holder OR lease.until <= sqlc.arg('now')
RETURNING token;

-- name: HoldLease :execrows
UPDATE lease SET until = until
WHERE name = sqlc.arg('name') AND holder = sqlc.arg('holder') AND token = sqlc.arg('token') AND until > sqlc.arg('now');

-- name: FinishJob :execrows
UPDATE job SET state = 'done', ended_at = sqlc.arg('now'), lease_until = '', error = ''
WHERE id = sqlc.arg('id') AND token = sqlc.arg('token') AND state = 'running';

-- name: HeldJob :one
SELECT COUNT(*) FROM job
WHERE id = sqlc.arg('id') AND token = sqlc.arg('token') AND state = 'running' AND lease_until > sqlc.arg('now');

-- name: GiveBackJob :execrows
UPDATE job SET state = sqlc.arg('state'), run_at = sqlc.arg('run_at'), ended_at = sqlc.arg('ended_at'), lease_until = '',
	error = sqlc.arg('error')
WHERE id = sqlc.arg('id') AND token = sqlc.arg('token') AND state = 'running';

-- name: RestartJob :execrows
UPDATE job SET state = 'ready', run_at = sqlc.arg('now'), ended_at = '', tries = 0
WHERE id = sqlc.arg('id') AND state = 'failed';

-- name: ForgetJobs :execrows
DELETE FROM job WHERE id IN (
	SELECT j.id FROM job j WHERE j.state = 'done' AND j.ended_at < sqlc.arg('before') ORDER BY j.ended_at LIMIT sqlc.arg('max_rows')
);

-- name: JobByID :one
SELECT id, kind, unique_key, body, state, run_at, tries, token, lease_until, error, created_at, ended_at
FROM job WHERE id = sqlc.arg('id');

-- name: JobsByState :many
SELECT id, kind, unique_key, body, state, run_at, tries, token, lease_until, error, created_at, ended_at
FROM job WHERE state = sqlc.arg('state') AND id < sqlc.arg('before')
ORDER BY id DESC LIMIT sqlc.arg('max_rows');

-- name: CountJobs :many
SELECT state, COUNT(*) AS n FROM job WHERE state IN ('ready', 'running', 'failed') GROUP BY state;

-- name: ClaimOutcome :execrows
INSERT INTO outcome (id, fingerprint, result, at) VALUES (sqlc.arg('id'), sqlc.arg('fingerprint'), '', sqlc.arg('at'))
ON CONFLICT (id) DO NOTHING;

-- name: Outcome :one
SELECT id, fingerprint, result, at FROM outcome WHERE id = sqlc.arg('id');

-- name: SettleOutcome :execrows
UPDATE outcome SET result = sqlc.arg('result') WHERE id = sqlc.arg('id');

-- name: ForgetOutcomes :execrows
DELETE FROM outcome WHERE id IN (SELECT o.id FROM outcome o WHERE o.at < sqlc.arg('before') ORDER BY o.at LIMIT sqlc.arg('max_rows'));

-- name: AddLetter :exec
INSERT INTO letter (id, address, lang, template, args, state, tries, error, created_at, sent_at)
VALUES (sqlc.arg('id'), sqlc.arg('address'), sqlc.arg('lang'), sqlc.arg('template'), sqlc.arg('args'), 'waiting', 0, '',
	sqlc.arg('created_at'), '');

-- name: AddLetterToAccount :exec
INSERT INTO letter (id, address, lang, template, args, state, tries, error, created_at, sent_at)
VALUES (sqlc.arg('id'), (SELECT a.email FROM account a WHERE a.id = sqlc.arg('account')), (SELECT a.lang FROM account a WHERE a.id = sqlc.arg('account')),
	sqlc.arg('template'), sqlc.arg('args'), 'waiting', 0, '', sqlc.arg('created_at'), '');

-- name: LetterByID :one
SELECT id, address, lang, template, args, state, tries, error, created_at, sent_at FROM letter WHERE id = sqlc.arg('id');

-- name: LettersByState :many
SELECT id, address, lang, template, args, state, tries, error, created_at, sent_at
FROM letter WHERE state = sqlc.arg('state') AND id < sqlc.arg('before')
ORDER BY id DESC LIMIT sqlc.arg('max_rows');

-- name: CountLetters :many
SELECT state, COUNT(*) AS n FROM letter WHERE state IN ('waiting', 'refused') GROUP BY state;

-- name: TryLetter :one
UPDATE letter SET state = sqlc.arg('state'), tries = tries + 1, error = sqlc.arg('error'), sent_at = sqlc.arg('sent_at'),
	args = CASE WHEN sqlc.arg('state') = 'waiting' THEN args ELSE '' END
WHERE id = sqlc.arg('id') AND state = 'waiting'
RETURNING tries;

-- name: AddLetterTry :exec
INSERT INTO letter_try (letter, number, at, outcome, cause)
VALUES (sqlc.arg('letter'), sqlc.arg('number'), sqlc.arg('at'), sqlc.arg('outcome'), sqlc.arg('cause'));

-- name: LetterTries :many
SELECT number, at, outcome, cause FROM letter_try WHERE letter = sqlc.arg('letter') ORDER BY number LIMIT 100;

-- name: Spend :one
INSERT INTO allowance (id, used) VALUES (sqlc.arg('id'), CAST(sqlc.arg('now') AS BIGINT) + CAST(sqlc.arg('cost') AS BIGINT))
ON CONFLICT (id) DO UPDATE
SET used = CASE WHEN allowance.used > CAST(sqlc.arg('now') AS BIGINT) THEN allowance.used ELSE CAST(sqlc.arg('now') AS BIGINT) END + CAST(sqlc.arg('cost') AS BIGINT)
WHERE CASE WHEN allowance.used > CAST(sqlc.arg('now') AS BIGINT) THEN allowance.used ELSE CAST(sqlc.arg('now') AS BIGINT) END + CAST(sqlc.arg('cost') AS BIGINT)
	<= CAST(sqlc.arg('now') AS BIGINT) + CAST(sqlc.arg('burst') AS BIGINT)
RETURNING used;

-- name: ForgetAllowances :execrows
DELETE FROM allowance WHERE used < sqlc.arg('before');
