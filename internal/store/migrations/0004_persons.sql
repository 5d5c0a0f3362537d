-- Persons: who somebody is, with their papers, addresses, stays and titles. Columns marked "sealed" hold, as base64, what the key of
-- the person sealed for that column of that row, '' for nothing; a lookup is a keyed hash of the canonical form of what is sealed
-- beside it. Days are YYYY-MM-DD, '' for none. Which column of a table leads to the person stands in person_owner.go too.

CREATE TABLE person (
	id            TEXT   NOT NULL PRIMARY KEY,
	surname       TEXT   NOT NULL CHECK (surname <> ''),
	given         TEXT   NOT NULL,
	birth_date    TEXT   NOT NULL CHECK (birth_date <> ''),
	birth_place   TEXT   NOT NULL,           -- sealed
	birth_country TEXT   NOT NULL,
	sex           TEXT   NOT NULL CHECK (sex IN ('F', 'M', 'X')),
	nationality   TEXT   NOT NULL CHECK (nationality <> ''),
	cnp           TEXT   NOT NULL,           -- sealed
	cnp_lookup    TEXT   NOT NULL,
	created_at    TEXT   NOT NULL,
	version       BIGINT NOT NULL,
	CHECK ((cnp = '') = (cnp_lookup = ''))
);
CREATE INDEX person_cnp ON person (cnp_lookup) WHERE cnp_lookup <> '';

-- The key of a person, wrapped. When it goes, nothing that it sealed can be read again, in a copy neither.
CREATE TABLE person_key (
	person     TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
	wrapped    TEXT NOT NULL CHECK (wrapped <> ''),
	created_at TEXT NOT NULL
);

-- Whom an account speaks for.
CREATE TABLE account_person (
	account  TEXT NOT NULL REFERENCES account (id),
	person   TEXT NOT NULL REFERENCES person (id),
	relation TEXT NOT NULL CHECK (relation IN ('self', 'spouse', 'child', 'parent', 'relative', 'ward', 'represented')),
	since    TEXT NOT NULL,
	until    TEXT NOT NULL,                  -- when the person was removed, '' while not
	PRIMARY KEY (account, person),
	CHECK (until = '' OR until >= since)
);
CREATE INDEX account_person_person ON account_person (person);
-- Whoever has the account is in it once.
CREATE UNIQUE INDEX account_person_self ON account_person (account) WHERE relation = 'self' AND until = '';

CREATE TABLE paper (
	id            TEXT   NOT NULL PRIMARY KEY,
	person        TEXT   NOT NULL REFERENCES person (id),
	kind          TEXT   NOT NULL CHECK (kind IN (
		'passport', 'service-passport', 'diplomatic-passport', 'identity-card', 'travel-document', 'other')),
	number        TEXT   NOT NULL CHECK (number <> ''), -- sealed
	number_lookup TEXT   NOT NULL CHECK (number_lookup <> ''),
	issuer        TEXT   NOT NULL,
	issued_on     TEXT   NOT NULL,
	expires_on    TEXT   NOT NULL,
	ended_on      TEXT   NOT NULL,           -- when it was replaced, lost or given back
	version       BIGINT NOT NULL,
	CHECK (expires_on = '' OR expires_on > issued_on),
	CHECK (ended_on = '' OR ended_on >= issued_on)
);
CREATE UNIQUE INDEX paper_person ON paper (person, kind, issuer, number_lookup);
CREATE INDEX paper_number ON paper (number_lookup);

CREATE TABLE address (
	id          TEXT   NOT NULL PRIMARY KEY,
	person      TEXT   NOT NULL REFERENCES person (id),
	country     TEXT   NOT NULL CHECK (country <> ''),
	county      TEXT   NOT NULL,
	locality    TEXT   NOT NULL CHECK (locality <> ''), -- sealed, as the four that follow
	street      TEXT   NOT NULL,
	number      TEXT   NOT NULL,
	details     TEXT   NOT NULL,
	postcode    TEXT   NOT NULL,
	lived_from  TEXT   NOT NULL,
	lived_until TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	CHECK (lived_until = '' OR lived_until >= lived_from),
	CHECK ((country = 'RO') = (county <> ''))
);
CREATE INDEX address_person ON address (person, id);
-- One address of today in Romania, and one abroad.
CREATE UNIQUE INDEX address_here ON address (person) WHERE lived_until = '' AND country = 'RO';
CREATE UNIQUE INDEX address_abroad ON address (person) WHERE lived_until = '' AND country <> 'RO';

CREATE TABLE stay (
	id      TEXT   NOT NULL PRIMARY KEY,
	person  TEXT   NOT NULL REFERENCES person (id),
	entry   TEXT   NOT NULL CHECK (entry <> ''),
	exit    TEXT   NOT NULL,
	version BIGINT NOT NULL,
	CHECK (exit = '' OR exit >= entry)
);
CREATE INDEX stay_person ON stay (person, entry);
CREATE UNIQUE INDEX stay_open ON stay (person) WHERE exit = '';

CREATE TABLE title (
	id            TEXT   NOT NULL PRIMARY KEY,
	person        TEXT   NOT NULL REFERENCES person (id),
	kind          TEXT   NOT NULL CHECK (kind <> ''),
	number        TEXT   NOT NULL,           -- sealed
	number_lookup TEXT   NOT NULL,
	valid_from    TEXT   NOT NULL CHECK (valid_from <> ''),
	valid_until   TEXT   NOT NULL,
	version       BIGINT NOT NULL,
	CHECK ((number = '') = (number_lookup = '')),
	CHECK (valid_until = '' OR valid_until >= valid_from)
);
CREATE INDEX title_person ON title (person, id);
CREATE UNIQUE INDEX title_card ON title (person, kind, number_lookup) WHERE number_lookup <> '';
CREATE INDEX title_number ON title (number_lookup) WHERE number_lookup <> '';
