-- name: NoteUpload :exec
UPDATE application SET changed_at = sqlc.arg('now'), warnings = 0 WHERE id = sqlc.arg('id') AND state = 'draft';

-- name: OpenCorrectionOfLine :one
SELECT r.id FROM correction r JOIN casefile c ON c.id = r.casefile JOIN correction_item i ON i.correction = r.id
WHERE c.application = sqlc.arg('application') AND r.state = 'open' AND i.kind = 'document' AND i.ref = sqlc.arg('document')
LIMIT 1;

-- name: UploadLine :one
SELECT state, reason, note, issued_on, version FROM application_line
WHERE application = sqlc.arg('application') AND document = sqlc.arg('document');

-- name: SetLineIssued :execrows
UPDATE application_line SET issued_on = sqlc.arg('issued_on'), version = version + 1
WHERE application = sqlc.arg('application') AND document = sqlc.arg('document') AND version = sqlc.arg('version');

-- name: UploadsOfLine :many
SELECT id, application, document, correction, position, name, state, refused, kind, pages, size, expected, digest, scanned, received_at, checked_at,
	removed_at, version
FROM upload WHERE application = sqlc.arg('application') AND document = sqlc.arg('document')
ORDER BY position, id
LIMIT sqlc.arg('max_rows');

-- name: UploadByID :one
SELECT u.id, u.application, u.document, u.correction, u.position, u.name, u.state, u.refused, u.kind, u.pages, u.size, u.expected, u.digest, u.scanned,
	u.received_at, u.checked_at, u.removed_at, u.version, a.person
FROM upload u JOIN application a ON a.id = u.application WHERE u.id = sqlc.arg('id');

-- name: TallyUploads :one
SELECT CAST(COALESCE(SUM(CASE state WHEN 'removed' THEN 0 ELSE 1 END), 0) AS BIGINT) AS live, COUNT(*) AS n,
	CAST(COALESCE(SUM(CASE state WHEN 'receiving' THEN expected ELSE size END), 0) AS BIGINT) AS bytes
FROM upload WHERE application = sqlc.arg('application');

-- name: AddUpload :exec
INSERT INTO upload (id, application, document, correction, position, name, state, refused, kind, pages, size, expected, digest, scanned, received_at,
	checked_at, removed_at, version)
VALUES (sqlc.arg('id'), sqlc.arg('application'), sqlc.arg('document'), sqlc.arg('correction'), sqlc.arg('position'), sqlc.arg('name'),
	sqlc.arg('state'), '', '', 0, sqlc.arg('size'), sqlc.arg('expected'), sqlc.arg('digest'), '', sqlc.arg('received_at'), '', '', 1);

-- name: ChangeUpload :execrows
UPDATE upload SET position = sqlc.arg('position'), state = sqlc.arg('state'), refused = sqlc.arg('refused'), kind = sqlc.arg('kind'),
	pages = sqlc.arg('pages'), size = sqlc.arg('size'), digest = sqlc.arg('digest'), scanned = sqlc.arg('scanned'),
	received_at = sqlc.arg('received_at'), checked_at = sqlc.arg('checked_at'), removed_at = sqlc.arg('removed_at'), version = version + 1
WHERE id = sqlc.arg('id') AND version = sqlc.arg('version');

-- name: UploadAccount :one
SELECT account FROM application WHERE id = sqlc.arg('application');

-- name: ReopenFallenLine :execrows
UPDATE application_line SET state = 'open', reason = '', note = '', version = version + 1
WHERE application = sqlc.arg('application') AND document = sqlc.arg('document') AND state <> 'accepted';

-- name: IdleUploads :many
SELECT id FROM upload WHERE state IN ('receiving', 'checking', 'waiting', 'removed') AND state = 'receiving' AND received_at < sqlc.arg('before')
ORDER BY received_at, id
LIMIT sqlc.arg('max_rows');

-- name: RemovedUploads :many
SELECT id FROM upload WHERE state IN ('receiving', 'checking', 'waiting', 'removed') AND state = 'removed' AND removed_at < sqlc.arg('before')
ORDER BY received_at, id
LIMIT sqlc.arg('max_rows');

-- name: ForgetUpload :execrows
DELETE FROM upload WHERE id = sqlc.arg('id');

