-- Applications: what was answered, the lines of their papers, the files on them; what passes between an applicant and the office about a
-- case; plans that somebody keeps. Columns marked "sealed" hold, as base64, what the key of the person sealed for that column of that row.

-- Plans that are kept, with the answers of the guide. account is NULL while somebody who is not signed in keeps it: token is then the mark of
-- what the browser holds, and expires_at its end. facts is sealed by the key of the house, for a plan belongs to nobody of the register.
CREATE TABLE kept_plan (
	id         TEXT   NOT NULL PRIMARY KEY,
	account    TEXT   REFERENCES account (id),
	token      TEXT   UNIQUE,
	facts      TEXT   NOT NULL CHECK (facts <> ''),
	lang       TEXT   NOT NULL,
	law        TEXT   NOT NULL CHECK (law <> ''), -- version whose plan was seen last
	kept_at    TEXT   NOT NULL,
	seen_at    TEXT   NOT NULL,
	expires_at TEXT   NOT NULL,                   -- '' = never
	version    BIGINT NOT NULL,
	CHECK ((account IS NULL) = (token IS NOT NULL)),
	CHECK ((account IS NULL) = (expires_at <> ''))
);
CREATE INDEX kept_plan_account ON kept_plan (account, id) WHERE account IS NOT NULL;
CREATE INDEX kept_plan_expires ON kept_plan (expires_at) WHERE expires_at <> '';

