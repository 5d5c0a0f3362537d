-- name: TakeTurn :exec
INSERT INTO turn (name, taken) VALUES (sqlc.arg('name'), 1)
ON CONFLICT (name) DO UPDATE SET taken = turn.taken + 1;

-- name: StaffByID :one
SELECT id, email, name, lang, office, state, absent_from, absent_until, created_at, ended_at, version
FROM account WHERE kind = 'staff' AND id = sqlc.arg('id');

-- name: StaffByEmail :one
SELECT id, email, name, lang, office, state, absent_from, absent_until, created_at, ended_at, version
FROM account WHERE kind = 'staff' AND state = 'active' AND email_folded = sqlc.arg('email_folded');

-- name: StaffByState :many
SELECT id, email, name, lang, office, state, absent_from, absent_until, created_at, ended_at, version
FROM account WHERE kind = 'staff' AND state = sqlc.arg('state') AND id < sqlc.arg('before')
ORDER BY id DESC LIMIT sqlc.arg('max_rows');

-- name: CountStaff :one
SELECT COUNT(*) FROM (
	SELECT a.id FROM account a WHERE a.kind = 'staff' AND a.state = sqlc.arg('state') LIMIT sqlc.arg('max_rows')
) counted;

-- name: CountOtherAdministrators :one
SELECT COUNT(*) FROM account_role r JOIN account a ON a.id = r.account
WHERE r.role = 'administrator' AND a.kind = 'staff' AND a.state = 'active' AND a.id <> sqlc.arg('id');

-- name: ChangeStaff :execrows
UPDATE account SET name = sqlc.arg('name'), lang = sqlc.arg('lang'), office = sqlc.arg('office'),
	absent_from = sqlc.arg('absent_from'), absent_until = sqlc.arg('absent_until'), version = version + 1
WHERE id = sqlc.arg('id') AND kind = 'staff' AND state = 'active' AND version = sqlc.arg('version');

-- name: EndStaff :execrows
UPDATE account SET state = 'ended', ended_at = sqlc.arg('ended_at'), version = version + 1
WHERE id = sqlc.arg('id') AND kind = 'staff' AND state = 'active' AND version = sqlc.arg('version');

-- name: TouchStaff :execrows
UPDATE account SET version = version + 1
WHERE id = sqlc.arg('id') AND kind = 'staff' AND state = 'active' AND version = sqlc.arg('version');

-- name: RemoveStaffRole :execrows
DELETE FROM account_role WHERE account = sqlc.arg('account') AND role = sqlc.arg('role');

-- name: AddStaffRole :exec
INSERT INTO account_role (account, role, given_by, given_at)
VALUES (sqlc.arg('account'), sqlc.arg('role'), sqlc.arg('given_by'), sqlc.arg('given_at'));

-- name: RemoveStaffSessions :execrows
DELETE FROM session WHERE account = sqlc.arg('account');

-- name: RemoveStaffPasskeys :execrows
DELETE FROM passkey WHERE account = sqlc.arg('account');

-- name: RemoveStaffIdentities :execrows
DELETE FROM provider_identity WHERE account = sqlc.arg('account');

-- name: RemoveStaffDevices :execrows
DELETE FROM device WHERE account = sqlc.arg('account');

-- name: CountStaffSessions :one
SELECT COUNT(*) FROM session WHERE account = sqlc.arg('account') AND ends_at > sqlc.arg('now');

-- name: AddStaffInvitation :exec
INSERT INTO invitation (id, handle, kind, account, email, name, office, roles, lang, made_by, created_at, expires_at, used_at, revoked_at)
VALUES (sqlc.arg('id'), sqlc.arg('handle'), 'staff', '', sqlc.arg('email'), sqlc.arg('name'), sqlc.arg('office'), sqlc.arg('roles'),
	sqlc.arg('lang'), sqlc.arg('made_by'), sqlc.arg('created_at'), sqlc.arg('expires_at'), '', '');

-- name: OpenStaffInvitations :many
SELECT id, handle, kind, account, email, name, office, roles, lang, made_by, created_at, expires_at, used_at, revoked_at
FROM invitation
WHERE kind = 'staff' AND used_at = '' AND revoked_at = '' AND expires_at > sqlc.arg('now') AND handle < sqlc.arg('before')
ORDER BY handle DESC LIMIT sqlc.arg('max_rows');

-- name: StaffInvitation :one
SELECT id, handle, kind, account, email, name, office, roles, lang, made_by, created_at, expires_at, used_at, revoked_at
FROM invitation WHERE kind = 'staff' AND handle = sqlc.arg('handle');

-- name: RevokeStaffInvitation :execrows
UPDATE invitation SET revoked_at = sqlc.arg('now')
WHERE kind = 'staff' AND handle = sqlc.arg('handle') AND used_at = '' AND revoked_at = '';

-- name: TouchOffice :execrows
UPDATE office SET version = version WHERE id = sqlc.arg('id');

-- name: AddOffice :execrows
INSERT INTO office (id, name, city, county, address, state, created_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('name'), sqlc.arg('city'), sqlc.arg('county'), sqlc.arg('address'), sqlc.arg('state'),
	sqlc.arg('created_at'), 1)
ON CONFLICT (id) DO NOTHING;

-- name: OfficeByID :one
SELECT id, name, city, county, address, state, created_at, version FROM office WHERE id = sqlc.arg('id');

-- name: Offices :many
SELECT id, name, city, county, address, state, created_at, version FROM office ORDER BY id LIMIT sqlc.arg('max_rows');

