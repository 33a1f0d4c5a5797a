"""Measurements on the embedded stack: ours against a floor, in one run, in turns."""
