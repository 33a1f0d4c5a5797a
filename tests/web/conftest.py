"""Fixtures of the console's tests."""

from tests.services.console.database import migrated, pool

__all__ = ["migrated", "pool"]
