-- Disclosure: evidence on file, authorisations and their uses, consents, identity checks, looks withheld from the
-- subject for a time, and misuses on record.

-- A file that something rests on; it lies sealed in DIR/files. Its own name is not kept.
create table evidence (
    evidence_id bigint primary key,
    digest blob not null,           -- suite, SHA-256 of the clear bytes
    size bigint not null,
    media_type text not null,
    by_user bigint not null,
    by_unit bigint not null,        -- 0: a subject's own
    at bigint not null
);
create unique index evidence_digest on evidence (digest, by_unit, by_user);

create table authorisation (
    subject_id bigint not null,
    authorisation_id bigint not null,
    unit_id bigint not null,        -- who may look
    jurisdiction text not null,
    purpose text not null,          -- the agreed one
    items text not null,            -- canonical JSON array; [] means all
    from_day text not null,
    to_day text not null,
    uses bigint not null,           -- most uses; 0: not limited
    uses_made bigint not null,
    evidence_id bigint,
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    revoked_at bigint,
    revoked_by bigint,
    revoked_reason text,
    version bigint not null,
    primary key (subject_id, authorisation_id)
)
    -- sqlite: without rowid
;
create index authorisation_unit on authorisation (unit_id, authorisation_id);
create index authorisation_id on authorisation (authorisation_id);

-- Uses of limited authorisations, each committed before its look.
create table authorisation_use (
    subject_id bigint not null,
    authorisation_id bigint not null,
    use_key text not null,          -- of the request: the same request is the same use
    user_id bigint not null,
    at bigint not null,
    primary key (subject_id, authorisation_id, use_key)
)
    -- sqlite: without rowid
;

create table consent (
    subject_id bigint not null,
    consent_id bigint not null,
    kind text not null,             -- collection, publication, onward
    unit_id bigint not null,
    jurisdiction text not null,
    item text not null,             -- '' for onward
    data_class text not null,       -- collection: class of the pack; else ''
    onward_to text not null,        -- onward: who receives; else ''
    notice_evidence bigint,
    written_evidence bigint,
    state text not null,            -- given, refused, withdrawn
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    withdrawn_at bigint,
    reason text,
    version bigint not null,
    primary key (subject_id, consent_id)
)
    -- sqlite: without rowid
;

create index consent_id on consent (consent_id);

-- How a subject was identified, and by whom: what its own view rests on.
create table identity_proof (
    subject_id bigint not null,
    proof_id bigint not null,
    kind text not null,             -- real_name, unit_proof
    originals text not null,        -- what was checked: kinds of documents, no numbers
    evidence_id bigint,
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null,
    primary key (subject_id, proof_id)
)
    -- sqlite: without rowid
;

-- Looks that the subject is not shown before until_day has passed: by two persons, under a citation.
create table look_withheld (
    subject_id bigint not null,
    look_id bigint not null,
    month bigint not null,
    until_day text not null,
    citation text not null,
    rank text not null,
    proposed_by bigint not null,
    proposed_at bigint not null,
    second_by bigint,
    withheld_at bigint,             -- null while it waits for the second person: then it is shown
    shown_at bigint,                -- entered when the day has passed
    primary key (subject_id, look_id)
)
    -- sqlite: without rowid
;
create index look_withheld_due on look_withheld (until_day) where shown_at is null;

create table misuse (
    misuse_id bigint primary key,
    look_id bigint not null,
    month bigint not null,
    subject_id bigint not null,
    unit_id bigint not null,        -- whose use it was
    user_id bigint not null,
    what text not null,
    clause text not null,
    by_user bigint not null,
    by_unit bigint not null,
    at bigint not null
);
create index misuse_unit on misuse (unit_id, misuse_id);
