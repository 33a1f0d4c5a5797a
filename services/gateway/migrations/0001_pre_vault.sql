-- The vault: citizens' identities. Written by the door.

CREATE TABLE identity (
    citizen    uuid PRIMARY KEY,          -- drawn at random; all that the rest of the platform knows
    lookup     bytea UNIQUE,              -- keyed hash (HMAC-SHA256) of the present CPR number; empty once erased
    sealed_key bytea,                     -- the citizen's own data key, wrapped by the master key; destroying it is erasure
    sealed_cpr bytea,                     -- the present CPR number, AES-GCM with the data key
    erased_at  timestamptz,               -- when the key was destroyed
    CHECK ((lookup IS NULL) = (erased_at IS NOT NULL)
       AND (sealed_key IS NULL) = (erased_at IS NOT NULL)
       AND (sealed_cpr IS NULL) = (erased_at IS NOT NULL))
);

CREATE TABLE former_number (
    lookup  bytea PRIMARY KEY,            -- keyed hash of a CPR number that the citizen had before
    citizen uuid NOT NULL REFERENCES identity
);
CREATE INDEX former_number_citizen ON former_number (citizen);

CREATE TABLE vault_mark (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    proof bytea NOT NULL                  -- derived from the master key; a gateway with another key stops here
);
