"""Registration: who is registered as a job-seeker, in which group, and what became of it."""
