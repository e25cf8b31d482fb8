-- Who looked: one row for every answer, refusal, denied attempt and export, durable before the answer leaves.
-- The four fields that the texts ask for (name of the person querying, time, content, purpose) and what else is known.

create table look (
    month bigint not null,          -- 202611
    look_id bigint not null,
    subject_id bigint not null,     -- 0 for a search, a list, an attempt that named nobody
    at bigint not null,
    user_id bigint not null,        -- 0 for nobody
    post_id bigint not null,
    unit_id bigint not null,
    person text not null,           -- name of the person querying; a machine's request names its own
    unit text not null,
    role text not null,
    channel text not null,
    address text not null,
    route text not null,            -- what was called
    content text not null,          -- canonical JSON: items asked, records given
    purpose text not null,
    basis text not null,            -- duty, authorisation, law, agreement, open, self, none
    reference text,                 -- what the basis names
    authorisation_id bigint,
    scene text,
    view text not null,             -- masked, clear, none
    reason text,                    -- of a clear view
    outcome text not null,          -- answered, refused, denied, exported, listed
    code text,                      -- of the refusal
    recipient text,                 -- of an export or print
    place text not null,
    policy text not null,           -- edition that decided
    primary key (month, look_id)
)
    -- sqlite: without rowid
    -- postgres: partition by list (month)
;
create index look_subject on look (month, subject_id, look_id);
create index look_user on look (month, user_id, look_id);
create index look_unit on look (month, unit_id, look_id);
