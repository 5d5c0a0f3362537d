-- name: ReserveNumber :execrows
INSERT INTO document_number (number, reserved_at) VALUES (sqlc.arg('number'), sqlc.arg('reserved_at'))
ON CONFLICT (number) DO NOTHING;

-- name: AddDocument :exec
INSERT INTO document (id, number, code, kind, application, casefile, person, procedure_id, lang, issued_on, valid_until, facts, specimen, planned, state,
	sealed, copied, fate, fate_on, fate_reason, planned_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('number'), sqlc.arg('code'), sqlc.arg('kind'), sqlc.arg('application'), sqlc.arg('casefile'),
	sqlc.arg('person'), sqlc.arg('procedure_id'), sqlc.arg('lang'), sqlc.arg('issued_on'), sqlc.arg('valid_until'), sqlc.arg('facts'), sqlc.arg('specimen'),
	sqlc.arg('planned'), sqlc.arg('state'), sqlc.arg('sealed'), NULL, '', '', '', sqlc.arg('planned_at'), 1);

-- name: DocumentByID :one
SELECT id, number, code, kind, application, casefile, person, procedure_id, lang, issued_on, valid_until, facts, specimen, planned, state, sealed, copied,
	fate, fate_on, fate_reason, planned_at, version
FROM document WHERE id = sqlc.arg('id');

-- name: DocumentIDByCode :one
SELECT id FROM document WHERE code = sqlc.arg('code') AND state = 'released';

-- name: WaitingDocuments :many
SELECT id FROM document WHERE state = sqlc.arg('state') AND planned_at < sqlc.arg('before') AND id > sqlc.arg('after')
ORDER BY id
LIMIT sqlc.arg('max_rows');

-- name: ListDocuments :many
SELECT d.id, d.number, d.kind, d.state, d.fate, d.issued_on, d.valid_until, p.surname, p.birth_date
FROM document d JOIN person p ON p.id = d.person
WHERE d.id < sqlc.arg('before')
ORDER BY d.id DESC
LIMIT sqlc.arg('max_rows');

-- name: ListDocumentsIn :many
SELECT d.id, d.number, d.kind, d.state, d.fate, d.issued_on, d.valid_until, p.surname, p.birth_date
FROM document d JOIN person p ON p.id = d.person
WHERE d.state = sqlc.arg('state') AND d.id < sqlc.arg('before')
ORDER BY d.id DESC
LIMIT sqlc.arg('max_rows');

-- name: SignDocument :execrows
UPDATE document SET state = 'signed', sealed = id, version = version + 1
WHERE id = sqlc.arg('id') AND state = 'planned' AND version = sqlc.arg('version');

-- name: ReleaseDocument :execrows
UPDATE document SET state = 'released', copied = id, version = version + 1
WHERE id = sqlc.arg('id') AND state = 'signed' AND version = sqlc.arg('version');

-- name: VoidDocument :execrows
UPDATE document SET state = 'void', version = version + 1
WHERE id = sqlc.arg('id') AND state IN ('planned', 'signed') AND version = sqlc.arg('version');

-- name: EndDocument :execrows
UPDATE document SET fate = sqlc.arg('fate'), fate_on = sqlc.arg('fate_on'), fate_reason = sqlc.arg('fate_reason'), version = version + 1
WHERE id = sqlc.arg('id') AND state = 'released' AND version = sqlc.arg('version');

-- name: AddSeal :exec
INSERT INTO document_seal (document, person, raw, digest, certificate, signed_at)
VALUES (sqlc.arg('document'), sqlc.arg('person'), sqlc.arg('raw'), sqlc.arg('digest'), sqlc.arg('certificate'), sqlc.arg('signed_at'));

-- name: SealOfDocument :one
SELECT document, person, raw, digest, certificate, signed_at FROM document_seal WHERE document = sqlc.arg('document');

-- name: AddCopy :exec
INSERT INTO document_copy (document, person, pdf, digest, size, kept_at)
VALUES (sqlc.arg('document'), sqlc.arg('person'), sqlc.arg('pdf'), sqlc.arg('digest'), sqlc.arg('size'), sqlc.arg('kept_at'));

-- name: CopyOfDocument :one
SELECT document, person, pdf, digest, size, kept_at FROM document_copy WHERE document = sqlc.arg('document');

-- name: RevokeSeal :execrows
INSERT INTO revoked_seal (digest, status, since) VALUES (sqlc.arg('digest'), sqlc.arg('status'), sqlc.arg('since'))
ON CONFLICT (digest) DO UPDATE SET status = excluded.status, since = excluded.since;

-- name: RevokedSeals :many
SELECT digest, status, since FROM revoked_seal WHERE digest > sqlc.arg('after')
ORDER BY digest
LIMIT sqlc.arg('max_rows');

-- name: AddSignerCertificate :execrows
INSERT INTO signer_certificate (id, identifier, reference, der, not_before, not_after, registered_at, retired_at, distrusted_at, distrust_reason)
VALUES (sqlc.arg('id'), sqlc.arg('identifier'), sqlc.arg('reference'), sqlc.arg('der'), sqlc.arg('not_before'), sqlc.arg('not_after'),
	sqlc.arg('registered_at'), '', '', '')
ON CONFLICT (identifier, reference) DO NOTHING;

