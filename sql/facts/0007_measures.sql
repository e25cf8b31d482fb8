-- Lists and measures: rule documents, prior notices, list entries, the register of measures, what is applied to whom on
-- what account, suspensions, and what became of it.

-- What a provider works by: how conduct is recognised, how an entry is repaired, which conduct is how severe.
create table list_document (
    document_id bigint primary key,
    jurisdiction text not null,
    unit_id bigint not null,
    kind text not null,             -- recognition, repair_opinion, severity_standard
    list_type text not null,        -- of the pack; '' for severity standards
    title text not null,
    doc_no text not null,
    basis text not null,            -- the rule of the State or the province it follows
    basis_rank text not null,
    parts text not null,            -- canonical JSON: the parts its kind asks for
    evidence_id bigint,             -- the document itself
    from_day text not null,
    to_day text,                    -- null while it holds
    version bigint not null,
    by_user bigint not null,
    at bigint not null
);
create index list_document_place on list_document (jurisdiction, kind, list_type, document_id);

-- The notice that comes before a listing, the statement of the subject and what was decided on it.
create table listing_notice (
    subject_id bigint not null,
    notice_id bigint not null,
    jurisdiction text not null,
    policy_label text not null,
    list_type text not null,
    unit_id bigint not null,        -- who means to list
    case_id bigint,
    contents text not null,         -- canonical JSON: word of the pack's contents → text
    evidence_id bigint,             -- the written notice as it was served
    served_day text not null,
    until_day text not null,        -- last day of statement and defence, as the notice says
    state text not null,            -- served, stated, accepted, rejected, used
    statement text,
    stated_day text,
    stated_by bigint,
    decision text,                  -- reason of accepting the statement or not
    decided_day text,
    decided_by bigint,
    version bigint not null,
    by_user bigint not null,
    at bigint not null,
    primary key (subject_id, notice_id)
)
    -- sqlite: without rowid
;
create index listing_notice_id on listing_notice (notice_id);
create index listing_notice_unit on listing_notice (unit_id, notice_id);

create table list_entry (
    subject_id bigint not null,
    entry_id bigint not null,
    jurisdiction text not null,
    policy_label text not null,
    list_type text not null,
    kind text not null,             -- good_standing, dishonest, serious, watch
    unit_id bigint not null,        -- determining unit
    doc_no text not null,           -- of the determination
    condition text not null,        -- condition met
    procedure text not null,        -- procedure record; '' where none is asked
    reason text not null,
    evidence_id bigint,
    citation text,                  -- where the list type itself has no legal basis in the pack
    citation_rank text,
    document_id bigint,             -- by which rules it was recognised
    notice_id bigint,               -- prior notice
    case_id bigint,                 -- listing case
    severity text not null,         -- '' when none
    entry_day text not null,
    until_day text,                 -- last day as determined; null: until repair
    exit_day text,
    exit_reason text,
    exit_clause text,
    exit_case bigint,
    marks bigint not null,          -- open objection marks
    holds bigint not null,          -- open suspensions
    version bigint not null,
    changed_unit bigint not null,
    changed_at bigint not null,
    by_user bigint not null,
    at bigint not null,
    primary key (subject_id, entry_id)
)
    -- sqlite: without rowid
;
create unique index list_entry_open on list_entry (subject_id, jurisdiction, list_type, unit_id) where exit_day is null;
create index list_entry_unit on list_entry (unit_id, entry_id);

create table list_entry_mark (
    subject_id bigint not null,
    entry_id bigint not null,
    mark_id bigint not null,
    kind text not null,             -- objection, hold
    case_id bigint,
    clause text not null,
    from_day text not null,
    to_day text,
    primary key (subject_id, entry_id, mark_id)
)
    -- sqlite: without rowid
;

-- Persons recorded with an entry of an organisation; the link itself is a subject_link.
create table list_entry_link (
    subject_id bigint not null,
    entry_id bigint not null,
    link_id bigint not null,
    linked_subject_id bigint not null,
    primary key (subject_id, entry_id, link_id)
)
    -- sqlite: without rowid
;
create index list_entry_link_person on list_entry_link (linked_subject_id, entry_id);

-- The register: measures of the pack made concrete by a unit. A row is a version; the current one has no replaced_at.
create table measure (
    measure_id bigint not null,
    version bigint not null,
    jurisdiction text not null,
    policy_label text not null,
    type text not null,             -- row of the pack
    kind text not null,             -- incentive, punishment
    name text not null,
    content text not null,
    objects text not null,
    unit_id bigint not null,        -- implementing unit
    power text not null,            -- its statutory power; '' where none is asked
    citation text not null,         -- '' where the pack's own row is the basis
    citation_rank text not null,
    scenes text not null,           -- canonical JSON array; [] all
    list_type text not null,        -- entries of this list are its objects; '' none by itself
    linked bigint not null,         -- also for the persons linked to a listed organisation
    once bigint not null,           -- carried out once, and done
    from_day text not null,
    to_day text,
    replaced_at bigint,
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    primary key (measure_id, version)
);
create index measure_place on measure (jurisdiction, measure_id) where replaced_at is null;

create table measure_applied (
    subject_id bigint not null,
    applied_id bigint not null,
    measure_id bigint not null,
    measure_version bigint not null,
    kind text not null,
    unit_id bigint not null,        -- executing unit
    jurisdiction text not null,
    policy_label text not null,
    target_kind text not null,      -- record, list_entry
    target_subject_id bigint not null, -- another one than subject_id for linked persons
    target_id bigint not null,
    link_id bigint,                 -- of a linked person
    citation text not null,
    reason text not null,
    from_day text not null,
    to_day text,
    executed_day text,              -- carried out
    ended_day text,
    ended_at bigint,
    end_reason text,
    end_clause text,
    end_case bigint,
    version bigint not null,
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    primary key (subject_id, applied_id)
)
    -- sqlite: without rowid
;
create index measure_applied_target on measure_applied (target_subject_id, target_kind, target_id);
create index measure_applied_unit on measure_applied (unit_id, applied_id);
create index measure_applied_open on measure_applied (applied_id) where ended_day is null;

-- Suspensions, each owned by a case. A target is held while any is open.
create table measure_hold (
    subject_id bigint not null,     -- of the target
    hold_id bigint not null,
    target_kind text not null,
    target_id bigint not null,
    kind text not null,             -- incentive, punishment
    case_id bigint not null,
    clause text not null,
    mark_id bigint not null,        -- what shows it beside the record or entry
    from_day text not null,
    to_day text,
    primary key (subject_id, hold_id)
)
    -- sqlite: without rowid
;

-- What a unit decided in an act, and whether and why a measure was applied in it.
create table measure_feedback (
    subject_id bigint not null,
    feedback_id bigint not null,
    jurisdiction text not null,
    policy_label text not null,
    unit_id bigint not null,
    applied_id bigint,
    measure_id bigint,
    kind text not null,             -- incentive, punishment
    scene text not null,            -- '' none
    used_as text not null,          -- condition, reference
    outcome text not null,          -- applied, not_applied
    act text not null,              -- what was decided
    reason text not null,
    basis text not null,            -- what the act rests on
    decided_by text not null,       -- who decided: an office of the unit
    decided_day text not null,
    look_id bigint,                 -- the check it follows
    against text not null,          -- applied although it was suspended, ended …; '' in order
    against_clause text,
    by_user bigint not null,
    at bigint not null,
    primary key (subject_id, feedback_id)
)
    -- sqlite: without rowid
;
create index measure_feedback_unit on measure_feedback (unit_id, feedback_id);
create index measure_feedback_scene on measure_feedback (jurisdiction, decided_day, scene);
