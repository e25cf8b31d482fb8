-- The facts: who acts (unit, account, post), about whom (subject), under what (edition, catalog), and what was recorded.
--
-- Rules: every table about a subject begins its primary key with subject_id; ids are made in C and time-ordered; days are
-- ISO text, instants UTC microseconds; every stored digest, signature and ciphertext is a blob that begins with its suite.
-- A line marked with the name of an engine is read by that engine only (docs/db.md).

create table setting (
    name text primary key,
    value text not null
);

-- Editions of packs and calendars: proposed by one person, adopted when a second one confirms. The content lies under its
-- digest in the data directory.
create table edition (
    edition_id bigint primary key,
    kind text not null,             -- policy, calendar
    place text not null,            -- cn for calendars
    digest blob not null,
    label text not null,            -- place@digest12
    first_day text not null,
    basis text not null,            -- what the adoption rests on
    proposed_by bigint not null,
    proposed_at bigint not null,
    second_by bigint,
    adopted_at bigint               -- null while it waits for the second person
);
create unique index edition_digest on edition (kind, digest, first_day);

-- Continued use of a pack past its end, with the citation that allows it; by two persons as well.
create table continued_use (
    continued_use_id bigint primary key,
    place text not null,
    from_day text not null,
    to_day text,
    citation text not null,
    proposed_by bigint not null,
    proposed_at bigint not null,
    second_by bigint,
    recorded_at bigint
);

create table unit (
    unit_id bigint primary key,
    jurisdiction text not null,
    code text not null,             -- unified social credit code
    name text not null,
    unit_type text not null,        -- word of the pack
    region text not null,
    proof text,                     -- of establishment, where the type asks for it
    terms_day text,                 -- terms of use acknowledged
    state text not null,            -- active, closed
    version bigint not null,
    created_at bigint not null
);
create unique index unit_code on unit (code);

-- Duty areas: what a unit's statutory work is about; shared data is for duties only.
create table unit_duty (
    unit_id bigint not null,
    duty text not null,             -- duty area word of the catalog, or an item code
    basis text not null,
    from_day text not null,
    to_day text,
    primary key (unit_id, duty, from_day)
);

create table account (
    user_id bigint primary key,
    login text not null,
    name text not null,
    kind text not null,             -- staff, subject, machine
    subject_id bigint,              -- kind subject
    password_hash text,
    password_day text,
    must_change bigint not null,
    failed bigint not null,
    locked_until bigint not null,
    agreement_ref text,             -- confidentiality agreement; no active staff account without it
    agreement_day text,
    state text not null,            -- pending, active, disabled
    console_notice bigint not null, -- acts done on this user's behalf at the machine's console, to show at next sign-in
    version bigint not null,
    created_at bigint not null
);
create unique index account_login on account (login);

create table password_past (
    user_id bigint not null,
    set_at bigint not null,
    password_hash text not null,
    primary key (user_id, set_at)
);

create table post (
    post_id bigint primary key,
    user_id bigint not null,
    unit_id bigint not null,
    role text not null,
    from_day text not null,
    to_day text,
    designated_from text,           -- registered as designated person for data processing
    designated_to text,
    granted_by bigint not null,
    version bigint not null,
    created_at bigint not null
);
create index post_user on post (user_id);
create index post_unit on post (unit_id);

create table api_key (
    key_id text primary key,
    user_id bigint not null,
    post_id bigint not null,
    secret blob not null,           -- sealed
    from_day text not null,
    to_day text,
    state text not null,
    created_at bigint not null
);

-- The row holds what a subject is called and known by now; former names and other numbers have tables of their own.
create table subject (
    subject_id
    -- sqlite: integer primary key
    -- postgres: bigint primary key
    , kind text not null,             -- organisation, individual_business, natural_person
    name text,                      -- organisations and individual businesses
    name_sealed blob,               -- natural persons
    document text not null,         -- uscc, resident, passport …
    number text,                    -- organisations and individual businesses
    number_sealed blob,             -- natural persons
    nationality text,               -- of a foreign passport
    state text not null,            -- active, provisional, cancelled, merged
    revision bigint not null,       -- raised by every change of what may be seen about the subject
    merged_into bigint,
    created_at bigint not null
);

