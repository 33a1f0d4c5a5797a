"""Messages of registration, one module per major version."""
