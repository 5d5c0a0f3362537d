-- Tokens by which a program acts for an account, as long as its owner lets it.
CREATE TABLE account_token (
	id         TEXT NOT NULL PRIMARY KEY,  -- by which pages name it
	account    TEXT NOT NULL REFERENCES account (id),
	mark       TEXT NOT NULL UNIQUE,       -- of the token itself, which is shown once and stored nowhere
	name       TEXT NOT NULL CHECK (name <> ''),
	created_at TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	used_on    TEXT NOT NULL,              -- day of the last use, '' = never
	revoked_at TEXT NOT NULL               -- '' = not
);
CREATE INDEX account_token_account ON account_token (account, id);
CREATE INDEX account_token_expires ON account_token (expires_at);
