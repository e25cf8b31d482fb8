-- Recall and deletion: who has received a record that was changed afterwards and what each of them has to do; what was
-- deleted, why, in which case, and what has become of its content.

create table recall (
    subject_id bigint not null,
    recall_id bigint not null,
    record_id bigint not null,
    change text not null,           -- corrected, withdrawn, revoked, repaired, archived, deleted …
    todo text not null,             -- what a receiver has to do: correct, withdraw, delete, mark
    case_id bigint,
    jurisdiction text not null,
    policy_label text not null,
    clause text not null,
    day text not null,              -- legal day of the change
    limited bigint not null,        -- 1: the pack gives the receivers a limit; 0: an open task
    at bigint not null,
    found_at bigint,                -- when the receivers were looked up; null until then
    receivers bigint not null,
    primary key (subject_id, recall_id)
)
    -- sqlite: without rowid
;
create index recall_of on recall (recall_id);
create index recall_unfound on recall (recall_id) where found_at is null;

create table recall_receiver (
    subject_id bigint not null,
    recall_id bigint not null,
    unit_id bigint not null,
    record_id bigint not null,
    looks bigint not null,          -- answers that carried the record
    exports bigint not null,        -- of them exports
    channels bigint not null,       -- of its own on which it is or was published
    last_look bigint not null,      -- 0: none, published only
    last_at bigint not null,
    told_day text not null,         -- day on which the message lay in the unit's queue (AM-06)
    told_at bigint not null,
    due_day text,                   -- null: no figure in the text, or pending
    due_rule text,                  -- canonical JSON: the derivation
    missing_year bigint not null,   -- the year without a calendar; 0
    confirmed_day text,
    confirmed_at bigint,
    confirmed_by bigint,
    primary key (subject_id, recall_id, unit_id)
)
    -- sqlite: without rowid
;
create index recall_receiver_unit on recall_receiver (unit_id, recall_id);
create index recall_receiver_open on recall_receiver (recall_id, unit_id) where confirmed_at is null;
create index recall_receiver_due on recall_receiver (due_day) where confirmed_at is null;
create index recall_receiver_missing on recall_receiver (missing_year) where missing_year > 0;

-- The deletion entry outlives the content: reason, case, person, time (AS-49).
create table deletion (
    subject_id bigint not null,
    deletion_id bigint not null,
    record_id bigint not null,
    item text not null,
    case_id bigint,
    jurisdiction text not null,
    policy_label text not null,
    clause text not null,
    reason text not null,
    by_user bigint not null,
    by_post bigint not null,
    by_unit bigint not null,
    day text not null,
    at bigint not null,
    at_once bigint not null,        -- content is destroyed at once
    keep_to text,                   -- last day on which the content stays sealed; null: destroyed at once
    keep_rule text,                 -- canonical JSON: the derivation
    state text not null,            -- sealed, destroying, cleaning, destroyed
    copy_at bigint,                 -- the subject was given a signed copy
    settled text,                   -- taken, declined
    settled_at bigint,
    settled_by bigint,
    destroyed_day text,
    destroyed_at bigint,
    cleaned_at bigint,              -- nothing of it is left in the databases' files
    leftover_to text,               -- day by which the last backup of it is unreadable
    leftover_rule text,
    primary key (subject_id, deletion_id)
)
    -- sqlite: without rowid
;
create index deletion_of on deletion (deletion_id);
create index deletion_place on deletion (jurisdiction, deletion_id);
create index deletion_work on deletion (state, keep_to) where state <> 'destroyed';

-- Rows of originals that hold what the record says: versions' own, and those that were returned or came twice.
create table deletion_source (
    subject_id bigint not null,
    deletion_id bigint not null,
    submission_id bigint not null,
    row_no bigint not null,
    primary key (subject_id, deletion_id, submission_id, row_no)
)
    -- sqlite: without rowid
;

-- Sealed content is read by two persons, for a remedy.
create table deletion_opening (
    subject_id bigint not null,
    opening_id bigint not null,
    deletion_id bigint not null,
    purpose text not null,          -- the reconsideration or the action it serves
    proposed_by bigint not null,
    proposed_at bigint not null,
    second_by bigint,
    opened_at bigint,
    primary key (subject_id, opening_id)
)
    -- sqlite: without rowid
;
create index deletion_opening_of on deletion_opening (opening_id);

-- The ledger's commitments to files and papers are salted, and the salt goes with them.
alter table submission add column salt blob;
alter table evidence add column salt blob;

-- To find what speaks of a record that is destroyed.
create index outbox_object on outbox (object_id) where object_id is not null;

-- Whether anything else rests on a paper before it is destroyed.
create index authorisation_evidence on authorisation (evidence_id) where evidence_id is not null;
create index consent_notice on consent (notice_evidence) where notice_evidence is not null;
create index consent_written on consent (written_evidence) where written_evidence is not null;
create index identity_evidence on identity_proof (evidence_id) where evidence_id is not null;
create index notice_delivery_evidence on notice_delivery (evidence_id) where evidence_id is not null;
create index application_day_evidence on application (day_evidence) where day_evidence is not null;
create index application_representative on application (representative) where representative is not null;
create index list_entry_evidence on list_entry (evidence_id) where evidence_id is not null;

-- The server's samples of columns would keep what was deleted.
    -- postgres: alter table record alter column doc_no set statistics 0;
    -- postgres: alter table record_version alter column payload set statistics 0;
    -- postgres: alter table record_version alter column reason_text set statistics 0;
    -- postgres: alter table record_change alter column reason_text set statistics 0;
    -- postgres: alter table submission_flaw alter column value set statistics 0;
    -- postgres: alter table submission_flaw alter column sentence set statistics 0;
    -- postgres: alter table outbox alter column body set statistics 0;
    -- postgres: alter table idempotency alter column reply set statistics 0;
