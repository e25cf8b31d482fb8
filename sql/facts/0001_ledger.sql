-- The ledgers: entries of the facts log, tiles and checkpoints of both logs. Nothing here belongs to one subject's
-- distribution: one writer each.

-- What was changed, by whom, on what basis. Inserted in the transaction of the change, never updated.
create table ledger_entry (
    entry_id
    -- sqlite: integer primary key
    -- postgres: bigint primary key
    , hash blob not null,             -- suite, digest(0x00 || leaf)
    object_id bigint not null,      -- copies of what the leaf says, to find entries by; 0 = none
    subject_id bigint not null,
    leaf text not null              -- the exact bytes that were hashed
);
create index ledger_entry_object on ledger_entry (object_id, entry_id) where object_id <> 0;
create index ledger_entry_subject on ledger_entry (subject_id, entry_id) where subject_id <> 0;

-- Entries without a position: one row a transaction, taken away by the sealer.
create table ledger_pending (
    pending_id bigint primary key,  -- the first entry's number
    ids blob not null               -- 8 bytes each, big endian, ascending
);

-- One row a log: how far it is sealed, and who may seal.
create table ledger_log (
    log text primary key,           -- facts, looks
    size bigint not null,
    epoch bigint not null,
    holder bigint not null,         -- of the sealer's lease; 0 = nobody
    lease_until bigint not null,
    fence bigint not null,
    consumed blob                   -- looks: pending rows (month, number) whose entries are in tiles already
);
insert into ledger_log (log, size, epoch, holder, lease_until, fence) values ('facts', 0, 1, 0, 0, 0);
insert into ledger_log (log, size, epoch, holder, lease_until, fence) values ('looks', 0, 1, 0, 0, 0);

-- Tiles of height 8; a partial tile is rewritten as it grows.
create table ledger_tile (
    log text not null,
    level bigint not null,
    idx bigint not null,
    width bigint not null,
    hashes blob not null,           -- suite, then 32 bytes each
    ids blob,                       -- level 0: entry numbers, 8 bytes each
    months blob,                    -- level 0 of looks: year * 12 + month - 1, 2 bytes each
    min_id bigint,                  -- level 0: to find the tile an entry is in
    max_id bigint,
    primary key (log, level, idx)
);
create index ledger_tile_ids on ledger_tile (log, max_id, min_id) where level = 0;

-- Signed checkpoints: the last one of every 4096 entries, and the newest.
create table ledger_checkpoint (
    log text not null,
    epoch bigint not null,
    slot bigint not null,           -- size / 4096
    size bigint not null,
    at bigint not null,
    note text not null,
    primary key (log, epoch, slot)
);

-- Statements that opened an epoch after the store had come back shorter than what was published.
create table ledger_recovery (
    log text not null,
    epoch bigint not null,          -- the one that was opened
    statement_id bigint not null,
    at bigint not null,
    note text not null,
    salt blob,
    commitment blob not null,
    primary key (log, epoch)
);
