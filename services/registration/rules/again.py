"""Coming back into the register (*gentilmelding*), and when that takes a booking (*straksbooking*). BAB § 30."""

from datetime import date, timedelta

from contracts.types import Group
from services.registration import policy
from shared.law.calendar import add_months
from shared.law.citation import BAB, V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

HOLD_WITHIN = timedelta(days=10)
"""»inden for 10 dage regnet fra gentilmeldingen«, BAB § 30, stk. 3."""
FORGOTTEN_AFTER = 3
"""Months; »3 måneder eller mere«, BAB § 30, stk. 3."""

YES, NO = "yes", "no"


def hold_by(requested_on: date) -> date:
    """The last day on which the interview may be held. It does not move off a weekend (CAL-06)."""
    return requested_on + HOLD_WITHIN


def takes_effect(requested_on: date, booked_on: date) -> date:
    """From when a re-registration that had to wait for a booking counts.

    BAB § 30, stk. 3: the booking is made »ved gentilmeldingen«, »for at en gentilmelding får virkning«; V1 2.7.1: it comes
    »før tilmeldingen er gennemført«. So nothing has taken effect before it: from the day of the booking (INF). An interview
    that was booked already does not move the day back before the request.
    """
    return max(requested_on, booked_on)


@rule("CAL-04", BAB("§ 30", stk=3), V1("2.9.1"), groups=("G1",), since=G16, day="requested_on")
def three_months(deregistered_on: date, requested_on: date) -> Applied:
    """Three months or more since the deregistration, clamped to the end of a shorter month."""
    gone = requested_on >= add_months(deregistered_on, FORGOTTEN_AFTER)
    return applied(YES if gone else NO, deregistered_on=deregistered_on, requested_on=requested_on)


@rule("IM-02", BAB("§ 30", stk=3), V1("2.7.1"), V1("2.9.3"), groups=("G1",), since=G16, day="requested_on")
def booking_first(
    group: Group | None, deregistered_on: date, overdue_on: date | None, requested_on: date, self_books: bool = True
) -> Applied:
    """A G1 who is out because of a missed deadline, or missed one while out, must book for the registration to take effect.

    The interview is held at the latest ten days after the request (`hold_by`). She is registered from the day on which it is
    booked (INF, from »for at en gentilmelding får virkning«), not from the request; where no time is free from the request
    (IM-04).

    `overdue_on` is the day after the deadline that was missed; none where no such deadline stands. A deadline that the
    jobcentre annulled demands nothing (V1 2.9.3: »som ikke er blevet annulleret«), nor does any of who is exempted from
    booking, or may not book (INF, from V1 2.11: such a person is summoned).

    It is asked when the registration takes effect, which then stands, also where what becomes known later would have made it wait
    (INF): the citizen was told that she is registered, and is shown the demand at the next login instead (BAB § 30, stk. 4).
    """
    missed = overdue_on is not None and deregistered_on <= overdue_on <= requested_on
    return applied(
        "book-first" if group is Group.G1 and missed and self_books else OK,
        group=group,
        self_books=self_books,
        deregistered_on=deregistered_on,
        overdue_on=overdue_on,
        requested_on=requested_on,
        hold_by=hold_by(requested_on),
    )


@rule("IM-03", BAB("§ 30", stk=3), V1("2.9.1"), groups=("G1",), since=G16, day="requested_on")
def nothing_demanded(deregistered_on: date, requested_on: date) -> Applied:
    """After three months or more (CAL-04) the registration is a plain one."""
    gone = three_months(deregistered_on, requested_on).outcome == YES
    return applied(OK if gone else "demand", deregistered_on=deregistered_on, requested_on=requested_on)


@rule("OB-01", BAB("§ 30", stk=3), V1("2.9.1"), V1("2.9.2"), groups=("G1",), since=G16, day="requested_on")
def deadline_void(deregistered_on: date, requested_on: date) -> Applied:
    """The old deadline is void then (*forældet*): the jobcentre sets a new one, unless it summons to a joint interview."""
    gone = three_months(deregistered_on, requested_on).outcome == YES
    return applied("new-deadline" if gone else "stands", deregistered_on=deregistered_on, requested_on=requested_on)


@rule("IM-05", BAB("§ 30", stk=4), V1("2.7.1"), V1("2.8"), groups=("G1",), since=G16)
def shown_later(sender: str) -> Applied:
    """Registered by a jobcentre or an a-kasse: effective at once; the demand is shown at the next login on Jobnet."""
    authority = sender.startswith(("jobcentre-", "akasse-"))
    return applied(OK if authority else "shown-now", sender=sender)


@rule("IM-04", BAB("§ 30", stk=3), V1("2.7.1"), groups=("G1",), since=G16, day="requested_on")
def without_booking(requested_on: date, no_times: bool) -> Applied:
    """No time is free within the ten days: registered all the same, from the day it was asked; the demand is shown at the
    next login."""
    return applied(OK if no_times else "waits", requested_on=requested_on)


@rule("IM-06", V1("2.7.2"), groups=("G2", "G4o"), since=G16, day="requested_on")
def booking_soon(group: Group | None, overdue_on: date | None, requested_on: date) -> Applied:
    """G2 and G4o who come back with a deadline overdue are shown the demand too, for one of the nearest days.

    The sources do not let the registration wait for the booking, as they do for G1: it counts at once (INF).
    """
    overdue = group in (Group.G2, Group.G4O) and overdue_on is not None and overdue_on <= requested_on
    last = requested_on + timedelta(days=policy.NEAREST_DAYS)
    return applied(
        "demand" if overdue else OK, group=group, overdue_on=overdue_on, requested_on=requested_on, hold_by=last
    )


@rule("IM-07", V1("2.15"), groups=("G1", "G2", "G4o"), since=G16, day="recovered_on")
def passed_while_sick(sick_from: date, overdue_on: date | None, recovered_on: date) -> Applied:
    """A deadline that ran out during the sickness is met with a demand when the citizen is registered again."""
    passed = overdue_on is not None and sick_from <= overdue_on <= recovered_on
    return applied("demand" if passed else OK, sick_from=sick_from, overdue_on=overdue_on, recovered_on=recovered_on)


@rule("IM-08", V1("2.9.3"), V1("2.13.2"), groups=("G1",), since=G16, day="requested_on")
def summoned(requested_on: date, held_on: date | None) -> Applied:
    """Nothing is to be booked by who is summoned to the next interview: a plain registration.

    The source says it of joint interviews (*fællessamtaler*). Any other summons is treated alike (INF): with one interview
    planned no second can be booked (BK-02), and nobody could come back.
    """
    planned = held_on is not None and held_on >= requested_on
    return applied("summoned" if planned else OK, requested_on=requested_on, held_on=held_on)


@rule("REG-09", V1("2.9.1"), groups=("G1",), since=G16, day="effective")
def course_goes_on(group: Group | None, deregistered_on: date, effective: date) -> Applied:
    """A G1 takes up the contact course where it was left: placement, hours and interviews held are kept, however long away."""
    return applied(
        OK if group is Group.G1 else "own-course", group=group, deregistered_on=deregistered_on, effective=effective
    )
