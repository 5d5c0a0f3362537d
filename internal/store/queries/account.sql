-- name: AddAccount :exec
INSERT INTO account (id, kind, email, email_folded, name, lang, office, state, absent_from, absent_until, created_at, ended_at,
	cooling_until, version)
VALUES (sqlc.arg('id'), sqlc.arg('kind'), sqlc.arg('email'), sqlc.arg('email_folded'), sqlc.arg('name'), sqlc.arg('lang'),
	sqlc.arg('office'), 'active', '', '', sqlc.arg('created_at'), '', '', 1);

-- name: AccountByID :one
SELECT id, kind, email, email_folded, name, lang, office, state, absent_from, absent_until, created_at, ended_at, cooling_until, version
FROM account WHERE id = sqlc.arg('id');

-- name: AccountByEmail :one
SELECT id, kind, email, email_folded, name, lang, office, state, absent_from, absent_until, created_at, ended_at, cooling_until, version
FROM account WHERE kind = sqlc.arg('kind') AND email_folded = sqlc.arg('email_folded') AND state = 'active';

-- name: AddAccountRole :exec
INSERT INTO account_role (account, role, given_by, given_at)
VALUES (sqlc.arg('account'), sqlc.arg('role'), sqlc.arg('given_by'), sqlc.arg('given_at'));

-- name: SetAccountEmail :execrows
UPDATE account SET email = sqlc.arg('email'), email_folded = sqlc.arg('email_folded'), cooling_until = sqlc.arg('cooling_until'),
	version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'active';

