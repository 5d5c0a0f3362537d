-- The machine-readable zone that was read on a file that was sent: it is suggested to its owner until they confirm it, and goes with the file.
CREATE TABLE upload_zone (
	upload  TEXT NOT NULL PRIMARY KEY REFERENCES upload (id) ON DELETE CASCADE,
	zone    TEXT NOT NULL, -- its lines, sealed; '' = somebody looked, and could read none
	read_at TEXT NOT NULL
);
