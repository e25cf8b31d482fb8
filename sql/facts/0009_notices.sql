-- Notices: what people and units are told in writing, how it reached them, and the message that one waits.

create table notice (
    subject_id bigint not null,     -- the addressee, or whom a unit's notice is about; 0: nobody
    notice_id bigint not null,
    unit_id bigint not null,        -- the unit it is for; 0: the subject
    kind text not null,             -- id of a template of the pack
    title text not null,
    number text not null,
    jurisdiction text not null,
    policy_label text not null,     -- edition whose template was filled
    clause text not null,
    case_id bigint,
    target_kind text not null,      -- record, list_entry …; '' when about nothing else
    target_id bigint not null,
    content text,                   -- sealed, base64; null once destroyed
    salt blob,                      -- lives and dies with the content
    commitment blob not null,
    day text not null,              -- of issue
    at bigint not null,
    by_user bigint not null,
    by_unit bigint not null,
    desk bigint not null,           -- 1 while somebody must print or post it
    sent_on text,                   -- earliest of its deliveries
    arrived_on text,
    opened_at bigint,               -- first read on the platform
    destroyed_at bigint,
    primary key (subject_id, notice_id)
)
    -- sqlite: without rowid
;
create index notice_id on notice (notice_id);
create index notice_unit on notice (unit_id, notice_id) where unit_id <> 0;
-- Who is told about a target need not be whose it is.
create index notice_target on notice (target_id) where destroyed_at is null;
create index notice_desk on notice (jurisdiction, notice_id) where desk = 1;

-- How it went to the addressee; each way that was tried.
create table notice_delivery (
    subject_id bigint not null,
    notice_id bigint not null,
    delivery_id bigint not null,
    way text not null,              -- platform, print, post, hand_over
    sent_on text not null,
    arrived_on text,
    proof text not null,            -- of arrival: queue, opened, window, receipt, signature; '' until then
    evidence_id bigint,
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    arrived_at bigint,              -- when the arrival was entered
    primary key (subject_id, notice_id, delivery_id)
)
    -- sqlite: without rowid
;
create index notice_arrival on notice_delivery (arrived_at, delivery_id) where arrived_at is not null;

-- Where a subject wants to be told that a notice waits; given by itself.
create table notice_contact (
    subject_id bigint not null,
    contact_id bigint not null,
    channel text not null,          -- email, text
    address blob,                   -- sealed; null once removed
    by_user bigint not null,
    at bigint not null,
    removed_at bigint,
    primary key (subject_id, contact_id)
)
    -- sqlite: without rowid
;

-- Messages that a notice waits.
create table notice_waiting (
    subject_id bigint not null,
    notice_id bigint not null,
    contact_id bigint not null,
    channel text not null,
    jurisdiction text not null,
    state text not null,            -- waiting, sent, failed, dropped
    tries bigint not null,
    due_at bigint not null,         -- not before
    at bigint not null,
    primary key (subject_id, notice_id, contact_id)
)
    -- sqlite: without rowid
;
create index notice_waiting_due on notice_waiting (due_at) where state = 'waiting';

-- Whether a subject can read on the platform, and what belongs to those merged into it.
create index account_subject on account (subject_id) where subject_id is not null;
create index subject_merged on subject (merged_into) where merged_into is not null;
