"""An interview, from the day it is planned until it is said what became of it."""

from datetime import date, datetime
from enum import StrEnum

from contracts.types import Form, InterviewType
from shared.law.calendar import civil_date
from shared.law.value import Value


class Origin(StrEnum):
    """How an interview came about."""

    BOOKED = "BOOKED"
    SUMMONED = "SUMMONED"
    UNPLANNED = "UNPLANNED"


class Outcome(StrEnum):
    """What became of it."""

    HELD = "HELD"
    MISSED = "MISSED"
    CANCELLED = "CANCELLED"


class Interview(Value, frozen=True):
    """An interview. What nobody has registered has no outcome; from the day after it is past, and nothing is changed for that.

    An unplanned one has no slot, and begins with its day. `said_at`: when the outcome was registered, by the sender's time.
    """

    id: str
    slot: str | None
    supplier: str
    starts_at: datetime
    interview_type: InterviewType
    form: Form = Form.IN_PERSON
    origin: Origin = Origin.BOOKED
    rebook_until: datetime | None = None
    outcome: Outcome | None = None
    said_at: datetime | None = None
    with_akasse: bool = False

    @property
    def held_on(self) -> date:
        """The meeting's Danish date."""
        return civil_date(self.starts_at)

    @property
    def planned(self) -> bool:
        """Whether it still stands in the calendar: booked or summoned, and nobody has said what became of it."""
        return self.outcome is None
