"""Messages of common, one module per major version."""
