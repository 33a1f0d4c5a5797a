"""The law of registration, one topic a file."""
