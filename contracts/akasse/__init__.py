"""Messages of akasse, one module per major version."""
