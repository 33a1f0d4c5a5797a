"""What regard a deadline must pay to an absence. V1 2.10, 2.15; BAB § 44, stk. 3, § 49, stk. 3."""

from datetime import date, timedelta

from services.deadlines import policy
from services.deadlines.rules.groups import SB
from shared.law.citation import BAB, LAB, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule


@rule("HOL-02", BAB("§ 49", stk=3), V1("2.15"), groups=SB, since=G16, day="due")
def not_in_holiday(due: date, starts: date, ends: date | None, notified_on: date) -> Applied:
    """A deadline must not end on a day of a holiday (*ferie*) told at least two weeks before; the day after is allowed.

    V1 2.15 says both that there is no duty to book in the holiday and that who overruns is deregistered. AMB: a deadline
    that would end inside is refused. A holiday told later than two weeks before binds the jobcentre to nothing.
    """
    inside = starts <= due and (ends is None or due <= ends)
    in_time = notified_on <= starts - policy.HOLIDAY_NOTICE
    outcome = "ok" if not inside else "in-holiday" if in_time else "told-late"
    return applied(outcome, due=due, starts=starts, ends=ends, notified_on=notified_on)


@rule("DL-13", V1("2.15"), groups=SB, since=G16, day="due")
def not_in_education(due: date, starts: date, ends: date | None) -> Applied:
    """Nor on a day of six weeks' job-directed education (*6 ugers jobrettet uddannelse*)."""
    inside = starts <= due and (ends is None or due <= ends)
    return applied("in-education" if inside else "ok", due=due, starts=starts, ends=ends)


@rule("DL-11", BAB("§ 44", stk=3), BAB("§ 56"), LAB("§ 96"), V1("2.10"), groups=SB, since=G16, day="due")
def told_in_writing(free: bool, notified_on: date | None, due: date) -> Applied:
    """Who is free of active search and referred jobs must be told of the deadline in writing outside Jobnet as well.

    Without it the deadline cannot be enforced (INF). It counts when it was sent as long before the end as a deadline must
    be long (INF: to whom Jobnet need not be a daily matter, the eight days of DL-01 run from the letter).
    """
    in_time = notified_on is not None and notified_on <= due - timedelta(days=policy.WRITTEN_NOTICE_DAYS)
    return applied("ok" if not free or in_time else "not-notified", free=free, notified_on=notified_on, due=due)


@rule("HOL-03", V1("2.15"), groups=SB, since=G16, day="missed_on")
def after_no_show(in_play: bool, bound: bool, missed_on: date) -> Applied:
    """The jobcentre registers the absence (*udeblivelse*) and gives a new deadline, again of at least eight days (DL-01).

    Nothing to do where a deadline is in play already, or the citizen has no duty to book.
    """
    return applied("new-deadline" if bound and not in_play else "nothing", in_play=in_play, bound=bound)
