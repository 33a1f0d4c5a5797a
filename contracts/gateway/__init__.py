"""Messages of gateway, one module per major version."""
