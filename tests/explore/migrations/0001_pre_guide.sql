CREATE TABLE guide (
    citizen  uuid PRIMARY KEY,
    guided   integer NOT NULL, -- commands obeyed
    heard    integer NOT NULL, -- the last count that the tally told
    disorder integer NOT NULL  -- counts that did not follow the one before
);
