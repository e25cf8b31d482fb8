CREATE TABLE look (
    month BIGINT NOT NULL,
    id BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (month, id)
) -- postgres: PARTITION BY LIST (month)
;
CREATE INDEX look_subject ON look (month, subject_id, id);