-- name: SignerCertificates :many
SELECT id, identifier, reference, der, not_before, not_after, registered_at, retired_at, distrusted_at, distrust_reason FROM signer_certificate
ORDER BY registered_at DESC, id DESC
LIMIT sqlc.arg('max_rows');

-- name: RetireSignerCertificate :execrows
UPDATE signer_certificate SET retired_at = sqlc.arg('retired_at') WHERE id = sqlc.arg('id') AND retired_at = '';

-- name: DistrustSignerCertificate :execrows
UPDATE signer_certificate SET distrusted_at = sqlc.arg('now'), distrust_reason = sqlc.arg('distrust_reason'),
	retired_at = CASE retired_at WHEN '' THEN sqlc.arg('now') ELSE retired_at END
WHERE id = sqlc.arg('id') AND distrusted_at = '';

-- name: CountSealsOfCertificate :one
SELECT COUNT(*) FROM document_seal WHERE certificate = sqlc.arg('certificate');

-- name: AddRevocationList :execrows
INSERT INTO revocation_list (number, body, issued_at, next_at)
VALUES (sqlc.arg('number'), sqlc.arg('body'), sqlc.arg('issued_at'), sqlc.arg('next_at'))
ON CONFLICT (number) DO NOTHING;

-- name: LastRevocationList :one
SELECT number, body, issued_at, next_at FROM revocation_list ORDER BY number DESC LIMIT 1;

-- name: ForgetRevocationLists :execrows
DELETE FROM revocation_list WHERE number IN (
	SELECT l.number FROM revocation_list l WHERE l.number < sqlc.arg('before') ORDER BY l.number LIMIT sqlc.arg('max_rows')
);

-- name: AddApplication :exec
INSERT INTO application (id, person, state, submitted_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('person'), sqlc.arg('state'), sqlc.arg('submitted_at'), 1);

-- name: ApplicationState :one
SELECT person, state FROM application WHERE id = sqlc.arg('id');

-- name: ChangeApplicationState :execrows
UPDATE application SET state = sqlc.arg('state'), submitted_at = sqlc.arg('submitted_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version');

-- name: AddCasefile :exec
INSERT INTO casefile (id, application, state, decided_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('application'), sqlc.arg('state'), sqlc.arg('decided_at'), 1);

-- name: CasefileState :one
SELECT a.person, c.state FROM casefile c JOIN application a ON a.id = c.application WHERE c.id = sqlc.arg('id');

-- name: ChangeCasefileState :execrows
UPDATE casefile SET state = sqlc.arg('state'), decided_at = sqlc.arg('decided_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version');

-- name: CountSeals :one
SELECT COUNT(*) FROM document_seal;

-- name: CountDocuments :many
SELECT state, COUNT(*) AS n FROM document GROUP BY state ORDER BY state LIMIT 10;

-- name: StraySeals :many
SELECT s.document FROM document_seal s LEFT JOIN document d ON d.sealed = s.document
WHERE d.id IS NULL
ORDER BY s.document
LIMIT sqlc.arg('max_rows');

-- name: StrayCopies :many
SELECT c.document FROM document_copy c LEFT JOIN document d ON d.copied = c.document
WHERE d.id IS NULL
ORDER BY c.document
LIMIT sqlc.arg('max_rows');

-- name: UnlistedSeals :many
SELECT d.id FROM document d JOIN document_seal s ON s.document = d.id LEFT JOIN revoked_seal r ON r.digest = s.digest
WHERE (d.fate <> '' OR d.state = 'void') AND r.digest IS NULL
ORDER BY d.id
LIMIT sqlc.arg('max_rows');

-- name: ReleasedAfter :many
SELECT id FROM document WHERE state = 'released' AND id > sqlc.arg('after')
ORDER BY id
LIMIT sqlc.arg('max_rows');

-- name: KeepReconciliation :execrows
INSERT INTO reconciliation (id, at, seals, released, tried, reached, findings)
VALUES ('one', sqlc.arg('at'), sqlc.arg('seals'), sqlc.arg('released'), sqlc.arg('tried'), sqlc.arg('reached'), sqlc.arg('findings'))
ON CONFLICT (id) DO UPDATE SET at = excluded.at, seals = excluded.seals, released = excluded.released, tried = excluded.tried,
	reached = excluded.reached, findings = excluded.findings;

-- name: LastReconciliation :one
SELECT at, seals, released, tried, reached, findings FROM reconciliation WHERE id = 'one';

-- name: DocumentsOfAccount :many
-- CROSS JOIN, and a state that is no bare column: from the persons of the account to their documents, and never through all that was ever released.
SELECT d.id FROM account_person ap CROSS JOIN document d
WHERE ap.account = sqlc.arg('account') AND ap.until = '' AND d.person = ap.person AND d.state || '' = 'released' AND d.id < sqlc.arg('before')
ORDER BY d.id DESC
LIMIT sqlc.arg('max_rows');

-- name: AccountKeepsDocument :one
SELECT COUNT(*) FROM document d JOIN account_person ap ON ap.person = d.person
WHERE ap.account = sqlc.arg('account') AND ap.until = '' AND d.state = 'released' AND d.id = sqlc.arg('id');

-- name: CoolingUntil :one
SELECT cooling_until FROM account WHERE id = sqlc.arg('id');
