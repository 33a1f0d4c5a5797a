-- Whether the registration waits for the booking that is demanded (straksbooking), or it is only asked for (G2, G4o).

ALTER TABLE citizen ADD COLUMN binding boolean NOT NULL DEFAULT true;
