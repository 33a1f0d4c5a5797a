-- Times to book, and what booking them depends on.

CREATE TABLE slot (
    supply         uuid        NOT NULL,  -- the supply's subject id
    slot           text        NOT NULL,  -- the planner's own id
    supplier       text        NOT NULL,  -- jobcentre-46100
    starts_at      timestamptz NOT NULL,
    ends_at        timestamptz NOT NULL,
    staff          text        NOT NULL,  -- the planner's reference to a member of staff
    form           text        NOT NULL,  -- IN_PERSON, PHONE, VIDEO
    interview_type text        NOT NULL,  -- JOB, FOLLOW_UP, JOINT
    interview      uuid,                  -- the interview that has it; empty while it is free
    citizen        uuid,                  -- whose interview
    PRIMARY KEY (supply, slot),
    CHECK ((interview IS NULL) = (citizen IS NULL)),
    CONSTRAINT slot_at_most_eight_hours CHECK (ends_at - starts_at BETWEEN interval '5 minutes' AND interval '8 hours'),
    -- Second line of defence behind the rule in the code: nobody is asked for twice at once. A range of one number stands
    -- for the member of staff, because GiST compares no plain values without an extension; shifted, so that the range has
    -- an upper end. Deferrable, so that it is checked after each statement, not each row: two times may change places.
    CONSTRAINT slot_staff_once EXCLUDE USING gist (
        int8range(hashtextextended(supplier || '/' || staff, 0) >> 1, hashtextextended(supplier || '/' || staff, 0) >> 1, '[]')
            WITH =,
        tstzrange(starts_at, ends_at) WITH &&
    ) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX slot_start ON slot (supply, starts_at);

CREATE TABLE citizen (
    citizen      uuid PRIMARY KEY,
    jobcentre    text,        -- five digits, as registration told; empty for somebody not registered
    requested_on date,        -- re-registration was asked for on this day and waits for a booking
    hold_by      date,        -- ... of an interview held on this day at the latest
    interview    uuid,        -- the booking in flight: the interview it will become
    slot         text,        -- ... the time asked for
    supplier     text,        -- ... of whom
    booked_at    timestamptz, -- ... business time of the command
    booked_by    text,        -- ... its sender
    registered_on date,       -- from which date that jobcentre is the citizen's
    CHECK ((requested_on IS NULL) = (hold_by IS NULL)),
    CHECK (num_nulls(interview, slot, supplier, booked_at, booked_by) IN (0, 5))
);

CREATE TABLE interview (
    citizen        uuid        NOT NULL,
    id             uuid        NOT NULL,
    slot           text        NOT NULL,
    supplier       text        NOT NULL,
    starts_at      timestamptz NOT NULL,
    interview_type text        NOT NULL,
    PRIMARY KEY (citizen, id)
);
COMMENT ON TABLE interview IS 'Booked interviews, also past ones; a cancelled one goes, its story is in the journal.';

CREATE TABLE deadline (
    citizen        uuid NOT NULL,
    id             uuid NOT NULL,
    visible_on     date NOT NULL,
    due            date NOT NULL,
    hold_by        date NOT NULL,
    interview_type text NOT NULL,
    fulfilled_by   uuid,        -- the interview that fulfilled it
    closed_at      timestamptz, -- when it was closed administratively
    PRIMARY KEY (citizen, id)
);
COMMENT ON TABLE deadline IS 'Booking deadlines as the service deadlines told them; kept while a booking under them may come.';
