-- What units keep on file, trainings, reports and incidents, and the projections that statistics are read from.

-- A version of an entry is a row; a row is never changed but for the day on which the next version or an end takes
-- it out. What was in force on a day, as it was known on that day, is computable from registered_day and closed_day.
create table unit_register (
    entry_id bigint primary key,
    unit_id bigint not null,
    jurisdiction text not null,
    kind text not null,             -- word of the vocabulary "register"
    series_id bigint not null,      -- first version; itself for that
    edition bigint not null,        -- 1, 2, …
    title text not null,
    reference text,                 -- number of the document, filing or agreement
    person text,                    -- who is responsible, was trained, has signed
    user_id bigint,                 -- the account of that person, where there is one
    level bigint,                   -- classified protection: 1 to 5
    result text,                    -- of a check, an exercise, an assessment
    approver text,
    from_day text not null,
    to_day text,                    -- last day in force; of periodic acts the day the next one is due
    evidence_id bigint,
    policy_label text not null,
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    registered_day text not null,
    closed_day text,                -- from this day on another version, or nothing, is in force
    closed_by bigint,
    closed_reason text
);
create unique index unit_register_series on unit_register (series_id, edition);
create index unit_register_unit on unit_register (unit_id, kind, entry_id);
create index unit_register_place on unit_register (jurisdiction, kind, unit_id);

-- Bodies that may give repair training, with the rating they had from day to day.
create table training_body (
    unit_id bigint not null,
    body_id bigint not null,
    jurisdiction text not null,
    unit_type text not null,
    rating text,
    reference text not null,        -- what it rests on: evaluation, authorisation
    from_day text not null,
    to_day text,
    by_user bigint not null,
    at bigint not null,
    primary key (unit_id, body_id)
);
create index training_body_place on training_body (jurisdiction, unit_id, body_id);

create table training_session (
    session_id bigint primary key,
    jurisdiction text not null,
    plan_id bigint,                 -- entry of the register, kind training_plan
    organiser_id bigint not null,   -- unit
    body_id bigint not null,        -- unit that gives it
    from_day text not null,
    to_day text not null,
    tenths bigint not null,         -- class hours of the whole session, in tenths
    contents text not null,         -- canonical JSON: ids of the pack's contents that were treated
    clause text not null,           -- that admits the body
    policy_label text not null,
    evidence_id bigint,
    by_user bigint not null,
    at bigint not null
);
create index training_session_organiser on training_session (organiser_id, session_id);
create index training_session_place on training_session (jurisdiction, session_id);

-- Who took part: an entry of the subject's, with the hours it was there.
create table training (
    subject_id bigint not null,
    training_id bigint not null,
    session_id bigint not null,
    attendee_id bigint not null,    -- the person who came; the subject itself, or its representative
    capacity text not null,         -- own, legal_representative, principal
    tenths bigint not null,
    day text not null,              -- last day of the session
    report_evidence bigint,         -- credit report that the body of the session gave out
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    primary key (subject_id, training_id),
    unique (subject_id, session_id)
)
    -- sqlite: without rowid
;
create index training_session_people on training (session_id, subject_id);

-- When a unit was closed: reports of former days still count it.
alter table unit add column closed_day text;

-- Figures by day, the projection that statistics are sums of. A figure counts what was registered on a day, so a day that is
-- over never changes. Fed in the transaction of what it counts, or closed day by day from the looks and the clocks.
create table figure (
    jurisdiction text not null,
    name text not null,             -- word of registry/figures.def
    day text not null,
    unit_id bigint not null,        -- 0: the public
    item text not null,             -- what the figure is divided by: item, scene, basis, account; '' when by nothing
    n bigint not null,
    primary key (jurisdiction, name, day, unit_id, item)
)
    -- sqlite: without rowid
;
create index figure_unit on figure (unit_id, name, item, day);

-- Days of a source that have been closed.
create table figure_closed (
    source text not null,           -- looks, clocks
    day text not null,
    at bigint not null,
    primary key (source, day)
)
    -- sqlite: without rowid
;

-- Which submissions the records of a day came with: the way from a figure down to its rows.
create table delivery (
    unit_id bigint not null,
    day text not null,
    item text not null,
    submission_id bigint not null,  -- 0: typed in
    records bigint not null,
    late bigint not null,
    primary key (unit_id, day, item, submission_id)
)
    -- sqlite: without rowid
;

create table warning_rule (
    rule_id bigint primary key,
    jurisdiction text not null,
    title text not null,
    figure text not null,
    per text not null,              -- '' or the figure that it is a percentage of
    at_least bigint not null,       -- of the sum, or of the percentage
    days bigint not null,           -- the last so many days
    basis text not null,            -- what the threshold rests on
    evaluated_to text not null,     -- last day it was held against
    state text not null,            -- active, ended
    by_user bigint not null,
    at bigint not null,
    version bigint not null
);
create index warning_rule_place on warning_rule (jurisdiction, rule_id);

create table warning (
    warning_id bigint primary key,
    jurisdiction text not null,
    rule_id bigint not null,
    unit_id bigint not null,
    item text not null,
    day text not null,
    value bigint not null,
    at_least bigint not null,       -- of the rule at that time
    state text not null,            -- open, acknowledged
    acknowledged_by bigint,
    acknowledged_at bigint,
    note text,
    version bigint not null
);
create unique index warning_once on warning (rule_id, day, unit_id, item);
create index warning_place on warning (jurisdiction, state, warning_id);
create index warning_unit on warning (unit_id, warning_id);

-- Reports of offences. What is told and who tells it are sealed; who tells it is opened by two persons only.
create table offence_report (
    report_id bigint primary key,
    jurisdiction text not null,
    ground text not null,           -- of the pack's liability or incident process; other
    citation text,                  -- the rule that forbids it, where the ground is open
    clause text not null,
    unit_id bigint,                 -- about whom; null: not known to the reporter
    what blob not null,             -- sealed
    reporter blob,                  -- sealed; null: anonymous
    evidence_id bigint,
    case_subject bigint,            -- the case that was opened on it
    case_id bigint,
    state text not null,            -- received, linked, closed
    outcome text,                   -- why it was closed
    by_user bigint not null,        -- 0: the public
    at bigint not null,
    version bigint not null
);
create index offence_report_place on offence_report (jurisdiction, report_id);

create table offence_opening (
    opening_id bigint primary key,
    report_id bigint not null,
    reason text not null,
    proposed_by bigint not null,
    proposed_at bigint not null,
    second_by bigint,
    opened_at bigint                -- null while it waits for the second person
);
create index offence_opening_report on offence_opening (report_id);

-- A leak: through whose looks, in which period; the subjects found in them are told.
create table leak (
    leak_id bigint primary key,
    jurisdiction text not null,
    unit_id bigint not null,
    user_id bigint not null,        -- 0: anybody of the unit
    from_day text not null,
    to_day text not null,
    title text not null,            -- what people are told happened; names nobody
    actions text not null,          -- and what was done about it
    case_id bigint,                 -- the incident
    subjects bigint not null,
    by_user bigint not null,
    at bigint not null
);
create index leak_place on leak (jurisdiction, leak_id);
create table leak_subject (
    subject_id bigint not null,
    leak_id bigint not null,
    looks bigint not null,
    first_at bigint not null,
    told_id bigint not null,        -- of the outbox
    primary key (subject_id, leak_id)
)
    -- sqlite: without rowid
;
create index leak_subject_of on leak_subject (leak_id, subject_id);
