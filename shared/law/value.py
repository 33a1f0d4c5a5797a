"""Values: immutable, compared by content, cheap to make by the million. What cases, messages and decisions are made of."""

import msgspec
from msgspec.structs import replace

__all__ = ["Value", "replace"]


class Value(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A frozen record. It holds values, tuples and dicts, never itself, so the garbage collector need not look at it.

    `replace(value, field=...)` gives a changed copy. As JSON, a field that has its default is left out.
    """
