"""Messages of deadlines, one module per major version."""
