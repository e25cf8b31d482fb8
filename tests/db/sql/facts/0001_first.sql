CREATE TABLE thing (
    subject_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT,
    bytes BLOB,
    amount BIGINT,
    PRIMARY KEY (subject_id, id)
);
CREATE INDEX thing_name ON thing (name, subject_id, id);
CREATE TABLE claim (
    name TEXT NOT NULL PRIMARY KEY,
    subject_id BIGINT NOT NULL
);
