"""Tests of the console as its users meet it."""
