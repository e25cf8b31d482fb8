-- What providers send in: submissions and what became of their rows, returns, remembered columns.

create table submission (
    submission_id bigint primary key,
    jurisdiction text not null,
    policy_label text not null,
    catalog_id bigint not null,
    item text not null,
    item_version bigint not null,
    provider_id bigint not null,    -- for imports of former records the unit that imports
    by_user bigint not null,
    by_post bigint not null,
    by_role text not null,
    channel text not null,
    kind text not null,             -- file, form, legacy
    digest blob not null,           -- of the bytes as they came
    claim blob not null,            -- see submission_claim
    bytes bigint not null,
    format text not null,           -- CSV, XLSX, JSON lines
    encoding text not null,
    mapping text,                   -- JSON: the remembered columns as they were
    receipt_no text not null,
    uploaded_at bigint not null,
    received_at bigint,             -- null until the provider's own review has passed
    received_day text,
    first_id bigint not null,       -- the first of a chain of resubmissions; itself for that
    first_day text,                 -- day of its receipt: lateness goes by it
    resubmits bigint,
    atomic bigint not null,
    review text,                    -- required, verify; null where the pack asks for none
    reviewed_by bigint,
    reviewed_at bigint,
    review_result text,             -- passed, refused
    review_opinion text,
    state text not null,            -- awaiting_review, checking, done, refused, withdrawing, withdrawn
    refusal text,                   -- code of what refused it as a whole
    total bigint not null,          -- rows in it
    accepted bigint not null,
    returned bigint not null,
    duplicates bigint not null,
    warned bigint not null,         -- flaws that warn
    flaws bigint not null,          -- flaws kept in submission_flaw
    progress bigint not null,       -- last row of the file that has been dealt with
    holder text,                    -- the process that works on it
    touched_at bigint not null,
    due_day text,                   -- by when the operator has to be done with it; null: no figure, or pending
    due_rule text,                  -- canonical JSON: the derivation
    done_at bigint,
    late_days bigint,               -- of the latest row, in working days
    late_rows bigint not null,
    late_pending bigint not null,   -- rows whose lateness waits for a calendar year
    late_formed text,               -- day of the row that is the latest
    from_day text,                  -- first and last day of receipt of its records
    to_day text,
    withdrawn bigint not null,      -- records withdrawn with it
    withdraw_reason text,
    version bigint not null
);
create index submission_provider on submission (provider_id, submission_id);
create index submission_state on submission (state, submission_id);

-- The same file of the same unit under the same item, sent again, is the same submission.
create table submission_claim (
    claim blob primary key,
    submission_id bigint not null
);

-- The original lies sealed under DIR/files in segments, each with a key of its own: to destroy a row its
-- segment is written anew under a new key, and the old key is gone.
create table submission_segment (
    submission_id bigint not null,
    segment bigint not null,
    data_key blob not null,
    bytes bigint not null,
    primary key (submission_id, segment)
);

create table submission_flaw (
    submission_id bigint not null,
    seq bigint not null,
    row_no bigint not null,         -- 0: the file
    col_no bigint not null,         -- 0: the row
    code text not null,
    field text not null,
    value text not null,            -- masked
    sentence text not null,
    suggestion text not null,
    base bigint not null,           -- found against the base: reading the file again would not tell it
    primary key (submission_id, seq)
);
create index submission_flaw_row on submission_flaw (submission_id, row_no);

-- Keyed digests of documents and subjects of returned rows: when they come again in time they came in time.
create table submission_returned_key (
    first_id bigint not null,
    row_key blob not null,
    primary key (first_id, row_key)
);

create table submission_return (
    return_id bigint primary key,
    submission_id bigint not null,
    jurisdiction text not null,
    provider_id bigint not null,
    item text not null,
    total bigint not null,          -- rows returned; 0 when the file is returned as a whole
    reason text not null,           -- code
    clause text not null,
    state text not null,            -- returned, rechecked, resubmitted, closed
    returned_at bigint not null,
    rechecked_by bigint,
    rechecked_at bigint,
    result text,                    -- corrected, upheld, given_up
    opinion text,
    resubmission_id bigint,
    resubmitted_at bigint,
    version bigint not null
);
create index submission_return_provider on submission_return (provider_id, return_id);
create unique index submission_return_of on submission_return (submission_id);

-- Which column of a unit's files is which field of an item; field '' leaves the column out.
create table head_mapping (
    unit_id bigint not null,
    item text not null,
    head text not null,
    field text not null,
    by_user bigint not null,
    at bigint not null,
    primary key (unit_id, item, head)
);
