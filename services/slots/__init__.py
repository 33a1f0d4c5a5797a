"""Times to book, and interviews."""
