"""The schedule explorer: the runtime itself on the real PostgreSQL, an in-memory broker, and one seed for every choice."""