-- name: ChangeOffice :execrows
UPDATE office SET name = sqlc.arg('name'), city = sqlc.arg('city'), county = sqlc.arg('county'), address = sqlc.arg('address'),
	state = sqlc.arg('state'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version');

-- name: OfficeServices :many
SELECT id, office, visit, minutes, note, state, version FROM office_service
WHERE office = sqlc.arg('office') ORDER BY id LIMIT sqlc.arg('max_rows');

-- name: OfficeServiceProcedures :many
SELECT p.service, p.procedure FROM office_service_procedure p JOIN office_service s ON s.id = p.service
WHERE s.office = sqlc.arg('office') ORDER BY p.service, p.procedure LIMIT 10000;

-- name: AddOfficeService :exec
INSERT INTO office_service (id, office, visit, minutes, note, state, version)
VALUES (sqlc.arg('id'), sqlc.arg('office'), sqlc.arg('visit'), sqlc.arg('minutes'), sqlc.arg('note'), sqlc.arg('state'), 1);

-- name: ChangeOfficeService :execrows
UPDATE office_service SET visit = sqlc.arg('visit'), minutes = sqlc.arg('minutes'), note = sqlc.arg('note'), state = sqlc.arg('state'),
	version = version + 1
WHERE id = sqlc.arg('id') AND office = sqlc.arg('office') AND version = sqlc.arg('version');

-- name: RemoveServiceProcedures :execrows
DELETE FROM office_service_procedure WHERE service = sqlc.arg('service');

-- name: AddServiceProcedure :exec
INSERT INTO office_service_procedure (service, procedure) VALUES (sqlc.arg('service'), sqlc.arg('procedure'));

-- name: OfficeDesks :many
SELECT id, office, name, state, version FROM office_desk WHERE office = sqlc.arg('office') ORDER BY id LIMIT sqlc.arg('max_rows');

-- name: OfficeDeskServices :many
SELECT ds.desk, ds.service FROM office_desk_service ds JOIN office_desk d ON d.id = ds.desk
WHERE d.office = sqlc.arg('office') ORDER BY ds.desk, ds.service LIMIT 10000;

-- name: AddOfficeDesk :exec
INSERT INTO office_desk (id, office, name, state, version)
VALUES (sqlc.arg('id'), sqlc.arg('office'), sqlc.arg('name'), sqlc.arg('state'), 1);

-- name: ChangeOfficeDesk :execrows
UPDATE office_desk SET name = sqlc.arg('name'), state = sqlc.arg('state'), version = version + 1
WHERE id = sqlc.arg('id') AND office = sqlc.arg('office') AND version = sqlc.arg('version');

-- name: RemoveDeskServices :execrows
DELETE FROM office_desk_service WHERE desk = sqlc.arg('desk');

-- name: AddDeskService :exec
INSERT INTO office_desk_service (desk, service) VALUES (sqlc.arg('desk'), sqlc.arg('service'));

-- name: OfficeHours :many
SELECT id, office, service, weekday, opens, closes, from_day, until_day, state, version FROM office_hours
WHERE office = sqlc.arg('office') ORDER BY id LIMIT sqlc.arg('max_rows');

-- name: AddOfficeHours :exec
INSERT INTO office_hours (id, office, service, weekday, opens, closes, from_day, until_day, state, version)
VALUES (sqlc.arg('id'), sqlc.arg('office'), sqlc.arg('service'), sqlc.arg('weekday'), sqlc.arg('opens'), sqlc.arg('closes'),
	sqlc.arg('from_day'), sqlc.arg('until_day'), sqlc.arg('state'), 1);

-- name: ChangeOfficeHours :execrows
UPDATE office_hours SET service = sqlc.arg('service'), weekday = sqlc.arg('weekday'), opens = sqlc.arg('opens'),
	closes = sqlc.arg('closes'), from_day = sqlc.arg('from_day'), until_day = sqlc.arg('until_day'), state = sqlc.arg('state'),
	version = version + 1
WHERE id = sqlc.arg('id') AND office = sqlc.arg('office') AND version = sqlc.arg('version');

-- name: OfficeClosures :many
SELECT id, office, from_day, until_day, reason, note, state, version FROM office_closure
WHERE office = sqlc.arg('office') AND until_day >= sqlc.arg('from_day')
ORDER BY until_day, id LIMIT sqlc.arg('max_rows');

-- name: OfficeClosure :one
SELECT id, office, from_day, until_day, reason, note, state, version FROM office_closure
WHERE office = sqlc.arg('office') AND id = sqlc.arg('id');

-- name: AddOfficeClosure :exec
INSERT INTO office_closure (id, office, from_day, until_day, reason, note, state, version)
VALUES (sqlc.arg('id'), sqlc.arg('office'), sqlc.arg('from_day'), sqlc.arg('until_day'), sqlc.arg('reason'), sqlc.arg('note'),
	sqlc.arg('state'), 1);

-- name: ChangeOfficeClosure :execrows
UPDATE office_closure SET from_day = sqlc.arg('from_day'), until_day = sqlc.arg('until_day'), reason = sqlc.arg('reason'),
	note = sqlc.arg('note'), state = sqlc.arg('state'), version = version + 1
WHERE id = sqlc.arg('id') AND office = sqlc.arg('office') AND version = sqlc.arg('version');

-- name: AuditState :one
SELECT CAST(COALESCE((SELECT e.at FROM audit_link k JOIN audit_entry e ON e.id = k.entry ORDER BY k.seq DESC LIMIT 1), '') AS TEXT) AS last_at,
	CAST(COALESCE((SELECT MAX(k.seq) FROM audit_link k), 0) AS BIGINT) AS last_seq,
	CAST(COALESCE((SELECT e.at FROM audit_entry e WHERE e.id = (SELECT MIN(p.entry) FROM audit_pending p)), '') AS TEXT) AS oldest_pending_at,
	(SELECT COUNT(*) FROM (SELECT p.entry FROM audit_pending p LIMIT sqlc.arg('max_rows')) counted) AS pending;
