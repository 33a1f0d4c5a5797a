"""Coming back into the register (*gentilmelding*), and when that takes a booking (*straksbooking*). BAB § 30."""

from datetime import date, timedelta

from contracts.types import Group
from services.registration import policy
from services.registration.rules.missed import E21
from shared.law.calendar import add_months
from shared.law.citation import BAB, V1
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


@rule("REG-05", BAB("§ 18", stk=1), BAB("§ 18", stk=3), BAB("§ 19"), V1("2.8"), groups=("G1", "G2", "G4o"), since=E21)
def may_re_register(sender: str, akasse: str | None, day: date, today: date) -> Applied:
    """On Jobnet, at any jobcentre, or at one's own a-kasse. Only an authority may say that it was on an earlier day."""
    kind, _, code = sender.partition("-")
    facts = {"sender": sender, "akasse": akasse, "day": day, "today": today}
    if kind == "akasse" and code != akasse:
        return applied("not-its-member", **facts)
    return applied("backdated" if day < today and kind not in policy.BACKDATED_BY else OK, **facts)


@rule("CAL-04", BAB("§ 30", stk=3), V1("2.9.1"), groups=("G1",), since=E21)
def three_months(deregistered_on: date, requested_on: date) -> Applied:
    """Three months or more since the deregistration, clamped to the end of a shorter month."""
    gone = requested_on >= add_months(deregistered_on, FORGOTTEN_AFTER)
    return applied(YES if gone else NO, deregistered_on=deregistered_on, requested_on=requested_on)


@rule("IM-02", BAB("§ 30", stk=3), V1("2.7.1"), V1("2.9.3"), groups=("G1",), since=E21)
def booking_first(group: Group | None, deregistered_on: date, overdue_on: date | None, requested_on: date) -> Applied:
    """A G1 who is out because of a missed deadline, or missed one while out, must book for the registration to take effect.

    `overdue_on` is the day after the deadline that was missed; none where no such deadline stands. A deadline that the
    jobcentre annulled demands nothing (V1 2.9.3: »som ikke er blevet annulleret«).
    """
    missed = overdue_on is not None and deregistered_on <= overdue_on <= requested_on
    return applied(
        "book-first" if group is Group.G1 and missed else OK,
        group=group,
        deregistered_on=deregistered_on,
        overdue_on=overdue_on,
        requested_on=requested_on,
        hold_by=hold_by(requested_on),
    )


@rule("IM-03", BAB("§ 30", stk=3), V1("2.9.1"), groups=("G1",), since=E21)
def nothing_demanded(deregistered_on: date, requested_on: date) -> Applied:
    """After three months or more (CAL-04) the registration is a plain one."""
    gone = three_months(deregistered_on, requested_on).outcome == YES
    return applied(OK if gone else "demand", deregistered_on=deregistered_on, requested_on=requested_on)


@rule("OB-01", BAB("§ 30", stk=3), V1("2.9.1"), V1("2.9.2"), groups=("G1",), since=E21)
def deadline_void(deregistered_on: date, requested_on: date) -> Applied:
    """The old deadline is void then (*forældet*): the jobcentre sets a new one, unless it summons to a joint interview."""
    gone = three_months(deregistered_on, requested_on).outcome == YES
    return applied("new-deadline" if gone else "stands", deregistered_on=deregistered_on, requested_on=requested_on)


@rule("IM-05", BAB("§ 30", stk=4), V1("2.7.1"), V1("2.8"), groups=("G1",), since=E21)
def shown_later(sender: str) -> Applied:
    """Registered by a jobcentre or an a-kasse: effective at once; the demand is shown at the next login on Jobnet."""
    authority = sender.startswith(("jobcentre-", "akasse-"))
    return applied(OK if authority else "shown-now", sender=sender)
