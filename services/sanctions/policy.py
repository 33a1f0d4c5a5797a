"""Where the sources leave room: the points that can be chosen, in one place."""

COUNTED_WEEKDAYS = frozenset(range(7))
"""SAN-03: the days of the week that a deduction covers, Monday = 0. The acts say "the days that pass" and exempt none; no
source says that weekends are left out. Ask a lawyer before go-live; Monday to Friday would be `range(5)`."""
