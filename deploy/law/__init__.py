"""The law as this platform knows it: every rule id, what there is of it in the code, and the pages that tell it."""
