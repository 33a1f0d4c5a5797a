"""The rules of sanctions, one file per topic."""
