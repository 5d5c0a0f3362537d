-- HoldAccount, HoldPerson and HoldAnyPerson change nothing: they keep other transactions that would change the same waiting until this one ends.

-- name: HoldAccount :execrows
UPDATE account SET version = version WHERE id = sqlc.arg('id') AND state = 'active';

-- name: HoldPerson :execrows
UPDATE person SET version = version
WHERE id = sqlc.arg('id') AND EXISTS (
	SELECT 1 FROM account_person ap WHERE ap.person = person.id AND ap.account = sqlc.arg('account') AND ap.until = ''
);

-- name: HoldAnyPerson :execrows
UPDATE person SET version = version WHERE id = sqlc.arg('id');

-- name: AddPerson :exec
INSERT INTO person (id, surname, given, birth_date, birth_place, birth_country, sex, nationality, cnp, cnp_lookup, created_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('surname'), sqlc.arg('given'), sqlc.arg('birth_date'), sqlc.arg('birth_place'),
	sqlc.arg('birth_country'), sqlc.arg('sex'), sqlc.arg('nationality'), sqlc.arg('cnp'), sqlc.arg('cnp_lookup'),
	sqlc.arg('created_at'), 1);

-- name: AddPersonKey :exec
INSERT INTO person_key (person, wrapped, created_at) VALUES (sqlc.arg('person'), sqlc.arg('wrapped'), sqlc.arg('created_at'));

-- name: PersonKey :one
SELECT wrapped FROM person_key WHERE person = sqlc.arg('person');

-- name: PersonByID :one
SELECT id, surname, given, birth_date, birth_place, birth_country, sex, nationality, cnp, cnp_lookup, created_at, version
FROM person WHERE id = sqlc.arg('id');