-- Rows of before have no account and no procedure: they were made for a demonstration and nobody can go on with them.
ALTER TABLE application ADD COLUMN account TEXT REFERENCES account (id);
ALTER TABLE application ADD COLUMN procedure_id TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN lang TEXT NOT NULL DEFAULT 'ro';
ALTER TABLE application ADD COLUMN law TEXT NOT NULL DEFAULT '';        -- version seen last; frozen when submitted
ALTER TABLE application ADD COLUMN reference TEXT;                      -- NULL until it is submitted
ALTER TABLE application ADD COLUMN facts TEXT NOT NULL DEFAULT '';      -- answers of the guide; sealed
ALTER TABLE application ADD COLUMN created_at TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN deleted_at TEXT NOT NULL DEFAULT ''; -- a draft thrown away; it can be brought back for a while
ALTER TABLE application ADD COLUMN warnings BIGINT NOT NULL DEFAULT 0;  -- that it will be removed; none after a change
ALTER TABLE application ADD COLUMN withdrawn_at TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX application_reference ON application (reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX application_one_draft ON application (person, procedure_id) WHERE state = 'draft' AND procedure_id <> '' AND deleted_at = '';
CREATE INDEX application_account ON application (account, id) WHERE account IS NOT NULL;
CREATE INDEX application_idle ON application (changed_at, id) WHERE state = 'draft' AND changed_at <> '';

-- The answers of one page of the form: what is saved together, and what two may change at once. correction is '' for the application itself.
CREATE TABLE application_page (
	application TEXT   NOT NULL REFERENCES application (id),
	correction  TEXT   NOT NULL,
	page        TEXT   NOT NULL CHECK (page <> ''),
	answers     TEXT   NOT NULL CHECK (answers <> ''), -- JSON by field; sealed, the row being application/correction/page
	law         TEXT   NOT NULL CHECK (law <> ''),     -- version of the form
	saved_at    TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	PRIMARY KEY (application, correction, page)
);

-- A paper that is asked, with what became of it.
CREATE TABLE application_line (
	application TEXT   NOT NULL REFERENCES application (id),
	document    TEXT   NOT NULL CHECK (document <> ''), -- id of the law
	state       TEXT   NOT NULL CHECK (state IN ('open', 'accepted', 'replace')),
	reason      TEXT   NOT NULL,                        -- why another is asked for, from the list
	note        TEXT   NOT NULL,                        -- the officer's own words; sealed, the row being application/document
	issued_on   TEXT   NOT NULL,                        -- as the applicant reads it on the paper, '' = not said
	version     BIGINT NOT NULL,
	PRIMARY KEY (application, document),
	CHECK ((state = 'replace') = (reason <> ''))
);

-- Files that were sent for a line, in the order of position.
CREATE TABLE upload (
	id          TEXT   NOT NULL PRIMARY KEY,
	application TEXT   NOT NULL REFERENCES application (id),
	document    TEXT   NOT NULL,
	correction  TEXT   NOT NULL,
	position    BIGINT NOT NULL,
	name        TEXT   NOT NULL,                     -- as the sender calls it; sealed
	state       TEXT   NOT NULL CHECK (state IN ('receiving', 'checking', 'waiting', 'ready', 'refused', 'removed')),
	refused     TEXT   NOT NULL,                     -- key of what to do
	kind        TEXT   NOT NULL CHECK (kind IN ('', 'pdf', 'jpeg', 'png', 'heic')),
	pages       BIGINT NOT NULL,
	size        BIGINT NOT NULL,                     -- bytes received
	expected    BIGINT NOT NULL,                     -- bytes announced, 0 = not said
	digest      TEXT   NOT NULL,                     -- SHA-256 of the plain bytes; while they come as it was announced
	scanned     TEXT   NOT NULL CHECK (scanned IN ('', 'clean', 'unscanned', 'found')),
	received_at TEXT   NOT NULL,
	checked_at  TEXT   NOT NULL,
	removed_at  TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	FOREIGN KEY (application, document) REFERENCES application_line (application, document),
	CHECK ((state = 'refused') = (refused <> '')),
	CHECK (state IN ('receiving', 'removed') OR digest <> ''),
	CHECK ((state = 'removed') = (removed_at <> ''))
);
CREATE INDEX upload_line ON upload (application, document, position);
CREATE INDEX upload_open ON upload (state, received_at) WHERE state IN ('receiving', 'checking', 'waiting', 'removed');

-- What lies in the store of files. Every place there has its row, every row its place.
CREATE TABLE upload_file (
	place      TEXT   NOT NULL PRIMARY KEY CHECK (place <> ''),
	upload     TEXT   NOT NULL REFERENCES upload (id),
	part       TEXT   NOT NULL CHECK (part IN ('chunk', 'original', 'clean', 'picture')),
	n          BIGINT NOT NULL,                      -- of chunks and pictures from 1, else 0
	size       BIGINT NOT NULL CHECK (size >= 0),    -- plain bytes
	digest     TEXT   NOT NULL CHECK (digest <> ''), -- SHA-256 of them
	kept_size  BIGINT NOT NULL CHECK (kept_size > 0),
	kept       TEXT   NOT NULL CHECK (kept <> ''),   -- SHA-256 of the stored bytes
	weighed_at TEXT   NOT NULL,
	fault      TEXT   NOT NULL CHECK (fault IN ('', 'lost', 'altered')),
	UNIQUE (upload, part, n)
);
CREATE INDEX upload_file_weighed ON upload_file (weighed_at, place);
CREATE INDEX upload_file_fault ON upload_file (place) WHERE fault <> '';

-- Files whose rows went, until they are gone from the store too.
CREATE TABLE upload_refuse (
	place TEXT NOT NULL PRIMARY KEY CHECK (place <> ''),
	since TEXT NOT NULL
);

ALTER TABLE casefile ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE casefile ADD COLUMN procedure_id TEXT NOT NULL DEFAULT '';
ALTER TABLE casefile ADD COLUMN office TEXT NOT NULL DEFAULT '';
ALTER TABLE casefile ADD COLUMN received_at TEXT NOT NULL DEFAULT '';
ALTER TABLE casefile ADD COLUMN must_by TEXT NOT NULL DEFAULT '';     -- the earliest of the end of the right to stay, the last day to apply, received + 60 days
ALTER TABLE casefile ADD COLUMN expires_on TEXT NOT NULL DEFAULT '';  -- end of the right to stay, '' = not known
CREATE INDEX casefile_queue ON casefile (office, state, must_by, id);

-- What happened to a case, and what was said about it, in order of time (ids are by time).
CREATE TABLE case_event (
	id       TEXT   NOT NULL PRIMARY KEY,
	casefile TEXT   NOT NULL REFERENCES casefile (id),
	kind     TEXT   NOT NULL CHECK (kind IN ('received', 'document-accepted', 'document-asked', 'returned', 'corrected', 'accepted', 'withdrawn', 'message')),
	at       TEXT   NOT NULL,
	side     TEXT   NOT NULL CHECK (side IN ('applicant', 'office', 'system')),
	account  TEXT   NOT NULL, -- who; of the office, applicants are told office and role alone
	role     TEXT   NOT NULL,
	office   TEXT   NOT NULL,
	document TEXT   NOT NULL, -- id of the law
	reason   TEXT   NOT NULL, -- from the list
	until    TEXT   NOT NULL, -- the last day of a term that was set
	body     TEXT   NOT NULL, -- words of a person; sealed
	read_at  TEXT   NOT NULL  -- of a message: when the other side opened it
);
CREATE INDEX case_event_case ON case_event (casefile, id);

-- A correction: the pages and lines that are opened again while a case is returned.
CREATE TABLE correction (
	id        TEXT   NOT NULL PRIMARY KEY,
	casefile  TEXT   NOT NULL REFERENCES casefile (id),
	state     TEXT   NOT NULL CHECK (state IN ('open', 'sent', 'ended')),
	until     TEXT   NOT NULL CHECK (until <> ''),
	opened_at TEXT   NOT NULL,
	sent_at   TEXT   NOT NULL,
	version   BIGINT NOT NULL,
	CHECK ((state = 'sent') = (sent_at <> ''))
);
CREATE UNIQUE INDEX correction_open ON correction (casefile) WHERE state = 'open';
CREATE INDEX correction_case ON correction (casefile, id);

CREATE TABLE correction_item (
	correction TEXT NOT NULL REFERENCES correction (id),
	kind       TEXT NOT NULL CHECK (kind IN ('page', 'document')),
	ref        TEXT NOT NULL CHECK (ref <> ''), -- page of the form, or document of the law
	reason     TEXT NOT NULL CHECK (reason <> ''),
	note       TEXT NOT NULL,                   -- sealed, the row being correction/kind/ref
	PRIMARY KEY (correction, kind, ref)
);
