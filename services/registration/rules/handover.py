"""Until when the a-kasse holds the contact course of its member, and who does on any day. LAB § 27, BAB § 7."""

from datetime import date

from contracts.types import Group, HourCount, Insured, Party, Regime
from shared.law.calendar import end_of_month
from shared.law.citation import ALF, BAB, LAB, LOB, V2
from shared.law.periods import E24, G16, P24
from shared.law.rule import OK, Applied, applied, rule

CONSUMED = {Insured.FULL_TIME: 410, Insured.PART_TIME: 333}
"""Hours of the dagpenge right used; »410 timers forbrug« and »333 timers forbrug«, BAB § 7, stk. 2."""

NOT_YET = "not-yet"
WITH_FUND = frozenset({Regime.NEW, Regime.TRIAL, Regime.NEW_REMAINING})
"""The regimes that begin in the a-kasse."""


def end_of_the_month_that_reaches(day: date, hours: float, insured: Insured) -> Applied:
    """The outcome of AK-02, in whatever version."""
    reached = hours >= CONSUMED[insured]
    return applied(end_of_month(day).isoformat() if reached else NOT_YET, day=day, hours=hours, insured=insured)


@rule("AK-02", BAB("§ 7", stk=2), ALF("§ 55"), V2("2.2"), groups=("G1",), since=E24, day="day")
def handed_over(day: date, hours: float, insured: Insured) -> Applied:
    """The a-kasse's last day (*overgang*): the end of the month in which it has registered 410 hours, part-time 333.

    `hours` is the total as it is registered on that day. What counts is the total at the end of a month: a correction
    downwards in the same month takes the handover back, a later one leaves it, for the course has passed on by then (INF).
    AMB: the month of registration, or the month that was paid for, as the policy says. A member who changes between
    full-time and part-time is held to the limit that applies at the end of the month (INF).
    """
    return end_of_the_month_that_reaches(day, hours, insured)


@rule("AK-02", V2("15.2"), V2("15.3"), groups=("G1",), since=G16, until=P24, day="day")
def used_up_before(day: date, hours: float, insured: Insured) -> Applied:
    """Before 2024 only the trial had a handover, which the sources do not detail: the same hours ended it (INF).

    Of others it says that nothing remains for the a-kasse when the new act comes into force.
    """
    return end_of_the_month_that_reaches(day, hours, insured)


@rule("AK-01", LOB("§ 18 b"), LAB("§ 27", stk=1), LAB("§ 27", stk=2), V2("2.1"), groups=("G1",), since=G16, day="day")
def responsible(
    group: Group | None, regime: Regime | None, education: bool, handover: date | None, day: date
) -> Applied:
    """Who holds the contact course that day (*ansvarlig part*): the a-kasse to the handover, else the jobcentre.

    The a-kasse only for its own members on dagpenge whose course is a new one, what remains of it, or one of the trial, and
    who are not in the target group for an education order. Without a known placement: the jobcentre (INF). Before 2024
    the a-kasse had a course only in the trial.
    """
    theirs = group is Group.G1 and regime in WITH_FUND and not education and (handover is None or day <= handover)
    return applied(
        Party.A_KASSE if theirs else Party.JOBCENTRE,
        group=group, regime=regime, education=education, handover=handover, day=day,
    )  # fmt: skip


@rule("CC-02", LAB("§ 9", stk=1, nr=1), LOB("§ 18 b"), V2("2.2"), V2("3.2"), groups=("G1",), since=G16)
def own_member(sender: str, fund_then: str | None, fund_now: str | None) -> Applied:
    """The course follows the placement in a dagpenge period, which the member's own a-kasse reports, and the hours in it.

    The fund of the day that is spoken of, or the present one, to whom the matter has passed (INF).
    """
    code = sender.partition("-")[2]
    own = sender.startswith("akasse-") and code in (fund_then, fund_now)
    return applied(OK if own else "not-its-member", sender=sender, fund_then=fund_then, fund_now=fund_now)


@rule("AK-03", BAB("§ 7"), ALF("§ 55"), V2("2.2"), groups=("G1",), since=G16)
def may_count(sender: str, count: HourCount) -> Applied:
    """Two counts that are never compared: the a-kasse alone registers the consumption of the dagpenge right.

    The hours with dagpenge and løntilskud since the placement are the jobcentre's count; the a-kasse, which pays the
    dagpenge, may report them too (INF).
    """
    own = sender.startswith("akasse-") or (count is HourCount.COURSE and sender.startswith("jobcentre-"))
    return applied(OK if own else "count-of-the-fund", sender=sender, count=count)
