-- What the runtime keeps in every service's database, beside the service's own tables.

CREATE TABLE shard (
    shard    integer PRIMARY KEY,
    epoch    bigint NOT NULL DEFAULT 0,  -- raised by every takeover; an earlier owner's writes fail the compare
    owner    text   NOT NULL DEFAULT '', -- the worker that took it last
    position bigint NOT NULL DEFAULT 0,  -- the last journal position given
    cursor   bigint NOT NULL DEFAULT 0   -- all rows up to here are published
);

CREATE TABLE shard_offset (
    shard       integer NOT NULL,
    topic       text    NOT NULL,           -- short name: deadlines.commands
    next_offset bigint  NOT NULL DEFAULT 0, -- the first record not yet handled; moves by compare-and-set
    PRIMARY KEY (shard, topic)
);

CREATE TABLE origin_mark (
    shard    integer NOT NULL,
    topic    text    NOT NULL,
    origin   integer NOT NULL, -- the shard of the producer's journal
    position bigint  NOT NULL, -- the highest position taken in from there; anything up to it is a repetition
    PRIMARY KEY (shard, topic, origin)
);

CREATE TABLE subject (
    subject  uuid PRIMARY KEY,
    shard    integer NOT NULL,
    book     text    NOT NULL,            -- JSON: messages sent per topic, commands answered per service, timers
    parked   text    NOT NULL DEFAULT '', -- id of the message that stopped the case; empty while it runs
    next_due timestamptz,                 -- when its first timer is due
    body     text    NOT NULL DEFAULT ''  -- JSON: the case, where the service keeps it as one document
) WITH (fillfactor = 80);
CREATE INDEX subject_due ON subject (shard, next_due) WHERE next_due IS NOT NULL;

CREATE TABLE waiting (
    subject uuid    NOT NULL,
    ordinal bigint  NOT NULL, -- order of arrival
    shard   integer NOT NULL,
    why     text    NOT NULL, -- held: its causes are not seen yet; parked: behind a defect
    message bytea   NOT NULL, -- the message as it was taken in
    PRIMARY KEY (subject, ordinal)
);
CREATE INDEX waiting_shard ON waiting (shard);

CREATE TABLE journal (
    shard    integer NOT NULL,
    position bigint  NOT NULL,           -- gapless within the shard
    subject  uuid,                       -- whose case; empty for what could not be read
    sequence bigint  NOT NULL DEFAULT 0, -- gapless per subject and topic; 0 for what has none
    topic    text,                       -- short name; empty for a row that only records that a message was handled
    key      text    NOT NULL,           -- decides the partition
    type     text    NOT NULL,           -- CloudEvents type
    headers  text    NOT NULL,           -- JSON: the CloudEvents headers as published
    body     bytea   NOT NULL,           -- the value as published, but for what the render step puts in
    applied  bytea,                      -- JSON: rules applied, on the first row of a decision
    input    bytea,                      -- JSON: the message decided upon, on the first row of its decision; no bytes: a row without one
    recorded timestamptz NOT NULL,       -- the worker's clock when it was written
    PRIMARY KEY (shard, position)
) WITH (toast_tuple_target = 8160); -- rows are read whole; compressing those above 2 kB cost more than it saved
CREATE INDEX journal_subject ON journal (subject, shard, position) WHERE subject IS NOT NULL;
