-- Accounts: who may act, how they prove who they are, and where they are signed in.

CREATE TABLE account (
	id           TEXT   NOT NULL PRIMARY KEY,
	kind         TEXT   NOT NULL CHECK (kind IN ('applicant', 'staff')),
	email        TEXT   NOT NULL,            -- as it was typed
	email_folded TEXT   NOT NULL,            -- as it is found
	name         TEXT   NOT NULL,            -- of staff, as colleagues and letters show it; '' for applicants
	lang         TEXT   NOT NULL,
	office       TEXT   NOT NULL,            -- of staff: where they work, '' if nowhere
	state        TEXT   NOT NULL CHECK (state IN ('active', 'ended')),
	absent_from  TEXT   NOT NULL,            -- of staff: days, '' if not absent
	absent_until TEXT   NOT NULL,
	created_at   TEXT   NOT NULL,
	ended_at     TEXT   NOT NULL,
	cooling_until TEXT  NOT NULL DEFAULT '', -- after it was opened again at a counter: until when nobody collects for it
	version      BIGINT NOT NULL,
	CHECK ((state = 'ended') = (ended_at <> ''))
);
-- One address signs in one account of a kind; that of an ended account may be used again.
CREATE UNIQUE INDEX account_email ON account (kind, email_folded) WHERE state = 'active';
CREATE INDEX account_list ON account (kind, state, id);

CREATE TABLE account_role (
	account  TEXT NOT NULL REFERENCES account (id),
	role     TEXT NOT NULL CHECK (role IN ('front-desk', 'case-officer', 'head', 'administrator', 'auditor')),
	given_by TEXT NOT NULL,
	given_at TEXT NOT NULL,
	PRIMARY KEY (account, role)
);
CREATE INDEX account_role_role ON account_role (role, account);

-- A passkey (Web Authentication, level 3). The credential is its public half with what the library keeps of it, as JSON.
CREATE TABLE passkey (
	id         TEXT   NOT NULL PRIMARY KEY,  -- the credential's id, base64url
	account    TEXT   NOT NULL REFERENCES account (id),
	name       TEXT   NOT NULL,              -- as its owner calls it
	credential TEXT   NOT NULL,
	created_at TEXT   NOT NULL,
	used_at    TEXT   NOT NULL,
	version    BIGINT NOT NULL
);
CREATE INDEX passkey_account ON passkey (account, id);

-- A passkey ceremony under way: what the server must remember between its question and the browser's answer.
CREATE TABLE ceremony (
	id         TEXT NOT NULL PRIMARY KEY,    -- mark of a random token that the browser holds
	kind       TEXT NOT NULL CHECK (kind IN ('register', 'sign-in', 'confirm', 'invitation')),
	account    TEXT NOT NULL,                -- '' when it is not known yet who signs in
	data       TEXT NOT NULL,
	expires_at TEXT NOT NULL
);
CREATE INDEX ceremony_expires ON ceremony (expires_at);

-- Staff known to an identity provider: the provider's name and the subject together, never the address (ASVS 6.8).
CREATE TABLE provider_identity (
	issuer     TEXT NOT NULL,
	subject    TEXT NOT NULL,
	account    TEXT NOT NULL REFERENCES account (id),
	created_at TEXT NOT NULL,
	PRIMARY KEY (issuer, subject)
);
CREATE INDEX provider_identity_account ON provider_identity (account);

-- A sign-in at an identity provider under way.
CREATE TABLE provider_visit (
	id         TEXT NOT NULL PRIMARY KEY,    -- mark of the state
	browser    TEXT NOT NULL,                -- mark of a random token that the browser holds
	secrets    TEXT NOT NULL,                -- nonce and PKCE verifier, sealed
	invitation TEXT NOT NULL,                -- mark of an invitation that this visit takes up, '' if none
	data       TEXT NOT NULL,                -- JSON: who takes it up, when the invitation does not say it
	session    TEXT NOT NULL,                -- handle of the session that this visit confirms, '' if none
	expires_at TEXT NOT NULL
);
CREATE INDEX provider_visit_expires ON provider_visit (expires_at);

