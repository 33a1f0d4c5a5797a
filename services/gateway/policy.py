"""The gateway's limits. The law gives none of them; an operator who changes one changes it here."""

from datetime import date, timedelta

LARGEST = 256 * 1024
"""Bytes of key, headers and value together that the door reads; a larger record goes to the dead letters unread."""

SEALED_AT_MOST = 512 * 1024
"""Bytes of an original record that its dead letter keeps; of a larger one the first part."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a sender's clock may be ahead of ours."""

OLDEST = timedelta(days=366)
"""How far back the business time of a command may lie."""

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
"""Dates outside are typing errors; inside, no rule's arithmetic can run out of the calendar."""

KEEP_COMMANDS = timedelta(days=30)
"""How long a command is remembered at least, so that a repetition gets the first answer (architecture 3.2)."""

PLACES = 50
"""How many deliveries of one command are remembered: the first, and the latest."""

BEFORE, AFTER = timedelta(days=120), timedelta(days=120)
"""An authority sees a citizen from 120 days before the relation to 120 days after it, as in DFDG."""
