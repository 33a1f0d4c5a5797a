"""Fixtures that every test may ask for by name."""

from tests.support.stack import make_session_world, make_world, servers, stack_home

__all__ = ["make_session_world", "make_world", "servers", "stack_home"]
