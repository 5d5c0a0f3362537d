-- The ground: what the kernel of every change needs. Both engines run this text. Ids are made by the program; times are UTC
-- with whole microseconds, of fixed width, so that their text sorts as they do. PostgreSQL compares TEXT by bytes too: the migrator adds COLLATE "C".

-- One row: which keys this database was made with, and how often it was restored.
CREATE TABLE installation (
	id         TEXT   NOT NULL PRIMARY KEY CHECK (id = 'one'),
	keys       TEXT   NOT NULL,
	epoch      BIGINT NOT NULL CHECK (epoch > 0),
	created_at TEXT   NOT NULL
);

-- The record. Rows are added and never changed.
CREATE TABLE audit_entry (
	id       TEXT NOT NULL PRIMARY KEY,
	at       TEXT NOT NULL,
	actor    TEXT NOT NULL,
	acted_as TEXT NOT NULL CHECK (acted_as <> ''),
	office   TEXT NOT NULL,
	action   TEXT NOT NULL CHECK (action <> ''),
	subject  TEXT NOT NULL,
	purpose  TEXT NOT NULL CHECK (purpose <> ''),
	request  TEXT NOT NULL,
	reason   TEXT NOT NULL,
	fields   TEXT NOT NULL
);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_action ON audit_entry (action, id);

-- Entries that the sealer has not linked yet.
CREATE TABLE audit_pending (
	entry TEXT NOT NULL PRIMARY KEY REFERENCES audit_entry (id)
);

-- The chain: every number once, every entry once.
CREATE TABLE audit_link (
	seq   BIGINT NOT NULL PRIMARY KEY CHECK (seq > 0),
	entry TEXT   NOT NULL UNIQUE REFERENCES audit_entry (id),
	hash  TEXT   NOT NULL
);

-- Who does what only one node may do. The token grows whenever the holder changes.
CREATE TABLE lease (
	name   TEXT   NOT NULL PRIMARY KEY,
	holder TEXT   NOT NULL,
	token  BIGINT NOT NULL,
	until  TEXT   NOT NULL
);

CREATE TABLE job (
	id          TEXT   NOT NULL PRIMARY KEY,
	kind        TEXT   NOT NULL,
	unique_key  TEXT   NOT NULL UNIQUE,
	body        TEXT   NOT NULL,
	state       TEXT   NOT NULL CHECK (state IN ('ready', 'running', 'done', 'failed')),
	run_at      TEXT   NOT NULL,
	tries       BIGINT NOT NULL,
	token       BIGINT NOT NULL,
	lease_until TEXT   NOT NULL,
	error       TEXT   NOT NULL,
	created_at  TEXT   NOT NULL,
	ended_at    TEXT   NOT NULL
);
CREATE INDEX job_due ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_held ON job (lease_until, id) WHERE state = 'running';
CREATE INDEX job_state ON job (state, id);
CREATE INDEX job_done ON job (ended_at) WHERE state = 'done';

-- What came of acts that happen once.
CREATE TABLE outcome (
	id          TEXT NOT NULL PRIMARY KEY,
	fingerprint TEXT NOT NULL,
	result      TEXT NOT NULL,
	at          TEXT NOT NULL
);
CREATE INDEX outcome_at ON outcome (at);

-- Letters. Their values lie sealed and go when the letter was sent.
CREATE TABLE letter (
	id         TEXT   NOT NULL PRIMARY KEY,
	address    TEXT   NOT NULL,
	lang       TEXT   NOT NULL,
	template   TEXT   NOT NULL,
	args       TEXT   NOT NULL,
	state      TEXT   NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')),
	tries      BIGINT NOT NULL,
	error      TEXT   NOT NULL,
	created_at TEXT   NOT NULL,
	sent_at    TEXT   NOT NULL
);
CREATE INDEX letter_state ON letter (state, id);

-- Every try to send a letter.
CREATE TABLE letter_try (
	letter  TEXT   NOT NULL REFERENCES letter (id),
	number  BIGINT NOT NULL,
	at      TEXT   NOT NULL,
	outcome TEXT   NOT NULL,
	cause   TEXT   NOT NULL,
	PRIMARY KEY (letter, number)
);

-- Rate limits: until when somebody's allowance is used up. Keys are keyed hashes.
CREATE TABLE allowance (
	id    TEXT   NOT NULL PRIMARY KEY,
	used  BIGINT NOT NULL
);