-- name: SetAccountLang :execrows
UPDATE account SET lang = sqlc.arg('lang'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'active';

-- name: EndAccount :execrows
UPDATE account SET state = 'ended', ended_at = sqlc.arg('ended_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version') AND state = 'active';

-- name: CountActiveAdministrators :one
SELECT COUNT(*) FROM account_role r JOIN account a ON a.id = r.account
WHERE r.role = 'administrator' AND a.kind = 'staff' AND a.state = 'active';

-- name: AddCode :exec
INSERT INTO code (id, purpose, account, email, lang, mark, tries, created_at, expires_at, used_at)
VALUES (sqlc.arg('id'), sqlc.arg('purpose'), sqlc.arg('account'), sqlc.arg('email'), sqlc.arg('lang'), sqlc.arg('mark'), 0,
	sqlc.arg('created_at'), sqlc.arg('expires_at'), '');

-- name: CodeByID :one
SELECT id, purpose, account, email, lang, mark, tries, created_at, expires_at, used_at FROM code WHERE id = sqlc.arg('id');

-- name: TryCode :one
UPDATE code SET tries = tries + 1
WHERE id = sqlc.arg('id') AND purpose = sqlc.arg('purpose') AND used_at = '' AND expires_at > sqlc.arg('now') AND tries < sqlc.arg('most')
RETURNING id, purpose, account, email, lang, mark, tries, created_at, expires_at, used_at;

-- name: UseCode :execrows
UPDATE code SET used_at = sqlc.arg('now') WHERE id = sqlc.arg('id') AND used_at = '';

-- name: ForgetCodes :execrows
DELETE FROM code WHERE id IN (
	SELECT c.id FROM code c WHERE c.expires_at < sqlc.arg('before') ORDER BY c.expires_at LIMIT sqlc.arg('max_rows')
);

-- name: KnownDevice :one
SELECT COUNT(*) FROM device WHERE id = sqlc.arg('id') AND account = sqlc.arg('account');

-- name: KnownDeviceOfEmail :one
SELECT COUNT(*) FROM device d JOIN account a ON a.id = d.account
WHERE d.id = sqlc.arg('id') AND a.kind = sqlc.arg('kind') AND a.email_folded = sqlc.arg('email_folded') AND a.state = 'active';

-- name: KnownDeviceOfAnybody :one
SELECT COUNT(*) FROM (SELECT d.id FROM device d WHERE d.id = sqlc.arg('id') LIMIT 1) AS known;

-- name: SeeDevice :exec
INSERT INTO device (id, account, first_at, last_at)
VALUES (sqlc.arg('id'), sqlc.arg('account'), sqlc.arg('now'), sqlc.arg('now'))
ON CONFLICT (id, account) DO UPDATE SET last_at = excluded.last_at;

-- name: ForgetDevicesOf :execrows
DELETE FROM device WHERE account = sqlc.arg('account');

-- name: ForgetDevices :execrows
DELETE FROM device WHERE (id, account) IN (
	SELECT d.id, d.account FROM device d WHERE d.last_at < sqlc.arg('before') ORDER BY d.last_at LIMIT sqlc.arg('max_rows')
);

-- name: AddSession :exec
INSERT INTO session (id, handle, account, method, agent, created_at, seen_at, strong_at, ends_at)
VALUES (sqlc.arg('id'), sqlc.arg('handle'), sqlc.arg('account'), sqlc.arg('method'), sqlc.arg('agent'), sqlc.arg('created_at'),
	sqlc.arg('seen_at'), sqlc.arg('strong_at'), sqlc.arg('ends_at'));

-- name: SessionWithAccount :one
SELECT sqlc.embed(s), sqlc.embed(a) FROM session s JOIN account a ON a.id = s.account WHERE s.id = sqlc.arg('id');

-- name: SeeSession :execrows
UPDATE session SET seen_at = sqlc.arg('now') WHERE id = sqlc.arg('id') AND seen_at <= sqlc.arg('before');

-- name: StrengthenSession :execrows
UPDATE session SET strong_at = sqlc.arg('now') WHERE handle = sqlc.arg('handle') AND account = sqlc.arg('account');

-- name: SessionsOf :many
SELECT id, handle, account, method, agent, created_at, seen_at, strong_at, ends_at
FROM session WHERE account = sqlc.arg('account') AND ends_at > sqlc.arg('now') AND seen_at > sqlc.arg('seen_after')
ORDER BY handle DESC LIMIT sqlc.arg('max_rows');

-- name: EndSession :execrows
DELETE FROM session WHERE account = sqlc.arg('account') AND handle = sqlc.arg('handle');

-- name: EndSessionsBut :execrows
DELETE FROM session WHERE account = sqlc.arg('account') AND handle <> sqlc.arg('handle');

-- name: ForgetSessions :execrows
DELETE FROM session WHERE id IN (
	SELECT s.id FROM session s WHERE s.ends_at < sqlc.arg('before') ORDER BY s.ends_at LIMIT sqlc.arg('max_rows')
);

-- name: AddPasskey :exec
INSERT INTO passkey (id, account, name, credential, created_at, used_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('account'), sqlc.arg('name'), sqlc.arg('credential'), sqlc.arg('created_at'), '', 1);

-- name: PasskeysOf :many
SELECT id, account, name, credential, created_at, used_at, version
FROM passkey WHERE account = sqlc.arg('account') ORDER BY created_at, id LIMIT sqlc.arg('max_rows');

-- name: UsePasskey :execrows
UPDATE passkey SET credential = sqlc.arg('credential'), used_at = sqlc.arg('used_at'), version = version + 1
WHERE id = sqlc.arg('id') AND account = sqlc.arg('account') AND version = sqlc.arg('version');

-- name: RenamePasskey :execrows
UPDATE passkey SET name = sqlc.arg('name') WHERE id = sqlc.arg('id') AND account = sqlc.arg('account');

-- name: RemovePasskey :execrows
DELETE FROM passkey WHERE id = sqlc.arg('id') AND account = sqlc.arg('account');

-- name: RemovePasskeysOf :execrows
DELETE FROM passkey WHERE account = sqlc.arg('account');

-- name: AddCeremony :exec
INSERT INTO ceremony (id, kind, account, data, expires_at)
VALUES (sqlc.arg('id'), sqlc.arg('kind'), sqlc.arg('account'), sqlc.arg('data'), sqlc.arg('expires_at'));

-- name: TakeCeremony :one
DELETE FROM ceremony WHERE id = sqlc.arg('id') AND kind = sqlc.arg('kind') AND expires_at > sqlc.arg('now')
RETURNING id, kind, account, data, expires_at;

-- name: ForgetCeremonies :execrows
DELETE FROM ceremony WHERE id IN (
	SELECT c.id FROM ceremony c WHERE c.expires_at < sqlc.arg('before') ORDER BY c.expires_at LIMIT sqlc.arg('max_rows')
);

-- name: AddProviderIdentity :exec
INSERT INTO provider_identity (issuer, subject, account, created_at)
VALUES (sqlc.arg('issuer'), sqlc.arg('subject'), sqlc.arg('account'), sqlc.arg('created_at'));

-- name: AccountOfProviderIdentity :one
SELECT account FROM provider_identity WHERE issuer = sqlc.arg('issuer') AND subject = sqlc.arg('subject');

-- name: ProviderIdentitiesOf :many
SELECT issuer, subject, account, created_at FROM provider_identity WHERE account = sqlc.arg('account') ORDER BY created_at LIMIT 20;

-- name: AddProviderVisit :exec
INSERT INTO provider_visit (id, browser, secrets, invitation, data, session, expires_at)
VALUES (sqlc.arg('id'), sqlc.arg('browser'), sqlc.arg('secrets'), sqlc.arg('invitation'), sqlc.arg('data'), sqlc.arg('session'),
	sqlc.arg('expires_at'));

-- name: TakeProviderVisit :one
DELETE FROM provider_visit WHERE id = sqlc.arg('id') AND browser = sqlc.arg('browser') AND expires_at > sqlc.arg('now')
RETURNING id, browser, secrets, invitation, data, session, expires_at;

-- name: ForgetProviderVisits :execrows
DELETE FROM provider_visit WHERE id IN (
	SELECT v.id FROM provider_visit v WHERE v.expires_at < sqlc.arg('before') ORDER BY v.expires_at LIMIT sqlc.arg('max_rows')
);

-- name: AddInvitation :exec
INSERT INTO invitation (id, handle, kind, account, email, name, office, roles, lang, made_by, created_at, expires_at, used_at, revoked_at)
VALUES (sqlc.arg('id'), sqlc.arg('handle'), sqlc.arg('kind'), sqlc.arg('account'), sqlc.arg('email'), sqlc.arg('name'),
	sqlc.arg('office'), sqlc.arg('roles'), sqlc.arg('lang'), sqlc.arg('made_by'), sqlc.arg('created_at'), sqlc.arg('expires_at'), '', '');

-- name: OpenInvitation :one
SELECT id, handle, kind, account, email, name, office, roles, lang, made_by, created_at, expires_at, used_at, revoked_at
FROM invitation WHERE id = sqlc.arg('id') AND used_at = '' AND revoked_at = '' AND expires_at > sqlc.arg('now');

-- name: UseInvitation :execrows
UPDATE invitation SET used_at = sqlc.arg('now')
WHERE id = sqlc.arg('id') AND used_at = '' AND revoked_at = '' AND expires_at > sqlc.arg('now');

-- name: RevokeInvitationsOf :execrows
UPDATE invitation SET revoked_at = sqlc.arg('now')
WHERE kind = sqlc.arg('kind') AND account = sqlc.arg('account') AND used_at = '' AND revoked_at = '';

-- name: PutEmailChange :exec
INSERT INTO email_change (account, handle, email, asked_at, due_at)
VALUES (sqlc.arg('account'), sqlc.arg('handle'), sqlc.arg('email'), sqlc.arg('asked_at'), sqlc.arg('due_at'))
ON CONFLICT (account) DO UPDATE
SET handle = excluded.handle, email = excluded.email, asked_at = excluded.asked_at, due_at = excluded.due_at;

-- name: EmailChangeOf :one
SELECT account, handle, email, asked_at, due_at FROM email_change WHERE account = sqlc.arg('account');

-- name: EmailChangeByHandle :one
SELECT account, handle, email, asked_at, due_at FROM email_change WHERE handle = sqlc.arg('handle');

-- name: RemoveEmailChange :execrows
DELETE FROM email_change WHERE account = sqlc.arg('account');

-- name: AddMessage :exec
INSERT INTO message (id, account, template, args, sent_at, read_at)
VALUES (sqlc.arg('id'), sqlc.arg('account'), sqlc.arg('template'), sqlc.arg('args'), sqlc.arg('sent_at'), '');

-- name: MessagesOf :many
SELECT id, account, template, args, sent_at, read_at
FROM message WHERE account = sqlc.arg('account') AND id < sqlc.arg('before') ORDER BY id DESC LIMIT sqlc.arg('max_rows');

-- name: MessageByID :one
SELECT id, account, template, args, sent_at, read_at FROM message WHERE id = sqlc.arg('id') AND account = sqlc.arg('account');

-- name: ReadMessage :execrows
UPDATE message SET read_at = sqlc.arg('now') WHERE id = sqlc.arg('id') AND account = sqlc.arg('account') AND read_at = '';

-- name: CountUnreadMessages :one
SELECT COUNT(*) FROM (
	SELECT m.id FROM message m WHERE m.account = sqlc.arg('account') AND m.read_at = '' LIMIT sqlc.arg('max_rows')
) AS unread;

-- name: AddAccountToken :exec
INSERT INTO account_token (id, account, mark, name, created_at, expires_at, used_on, revoked_at)
VALUES (sqlc.arg('id'), sqlc.arg('account'), sqlc.arg('mark'), sqlc.arg('name'), sqlc.arg('created_at'), sqlc.arg('expires_at'), '', '');

-- name: AccountTokenByMark :one
SELECT id, account, mark, name, created_at, expires_at, used_on, revoked_at FROM account_token WHERE mark = sqlc.arg('mark');

-- name: AccountTokensOf :many
SELECT id, account, mark, name, created_at, expires_at, used_on, revoked_at
FROM account_token WHERE account = sqlc.arg('account') AND expires_at > sqlc.arg('now') AND revoked_at = ''
ORDER BY id DESC LIMIT sqlc.arg('max_rows');

-- name: UseAccountToken :execrows
UPDATE account_token SET used_on = sqlc.arg('day') WHERE id = sqlc.arg('id') AND used_on < sqlc.arg('day');

-- name: RevokeAccountToken :execrows
UPDATE account_token SET revoked_at = sqlc.arg('now')
WHERE account = sqlc.arg('account') AND id = sqlc.arg('id') AND expires_at > sqlc.arg('now') AND revoked_at = '';

-- name: RevokeAccountTokens :execrows
UPDATE account_token SET revoked_at = sqlc.arg('now') WHERE account = sqlc.arg('account') AND revoked_at = '';

-- name: ForgetAccountTokens :execrows
DELETE FROM account_token WHERE id IN (
	SELECT t.id FROM account_token t WHERE t.expires_at < sqlc.arg('before') ORDER BY t.expires_at LIMIT sqlc.arg('max_rows')
);