-- name: AddStoredFile :exec
INSERT INTO upload_file (place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault)
VALUES (sqlc.arg('place'), sqlc.arg('upload'), sqlc.arg('part'), sqlc.arg('n'), sqlc.arg('size'), sqlc.arg('digest'), sqlc.arg('kept_size'),
	sqlc.arg('kept'), sqlc.arg('weighed_at'), '');

-- name: StoredFilesOf :many
SELECT place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault FROM upload_file
WHERE upload = sqlc.arg('upload')
ORDER BY part, n
LIMIT sqlc.arg('max_rows');

-- name: StoredFile :one
SELECT place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault FROM upload_file
WHERE upload = sqlc.arg('upload') AND part = sqlc.arg('part') AND n = sqlc.arg('n');

-- name: RefuseStoredFiles :exec
INSERT INTO upload_refuse (place, since)
SELECT place, sqlc.arg('since') FROM upload_file WHERE upload = sqlc.arg('upload') AND part IN (sqlc.arg('one'), sqlc.arg('other'))
ON CONFLICT (place) DO NOTHING;

-- name: ForgetStoredFiles :exec
DELETE FROM upload_file WHERE upload = sqlc.arg('upload') AND part IN (sqlc.arg('one'), sqlc.arg('other'));

-- name: Refuse :exec
INSERT INTO upload_refuse (place, since) VALUES (sqlc.arg('place'), sqlc.arg('since'))
ON CONFLICT (place) DO NOTHING;

-- name: RefuseBefore :many
SELECT r.place FROM upload_refuse r LEFT JOIN upload_file f ON f.place = r.place
WHERE r.since < sqlc.arg('before') AND f.place IS NULL
ORDER BY r.place
LIMIT sqlc.arg('max_rows');

-- name: ForgetRefuse :execrows
DELETE FROM upload_refuse WHERE place = sqlc.arg('place');

-- name: KeepNamedRefuse :execrows
DELETE FROM upload_refuse WHERE place IN (SELECT f.place FROM upload_file f);

-- name: LongestUnweighed :many
SELECT place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault FROM upload_file
WHERE weighed_at < sqlc.arg('before')
ORDER BY weighed_at, place
LIMIT sqlc.arg('max_rows');

-- name: WeighedFile :execrows
UPDATE upload_file SET weighed_at = sqlc.arg('now'), fault = sqlc.arg('fault') WHERE place = sqlc.arg('place');

-- name: FaultyFiles :many
SELECT f.place, f.upload, f.part, f.n, f.weighed_at, f.fault, u.application, u.document, a.reference
FROM upload_file f JOIN upload u ON u.id = f.upload JOIN application a ON a.id = u.application
WHERE f.fault <> '' AND f.place > sqlc.arg('after')
ORDER BY f.place
LIMIT sqlc.arg('max_rows');

-- name: CountFaultyFiles :one
SELECT COUNT(*) AS n FROM (SELECT f.place FROM upload_file f WHERE f.fault <> '' LIMIT sqlc.arg('max_rows')) AS few;

-- name: CountStoredFiles :one
SELECT COUNT(*) AS n, CAST(COALESCE(SUM(kept_size), 0) AS BIGINT) AS bytes FROM upload_file;

-- name: UncheckedUploads :many
SELECT state, COUNT(*) AS n, CAST(MIN(received_at) AS TEXT) AS oldest FROM upload
WHERE state IN ('receiving', 'checking', 'waiting', 'removed') AND state IN ('checking', 'waiting')
GROUP BY state
LIMIT 2;

-- name: PutZone :execrows
INSERT INTO upload_zone (upload, zone, read_at) VALUES (sqlc.arg('upload'), sqlc.arg('zone'), sqlc.arg('read_at'))
ON CONFLICT (upload) DO UPDATE SET zone = excluded.zone, read_at = excluded.read_at;

-- name: DropZone :exec
DELETE FROM upload_zone WHERE upload = sqlc.arg('upload');

-- name: ZonesOfApplication :many
SELECT z.upload, u.document, z.zone FROM upload_zone z JOIN upload u ON u.id = z.upload
WHERE u.application = sqlc.arg('application') AND u.state = 'ready'
ORDER BY u.document, u.position, u.id
LIMIT sqlc.arg('max_rows');
