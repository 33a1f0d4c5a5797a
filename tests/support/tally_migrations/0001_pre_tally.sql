CREATE TABLE tally (
    citizen uuid PRIMARY KEY,
    count   integer NOT NULL CHECK (count >= 0), -- a decision that cannot be stored is a defect of its citizen
    guided  boolean NOT NULL,
    last    text    NOT NULL
);
