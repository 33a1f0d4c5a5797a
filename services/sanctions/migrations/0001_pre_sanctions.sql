CREATE TABLE placement (
    citizen uuid NOT NULL,
    since date NOT NULL, -- from when the group counts, by business date
    target_group text NOT NULL, -- G1 ... G10, LAB § 6
    PRIMARY KEY (citizen, since)
);

CREATE TABLE contact (
    citizen uuid NOT NULL,
    contact_on date NOT NULL, -- a day on which an interview was booked or contact was recorded (SAN-03)
    PRIMARY KEY (citizen, contact_on)
);

CREATE TABLE miss (
    citizen uuid NOT NULL,
    cause text NOT NULL, -- the message that told of it: source and id
    deadline uuid NOT NULL, -- the deadline that was missed
    missed_on date NOT NULL, -- its last day; the first day of a deduction
    opened_on date NOT NULL, -- the day after, from which the municipality must assess (SAN-01)
    taken_back text, -- why it was no miss after all; null while it stands
    target_group text, -- the group of the open case; null while there is none
    restored_on date, -- the day up to which days were counted; null while none were
    PRIMARY KEY (citizen, cause)
);
