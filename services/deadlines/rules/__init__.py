"""The rules of deadlines, one file per topic."""
