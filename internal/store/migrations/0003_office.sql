-- What the office runs by: its offices, what they receive people for, when, and at which desks. Rows are ended, never removed.

-- Something that is done one at a time: who has taken a turn keeps the others waiting until the transaction ends.
CREATE TABLE turn (
	name  TEXT   NOT NULL PRIMARY KEY,
	taken BIGINT NOT NULL
);

-- An office that takes part. Most are named by the law: then name, city, county and address are ''.
CREATE TABLE office (
	id         TEXT   NOT NULL PRIMARY KEY,
	name       TEXT   NOT NULL,
	city       TEXT   NOT NULL,
	county     TEXT   NOT NULL,
	address    TEXT   NOT NULL,
	state      TEXT   NOT NULL CHECK (state IN ('active', 'ended')),
	created_at TEXT   NOT NULL,
	version    BIGINT NOT NULL
);

CREATE TABLE office_service (
	id      TEXT   NOT NULL PRIMARY KEY,
	office  TEXT   NOT NULL REFERENCES office (id),
	visit   TEXT   NOT NULL CHECK (visit IN ('filing', 'collection', 'employers', 'interview', 'information')),
	minutes BIGINT NOT NULL CHECK (minutes > 0 AND minutes % 10 = 0),
	note    TEXT   NOT NULL,
	state   TEXT   NOT NULL CHECK (state IN ('active', 'ended')),
	version BIGINT NOT NULL
);
CREATE INDEX office_service_office ON office_service (office, id);

-- The procedures of a service; none = every procedure without a service of its own.
CREATE TABLE office_service_procedure (
	service   TEXT NOT NULL REFERENCES office_service (id),
	procedure TEXT NOT NULL,
	PRIMARY KEY (service, procedure)
);

CREATE TABLE office_desk (
	id      TEXT   NOT NULL PRIMARY KEY,
	office  TEXT   NOT NULL REFERENCES office (id),
	name    TEXT   NOT NULL,
	state   TEXT   NOT NULL CHECK (state IN ('active', 'ended')),
	version BIGINT NOT NULL
);
-- People are called to a desk by its name.
CREATE UNIQUE INDEX office_desk_name ON office_desk (office, name) WHERE state = 'active';
CREATE INDEX office_desk_office ON office_desk (office, id);

CREATE TABLE office_desk_service (
	desk    TEXT NOT NULL REFERENCES office_desk (id),
	service TEXT NOT NULL REFERENCES office_service (id),
	PRIMARY KEY (desk, service)
);

-- Hours of a service on a weekday (0 = Sunday), in minutes after midnight, while they are valid.
CREATE TABLE office_hours (
	id         TEXT   NOT NULL PRIMARY KEY,
	office     TEXT   NOT NULL REFERENCES office (id),
	service    TEXT   NOT NULL REFERENCES office_service (id),
	weekday    BIGINT NOT NULL CHECK (weekday BETWEEN 0 AND 6),
	opens      BIGINT NOT NULL CHECK (opens >= 0 AND opens % 10 = 0),
	closes     BIGINT NOT NULL CHECK (closes > opens AND closes <= 1440 AND closes % 10 = 0),
	from_day   TEXT   NOT NULL,
	until_day  TEXT   NOT NULL,              -- '' = until further notice
	state      TEXT   NOT NULL CHECK (state IN ('active', 'ended')),
	version    BIGINT NOT NULL,
	CHECK (until_day = '' OR until_day >= from_day)
);
CREATE INDEX office_hours_office ON office_hours (office, id);

-- Days on which a whole office is closed.
CREATE TABLE office_closure (
	id        TEXT   NOT NULL PRIMARY KEY,
	office    TEXT   NOT NULL REFERENCES office (id),
	from_day  TEXT   NOT NULL,
	until_day TEXT   NOT NULL,
	reason    TEXT   NOT NULL CHECK (reason IN ('bridge-day', 'training', 'works', 'moving', 'emergency', 'other')),
	note      TEXT   NOT NULL,
	state     TEXT   NOT NULL CHECK (state IN ('active', 'ended')),
	version   BIGINT NOT NULL,
	CHECK (until_day >= from_day)
);
CREATE INDEX office_closure_office ON office_closure (office, until_day, id);
