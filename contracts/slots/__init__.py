"""Messages of slots, one module per major version."""
