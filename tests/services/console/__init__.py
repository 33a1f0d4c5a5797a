"""Tests of the console's read model."""