-- name: ChangePerson :execrows
UPDATE person SET surname = sqlc.arg('surname'), given = sqlc.arg('given'), birth_date = sqlc.arg('birth_date'),
	birth_place = sqlc.arg('birth_place'), birth_country = sqlc.arg('birth_country'), sex = sqlc.arg('sex'),
	nationality = sqlc.arg('nationality'), cnp = sqlc.arg('cnp'), cnp_lookup = sqlc.arg('cnp_lookup'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version');

-- name: AddAccountPerson :exec
INSERT INTO account_person (account, person, relation, since, until)
VALUES (sqlc.arg('account'), sqlc.arg('person'), sqlc.arg('relation'), sqlc.arg('since'), '');

-- name: ChangeRelation :execrows
UPDATE account_person SET relation = sqlc.arg('relation')
WHERE account = sqlc.arg('account') AND person = sqlc.arg('person') AND until = '';

-- name: EndAccountPerson :execrows
UPDATE account_person SET until = sqlc.arg('until')
WHERE account = sqlc.arg('account') AND person = sqlc.arg('person') AND until = '';

-- name: RestoreAccountPerson :execrows
UPDATE account_person SET until = ''
WHERE account = sqlc.arg('account') AND person = sqlc.arg('person') AND until = sqlc.arg('until');

-- name: CountAccountsOfPerson :one
SELECT COUNT(*) FROM account_person WHERE person = sqlc.arg('person');

-- HoldApplicationsOfPerson changes nothing: whoever sends one of them in finishes first, or waits.
-- name: HoldApplicationsOfPerson :exec
UPDATE application SET version = version WHERE person = sqlc.arg('person');

-- name: CountSentForPerson :one
SELECT COUNT(*) FROM application WHERE person = sqlc.arg('person') AND state = 'submitted';

-- name: CountSentByAccountForPerson :one
SELECT COUNT(*) FROM application WHERE person = sqlc.arg('person') AND state = 'submitted' AND account = sqlc.arg('account');

-- name: DraftsOfPerson :many
SELECT id, person, account, procedure_id, changed_at, deleted_at, warnings, version FROM application
WHERE person = sqlc.arg('person') AND state = 'draft' AND account IS NOT NULL
ORDER BY id
LIMIT sqlc.arg('max_rows');

-- name: RemoveAccountPerson :execrows
DELETE FROM account_person
WHERE account = sqlc.arg('account') AND person = sqlc.arg('person') AND until = sqlc.arg('until');

-- name: PersonsOfAccount :many
SELECT p.id, p.surname, p.given, p.birth_date, p.birth_country, p.sex, p.nationality, p.version, ap.relation, ap.since, ap.until
FROM account_person ap JOIN person p ON p.id = ap.person
WHERE ap.account = sqlc.arg('account')
ORDER BY CASE WHEN ap.relation = 'self' THEN 0 ELSE 1 END, ap.since, p.id
LIMIT sqlc.arg('max_rows');

-- name: CountCNPInAccount :one
SELECT COUNT(*) FROM account_person ap JOIN person p ON p.id = ap.person
WHERE ap.account = sqlc.arg('account') AND ap.until = '' AND p.cnp_lookup = sqlc.arg('lookup') AND p.id <> sqlc.arg('except');

-- name: AddPaper :exec
INSERT INTO paper (id, person, kind, number, number_lookup, issuer, issued_on, expires_on, ended_on, version)
VALUES (sqlc.arg('id'), sqlc.arg('person'), sqlc.arg('kind'), sqlc.arg('number'), sqlc.arg('number_lookup'), sqlc.arg('issuer'),
	sqlc.arg('issued_on'), sqlc.arg('expires_on'), sqlc.arg('ended_on'), 1);

-- name: PapersOfPerson :many
SELECT id, person, kind, number, number_lookup, issuer, issued_on, expires_on, ended_on, version
FROM paper WHERE person = sqlc.arg('person')
ORDER BY CASE WHEN ended_on = '' THEN 0 ELSE 1 END, expires_on DESC, id DESC
LIMIT sqlc.arg('max_rows');

-- name: ChangePaper :execrows
UPDATE paper SET kind = sqlc.arg('kind'), number = sqlc.arg('number'), number_lookup = sqlc.arg('number_lookup'),
	issuer = sqlc.arg('issuer'), issued_on = sqlc.arg('issued_on'), expires_on = sqlc.arg('expires_on'),
	ended_on = sqlc.arg('ended_on'), version = version + 1
WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');

-- name: RemovePaper :execrows
DELETE FROM paper WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');

-- name: AddAddress :exec
INSERT INTO address (id, person, country, county, locality, street, number, details, postcode, lived_from, lived_until, version)
VALUES (sqlc.arg('id'), sqlc.arg('person'), sqlc.arg('country'), sqlc.arg('county'), sqlc.arg('locality'), sqlc.arg('street'),
	sqlc.arg('number'), sqlc.arg('details'), sqlc.arg('postcode'), sqlc.arg('lived_from'), sqlc.arg('lived_until'), 1);

-- name: AddressesOfPerson :many
SELECT id, person, country, county, locality, street, number, details, postcode, lived_from, lived_until, version
FROM address WHERE person = sqlc.arg('person')
ORDER BY CASE WHEN lived_until = '' THEN 0 ELSE 1 END, lived_until DESC, id DESC
LIMIT sqlc.arg('max_rows');

-- name: ChangeAddress :execrows
UPDATE address SET country = sqlc.arg('country'), county = sqlc.arg('county'), locality = sqlc.arg('locality'),
	street = sqlc.arg('street'), number = sqlc.arg('number'), details = sqlc.arg('details'), postcode = sqlc.arg('postcode'),
	lived_from = sqlc.arg('lived_from'), lived_until = sqlc.arg('lived_until'), version = version + 1
WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');

-- name: RemoveAddress :execrows
DELETE FROM address WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');

-- name: AddStay :exec
INSERT INTO stay (id, person, entry, exit, version)
VALUES (sqlc.arg('id'), sqlc.arg('person'), sqlc.arg('entry'), sqlc.arg('exit'), 1);

-- name: StaysOfPerson :many
SELECT id, person, entry, exit, version FROM stay WHERE person = sqlc.arg('person')
ORDER BY entry DESC, id DESC
LIMIT sqlc.arg('max_rows');

-- name: ChangeStay :execrows
UPDATE stay SET entry = sqlc.arg('entry'), exit = sqlc.arg('exit'), version = version + 1
WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');

-- name: RemoveStay :execrows
DELETE FROM stay WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');

-- name: AddTitle :exec
INSERT INTO title (id, person, kind, number, number_lookup, valid_from, valid_until, version)
VALUES (sqlc.arg('id'), sqlc.arg('person'), sqlc.arg('kind'), sqlc.arg('number'), sqlc.arg('number_lookup'),
	sqlc.arg('valid_from'), sqlc.arg('valid_until'), 1);

-- name: TitlesOfPerson :many
SELECT id, person, kind, number, number_lookup, valid_from, valid_until, version
FROM title WHERE person = sqlc.arg('person')
ORDER BY valid_from DESC, id DESC
LIMIT sqlc.arg('max_rows');

-- name: ChangeTitle :execrows
UPDATE title SET kind = sqlc.arg('kind'), number = sqlc.arg('number'), number_lookup = sqlc.arg('number_lookup'),
	valid_from = sqlc.arg('valid_from'), valid_until = sqlc.arg('valid_until'), version = version + 1
WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');

-- name: RemoveTitle :execrows
DELETE FROM title WHERE id = sqlc.arg('id') AND person = sqlc.arg('person') AND version = sqlc.arg('version');
