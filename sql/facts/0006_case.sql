-- Cases: what somebody filed or found, how it moved, by when what is due, and what was decided.
--
-- A case about a subject's record or list entry carries its subject; of others subject_id is 0. Free text is sealed: it
-- names people. What an event turned on is a fact of its own, so that guards read rows and never prose.

-- What was filed in one go: one number, a case a target.
create table application (
    application_id bigint primary key,
    number text not null,
    jurisdiction text not null,
    process text not null,
    origin text not null,           -- subject, self_found, complaint, time
    subject_id bigint not null,
    received_day text not null,     -- legal day of receipt
    registered_at bigint not null,
    day_evidence bigint,            -- proof of a receipt earlier than registration
    representative bigint,          -- evidence: the authorisation of who acts for the subject
    by_user bigint not null,
    by_post bigint not null,
    by_unit bigint not null,
    channel text not null
);
create unique index application_number on application (number);
create index application_subject on application (subject_id, application_id);

create table case_file (
    subject_id bigint not null,
    case_id bigint not null,
    application_id bigint not null,
    jurisdiction text not null,
    policy_label text not null,     -- edition it was opened under and keeps
    calendar text not null,         -- edition of the calendar, '' when none
    process text not null,
    kind text not null,
    origin text not null,
    target text not null,           -- record, list_entry, subject, unit, incident
    target_id bigint not null,
    item text not null,             -- of a record; ''
    provider_id bigint not null,    -- of a record; the unit of an entry; the unit concerned; 0
    desk_unit bigint not null,      -- receiving unit
    opened_by_unit bigint not null, -- executing or other unit that opened it; 0
    ground text not null,
    claim blob,                     -- sealed; gone once the content it is about is destroyed
    state text not null,
    remembered text not null,       -- state before a pause; ''
    result text not null,           -- right, wrong, unverifiable; '' before
    result_party text not null,     -- who said so
    disputed_day text,              -- the applicant declared disagreement
    target_version bigint not null, -- of the record when the case opened: its current version
    version_asked bigint not null,  -- a right version was asked for when the record had this one; 0
    received_day text not null,
    opened_at bigint not null,
    moved_day text not null,        -- legal day of the last event
    closed_day text,
    linked bigint,                  -- an earlier case on the same target and ground
    stand_in bigint,                -- unit that acts for the provider (代办)
    version bigint not null,
    changed_unit bigint not null,
    changed_at bigint not null,
    primary key (subject_id, case_id)
)
    -- sqlite: without rowid
;
create unique index case_file_id on case_file (case_id);
create index case_file_target on case_file (target, target_id, case_id);
create index case_file_place on case_file (jurisdiction, process, case_id);
create index case_file_provider on case_file (provider_id, case_id);
create index case_file_desk on case_file (desk_unit, case_id);
create index case_file_open on case_file (jurisdiction, case_id) where closed_day is null;
create index case_file_application on case_file (application_id);

create table case_event (
    subject_id bigint not null,
    case_id bigint not null,
    seq bigint not null,
    event_id bigint not null,
    transition text not null,       -- number in the pack
    event text not null,
    from_state text not null,
    to_state text not null,
    party text not null,            -- as whom the actor acted
    clause text not null,
    day text not null,              -- legal day
    registered_at bigint not null,
    arrived_day text,               -- of what the event sent, where that was another day
    by_user bigint not null,
    by_post bigint not null,
    by_unit bigint not null,
    second bigint,
    channel text not null,
    text blob,                      -- sealed JSON: reason, outcome, cause …
    findings text not null,         -- JSON array of guards the actor stated
    primary key (subject_id, case_id, seq)
)
    -- sqlite: without rowid
;

-- Papers of a case; kind: proof, document, authorisation, identity, day …
create table case_evidence (
    subject_id bigint not null,
    case_id bigint not null,
    seq bigint not null,            -- of the event that brought it
    evidence_id bigint not null,
    kind text not null,
    primary key (subject_id, case_id, seq, evidence_id, kind)
)
    -- sqlite: without rowid
;
create index case_evidence_of on case_evidence (evidence_id);

create table case_clock (
    subject_id bigint not null,
    case_id bigint not null,
    clock_id bigint not null,
    clock text not null,            -- id in the process
    kind text not null,             -- act, term, task
    actor text not null,            -- party that must meet it
    unit_id bigint not null,        -- the unit of that party, 0 when not one
    jurisdiction text not null,
    started_seq bigint not null,
    start_day text not null,
    state text not null,            -- running, paused, met, over (ended by itself), dropped
    due_day text,                   -- null: no figure, pending or paused
    missing_year bigint not null,   -- the year without a calendar; 0
    figure bigint not null,         -- 1: a limit of law or default with a figure; 0: open task
    derivation text,                -- canonical JSON
    set_in_case bigint not null,    -- 1: the period was set in the case
    target_day text,                -- of an open task: service target, never a due day
    met_day text,
    met_at bigint,
    met_seq bigint,
    late bigint not null,           -- 1: met after its due day
    primary key (subject_id, case_id, clock_id)
)
    -- sqlite: without rowid
;
create index case_clock_due on case_clock (jurisdiction, due_day) where state = 'running';
create index case_clock_unit on case_clock (unit_id, due_day) where state = 'running' or state = 'paused';
create index case_clock_missing on case_clock (missing_year) where state = 'running' and missing_year > 0;

create table case_pause (
    subject_id bigint not null,
    case_id bigint not null,
    pause_id bigint not null,
    clocks text not null,           -- JSON array of clock ids
    reason text not null,           -- word of the pack
    clause text not null,
    from_day text not null,
    to_day text,
    primary key (subject_id, case_id, pause_id)
)
    -- sqlite: without rowid
;

-- An act that needs two persons, proposed by the first.
create table case_proposal (
    subject_id bigint not null,
    case_id bigint not null,
    proposal_id bigint not null,
    case_version bigint not null,
    by_user bigint not null,
    at bigint not null,
    act blob not null,              -- sealed JSON
    primary key (subject_id, case_id)
)
    -- sqlite: without rowid
;

-- What a process wrote into a subject's credit record: talks, confirmed rectification …
create table credit_entry (
    subject_id bigint not null,
    entry_id bigint not null,
    case_id bigint not null,
    kind text not null,             -- event of the case
    name text not null,             -- what the pack calls it
    clause text not null,
    day text not null,
    primary key (subject_id, entry_id)
)
    -- sqlite: without rowid
;

-- Records whose disclosure term ends: what happens then is done by the worker, and never waited for by a reader.
create index record_term_end on record (jurisdiction, term_to) where state = 'active' and term_to is not null;
