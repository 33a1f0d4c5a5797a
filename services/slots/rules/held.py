"""What became of an interview. V1 2.6, 2.15."""

from datetime import date, datetime

from services.slots.rules.booking import E21, SB
from shared.law.citation import FAQ, V1
from shared.law.rule import OK, Applied, applied, rule


@rule("BK-08", V1("2.6"), FAQ("01-11-2019"), groups=SB, since=E21)
def registrable(held_on: date, said_on: date) -> Applied:
    """The authority registers that an interview was held (*afholdt*), on its day or any time later; no source sets a limit."""
    return applied(OK if held_on <= said_on else "in-future", held_on=held_on, said_on=said_on)


@rule("BK-06", V1("2.6"), groups=SB, since=E21)
def equals_booking(held_on: date, requested_on: date | None, hold_by: date | None) -> Applied:
    """An interview held at once on the citizen's own initiative (*uopfordret fremmøde*), also by telephone, equals self-booking.

    While a re-registration waits for a booking (BK-07), one that is held in its ten days is that booking.
    """
    waits = requested_on is not None and hold_by is not None and requested_on <= held_on <= hold_by
    said = {"held_on": held_on, "requested_on": requested_on, "hold_by": hold_by}
    return applied("meets-demand" if waits else OK, **said)


@rule("HOL-03", V1("2.15"), groups=SB, since=E21)
def may_be_missed(starts_at: datetime, said_at: datetime) -> Applied:
    """Nobody has stayed away (*udeblevet*) from a meeting that has not begun."""
    return applied(OK if said_at >= starts_at else "not-begun", starts_at=starts_at, said_at=said_at)
