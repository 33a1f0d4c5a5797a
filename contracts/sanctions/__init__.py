"""Messages of sanctions, one module per major version."""
