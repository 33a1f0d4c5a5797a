-- When a relation was said, by its sender's time: of one day what was said last counts, not what came last.

ALTER TABLE relation ADD COLUMN said_at timestamptz;   -- empty: known before this was kept
ALTER TABLE relation ADD COLUMN moved boolean NOT NULL DEFAULT false;   -- a MoveCitizen: nothing was said of the fund
