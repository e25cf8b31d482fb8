-- Publication: what of a record is shown to everybody, by which channels, from when to when; the projection public pages
-- read; and documents that are published with versions.

-- One intended publication of one version of one record. Its text is what was masked and approved.
create table publication (
    subject_id bigint not null,
    publication_id bigint not null,
    record_id bigint not null,
    record_version bigint not null, -- the version whose text this is
    jurisdiction text not null,
    policy_label text not null,     -- edition under which it was proposed
    item text not null,
    provider_id bigint not null,
    state text not null,            -- proposed, reviewed, running, refused, ended
    legacy bigint not null,         -- 1: published before this platform, entered with its days
    ground text not null,           -- rank of what opens it, or consent
    ground_text text not null,      -- what is cited
    clause text not null,           -- of the decision that opens it
    text text,                      -- canonical JSON, masked; null once destroyed
    last_day text,                  -- computed; null: no end. No statement changes it.
    needs_review bigint not null,   -- the pack asks for a confidentiality review
    proposed_by bigint not null, proposed_unit bigint not null, proposed_at bigint not null,
    reviewed_by bigint, reviewed_unit bigint, reviewed_at bigint,
    review text,                    -- passed, refused
    opinion text,
    approved_by bigint, approved_unit bigint, approved_at bigint,
    first_day text,                 -- of approval
    ended_day text,                 -- first day on which it is no longer shown
    ended_why text,                 -- term, stopped, changed, closed
    ended_clause text, ended_reason text, ended_case bigint,
    version bigint not null,
    primary key (subject_id, publication_id)
)
    -- sqlite: without rowid
;
create unique index publication_id on publication (publication_id);
create index publication_record on publication (subject_id, record_id, publication_id);
create index publication_due on publication (last_day) where state = 'running';
create index publication_running on publication (publication_id) where state = 'running';
create index publication_unit on publication (provider_id, publication_id);
create index publication_place on publication (jurisdiction, publication_id);

-- An entry per channel: the platform's own site shows it by itself, others are an order to a unit until it confirms.
create table publication_channel (
    subject_id bigint not null,
    publication_id bigint not null,
    channel text not null,
    own bigint not null,            -- 1: the platform's own
    unit_id bigint not null,        -- who carries it out
    jurisdiction text not null,
    state text not null,            -- waiting, ordered, published, stop_ordered, stopped
    ordered_day text,
    published_day text, published_by bigint, published_unit bigint,
    stop_day text,                  -- of the stop order
    stopped_day text, stopped_by bigint, stopped_unit bigint,
    primary key (subject_id, publication_id, channel)
)
    -- sqlite: without rowid
;
create index publication_order on publication_channel (unit_id, state, publication_id, channel);
create index publication_stop on publication_channel (jurisdiction, state, publication_id, channel);

-- What public pages read: a row for each running publication on the own site. There is no row for a natural person
-- and no column that could hold one.
create table public_record (
    public_id bigint primary key,   -- of the publication
    kind text not null check (kind in ('organisation', 'individual_business')),
    subject_id bigint not null,
    record_id bigint not null,
    record_version bigint not null,
    jurisdiction text not null,
    item text not null,
    published_day text not null,
    last_day text,
    clause text not null,
    text text not null
);
create index public_record_place on public_record (jurisdiction, public_id);
create index public_record_item on public_record (jurisdiction, item, public_id);
create index public_record_subject on public_record (subject_id, public_id);

-- A document everybody may read. Versions are facts: none is changed.
create table published_document (
    document_id bigint primary key,
    jurisdiction text not null,
    kind text not null,             -- recognition_rules, measure_list, service_specification, catalog_guide
    about text not null,            -- what it belongs to: a list type, a catalog; '' for none
    unit_id bigint not null,        -- whose document it is
    current_version bigint not null,
    clause text not null,           -- that asks for its publication; default
    created_at bigint not null
);
create index published_document_kind on published_document (jurisdiction, kind, document_id);

create table published_document_version (
    document_id bigint not null,
    version bigint not null,
    title text not null,
    text text not null,             -- '' when it is a file
    evidence_id bigint,
    first_day text not null,
    by_user bigint not null, by_unit bigint not null,
    at bigint not null,
    primary key (document_id, version)
)
    -- sqlite: without rowid
;

create table published_document_place (
    document_id bigint not null,
    version bigint not null,
    channel text not null,
    unit_id bigint not null,        -- who puts it there; the platform's own: 0
    day text,                       -- null: not there yet
    by_user bigint, by_unit bigint,
    primary key (document_id, version, channel)
)
    -- sqlite: without rowid
;
