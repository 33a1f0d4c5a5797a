-- All but `audit` follows from the services' event topics, which are kept for ever, and can be read anew from them.

CREATE TABLE summary (
    citizen uuid PRIMARY KEY,
    summary jsonb NOT NULL -- how things stand: services/console/case.py, Summary
);

CREATE TABLE entry (
    citizen     uuid        NOT NULL, -- whose event; an event of a supply of times has the supply's id
    id          text        NOT NULL, -- the event's own id
    service     text        NOT NULL, -- who said it
    sequence    bigint      NOT NULL, -- the service's count of the citizen's events
    type        text        NOT NULL, -- the contract's name
    time        timestamptz NOT NULL, -- when the platform knew what led to it
    consequence boolean     NOT NULL, -- it changes somebody's rights, or reaches somebody
    body        json        NOT NULL, -- its fields as told; json, not jsonb, keeps any text
    basis       json        NOT NULL, -- the rules applied: rule, citations, inputs, outcome
    PRIMARY KEY (citizen, id)
);
CREATE INDEX entry_timeline ON entry (citizen, time, service, sequence);
CREATE INDEX entry_consequence ON entry (time) WHERE consequence;
CREATE INDEX entry_refused ON entry (time) WHERE type = 'CommandRefused';

CREATE TABLE tally (
    day     date   NOT NULL, -- Danish civil date of the event
    service text   NOT NULL,
    type    text   NOT NULL,
    code    text   NOT NULL, -- of a refusal; empty for everything else
    number  bigint NOT NULL, -- how many
    PRIMARY KEY (day, service, type, code)
);

CREATE TABLE parked (
    citizen uuid        NOT NULL,
    service text        NOT NULL, -- where it stands still
    message text        NOT NULL, -- id of the message that stopped it
    type    text        NOT NULL, -- what kind of message
    error   text        NOT NULL, -- what kind of error
    since   timestamptz NOT NULL,
    PRIMARY KEY (citizen, service)
);
CREATE INDEX parked_since ON parked (since);

CREATE TABLE audit (
    citizen uuid        NOT NULL,
    id      text        NOT NULL, -- ce_id of the command sent
    at      timestamptz NOT NULL, -- when the button was pressed
    who     text        NOT NULL, -- the token's name
    act     text        NOT NULL, -- ReleaseParked, DiscardParked
    service text        NOT NULL,
    message text        NOT NULL, -- the parked message
    reason  text        NOT NULL, -- why it was discarded; empty for a release
    sent_at timestamptz,          -- when Kafka had it; empty: it is not known whether it was sent
    PRIMARY KEY (citizen, id)
);
CREATE INDEX audit_at ON audit (at);
