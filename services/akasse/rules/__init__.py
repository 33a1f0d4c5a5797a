"""The law of notices, one topic a file."""
