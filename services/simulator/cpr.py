"""CPR numbers that nobody has: shaped like a date, as the gateway's door demands, yet of people not born.

The seventh digit tells the century: with 5 to 8 and a year of 37 to 57 a birth in 2037 to 2057 is meant.
"""

from datetime import date, timedelta
from hashlib import sha256

FIRST = date(2037, 1, 1)
DAYS = (date(2058, 1, 1) - FIRST).days
SERIALS = range(5000, 9000)
STRIDE = 1009
"""Prime and no divisor of DAYS, so that neighbours get dates far apart and none twice."""


def unborn(index: int) -> str:
    """The number with this index; another index gives another number. IndexError beyond all there are (30 million)."""
    return f"{FIRST + timedelta(days=index * STRIDE % DAYS):%d%m%y}{SERIALS[index // DAYS]}"


def reference(cpr: str) -> str:
    """An opaque reference for a citizen, of letters only: nothing in it can be taken for a CPR number."""
    return sha256(cpr.encode()).hexdigest()[:24].translate(str.maketrans("0123456789", "ghijklmnop"))
