-- Documents: what the office hands out. Columns marked "sealed" hold, as base64, what the key of the person sealed for that column of
-- that row. Of applications and cases there is no more than a signature must ask about.

CREATE TABLE application (
	id           TEXT   NOT NULL PRIMARY KEY,
	person       TEXT   NOT NULL REFERENCES person (id),
	state        TEXT   NOT NULL CHECK (state IN ('draft', 'submitted', 'withdrawn')),
	submitted_at TEXT   NOT NULL,
	version      BIGINT NOT NULL,
	CHECK ((state = 'draft') = (submitted_at = ''))
);
CREATE INDEX application_person ON application (person);

CREATE TABLE casefile (
	id          TEXT   NOT NULL PRIMARY KEY,
	application TEXT   NOT NULL UNIQUE REFERENCES application (id),
	state       TEXT   NOT NULL CHECK (state IN (
		'received', 'returned', 'accepted', 'visit-booked', 'lodged', 'in-review', 'granted', 'refused', 'withdrawn', 'closed',
		'in-production', 'ready', 'collected')),
	decided_at  TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	CHECK ((decided_at = '') = (state IN ('received', 'returned', 'accepted', 'visit-booked', 'lodged', 'in-review')))
);

-- Every serial that was ever reserved. Rows stay when their document is erased, so that no serial is given twice.
CREATE TABLE document_number (
	number      TEXT NOT NULL PRIMARY KEY CHECK (number <> ''),
	reserved_at TEXT NOT NULL
);

-- Signatures. A row is added by the signer and never changed; it goes with its person. digest is the SHA-256 of what is
-- signed of it.
CREATE TABLE document_seal (
	document    TEXT NOT NULL PRIMARY KEY,
	person      TEXT NOT NULL REFERENCES person (id),
	raw         TEXT NOT NULL CHECK (raw <> ''), -- sealed
	digest      TEXT NOT NULL UNIQUE,
	certificate TEXT NOT NULL,
	signed_at   TEXT NOT NULL CHECK (signed_at <> '')
);
CREATE INDEX document_seal_person ON document_seal (person);

-- The PDF as it was handed out. digest is the SHA-256 of the plain file.
CREATE TABLE document_copy (
	document TEXT   NOT NULL PRIMARY KEY,
	person   TEXT   NOT NULL REFERENCES person (id),
	pdf      TEXT   NOT NULL CHECK (pdf <> ''), -- sealed
	digest   TEXT   NOT NULL CHECK (digest <> ''),
	size     BIGINT NOT NULL CHECK (size > 0),
	kept_at  TEXT   NOT NULL
);
CREATE INDEX document_copy_person ON document_copy (person);

-- planned is a keyed hash over all that was planned: a row that was changed since is signed by nobody. sealed and copied are the row's
-- own id once there is a seal and a copy, NULL before: so the database itself keeps that nothing is signed without its seal, or
-- released without its copy.
CREATE TABLE document (
	id            TEXT   NOT NULL PRIMARY KEY,
	number        TEXT   NOT NULL UNIQUE REFERENCES document_number (number),
	code          TEXT   NOT NULL UNIQUE CHECK (code <> ''),
	kind          TEXT   NOT NULL CHECK (kind IN ('receipt', 'certificate', 'decision', 'invitation', 'letter')),
	application   TEXT   REFERENCES application (id),
	casefile      TEXT   REFERENCES casefile (id),
	person        TEXT   NOT NULL REFERENCES person (id),
	procedure_id  TEXT   NOT NULL,
	lang          TEXT   NOT NULL,
	issued_on     TEXT   NOT NULL CHECK (issued_on <> ''),
	valid_until   TEXT   NOT NULL,
	facts         TEXT   NOT NULL CHECK (facts <> ''), -- sealed
	specimen      TEXT   NOT NULL CHECK (specimen IN ('yes', 'no')),
	planned       TEXT   NOT NULL CHECK (planned <> ''),
	state         TEXT   NOT NULL CHECK (state IN ('planned', 'signed', 'released', 'void')),
	sealed        TEXT   REFERENCES document_seal (document),
	copied        TEXT   REFERENCES document_copy (document),
	fate          TEXT   NOT NULL CHECK (fate IN ('', 'revoked', 'lost', 'replaced')),
	fate_on       TEXT   NOT NULL,
	fate_reason   TEXT   NOT NULL,
	planned_at    TEXT   NOT NULL,
	version       BIGINT NOT NULL,
	CHECK ((kind = 'receipt') = (application IS NOT NULL)),
	CHECK ((application IS NULL) <> (casefile IS NULL)),
	CHECK (valid_until = '' OR valid_until >= issued_on),
	CHECK (sealed IS NULL OR sealed = id),
	CHECK (copied IS NULL OR copied = id),
	CHECK (state NOT IN ('signed', 'released') OR sealed IS NOT NULL),
	CHECK ((state = 'released') = (copied IS NOT NULL)),
	CHECK (fate = '' OR state = 'released'),
	CHECK ((fate = '') = (fate_on = '') AND (fate = '') = (fate_reason = ''))
);
CREATE UNIQUE INDEX document_receipt ON document (application) WHERE application IS NOT NULL AND state <> 'void';
CREATE INDEX document_person ON document (person, id);
CREATE INDEX document_state ON document (state, id);
CREATE INDEX document_casefile ON document (casefile) WHERE casefile IS NOT NULL;

-- Seals that are good no more, by their digest alone. They hold nothing of anybody, and stay when their document is erased: the paper
-- may still be out there.
CREATE TABLE revoked_seal (
	digest TEXT NOT NULL PRIMARY KEY CHECK (digest <> ''),
	status TEXT NOT NULL CHECK (status IN ('revoked', 'lost')),
	since  TEXT NOT NULL CHECK (since <> '')
);

-- Certificates by which seals are verified: every one that ever signed. reference is how a seal names it. One that is distrusted signs no
-- more, and nobody is told to believe it.
CREATE TABLE signer_certificate (
	id            TEXT NOT NULL PRIMARY KEY,
	identifier    TEXT NOT NULL CHECK (identifier <> ''),
	reference     TEXT NOT NULL CHECK (reference <> ''),
	der           TEXT NOT NULL CHECK (der <> ''), -- base64
	not_before    TEXT NOT NULL,
	not_after     TEXT NOT NULL,
	registered_at TEXT NOT NULL,
	retired_at    TEXT NOT NULL,
	distrusted_at TEXT NOT NULL,
	distrust_reason TEXT NOT NULL CHECK (distrust_reason IN ('', 'stolen', 'lost-control', 'mistake')),
	UNIQUE (identifier, reference),
	CHECK ((distrusted_at = '') = (distrust_reason = '')),
	CHECK (distrusted_at = '' OR retired_at <> '')
);

-- The lists of revoked seals as they were published, signed.
CREATE TABLE revocation_list (
	number    BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
	body      TEXT   NOT NULL CHECK (body <> ''),
	issued_at TEXT   NOT NULL,
	next_at   TEXT   NOT NULL
);

-- What the last comparison of signatures, documents and copies found. One row.
CREATE TABLE reconciliation (
	id       TEXT   NOT NULL PRIMARY KEY CHECK (id = 'one'),
	at       TEXT   NOT NULL,
	seals    BIGINT NOT NULL,
	released BIGINT NOT NULL,
	tried    BIGINT NOT NULL,
	reached  TEXT   NOT NULL,
	findings TEXT   NOT NULL
);
