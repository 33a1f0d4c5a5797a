"""What became of an interview. V1 2.6, 2.15."""

from datetime import date, datetime

from contracts.types import Group, InterviewType
from services.slots.rules.booking import SB
from shared.law.citation import FAQ, V1, V2
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule


@rule("BK-08", V1("2.6"), FAQ("01-11-2019"), groups=SB, since=G16)
def registrable(held_on: date, said_on: date) -> Applied:
    """The authority registers that an interview was held (*afholdt*), on its day or any time later; no source sets a limit."""
    return applied(OK if held_on <= said_on else "in-future", held_on=held_on, said_on=said_on)


@rule("BK-06", V1("2.6"), groups=SB, since=G16, day="held_on")
def equals_booking(group: Group | None, held_on: date) -> Applied:
    """An interview held at once on the citizen's own initiative (*uopfordret fremmøde*), at the desk, on the telephone or at the
    firm where the citizen is in an offer, equals self-booking, before and after the end of a deadline."""
    return applied("no-duty" if group is Group.G6 else "self-booking", group=group, held_on=held_on)


@rule("BK-07", V1("2.6"), groups=("G1",), since=G16, day="held_on")
def comes_back(group: Group | None, held_on: date, requested_on: date | None, hold_by: date | None) -> Applied:
    """Held at once after a deregistration, in the ten days of a re-registration that waits for a booking, it is that booking.

    The authority must also see to it that the citizen is registered again; that is `registration`'s.
    """
    within = requested_on is not None and hold_by is not None and requested_on <= held_on <= hold_by
    said = {"group": group, "held_on": held_on, "requested_on": requested_on, "hold_by": hold_by}
    return applied("meets-demand" if within else OK, **said)


@rule("GM-02", FAQ("23-08-2016"), V1("2.13.2"), V2("3.3"), groups=("G1",), since=G16)
def stays_joint(planned: InterviewType, registered: InterviewType, with_akasse: bool) -> Applied:
    """A joint interview (*fællessamtale*) is registered as one, with a mark where the fund did not take part."""
    if planned is InterviewType.JOINT and registered is not InterviewType.JOINT:
        outcome = "stays-joint"
    else:
        outcome = "without-akasse" if registered is InterviewType.JOINT and not with_akasse else OK
    return applied(outcome, planned=planned, registered=registered, with_akasse=with_akasse)


@rule("HOL-03", V1("2.15"), groups=SB, since=G16, day="starts_at")
def may_be_missed(starts_at: datetime, said_at: datetime) -> Applied:
    """Nobody has stayed away (*udeblevet*) from a meeting that has not begun."""
    return applied(OK if said_at >= starts_at else "not-begun", starts_at=starts_at, said_at=said_at)


@rule("SUM-07", FAQ("13-02-2018"), V1("2.15"), groups=SB, since=G16, day="missed_on")
def acts_soon(missed_on: date, group: Group | None) -> Applied:
    """After an absence the authority acts as soon as it can. It need not summon anew: it sets a new deadline, or summons."""
    return applied("set-deadline" if group is not Group.G6 else "summon", missed_on=missed_on, group=group)
