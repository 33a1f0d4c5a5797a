-- What the router and the feeds know of a subject: a citizen, or a supply of slots.

CREATE TABLE counter (
    subject uuid PRIMARY KEY,
    number  integer NOT NULL,             -- the last command number given
    sent    jsonb   NOT NULL,             -- service -> the last number sent to it
    cleared timestamptz,                  -- answered commands seen before it are forgotten
    timed   text    NOT NULL DEFAULT ''   -- the last month (2024-03) whose commands have a date to be forgotten
);

CREATE TABLE relation (
    subject   uuid    NOT NULL,           -- the citizen
    number    integer NOT NULL,           -- of the RegisterCitizen that said so; a later one overrides an earlier one
    since     date    NOT NULL,           -- from that day on
    jobcentre text    NOT NULL,
    akasse    text,                       -- empty: no unemployment fund
    PRIMARY KEY (subject, number)
);

CREATE TABLE command (
    subject uuid        NOT NULL,
    source  text        NOT NULL,         -- the authority
    id      text        NOT NULL,         -- its own id of the command
    type    text        NOT NULL,         -- SetDeadline
    digest  text        NOT NULL,         -- sha256 of type and body: a repetition, or another command?
    service text        NOT NULL,         -- where it was sent
    number  integer,                      -- the router's number; empty if it was refused here, or is an operator's
    seen_at timestamptz NOT NULL,
    places  text        NOT NULL,         -- the records on the in topic that brought it, the first one first, a space between
    answer  jsonb,                        -- CommandAnswered; empty while it is open
    PRIMARY KEY (subject, source, id)
);
CREATE UNIQUE INDEX command_number ON command (subject, number) WHERE number IS NOT NULL;
