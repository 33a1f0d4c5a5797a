-- What became of interviews, summonses, whose an interview is, and free times for straksbooking.

ALTER TABLE slot ADD COLUMN published boolean NOT NULL DEFAULT true;  -- false: made for a summons, gone with it
CREATE INDEX slot_free ON slot (supply, starts_at) WHERE interview IS NULL;

ALTER TABLE citizen
    ADD COLUMN summons jsonb,  -- of the booking in flight: what the authority that summons said
    ADD COLUMN told    jsonb;  -- group, fund, responsibility, exemption, hindrances

ALTER TABLE interview
    ALTER COLUMN slot DROP NOT NULL,                             -- an unplanned interview has none, and begins with its day
    ADD COLUMN form         text        NOT NULL DEFAULT 'IN_PERSON',  -- IN_PERSON, PHONE, VIDEO
    ADD COLUMN origin       text        NOT NULL DEFAULT 'BOOKED',     -- BOOKED, SUMMONED, UNPLANNED
    ADD COLUMN rebook_until timestamptz,                         -- until when the citizen may cancel a summons
    ADD COLUMN outcome      text,                                -- HELD, MISSED, CANCELLED; empty while nobody has said
    ADD COLUMN said_at      timestamptz,                         -- when that was said, by the sender's time
    ADD COLUMN with_akasse  boolean     NOT NULL DEFAULT false;  -- the fund took part
COMMENT ON TABLE interview IS 'Interviews, also past ones; a cancelled one is remembered for some months.';
