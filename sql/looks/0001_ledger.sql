-- The looks ledger's part of one month. Its tiles and checkpoints are among the facts and outlive the month.

create table looks_entry (
    month text not null,            -- first day
    entry_id bigint not null,
    leaf text not null,             -- the exact bytes that were hashed
    hash blob not null,             -- suite, digest(0x00 || leaf)
    primary key (month, entry_id)
) /* clustered */ /* monthly */;

create table looks_pending (
    month text not null,
    pending_id bigint not null,
    ids blob not null,
    primary key (month, pending_id)
) /* clustered */ /* monthly */;
