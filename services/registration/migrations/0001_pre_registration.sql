-- What registration knows of a citizen. All days are Danish civil dates (business time); when we learned of something
-- stands in the journal. Every table is keyed by the citizen, so that a batch of citizens is one query a table.

CREATE TABLE standing (
    citizen     uuid NOT NULL,
    since       date NOT NULL,          -- holds from this day until the next row of the citizen
    target_group text NOT NULL,         -- målgruppe: G1, G2, G4o, ...
    jobcentre   text NOT NULL,          -- five digits
    akasse      text,                   -- two digits; G1 only
    insured     text,                   -- full-time, part-time; G1 only
    PRIMARY KEY (citizen, since)
);
COMMENT ON TABLE standing IS 'Group, jobcentre and fund over time';

CREATE TABLE guidance (
    citizen     uuid PRIMARY KEY,
    guided_on   date NOT NULL           -- the earliest guidance about self-booking (GUI-01)
);
COMMENT ON TABLE guidance IS 'Vejledning om selvbooking';

CREATE TABLE deregistration (
    citizen     uuid NOT NULL,
    number      integer NOT NULL,       -- 1, 2, ... in the order in which we learned of them
    effective   date NOT NULL,          -- out of the register from and including this day
    reason      text NOT NULL,          -- afmeldeårsag: MISSED_BOOKING, OWN_REQUEST, ...
    deadline    uuid,                   -- the deadline missed
    ended       date,                   -- registered again from this day; empty while it lasts
    taken_back  text,                   -- why it is void, as if it had never been; empty while it stands
    PRIMARY KEY (citizen, number)
);
COMMENT ON TABLE deregistration IS 'Afmelding';

CREATE TABLE missed_deadline (
    citizen     uuid NOT NULL,
    deadline    uuid NOT NULL,
    overdue_on  date NOT NULL,          -- the day after the deadline
    owner       text NOT NULL,          -- jobcentre-46100, akasse-05; empty when only the reversal is known
    verdict     text NOT NULL,          -- OVERDUE, REVERSED, REVERSED_FIRST
    because     text,                   -- why it was taken back; empty while it stands
    annulled    boolean NOT NULL,       -- closed by hand afterwards: demands no booking (V1 2.9.3)
    PRIMARY KEY (citizen, deadline)
);
COMMENT ON TABLE missed_deadline IS 'Deadlines that ran out; they outlive a deregistration because of IM-02';

CREATE TABLE re_registration_request (
    citizen     uuid NOT NULL,
    number      integer NOT NULL,       -- 1, 2, ... in the order in which they came
    requested_on date NOT NULL,
    hold_by     date NOT NULL,          -- an interview must be held on this day at the latest (BAB § 30, stk. 3)
    deadline    uuid,                   -- the missed deadline that demands it
    state       text NOT NULL,          -- PENDING, MET, DROPPED
    PRIMARY KEY (citizen, number)
);
COMMENT ON TABLE re_registration_request IS 'Gentilmelding that waits for a booking (straksbooking)';

CREATE TABLE known_interview (
    citizen     uuid NOT NULL,
    interview   uuid NOT NULL,
    held_on     date NOT NULL,
    booked_on   date,                   -- empty when only the cancellation is known
    interview_type text,                -- JOB, JOINT, FOLLOW_UP; empty when only the cancellation is known
    cancelled   boolean NOT NULL,
    PRIMARY KEY (citizen, interview)
);
COMMENT ON TABLE known_interview IS 'Interviews that slots told of';
