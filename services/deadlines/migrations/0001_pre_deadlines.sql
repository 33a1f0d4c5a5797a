CREATE TABLE guidance (
    citizen uuid PRIMARY KEY,
    guided_on date NOT NULL -- first guidance about self-booking; a deadline shown on a later day binds (GUI-01)
);

CREATE TABLE placement (
    citizen uuid NOT NULL,
    since date NOT NULL, -- from when the group counts, by business date
    target_group text NOT NULL, -- G1 ... G10, LAB § 6
    PRIMARY KEY (citizen, since)
);

CREATE TABLE booking (
    citizen uuid NOT NULL,
    interview uuid NOT NULL, -- as `slots` named it
    interview_type text NOT NULL, -- JOB, JOINT, FOLLOW_UP (DL-06)
    booked_at timestamptz NOT NULL, -- by the sender's clock; decides what is in time (CAL-01)
    held_on date NOT NULL, -- the meeting's Danish date
    cancelled_at timestamptz, -- by the sender's clock; null while it is planned
    PRIMARY KEY (citizen, interview)
);

CREATE TABLE deadline (
    citizen uuid NOT NULL,
    id uuid NOT NULL, -- derived from the command that set it
    owner text NOT NULL, -- the authority that set it: jobcentre-46100, akasse-05
    interview_type text NOT NULL, -- what must be booked (DL-06)
    set_at timestamptz NOT NULL, -- when it was set, by the sender's clock
    visible_on date NOT NULL, -- shown on Jobnet from this day; not counted among the eight (CAL-02)
    due date NOT NULL, -- to be booked at the latest on this day; moves when it is extended (DL-08)
    judged boolean NOT NULL, -- the end of `due` has been looked at (DL-10)
    missed boolean NOT NULL, -- it was said to be overdue, and that stands
    fulfilled_by uuid, -- the interview whose booking fulfils it (DL-04)
    closed text, -- REPLACED, BY_HAND, INTERVIEW_DAY; null while it is in play
    closed_at timestamptz, -- when it was closed, by business time
    closed_by uuid, -- the interview on whose day it was closed (DL-05)
    PRIMARY KEY (citizen, id)
);