-- The only table that knows how a number leads to a subject; all that a key rotation rewrites.
create table subject_key (
    digest blob not null,           -- keyed digest of (document, nationality, normalised number)
    key_version bigint not null,
    subject_id bigint not null,
    primary key (digest)
)
    -- sqlite: without rowid
;

-- Further and former numbers; each still finds its subject.
create table subject_number (
    subject_id bigint not null,
    number_id bigint not null,
    document text not null,
    number text,
    number_sealed blob,
    nationality text,
    from_day text,
    to_day text,                    -- null: valid beside the present one
    primary key (subject_id, number_id)
)
    -- sqlite: without rowid
;

-- Former names.
create table subject_name (
    subject_id bigint not null,
    name_id bigint not null,
    name text,
    name_sealed blob,
    to_day text not null,           -- the last day before the change
    reason text not null,
    primary key (subject_id, name_id)
)
    -- sqlite: without rowid
;

-- Derived: pairs of characters of organisations' folded names, first * 2^21 + second; second is 0 after the last one.
create table name_gram (
    gram bigint not null,
    subject_id bigint not null,
    primary key (gram, subject_id)
)
    -- sqlite: without rowid
;

-- Subjects whose names are not in name_gram yet.
create table name_pending (
    subject_id
    -- sqlite: integer primary key
    -- postgres: bigint primary key
);

create table subject_link (
    subject_id bigint not null,
    link_id bigint not null,
    linked_subject_id bigint not null,
    link text not null,             -- legal_representative, principal, actual_controller
    from_day text not null,
    to_day text,
    source text not null,
    primary key (subject_id, link_id)
)
    -- sqlite: without rowid
;

create table subject_change (
    subject_id bigint not null,
    change_id bigint not null,
    kind text not null,             -- renamed, confirmed, renumbered, number_added, cancelled
    day text not null,
    reason text not null,
    by_user bigint not null,
    at bigint not null,
    primary key (subject_id, change_id)
)
    -- sqlite: without rowid
;

-- Catalog: editions, the items in them, requests to change them.
create table catalog_edition (
    catalog_id bigint primary key,
    jurisdiction text not null,
    year bigint not null,
    serial bigint not null,         -- within the year, for places with dynamic changes
    first_day text not null,
    state text not null,            -- draft, comment, proposed, adopted
    comment_from text,
    comment_to text,
    comment_where text,             -- where comments were sought, when not on the platform
    published_day text,
    policy_label text not null,
    proposed_by bigint,
    second_by bigint,
    adopted_at bigint,
    version bigint not null
);
create unique index catalog_edition_serial on catalog_edition (jurisdiction, year, serial);

create table catalog_item (
    catalog_id bigint not null,
    item text not null,             -- code, stable across editions
    item_version bigint not null,
    body text not null,             -- canonical JSON: the whole item as law/ reads it
    power_list text,                -- entry of the power or responsibility list
    digest blob not null,
    primary key (catalog_id, item)
);

create table catalog_change (
    change_id bigint primary key,
    jurisdiction text not null,
    item text not null,
    kind text not null,             -- include, withdraw, alter
    body text,
    reason text not null,
    disputed bigint not null,       -- major disagreement or possible major social impact
    assessment text,
    hearing text,
    power_list text,                -- reference to the power or responsibility list
    citation text,                  -- higher law that orders an immediate change
    citation_rank text,
    requested_by bigint not null,
    requested_unit bigint not null,
    requested_at bigint not null,
    state text not null,            -- open, accepted, refused, in_force
    decided_by bigint,
    decided_at bigint,
    decision text,
    catalog_id bigint,              -- the edition it goes into
    version bigint not null
);
create index catalog_change_place on catalog_change (jurisdiction, change_id);

create table catalog_comment (
    comment_id bigint primary key,
    catalog_id bigint not null,
    author text not null,
    body text not null,
    at bigint not null,
    answer text
);
create index catalog_comment_edition on catalog_comment (catalog_id, comment_id);

