"""PostgreSQL on a machine that is not ours to start: a database and a role per service."""
