"""The rules of what is shown, one file per topic."""