-- Records. The row is the current state; its versions are the facts.
create table record (
    subject_id bigint not null,
    record_id bigint not null,
    jurisdiction text not null,
    policy_label text not null,
    catalog_id bigint not null,
    item text not null,
    provider_id bigint not null,
    doc_no text not null,           -- source document; a keyed digest of it once the content is destroyed
    nature text not null,           -- basic, positive, adverse, neutral
    mode text not null,             -- open, shared, authorised
    secrecy text not null,          -- none, state_secret, trade_secret, privacy
    severity text,                  -- class of the pack, where the item has one
    formed_day text not null,
    decided_day text,
    received_day text not null,     -- first receipt; never moves
    conduct_end text,
    conduct_continuing bigint not null,
    term_to text,                   -- last day of the disclosure term
    term_rule text,                 -- JSON: status, clause, start, derivation
    publish_to text,                -- last day of publication
    publish_rule text,
    -- what decide() says over time, first and last day per mode; null = never
    open_from text, open_to text,
    shared_from text, shared_to text,
    auth_from text, auth_to text,
    ranges_label text not null,     -- the edition the ranges were derived under
    state text not null,            -- active, archived, withdrawn, revoked, deleted
    marks bigint not null,          -- open marks (objection)
    holds bigint not null,          -- open holds (suspension of measures)
    current_version bigint not null,
    version bigint not null,        -- of the row, for changes that name what they saw
    changed_unit bigint not null,   -- who changed the row last, and when: for those who lose the race
    changed_at bigint not null,
    late_days bigint,               -- working days late at first receipt, when the law sets a limit
    primary key (subject_id, record_id),
    unique (subject_id, item, provider_id, doc_no, formed_day)
)
    -- sqlite: without rowid
;
create index record_item_open on record (jurisdiction, item, open_from, open_to);
create index record_provider on record (provider_id, received_day, record_id, item);

create table record_version (
    subject_id bigint not null,
    record_id bigint not null,
    version bigint not null,
    payload text,                   -- canonical JSON; persons' numbers inside are sealed; null once destroyed
    salt blob,                      -- dies with the payload
    commitment blob not null,
    reason text not null,           -- word: first, correction, repair, revocation, alteration, subject_change …
    reason_text text,
    by_user bigint not null,
    by_post bigint not null,
    by_unit bigint not null,
    submission_id bigint,
    source_row bigint,
    at bigint not null,
    primary key (subject_id, record_id, version)
)
    -- sqlite: without rowid
;

-- Changes that make no version: of state, terms, marks.
create table record_change (
    subject_id bigint not null,
    record_id bigint not null,
    change_id bigint not null,
    kind text not null,             -- archived, restored, withdrawn, revoked, deleted, destroyed, terms
    reason text not null,
    reason_text text,               -- null once the content is destroyed
    by_user bigint not null,
    by_post bigint not null,
    by_unit bigint not null,
    second bigint,
    at bigint not null,
    primary key (subject_id, record_id, change_id)
)
    -- sqlite: without rowid
;

create table record_mark (
    subject_id bigint not null,
    record_id bigint not null,
    mark_id bigint not null,
    kind text not null,             -- objection, repaired, hold
    case_id bigint,
    clause text not null,
    from_day text not null,
    to_day text,
    primary key (subject_id, record_id, mark_id)
)
    -- sqlite: without rowid
;

-- What must be told to somebody, written in the transaction of the change that causes it.
create table outbox (
    outbox_id bigint primary key,
    jurisdiction text not null,
    topic text not null,
    subject_id bigint,
    object_id bigint,
    unit_id bigint,
    body text not null,
    due_at bigint not null,
    state text not null,            -- waiting, sent, acknowledged, failed
    tries bigint not null,
    at bigint not null
);
create index outbox_waiting on outbox (state, due_at);

create table idempotency (
    owner_id bigint not null,
    idem_key text not null,
    route text not null,
    request_digest blob not null,
    status bigint not null,
    reply text not null,
    at bigint not null,
    primary key (owner_id, idem_key)
);

create table lease (
    name text primary key,
    holder text not null,
    fence bigint not null,
    until_at bigint not null
);
