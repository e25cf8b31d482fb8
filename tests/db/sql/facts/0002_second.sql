-- A line for one engine only is a comment for the other.
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
) -- sqlite: WITHOUT ROWID
;
INSERT INTO counter (name, n) VALUES ('all', 0);
CREATE TABLE engine (name TEXT NOT NULL);
-- sqlite: INSERT INTO engine (name) VALUES ('sqlite');
-- postgres: INSERT INTO engine (name) VALUES ('postgres');
