"""Which booking fulfils a deadline (*indfrielse*). BAB § 44, stk. 1; V1 2.2-2.3; FAQ 01-11-2019, 06-02-2017."""

from datetime import date, datetime

from contracts.types import InterviewType
from services.deadlines.rules.counting import hold_by, on_the_day
from services.deadlines.rules.groups import SB
from shared.law.citation import BAB, FAQ, LAB, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule


@rule("DL-02", BAB("§ 44", stk=1), LAB("§ 34", stk=1), V1("2.2"), groups=SB, since=G16, day="held_on")
def held_in_time(held_on: date, hold_by: date) -> Applied:
    """The interview is held at the latest a week after the deadline; it may be held before the deadline."""
    return applied("ok" if held_on <= hold_by else "after-last-day", held_on=held_on, hold_by=hold_by)


@rule("DL-06", FAQ("01-11-2019"), FAQ("06-02-2017"), groups=SB, since=G16)
def right_type(wanted: InterviewType, booked: InterviewType) -> Applied:
    """A deadline is tied to its own type of interview (*samtaletype*); another one leaves it open."""
    return applied("ok" if booked is wanted else "wrong-type", wanted=wanted, booked=booked)


@rule("DL-04", BAB("§ 44", stk=1), V1("2.2"), V1("2.3"), FAQ("01-11-2019"), groups=SB, since=G16, day="visible_on")
def fulfils(
    wanted: InterviewType,
    set_at: datetime,
    visible_on: date,
    due: date,
    booked: InterviewType,
    booked_at: datetime,
    held_on: date,
    summoned: bool = False,
) -> Applied:
    """Booked on or before the deadline (CAL-01), of the right type (DL-06), held in time (DL-02), and not an earlier one.

    A booking that was there already fulfils a new deadline at once, unless it is the interview after which the deadline
    is set: one held before the deadline is shown, or on that very day and booked before (BK-02's exception). Of a summons the
    authority itself has chosen the day, and another interview cannot be booked beside it (BK-02): it may be later (INF).
    """
    later = held_on > visible_on or (held_on == visible_on and booked_at > set_at)
    tests = [right_type(wanted, booked), on_the_day(booked_at, due)]
    if not summoned:
        tests.append(held_in_time(held_on, hold_by(due)))
    failed = [each.outcome for each in tests if not each.ok] + ([] if later else ["earlier-interview"])
    return applied(
        failed[0] if failed else "ok",
        due=due,
        visible_on=visible_on,
        booked=booked,
        booked_at=booked_at,
        held_on=held_on,
        summoned=summoned,
    )
