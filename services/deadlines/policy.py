"""Where the sources leave room: the points that can be chosen, in one place."""

from datetime import timedelta

GRACE = timedelta(minutes=10)
"""How long after midnight a limit is judged, so that what was sent before midnight has come. No rule's limit moves."""

BACKDATED = timedelta(0)
"""TG-01: how long before the command a deadline may claim to have been visible. A citizen cannot have read what did not
stand on Jobnet (V1 2.2), so not at all; every day allowed here is a day taken from the eight of DL-01."""
