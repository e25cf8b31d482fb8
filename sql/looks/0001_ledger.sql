-- The looks ledger's part of one month. Its tiles and checkpoints are among the facts and outlive the month.

create table looks_entry (
    month bigint not null,          -- 202611
    entry_id bigint not null,
    hash blob not null,             -- suite, digest(0x00 || leaf)
    leaf text not null,             -- the exact bytes that were hashed
    primary key (month, entry_id)
)
    -- sqlite: without rowid
    -- postgres: partition by list (month)
;

create table looks_pending (
    month bigint not null,
    pending_id bigint not null,
    ids blob not null,
    primary key (month, pending_id)
)
    -- sqlite: without rowid
    -- postgres: partition by list (month)
;