-- A one-time code. It is good once, for ten minutes, in the browser that asked for it, and for few tries.
CREATE TABLE code (
	id         TEXT   NOT NULL PRIMARY KEY,  -- mark of a random token that the browser holds
	purpose    TEXT   NOT NULL CHECK (purpose IN ('sign-in', 'confirm', 'new-address', 'recovery')),
	account    TEXT   NOT NULL,              -- '' when nobody is signed in yet
	email      TEXT   NOT NULL,
	lang       TEXT   NOT NULL,
	mark       TEXT   NOT NULL,              -- keyed hash of the code; '' when none was sent, and none fits
	tries      BIGINT NOT NULL,
	created_at TEXT   NOT NULL,
	expires_at TEXT   NOT NULL,
	used_at    TEXT   NOT NULL
);
CREATE INDEX code_expires ON code (expires_at);

-- A browser that signed in to an account before: it is no new device, and no flood of requests locks it out.
CREATE TABLE device (
	id       TEXT NOT NULL,                  -- mark of a random token that the browser holds
	account  TEXT NOT NULL REFERENCES account (id),
	first_at TEXT NOT NULL,
	last_at  TEXT NOT NULL,
	PRIMARY KEY (id, account)
);
CREATE INDEX device_account ON device (account);
CREATE INDEX device_last ON device (last_at);

CREATE TABLE session (
	id         TEXT NOT NULL PRIMARY KEY,    -- mark of the token that the browser holds
	handle     TEXT NOT NULL UNIQUE,         -- by which pages name it
	account    TEXT NOT NULL REFERENCES account (id),
	method     TEXT NOT NULL CHECK (method IN ('code', 'passkey', 'provider', 'invitation', 'demo')),
	agent      TEXT NOT NULL,                -- browser and system in a few words
	created_at TEXT NOT NULL,
	seen_at    TEXT NOT NULL,
	strong_at  TEXT NOT NULL,                -- last proof of identity in it
	ends_at    TEXT NOT NULL                 -- whatever happens
);
CREATE INDEX session_account ON session (account, handle);
CREATE INDEX session_ends ON session (ends_at);

-- A one-time link: the first administrator's, a colleague's, that of somebody whose account was opened again at a counter.
CREATE TABLE invitation (
	id         TEXT NOT NULL PRIMARY KEY,    -- mark of the token in the link
	handle     TEXT NOT NULL UNIQUE,         -- by which pages name it
	kind       TEXT NOT NULL CHECK (kind IN ('first-administrator', 'staff', 'recovery')),
	account    TEXT NOT NULL,                -- of a recovery
	email      TEXT NOT NULL,
	name       TEXT NOT NULL,
	office     TEXT NOT NULL,
	roles      TEXT NOT NULL,                -- JSON
	lang       TEXT NOT NULL,
	made_by    TEXT NOT NULL,
	created_at TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	used_at    TEXT NOT NULL,                -- '' while it is open
	revoked_at TEXT NOT NULL
);
CREATE INDEX invitation_open ON invitation (kind, handle) WHERE used_at = '' AND revoked_at = '';

-- A change of address that waits: the new address was confirmed, and the old one may still stop it.
CREATE TABLE email_change (
	account    TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
	handle     TEXT NOT NULL UNIQUE,
	email      TEXT NOT NULL,
	asked_at   TEXT NOT NULL,
	due_at     TEXT NOT NULL                 -- when it takes effect
);
CREATE INDEX email_change_due ON email_change (due_at);

-- The message centre: what the office says to an account on the site. The text is a template's, its values lie sealed.
CREATE TABLE message (
	id       TEXT NOT NULL PRIMARY KEY,
	account  TEXT NOT NULL REFERENCES account (id),
	template TEXT NOT NULL,
	args     TEXT NOT NULL,
	sent_at  TEXT NOT NULL,
	read_at  TEXT NOT NULL
);
CREATE INDEX message_account ON message (account, id);
