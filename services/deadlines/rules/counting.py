"""How days are counted. BAB § 44, stk. 1; V1 2.2."""

from datetime import date, datetime, timedelta

from services.deadlines.rules.groups import SB
from shared.law.calendar import end_of_day
from shared.law.citation import BAB, FAQ, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

AT_LEAST = timedelta(days=8)
HELD_WITHIN = timedelta(days=7)


@rule("CAL-01", V1("2.12"), groups=SB, since=G16, day="day")
def on_the_day(at: datetime, day: date) -> Applied:
    """A limit on a date runs to the end of that Danish day, also on the nights when the clock changes."""
    return applied("ok" if at < end_of_day(day) else "too-late", at=at, day=day)


@rule("CAL-02", BAB("§ 44", stk=1), V1("2.2"), FAQ("13-02-2018"), groups=SB, since=G16, day="visible_on")
def earliest_due(visible_on: date) -> Applied:
    """At least eight days, the day of publication not counted: the outcome is the earliest deadline date."""
    return applied((visible_on + AT_LEAST).isoformat(), visible_on=visible_on)


@rule("CAL-03", BAB("§ 44", stk=1), V1("2.2"), groups=SB, since=G16, day="due")
def latest_meeting(due: date) -> Applied:
    """The interview is held at the latest a week after the deadline, that day included: the outcome is the date."""
    return applied(hold_by(due).isoformat(), due=due)


@rule("CAL-06", V1("2.2"), groups=SB, since=G16)
def not_moved(day: date) -> Applied:
    """No source moves a limit off a weekend or a public holiday (*helligdag*), so none is moved (INF, AMB): the outcome is
    the same day."""
    return applied(day.isoformat(), day=day)


def hold_by(due: date) -> date:
    """The last day on which the interview may be held (CAL-03)."""
    return due + HELD_WITHIN
