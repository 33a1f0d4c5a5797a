-- What the funds were told of a citizen, and what they answered. Days are Danish civil dates (business time).

CREATE TABLE membership (
    citizen     uuid NOT NULL,
    since       date NOT NULL,          -- holds from this day until the next row of the citizen
    akasse      text,                   -- two digits; empty: no fund is to be told
    PRIMARY KEY (citizen, since)
);
COMMENT ON TABLE membership IS 'A-kassemedlemskab, as registration tells it';

CREATE TABLE registration_change (
    citizen     uuid NOT NULL,
    number      integer NOT NULL,       -- 1, 2, ... in the order in which we learned of them
    kind        text NOT NULL,          -- DEREGISTERED, RE_REGISTERED
    event_date  date NOT NULL,          -- out of the register, or in it again, from this day
    deadline    uuid,                   -- the deadline missed, of a deregistration
    out_since   date,                   -- the deregistration that ended, of a return
    state       text NOT NULL,          -- STANDS, VOID, VOID_FIRST (taken back before it was told)
    PRIMARY KEY (citizen, number)
);
COMMENT ON TABLE registration_change IS 'Til- og afmelding, as registration tells it';

CREATE TABLE notice (
    citizen     uuid NOT NULL,
    number      integer NOT NULL,       -- 1, 2, ... in the order in which they were issued
    notice      uuid NOT NULL,
    change      integer NOT NULL,       -- which registration_change it tells
    kind        text NOT NULL,
    akasse      text NOT NULL,          -- the fund that was told
    event_date  date NOT NULL,
    retracted   boolean NOT NULL,
    answered_at timestamptz,            -- by the fund's own time; empty: no answer yet, and the next three say nothing
    relevant    boolean,
    sanctioned  boolean,
    explanation text,
    PRIMARY KEY (citizen, number)
);
COMMENT ON TABLE notice IS 'Underretning to a fund, with its answer (NU-03)';
